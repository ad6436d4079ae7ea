/* SPDX-License-Identifier: MIT */
#ifndef HEADER_DATE_H
#define HEADER_DATE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdint.h>

/*
 * Date and time as a header field carries them (RFC 5322, section 3.3).
 *
 * A date is a count of seconds since 1970-01-01T00:00:00Z and the offset
 * east of UTC, in minutes, at which it is shown.
 */
typedef struct mw_date {
    int64_t seconds;
    int16_t utc_offset; /* minutes, -5999 to 5999 ("-9959" to "+9959") */
} mw_date;

/*
 * Appends DATE to OUT in the form "Sat, 21 Nov 2026 23:06:00 +0000".
 *
 * Fails with MW_E_RANGE where the year is before 1900 or after 9999, or the
 * offset does not fit, and with MW_E_MEMORY; OUT is then as it was.
 */
mw_status mw_date_format(mw_date date, mw_buffer *out, mw_error *error);

/* Whether DATE can be formatted: MW_E_RANGE, as above. */
mw_status mw_date_check(mw_date date, mw_error *error);

/*
 * Parses TEXT: RFC 5322 with its obsolete forms (section 4.3: two-digit
 * years, zone names, comments), ISO 8601 ("2026-11-21T23:06:00Z",
 * "2026-11-21 23:06+01:00", without zone: UTC), or "@SECONDS". A weekday has
 * to agree with the date, and every field has to be within its range
 * (23:59:60 is, there or in UTC). "-0000" keeps its meaning only as an offset
 * of 0, and fractions of a second are dropped. Fails with MW_E_SYNTAX and
 * MW_E_RANGE.
 */
mw_status mw_date_parse(mw_bytes text, mw_date *date, mw_error *error);

#endif
