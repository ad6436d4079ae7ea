/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_HEADER_H
#define SMTP_PREPARE_HEADER_H

#include "smtp/prepare.h"

/*
 * What the header of a message that exists says of its envelope and its
 * identity.
 */

/* Makes MADE's header empty, and its lists as OPTIONS, or NULL, want them. */
mw_status mw_prepare_header_init(mw_prepared *made,
                                 const mw_smtp_prepare_options *options,
                                 mw_error *error);
void mw_prepare_header_free(mw_prepared *made);

/*
 * Takes note of the field EVENT of the message itself. Fails with MW_E_SYNTAX
 * where addresses that are needed are wrong.
 */
mw_status mw_prepare_header_add(mw_prepared *made, const mw_scan_event *event,
                                mw_error *error);

/*
 * When all fields were seen: finds the recipients, with what OPTIONS (which
 * may be NULL) say, checks that there are some and a sender, and makes the
 * fields that are missing and may be added. Once, and no more.
 */
mw_status mw_prepare_header_end(mw_prepared *made,
                                const mw_smtp_prepare_options *options,
                                mw_error *error);

/* The reverse-path. */
const char *mw_prepare_from(const mw_prepared *made);

/* Puts the envelope into MESSAGE. */
mw_status mw_prepare_envelope(const mw_prepared *made, mw_smtp_message *message,
                              mw_error *error);

#endif
