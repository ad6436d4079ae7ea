/* SPDX-License-Identifier: MIT */
#ifndef PLAN_EMBEDDED_H
#define PLAN_EMBEDDED_H

#include "plan/plan.h"

/*
 * Decides about PART, a message in the message. It travels unencoded, so
 * where the transport is too narrow the parts in it are encoded; MW_E_DATA
 * where they cannot be. One with UTF-8 in its headers is message/global, which
 * may be encoded itself (RFC 6532, section 3.7).
 */
mw_status mw_embedded_decide(mw_plan *plan, mw_plan_part *part,
                             mw_bytes boundary, mw_error *error);

#endif
