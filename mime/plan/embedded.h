/* SPDX-License-Identifier: MIT */
#ifndef PLAN_EMBEDDED_H
#define PLAN_EMBEDDED_H

#include "plan/plan.h"

/*
 * Decides about PART, a message in the message. It travels unencoded, or not
 * at all: MW_E_DATA. One with UTF-8 in its headers is message/global, which
 * may be encoded where the transport is too narrow (RFC 6532, section 3.7).
 */
mw_status mw_embedded_decide(mw_plan *plan, mw_plan_part *part,
                             mw_bytes boundary, mw_error *error);

#endif
