/* SPDX-License-Identifier: MIT */
#ifndef SMTP_REVEAL_H
#define SMTP_REVEAL_H

#include "base/bytes.h"

#include <stdbool.h>

/*
 * Whether TEXT holds SECRET as it is, or within base64 of anything that
 * holds it, of either alphabet. TEXT is lines of a reply, with their codes or
 * without, and may break it anywhere. An empty secret is held by nothing.
 */
bool mw_reveals(mw_bytes text, mw_bytes secret);

/* Whether TEXT, which does not hold SECRET, ends with its beginning: what
 * comes next can complete it. */
bool mw_reveals_beginning(mw_bytes text, mw_bytes secret);

#endif
