/* SPDX-License-Identifier: MIT */
#ifndef PLAN_BOUNDARY_H
#define PLAN_BOUNDARY_H

#include "plan/plan.h"

/*
 * The boundaries of a message (RFC 2046, section 5.1.1). All start alike, so
 * that one search of the content will do, and have one length, so that none
 * is the start of another. They hold "=_", which neither base64 nor
 * quoted-printable can produce, unless the caller asks for another start.
 */

/* What the boundaries of PLAN start with; its message has its identity. */
mw_status mw_boundary_start(mw_plan *plan, mw_bytes *start, mw_error *error);

/*
 * Gives each multipart of PLAN its boundary. Fails with MW_E_RANGE where the
 * start asked for leaves no room for a number.
 */
mw_status mw_boundary_number(mw_plan *plan, mw_bytes start, mw_error *error);

/*
 * Where a start without "=_" was asked for, looks for it in what
 * quoted-printable makes of the content too: MW_E_DATA, naming the part.
 */
mw_status mw_boundary_check_encoded(mw_plan *plan, mw_bytes start,
                                    mw_error *error);

#endif
