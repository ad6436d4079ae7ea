/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_ALIAS_H
#define SMTP_PREPARE_ALIAS_H

#include "smtp/prepare.h"

/*
 * Puts the recipients of LISTS, COUNT of them, into MADE's envelope, each
 * once: aliases followed, of those of OPTIONS (which may be NULL), and what
 * has no domain completed. Fails with MW_E_SYNTAX for what is no alias and
 * cannot be completed, and as mw_mailboxes_add.
 */
mw_status mw_prepare_recipients(mw_prepared *made,
                                const mw_smtp_prepare_options *options,
                                const mw_mailboxes *const *lists, size_t count,
                                mw_error *error);

#endif
