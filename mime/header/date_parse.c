/* SPDX-License-Identifier: MIT */

/*
 * Dates as people and programs write them: RFC 5322, sections 3.3 and 4.3,
 * ISO 8601, and seconds since 1970. Each form fills in the same fields, which
 * are checked in one place.
 */

#include "header/date.h"

#include "base/ascii.h"
#include "header/calendar.h"
#include "header/comment.h"

/* The fields of a date as they were read. */
typedef struct {
    int weekday; /* 0 for Sunday; -1 where none is given */
    mw_calendar_day day;
    int hour, minute, second;
    int utc_offset;
} date_fields;

static mw_status fail_syntax(mw_bytes at, const char *wanted, mw_error *error)
{
    if (at.size == 0)
        return mw_fail(error, MW_E_SYNTAX, "the date ends where %s belongs",
                       wanted);
    return mw_fail(error, MW_E_SYNTAX, "the date has \"%.*s\" where %s belongs",
                   MW_SHOW(at), wanted);
}

/* Takes LEAST to MOST digits, no more; MOST is at most 9. */
static bool take_number(mw_bytes *text, size_t least, size_t most, int *value)
{
    size_t size = 0;

    *value = 0;
    while (size < text->size && mw_ascii_is_digit(text->data[size])) {
        if (size == most)
            return false;
        *value = 10 * *value + (text->data[size++] - '0');
    }
    mw_bytes_skip(text, size);
    return size >= least;
}

static bool take_octet(mw_bytes *text, char octet)
{
    if (text->size == 0 || *text->data != octet)
        return false;
    mw_bytes_skip(text, 1);
    return true;
}

/* Takes the letters at the front of TEXT. */
static mw_bytes take_name(mw_bytes *text)
{
    mw_bytes name = { text->data, 0 };

    while (name.size < text->size && mw_ascii_is_alpha(text->data[name.size]))
        name.size++;
    mw_bytes_skip(text, name.size);
    return name;
}

/* The index of NAME among COUNT names, or -1. */
static int find_name(mw_bytes name, const char (*names)[4], int count)
{
    for (int i = 0; i < count; i++)
        if (mw_ascii_equal_text(name, names[i]))
            return i;
    return -1;
}

/* Takes "hh:mm" and, where there are, ":ss". */
static mw_status take_clock(mw_bytes *text, date_fields *date, mw_error *error)
{
    const mw_bytes at = *text;
    bool is_good = take_number(text, 2, 2, &date->hour) &&
                   mw_comment_skip(text) && take_octet(text, ':') &&
                   mw_comment_skip(text) &&
                   take_number(text, 2, 2, &date->minute);

    date->second = 0;
    if (is_good && mw_comment_skip(text) && take_octet(text, ':'))
        is_good =
            mw_comment_skip(text) && take_number(text, 2, 2, &date->second);
    return is_good ? MW_OK : fail_syntax(at, "a time such as 23:06:00", error);
}

/* Takes "+hhmm", or with COLON "+hh:mm", "+hhmm" and "+hh". */
static mw_status take_offset(mw_bytes *text, bool colon, date_fields *date,
                             mw_error *error)
{
    const mw_bytes at = *text;
    const int sign = *text->data == '-' ? -1 : 1;
    int hours, minutes = 0;
    bool is_good;

    mw_bytes_skip(text, 1);
    if (!colon) {
        is_good = take_number(text, 4, 4, &minutes);
        hours = minutes / 100;
        minutes %= 100;
    } else {
        mw_bytes pair = { text->data, text->size < 2 ? text->size : 2 };

        is_good = take_number(&pair, 2, 2, &hours);
        if (is_good)
            mw_bytes_skip(text, 2);
        if (is_good && (take_octet(text, ':') ||
                        (text->size > 0 && mw_ascii_is_digit(*text->data))))
            is_good = take_number(text, 2, 2, &minutes);
    }
    if (!is_good)
        return fail_syntax(at, "an offset from UTC such as +0100", error);
    if (minutes > 59)
        return mw_fail(error, MW_E_RANGE, "the UTC offset has %d minutes",
                       minutes);
    date->utc_offset = sign * (60 * hours + minutes);
    return MW_OK;
}

