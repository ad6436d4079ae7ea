/* SPDX-License-Identifier: MIT */
#ifndef SMTP_REVEAL_H
#define SMTP_REVEAL_H

#include "base/bytes.h"

#include <stdbool.h>

/*
 * Whether TEXT holds SECRET as it is, or within base64 of anything that
 * holds it, of either alphabet. An empty secret is held by nothing.
 */
bool mw_reveals(mw_bytes text, mw_bytes secret);

#endif
