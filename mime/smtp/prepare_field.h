/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_FIELD_H
#define SMTP_PREPARE_FIELD_H

#include "smtp/prepare_write.h"

/*
 * What becomes of one header field. The caller ends it with
 * mw_prepare_field_free.
 */
typedef struct mw_prepare_field {
    mw_bytes octets; /* to write; none where it is taken out */
    mw_sink *completed, *encoded;
} mw_prepare_field;

/*
 * Makes FIELD of EVENT, and notes what was changed. Fails with MW_E_DATA,
 * naming the line, for text that ASCII would have to hold and cannot.
 */
mw_status mw_prepare_field_make(mw_prepare_writer *writer,
                                const mw_scan_event *event,
                                mw_prepare_field *field, mw_error *error);

void mw_prepare_field_free(mw_prepare_field *field);

/*
 * Fails with MW_E_DATA where MADE is signed and a field of it was changed,
 * naming the line; to be asked when the header, whose end is in LINE, was
 * read.
 */
mw_status mw_prepare_field_check(const mw_prepared *made, uint64_t line,
                                 mw_error *error);

#endif
