/* SPDX-License-Identifier: MIT */
#ifndef PLAN_INVITATION_CHECK_H
#define PLAN_INVITATION_CHECK_H

#include "plan/plan.h"

/*
 * Reads the calendar that PART is the body of, once its charset is known, and
 * says in its type what it found: method and component (RFC 5545, section
 * 8.1). What keeps mail programs from showing it as an invitation becomes a
 * note with the line. Fails with MW_E_DATA where it is no calendar, or its
 * type was given with another method than it has.
 *
 * A body of another kind is left alone.
 */
mw_status mw_invitation_check(mw_plan *plan, mw_plan_part *part,
                              mw_error *error);

#endif
