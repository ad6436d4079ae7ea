/* SPDX-License-Identifier: MIT */
#ifndef CLI_REWRITE_H
#define CLI_REWRITE_H

#include "submission.h"

/*
 * Tells WISHES, of a message that exists, how addresses are completed and
 * replaced: --default-domain, --aliases and --force-from, after
 * submission_start and before anybody is named to them. What is wrong with
 * the file of aliases is the configuration's fault (STATUS_CONFIGURATION).
 */
mw_status rewrite_apply(const submission *self, mw_smtp_prepare_options *wishes,
                        mw_error *error);

#endif
