/* SPDX-License-Identifier: MIT */
#ifndef MESSAGE_CLOCK_H
#define MESSAGE_CLOCK_H

#include "base/error.h"

#include <mimewright/context.h>

/*
 * The system's clock, time zone and source of randomness: what a context
 * uses unless it is given others. USER is not looked at.
 */
mw_status mw_system_clock(void *user, int64_t *seconds, int *utc_offset,
                          mw_error *error);
mw_status mw_system_random(void *user, void *bytes, size_t size,
                           mw_error *error);

#endif
