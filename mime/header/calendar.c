/* SPDX-License-Identifier: MIT */

/*
 * Years are counted from March, so that the leap day is the last of a year
 * and the months before it repeat 31, 30, 31, 30, 31: their first days are
 * (153 month + 2) / 5. Four hundred years have 146097 days.
 */

#include "header/calendar.h"

#define ERA_YEARS 400
#define ERA_DAYS 146097
#define EPOCH 719468 /* days from 0000-03-01 to 1970-01-01 */

const char MW_WEEKDAY_NAMES[7][4] = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
};

const char MW_MONTH_NAMES[12][4] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

/* Division that rounds down, for years and days before the start. */
static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

int64_t mw_calendar_count(mw_calendar_day day)
{
    const int64_t year = (int64_t)day.year - (day.month <= 2);
    const int64_t era = floor_divide(year, ERA_YEARS);
    const int64_t of_era = year - era * ERA_YEARS;
    const int month = (day.month + 9) % 12;
    const int64_t of_year = (153 * month + 2) / 5 + day.day - 1;

    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           EPOCH;
}

mw_calendar_day mw_calendar_day_of(int64_t count)
{
    const int64_t era = floor_divide(count + EPOCH, ERA_DAYS);
    const int64_t of_era = count + EPOCH - era * ERA_DAYS;
    /* Leap days are taken out, then all years have 365 days. */
    const int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA_DAYS - 1)) /
        365;
    const int of_year = (int)(of_era - (365 * year + year / 4 - year / 100));
    const int month = (5 * of_year + 2) / 153;

    return (mw_calendar_day){
        .year = (int)(era * ERA_YEARS + year + (month >= 10)),
        .month = month < 10 ? month + 3 : month - 9,
        .day = of_year - (153 * month + 2) / 5 + 1,
    };
}

int mw_calendar_weekday(int64_t count)
{
    /* 1970-01-01 was a Thursday. */
    return (int)(count + 4 - 7 * floor_divide(count + 4, 7));
}

int mw_calendar_month_length(int year, int month)
{
    static const int LENGTHS[12] = { 31, 28, 31, 30, 31, 30,
                                     31, 31, 30, 31, 30, 31 };
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return LENGTHS[month - 1] + (month == 2 && is_leap);
}
