/* SPDX-License-Identifier: MIT */
#ifndef PLAN_SEGMENTS_H
#define PLAN_SEGMENTS_H

#include "plan/plan.h"

/*
 * The message as a flat list: headers, boundaries and contents in the order
 * they are written (RFC 2046, section 5.1.1), and their sizes added up.
 */
mw_status mw_segments_make(mw_plan *plan, mw_error *error);

#endif
