/* SPDX-License-Identifier: MIT */
#ifndef PLAN_ENVELOPE_H
#define PLAN_ENVELOPE_H

#include "plan/plan.h"

/*
 * The envelope of PLAN's message (RFC 5321, section 2.3.1), from the same
 * parsed addresses as its header, each recipient once.
 */
mw_status mw_envelope_make(mw_plan *plan, mw_error *error);

#endif
