/* SPDX-License-Identifier: MIT */
#ifndef CLI_SEND_ACCOUNT_H
#define CLI_SEND_ACCOUNT_H

#include "send_inputs.h"
#include "submission.h"

/* Who sends, as arguments say it: ENVELOPE_FROM, or NULL, else the mailbox
 * that is forced; or NULL. */
const char *send_account_sender(const submission *self,
                                const char *envelope_from);

/*
 * Reads the configuration's files, and stores whether messages choose their
 * account: no argument does, and there are some for senders. Before it is
 * applied.
 */
mw_status send_account_is_open(submission *self, bool *open, mw_error *error);

/*
 * Stores in *FROM, which the caller frees, a sender whose account is that of
 * all INPUTS; or NULL, where none names any. An input that cannot be read is
 * spoilt. Fails with MW_E_USAGE where they are of several accounts.
 */
mw_status send_account_find(const submission *self, send_inputs *inputs,
                            char **from, mw_error *error);

#endif
