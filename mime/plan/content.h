/* SPDX-License-Identifier: MIT */
#ifndef PLAN_CONTENT_H
#define PLAN_CONTENT_H

#include "plan/plan.h"

/*
 * What becomes of the content of one part: its media type, charset, transfer
 * encoding and size. Sources were prepared, and BOUNDARY is what boundaries
 * of this plan start with.
 */

/*
 * Decides about PART, which is a leaf. *IS_UNFIT, which may be NULL, gets
 * whether it failed since it is a text in none of its input charsets.
 */
mw_status mw_content_decide(mw_plan *plan, mw_plan_part *part,
                            mw_bytes boundary, bool *is_unfit, mw_error *error);

#endif