/* Takes the name of a zone (RFC 5322, section 4.3). */
static mw_status take_zone_name(mw_bytes *text, date_fields *date,
                                mw_error *error)
{
    static const struct {
        char name[4];
        int hours;
    } ZONES[] = {
        { "UT", 0 },   { "GMT", 0 },  { "Z", 0 },    { "UTC", 0 },
        { "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
        { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
    };
    const mw_bytes at = *text;
    const mw_bytes name = take_name(text);

    for (size_t i = 0; i < sizeof ZONES / sizeof ZONES[0]; i++)
        if (mw_ascii_equal_text(name, ZONES[i].name)) {
            date->utc_offset = 60 * ZONES[i].hours;
            return MW_OK;
        }
    /* The RFC takes all others for UTC; that would be another time. */
    fail_syntax(at, "a time zone", error);
    mw_hint(error, "give the offset from UTC, such as +0100");
    return MW_E_SYNTAX;
}

/* Takes "Sat, ", which may be missing. */
static mw_status take_weekday(mw_bytes *text, date_fields *date,
                              mw_error *error)
{
    const mw_bytes at = *text;
    const mw_bytes name = take_name(text);

    date->weekday = -1;
    if (name.size == 0)
        return MW_OK;
    date->weekday = find_name(name, MW_WEEKDAY_NAMES, 7);
    if (date->weekday < 0 || !mw_comment_skip(text) || !take_octet(text, ','))
        return fail_syntax(at, "a weekday such as \"Sat,\"", error);
    return mw_comment_skip(text) ? MW_OK : fail_syntax(at, "a day", error);
}

/* Takes "21 Nov 2026", with years of two and three digits too. */
static mw_status take_day(mw_bytes *text, mw_calendar_day *day, mw_error *error)
{
    mw_bytes at = *text;
    mw_bytes year;

    if (!take_number(text, 1, 2, &day->day) || !mw_comment_skip(text))
        return fail_syntax(at, "a day of the month", error);
    at = *text;
    day->month = 1 + find_name(take_name(text), MW_MONTH_NAMES, 12);
    if (day->month == 0 || !mw_comment_skip(text))
        return fail_syntax(at, "a month such as Nov", error);
    year = *text;
    if (!take_number(text, 2, 9, &day->year))
        return fail_syntax(year, "a year", error);
    year.size -= text->size;
    if (year.size == 3 || (year.size == 2 && day->year >= 50))
        day->year += 1900;
    else if (year.size == 2)
        day->year += 2000;
    return MW_OK;
}

static mw_status take_rfc5322(mw_bytes *text, date_fields *date,
                              mw_error *error)
{
    mw_status status = take_weekday(text, date, error);

    if (status == MW_OK)
        status = take_day(text, &date->day, error);
    if (status == MW_OK && !mw_comment_skip(text))
        status = fail_syntax(*text, "a time", error);
    if (status == MW_OK)
        status = take_clock(text, date, error);
    if (status != MW_OK)
        return status;
    if (mw_comment_skip(text) && text->size > 0 &&
        (*text->data == '+' || *text->data == '-'))
        return take_offset(text, false, date, error);
    return take_zone_name(text, date, error);
}

static void skip_blanks(mw_bytes *text)
{
    while (text->size > 0 && mw_ascii_is_blank(*text->data))
        mw_bytes_skip(text, 1);
}

static mw_status take_iso8601(mw_bytes *text, date_fields *date,
                              mw_error *error)
{
    const mw_bytes at = *text;
    mw_status status;

    date->weekday = -1;
    date->utc_offset = 0;
    if (!take_number(text, 4, 4, &date->day.year) || !take_octet(text, '-') ||
        !take_number(text, 2, 2, &date->day.month) || !take_octet(text, '-') ||
        !take_number(text, 2, 2, &date->day.day))
        return fail_syntax(at, "a day such as 2026-11-21", error);
    if (!take_octet(text, 'T') && !take_octet(text, 't'))
        skip_blanks(text);
    status = take_clock(text, date, error);
    if (status != MW_OK)
        return status;
    if (take_octet(text, '.') || take_octet(text, ','))
        while (text->size > 0 && mw_ascii_is_digit(*text->data))
            mw_bytes_skip(text, 1);
    skip_blanks(text);
    if (text->size == 0)
        return MW_OK;
    if (*text->data == '+' || *text->data == '-')
        return take_offset(text, true, date, error);
    return take_zone_name(text, date, error);
}

/* Whether 60 seconds may be shown: before midnight, there or in UTC. */
static bool is_before_midnight(const date_fields *date)
{
    const int minute = 60 * date->hour + date->minute;

    return minute == 1439 || (minute - date->utc_offset + 1) % 1440 == 0;
}

/* Checks that each field of DATE is within its range. */
static mw_status check_fields(const date_fields *date, mw_error *error)
{
    const mw_calendar_day *day = &date->day;
    const int second_most = is_before_midnight(date) ? 60 : 59;

    if (day->month < 1 || day->month > 12)
        return mw_fail(error, MW_E_RANGE, "the date has month %d", day->month);
    if (day->day < 1 ||
        day->day > mw_calendar_month_length(day->year, day->month))
        return mw_fail(error, MW_E_RANGE, "%s %d has no day %d",
                       MW_MONTH_NAMES[day->month - 1], day->year, day->day);
    if (date->hour > 23 || date->minute > 59 || date->second > second_most)
        return mw_fail(error, MW_E_RANGE, "there is no time %02d:%02d:%02d",
                       date->hour, date->minute, date->second);
    return MW_OK;
}

/* Makes a date of its fields. */
static mw_status finish(const date_fields *fields, mw_date *date,
                        mw_error *error)
{
    mw_status status = check_fields(fields, error);
    mw_date made = { .utc_offset = (int16_t)fields->utc_offset };
    int64_t count;
    int weekday;

    if (status != MW_OK)
        return status;
    count = mw_calendar_count(fields->day);
    weekday = mw_calendar_weekday(count);
    if (fields->weekday >= 0 && fields->weekday != weekday)
        return mw_fail(error, MW_E_RANGE, "%d %s %d is a %s, not a %s",
                       fields->day.day, MW_MONTH_NAMES[fields->day.month - 1],
                       fields->day.year, MW_WEEKDAY_NAMES[weekday],
                       MW_WEEKDAY_NAMES[fields->weekday]);
    made.seconds =
        count * MW_SECONDS_OF_DAY + fields->second +
        60 * (60 * fields->hour + fields->minute - fields->utc_offset);
    status = mw_date_check(made, error);
    if (status == MW_OK)
        *date = made;
    return status;
}

/* Parses what follows the "@" of TEXT. */
static mw_status parse_seconds(mw_bytes text, mw_date *date, mw_error *error)
{
    const bool is_negative = take_octet(&text, '-');
    mw_date made = { 0 };
    mw_status status;
    size_t i;

    for (i = 0; i < text.size && mw_ascii_is_digit(text.data[i]); i++)
        if (__builtin_mul_overflow(made.seconds, 10, &made.seconds) ||
            __builtin_add_overflow(made.seconds, text.data[i] - '0',
                                   &made.seconds))
            made.seconds = INT64_MAX / 16;
    if (i == 0 || i < text.size)
        return fail_syntax(text, "a number of seconds", error);
    if (is_negative)
        made.seconds = -made.seconds;
    status = mw_date_check(made, error);
    if (status == MW_OK)
        *date = made;
    return status;
}

mw_status mw_date_parse(mw_bytes text, mw_date *date, mw_error *error)
{
    date_fields fields;
    mw_bytes rest = mw_ascii_trim(text);
    mw_status status;

    if (take_octet(&rest, '@'))
        return parse_seconds(rest, date, error);
    if (rest.size > 4 && rest.data[4] == '-') {
        status = take_iso8601(&rest, &fields, error);
    } else {
        if (!mw_comment_skip(&rest))
            return fail_syntax(rest, "the end of a comment", error);
        status = take_rfc5322(&rest, &fields, error);
    }
    if (status != MW_OK)
        return status;
    if (!mw_comment_skip(&rest) || rest.size > 0)
        return fail_syntax(rest, "nothing more", error);
    return finish(&fields, date, error);
}
