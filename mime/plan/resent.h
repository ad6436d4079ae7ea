/* SPDX-License-Identifier: MIT */
#ifndef PLAN_RESENT_H
#define PLAN_RESENT_H

#include "plan/plan.h"

/*
 * The Resent- fields of a message (RFC 5322, section 3.6.6). Those of one
 * time that it was sent again are a block; they stand together, before all
 * other fields, and the newest block first. A known field that the block has
 * already begins the next one.
 */

bool mw_resent_is_field(const mw_field *field);

/* The field called NAME, in any case, of the newest block, or NULL. */
const mw_field *mw_resent_field(const mw_message *message, const char *name);

/*
 * Checks that each block is whole: Resent-Date and Resent-From, and
 * Resent-Sender where Resent-From holds several mailboxes; and that
 * Resent-Bcc is there only where Bcc is kept, as is Bcc beside recipients of
 * the newest block. Fails with MW_E_USAGE.
 */
mw_status mw_resent_check(const mw_message *message, mw_error *error);

/*
 * Appends the blocks of PLAN's message to OUT, in the order in which they were
 * given. With IDENTITY each gets the Resent-Message-ID that it lacks.
 */
mw_status mw_resent_write(const mw_plan *plan, bool identity, mw_buffer *out,
                          mw_error *error);

#endif
