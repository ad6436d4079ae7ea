/* SPDX-License-Identifier: MIT */
#ifndef PLAN_COMPOSITE_H
#define PLAN_COMPOSITE_H

#include "plan/plan.h"

/*
 * What the definitions of multipart and message types ask of the parts that
 * are made by hand. All fail with MW_E_USAGE, naming the type.
 */

/*
 * Checks PART, a multipart whose own type and whose parts' types are decided:
 * multipart/signed and /encrypted (RFC 1847), and /report (RFC 6522), which
 * gets its report-type here where it has none.
 */
mw_status mw_composite_check(mw_plan *plan, mw_plan_part *part,
                             mw_error *error);

/* The same for the parameters of PART, of a message/ type. */
mw_status mw_composite_check_message(const mw_plan_part *part, mw_error *error);

/* Whether PART's type goes out as 7bit over every transport. */
bool mw_composite_is_7bit(const mw_plan_part *part);

#endif
