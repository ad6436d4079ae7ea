/* SPDX-License-Identifier: MIT */
#ifndef HTML_SRCSET_H
#define HTML_SRCSET_H

#include "base/bytes.h"

/*
 * The urls of a srcset attribute, by the HTML Standard, section 4.8.4.2.2:
 * "a.png 1x, b.png 2x".
 *
 * Finds the first url at or behind *AT: stores where it starts there and its
 * octets in *SIZE, or gives false where there is none. *AT has to be the
 * start of the value, or the end of the url found last.
 */
bool mw_srcset_next(mw_bytes value, size_t *at, size_t *size);

#endif
