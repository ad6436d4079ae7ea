/* SPDX-License-Identifier: MIT */
#ifndef SMTP_MEMORY_H
#define SMTP_MEMORY_H

#include "base/allocator.h"

/* The allocator of CONTEXT, which has to live as long. */
mw_allocator mw_memory_of(mw_context *context);

#endif
