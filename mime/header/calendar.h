/* SPDX-License-Identifier: MIT */
#ifndef HEADER_CALENDAR_H
#define HEADER_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The Gregorian calendar, before it was decreed too, counted from
 * 1970-01-01. The system is not asked: its time_t may be of 32 bits, and its
 * names of days are the locale's.
 */
typedef struct mw_calendar_day {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
} mw_calendar_day;

#define MW_SECONDS_OF_DAY 86400

/* Days since 1970-01-01 of DAY. */
int64_t mw_calendar_count(mw_calendar_day day);

/* The day that is COUNT days after 1970-01-01, some millions at most. */
mw_calendar_day mw_calendar_day_of(int64_t count);

/* The weekday of that day, 0 for Sunday. */
int mw_calendar_weekday(int64_t count);

/* The days of MONTH, 1 to 12. */
int mw_calendar_month_length(int year, int month);

/* The names that mail has for weekdays (from Sunday) and months. */
extern const char MW_WEEKDAY_NAMES[7][4];
extern const char MW_MONTH_NAMES[12][4];

#endif
