/* SPDX-License-Identifier: MIT */
#ifndef CODEC_PARAMETER_H
#define CODEC_PARAMETER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "codec/charset.h"

/*
 * Parameters of Content-Type and Content-Disposition: NAME=VALUE as a token
 * or a quoted-string (RFC 2045, section 5.1), and what RFC 2231 adds for long
 * values and for those outside ASCII.
 */
typedef struct mw_parameter {
    mw_bytes name;  /* a token; case does not matter */
    mw_bytes value; /* UTF-8 */
    struct mw_parameter *next;
} mw_parameter;

typedef enum {
    MW_PARAMETER_TOKEN,
    MW_PARAMETER_QUOTED,
    MW_PARAMETER_EXTENDED
} mw_parameter_form;

typedef struct mw_parameter_encoder {
    mw_parameter parameter;
    const mw_charset *charset; /* of an extended value, else NULL */
    mw_bytes value;            /* what is left, in CHARSET */
    mw_bytes sizes;            /* octets of each character of VALUE, where
                                  it is continued and not UTF-8 */
    mw_parameter_form form;
    bool continued;
    unsigned section;
    size_t longest;
} mw_parameter_encoder;

/*
 * Prepares PARAMETER for the first of CHARSETS that holds its value (a value
 * in ASCII needs none). A value that is short enough is written whole, as a
 * token, quoted, or extended; else in sections. LONGEST is the most octets of
 * one piece, such as 76. With UTF8 (RFC 6532) a value outside ASCII is a
 * quoted-string as it is. Control characters, and text that looks like an
 * encoded-word, are always extended. SCRATCH gets the converted value; it
 * and PARAMETER's text have to stay as they are while ENCODER lives. Fails with
 * MW_E_DATA where no charset holds the value, MW_E_RANGE where the name leaves
 * no room for one.
 */
mw_status mw_parameter_encoder_init(mw_parameter_encoder *encoder,
                                    mw_converter_cache *cache,
                                    const mw_charset_list *charsets, bool utf8,
                                    const mw_parameter *parameter,
                                    size_t longest, mw_buffer *scratch,
                                    mw_error *error);

/*
 * Appends the next piece: name=value, name*=charset''value, name*0=...; whole
 * characters only, since some readers decode each by itself. *DONE gets true
 * with the last.
 */
mw_status mw_parameter_encode(mw_parameter_encoder *encoder, mw_buffer *out,
                              bool *done, mw_error *error);

/* Whether NAME is a token (RFC 2045, section 5.1) that RFC 2231 can extend. */
bool mw_parameter_is_name(mw_bytes name);

/* Whether TEXT is a token, so that it needs no quotes. */
bool mw_parameter_is_token(mw_bytes text);

/*
 * Reads "; NAME=VALUE" again and again from TEXT to its end, with white space
 * and comments, and appends what they mean to *LIST, in ARENA: sections are
 * joined in their order, extended values become UTF-8. Fails with
 * MW_E_SYNTAX, naming the place; a parameter given twice is one, but NAME and
 * NAME* together are NAME*. *LIST is then as it was. An extended value can
 * hold any octet, so control characters are possible in what is read.
 */
mw_status mw_parameter_parse(mw_converter_cache *cache, mw_bytes text,
                             mw_arena *arena, mw_parameter **list,
                             mw_error *error);

/* The parameter of LIST called NAME, in any case, or NULL. */
const mw_parameter *mw_parameter_find(const mw_parameter *list,
                                      const char *name);

#endif
