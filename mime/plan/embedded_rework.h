/* SPDX-License-Identifier: MIT */
#ifndef PLAN_EMBEDDED_REWORK_H
#define PLAN_EMBEDDED_REWORK_H

#include "plan/plan.h"

/*
 * Gives PART, an embedded message that is too wide for the transport of PLAN,
 * another source: the same message with those of its parts encoded that need
 * it. What else is in it stays as it is, line ends apart. The new source is
 * PLAN's. Fails as mw_embedded_changes_add does, and as sources do.
 */
mw_status mw_embedded_rework(mw_plan *plan, mw_plan_part *part,
                             mw_error *error);

#endif
