/* SPDX-License-Identifier: MIT */
#ifndef PLAN_MARK_H
#define PLAN_MARK_H

#include "codec/charset.h"
#include "message/source.h"

/*
 * What a text says of its own charset, by a mark or as HTML does. Only the
 * front of the source is looked at.
 */

/*
 * Finds the charset that the byte order mark of SOURCE shows: UTF-8 or
 * UTF-16. *CHARSET is NULL where it has none.
 */
mw_status mw_mark_byte_order(const mw_source *source,
                             const mw_charset **charset, mw_error *error);

/*
 * Finds the charset that the HTML of SOURCE names in a <meta> element within
 * its first 1,024 octets. *CHARSET is NULL where it names none, or one that
 * is not known.
 */
mw_status mw_mark_html_charset(const mw_source *source,
                               const mw_charset **charset, mw_error *error);

#endif
