/* SPDX-License-Identifier: MIT */
#ifndef PLAN_PART_TYPE_H
#define PLAN_PART_TYPE_H

#include "plan/plan.h"

/*
 * Which media type a part gets, before anything is known of its charset and
 * encoding: the one asked for, the one of its kind of body, or the one that
 * its name and first octets show.
 */
mw_status mw_part_type_decide(mw_plan *plan, mw_plan_part *part,
                              mw_error *error);

/*
 * Sets PART's type to the one it was given, copied: parameters that the plan
 * adds must not reach the message.
 */
mw_status mw_part_type_copy(mw_plan *plan, mw_plan_part *part, mw_error *error);

/*
 * The name that the recipient sees, in UTF-8: the one asked for, or the base
 * name of the file. NULL in PART where there is none. Fails with MW_E_SYNTAX
 * for a base name with control characters, MW_E_DATA for one that is in none
 * of the input charsets.
 */
mw_status mw_part_filename_decide(mw_plan *plan, mw_plan_part *part,
                                  mw_error *error);

#endif
