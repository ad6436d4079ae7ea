/* SPDX-License-Identifier: MIT */
#ifndef PLAN_MAGIC_H
#define PLAN_MAGIC_H

#include "base/bytes.h"
#include "message/context.h"

/*
 * libmagic, behind this one file: opened when CONTEXT first asks, kept until
 * it ends, and left alone where it is not built in or not installed.
 *
 * *TYPE gets what libmagic takes the octets of FRONT for, such as
 * "image/png", or NULL where it cannot tell, or is not there. The text is
 * libmagic's and lives until the next call. Fails with MW_E_MEMORY alone,
 * before libmagic is asked.
 */
mw_status mw_magic_look(mw_context *context, mw_bytes front, const char **type,
                        mw_error *error);

#endif
