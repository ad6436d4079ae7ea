/* SPDX-License-Identifier: MIT */
#ifndef PLAN_MARK_H
#define PLAN_MARK_H

#include "base/arena.h"
#include "codec/charset.h"
#include "message/source.h"

/*
 * What a text says of itself: the charset of an HTML page, the method of a
 * calendar. Only the front of the source is looked at.
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

/*
 * Finds the METHOD of the calendar SOURCE (RFC 5545, section 3.7.2) within
 * its first 16 KiB; *METHOD is NULL where it has none, else in ARENA, upper
 * case. Fails with MW_E_DATA where SOURCE does not start with BEGIN:VCALENDAR.
 */
mw_status mw_mark_calendar_method(const mw_source *source, mw_arena *arena,
                                  const char **method, mw_error *error);

#endif
