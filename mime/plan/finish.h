/* SPDX-License-Identifier: MIT */
#ifndef PLAN_FINISH_H
#define PLAN_FINISH_H

#include "plan/plan.h"

/*
 * What is left to decide about each part once the tree and every content
 * stand: disposition, Content-ID, the parameters and the encoding of
 * multiparts, names and reasons; and the checks that go over all parts.
 */
mw_status mw_finish_parts(mw_plan *plan, mw_error *error);

#endif
