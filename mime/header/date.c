/* SPDX-License-Identifier: MIT */

/*
 * The names of days and months are the protocol's, not the user's, so
 * nothing here may ask the locale: no strftime.
 */

#include "header/date.h"

#include "header/calendar.h"

#include <stdlib.h>

#define OFFSET_MOST (99 * 60 + 59)

/* 1900-01-01T00:00:00 and 9999-12-31T23:59:59, as the offset shows them. */
#define SHOWN_LEAST (-INT64_C(2208988800))
#define SHOWN_MOST INT64_C(253402300799)

mw_status mw_date_check(mw_date date, mw_error *error)
{
    int64_t shown;

    if (abs(date.utc_offset) > OFFSET_MOST)
        return mw_fail(error, MW_E_RANGE, "utc offset of %d minutes",
                       date.utc_offset);
    if (__builtin_add_overflow(date.seconds, date.utc_offset * 60, &shown))
        shown = date.seconds;
    if (shown < SHOWN_LEAST)
        return mw_fail(error, MW_E_RANGE, "date before the year 1900");
    if (shown > SHOWN_MOST)
        return mw_fail(error, MW_E_RANGE, "date after the year 9999");
    return MW_OK;
}

mw_status mw_date_format(mw_date date, mw_buffer *out, mw_error *error)
{
    const int offset = abs(date.utc_offset);
    const mw_status status = mw_date_check(date, error);
    int64_t shown, count;
    mw_calendar_day day;
    int clock;

    if (status != MW_OK)
        return status;
    shown = date.seconds + date.utc_offset * 60;
    clock = (int)(shown % MW_SECONDS_OF_DAY);
    if (clock < 0)
        clock += MW_SECONDS_OF_DAY;
    count = (shown - clock) / MW_SECONDS_OF_DAY;
    day = mw_calendar_day_of(count);
    return mw_buffer_printf(
        out, error, "%s, %02d %s %d %02d:%02d:%02d %c%02d%02d",
        MW_WEEKDAY_NAMES[mw_calendar_weekday(count)], day.day,
        MW_MONTH_NAMES[day.month - 1], day.year, clock / 3600, clock / 60 % 60,
        clock % 60, date.utc_offset < 0 ? '-' : '+', offset / 60, offset % 60);
}
