/* SPDX-License-Identifier: MIT */
#ifndef PLAN_CONTENT_FIT_H
#define PLAN_CONTENT_FIT_H

#include "codec/transfer_encoding.h"
#include "plan/plan.h"

/*
 * Whether content may go out in some transfer encoding, and how large it is
 * then: the same questions for text, octets and whole messages.
 */

/* Whether the octets go out as they are: 7bit, 8bit, binary. */
bool mw_content_is_identity(mw_encoding encoding);

/* Whether TRANSPORT carries what ENCODING makes. */
bool mw_content_is_allowed(mw_transport transport, mw_encoding encoding);

/* The same of PART's transport; MW_E_USAGE where it does not. */
mw_status mw_content_check_transport(const mw_plan_part *part,
                                     mw_encoding encoding, mw_error *error);

/* MW_E_DATA where HOLDS_BOUNDARY. */
mw_status mw_content_check_boundary(bool holds_boundary, mw_error *error);

/*
 * Gives PART the encoding and the sizes that content of MEASURE has in it.
 * Fails with MW_E_LIMIT where they are too large to be counted.
 */
mw_status mw_content_set_sizes(mw_plan_part *part, mw_encoding encoding,
                               const mw_measure *measure, mw_error *error);

/*
 * Ends PART, in quoted-printable whose last line is unfinished, in a soft
 * break, so that the line end after it is none of the content's.
 */
void mw_content_end_softly(mw_plan_part *part);

#endif
