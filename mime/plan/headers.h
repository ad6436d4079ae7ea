/* SPDX-License-Identifier: MIT */
#ifndef PLAN_HEADERS_H
#define PLAN_HEADERS_H

#include "plan/plan.h"

/*
 * Headers as octets: fields folded, each line with CRLF.
 */

/* The longest name= of a Content-Type, as it is written, with style "both". */
#define MW_LEGACY_NAME_MOST 60

/*
 * Appends the fields of PLAN's message that the message itself has, in the
 * customary order, to OUT; generated ones (Date, Message-ID) only where
 * IDENTITY says so, since it is drawn from the others. MIME-Version and
 * Content- fields are not among them.
 */
mw_status mw_headers_write_message(const mw_plan *plan, bool identity,
                                   mw_buffer *out, mw_error *error);

/*
 * Checks what the fields of a message have to be together: From is there, and
 * Sender where From holds several mailboxes (RFC 5322, section 3.6.2), and
 * blocks of Resent- fields are whole.
 */
mw_status mw_headers_check(const mw_message *message, mw_error *error);

/*
 * Appends the Content- fields of PART to OUT. Everything about PART has been
 * decided.
 */
mw_status mw_headers_write_part(const mw_plan *plan, const mw_plan_part *part,
                                mw_buffer *out, mw_error *error);

#endif
