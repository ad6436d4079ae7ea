/* SPDX-License-Identifier: MIT */
#ifndef CODEC_CONVERTER_STEPS_H
#define CODEC_CONVERTER_STEPS_H

#include "codec/converter.h"

/*
 * The inside of a converter; between converter*.c.
 *
 * A step is called with PENDING empty and IN not. It takes at most a span of
 * IN, whose output always fits PENDING: one octet becomes three at most
 * (Thai), two become four (GB 18030), and a character that iconv held back
 * may be added.
 */
mw_status mw_converter_encode(mw_converter *converter, mw_bytes *in,
                              mw_error *error);
mw_status mw_converter_decode(mw_converter *converter, mw_bytes *in,
                              mw_error *error);

/* What iconv still holds, after the last octet, with HELD empty. */
mw_status mw_converter_end_encoding(mw_converter *converter, mw_error *error);
void mw_converter_end_decoding(mw_converter *converter);

/* Counts TEXT, whole characters of UTF-8, into the place. */
void mw_converter_count(mw_converter *converter, mw_bytes text);

/* The same for what is not yet proven, before an error behind it. */
void mw_converter_count_unproven(mw_converter *converter);

/* The room in PENDING. */
mw_space mw_converter_room(mw_converter *converter);

/* Adds to PENDING what was written up to the front of ROOM, and gives it. */
mw_bytes mw_converter_add(mw_converter *converter, mw_space room);

/*
 * Takes a span of whole characters of UTF-8 from IN, or of HELD with what IN
 * adds to it; an empty one where the character is still not whole.
 */
mw_status mw_converter_take(mw_converter *converter, mw_bytes *in,
                            mw_bytes *span, mw_error *error);

/* Failing at the place that is counted; all give MW_E_DATA. */
mw_status mw_converter_fail_octet(mw_converter *converter, uint8_t octet,
                                  const char *charset, mw_error *error);
mw_status mw_converter_fail_cut(mw_converter *converter, mw_error *error);

/* The character at the front of TEXT has no place in the charset. */
mw_status mw_converter_fail_character(mw_converter *converter, mw_bytes text,
                                      mw_error *error);

#endif
