/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "header/date.h"

static void assert_date(mw_date date, const char *wanted)
{
    mw_buffer *out = suite_buffer();

    must(mw_date_format(date, out, &suite_error));
    assert_bytes(mw_buffer_bytes(out), wanted);
}

/* C006 */
static void shows_the_clock_of_its_offset(void **state)
{
    (void)state;
    assert_date((mw_date){ 1246271943, 480 },
                "Mon, 29 Jun 2009 18:39:03 +0800");
    assert_date((mw_date){ 0, -300 }, "Wed, 31 Dec 1969 19:00:00 -0500");
    assert_date((mw_date){ 1770000000, 0 }, "Mon, 02 Feb 2026 02:40:00 +0000");
    assert_date((mw_date){ 951782400, 0 }, "Tue, 29 Feb 2000 00:00:00 +0000");
    assert_date((mw_date){ -2208988800, 0 }, "Mon, 01 Jan 1900 00:00:00 +0000");
    assert_date((mw_date){ 253402300799, 0 },
                "Fri, 31 Dec 9999 23:59:59 +0000");
    assert_date((mw_date){ 0, 5999 }, "Mon, 05 Jan 1970 03:59:00 +9959");
}

static void refuses_years_that_mail_has_no_form_for(void **state)
{
    static const mw_date DATES[] = {
        { -2208988801, 0 },  { -2208988800, -1 }, { 253402300800, 0 },
        { 253402300799, 1 }, { INT64_MIN, -60 },  { INT64_MIN, 60 },
        { INT64_MAX, 60 },   { INT64_MAX, -60 },  { 0, 6000 },
        { 0, -6000 },
    };
    mw_buffer *out = suite_buffer();

    (void)state;
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++)
        must_fail(mw_date_format(DATES[i], out, &suite_error), MW_E_RANGE);
    assert_int_equal(out->size, 0);
}

static mw_date parsed(const char *text)
{
    mw_date date = { 0 };

    must(mw_date_parse(mw_bytes_of(text), &date, &suite_error));
    return date;
}

/* C006 */
static void reads_what_people_and_programs_write(void **state)
{
    static const struct {
        const char *text;
        mw_date wanted;
    } DATES[] = {
        /* vec-028, vec-029 */
        { "Fri, 21 Nov 1997 09:55:06 -0600", { 880127706, -360 } },
        { "Thu, 13 Feb 1969 23:32:54 -0330", { -27723426, -210 } },
        { "Sat, 21 Nov 2026 23:06:00 +0000", { 1795302360, 0 } },
        { "21 Nov 2026 23:06 -0000", { 1795302360, 0 } },
        { "  sat ,21 nov 26(year)23 : 06 (a (b)) GMT (c) ", { 1795302360, 0 } },
        { "21 Nov 126 23:06:00 Z", { 1795302360, 0 } },
        { "Fri, 21 Nov 97 09:55:06 CST", { 880127706, -360 } },
        { "2026-11-21T23:06:00Z", { 1795302360, 0 } },
        { "2026-11-21 23:06+01:00", { 1795298760, 60 } },
        { "2026-11-21 23:06:00 +0100", { 1795298760, 60 } },
        { "2026-11-21t23:06:00.25-01", { 1795305960, -60 } },
        { "2026-11-21T23:06:00", { 1795302360, 0 } },
        { "@1795302360", { 1795302360, 0 } },
        { "@-1", { -1, 0 } },
        { "Sat, 31 Dec 2016 23:59:60 +0000", { 1483228800, 0 } },
        { "Sun, 1 Jan 2017 05:29:60 +0530", { 1483228800, 330 } },
        { "29 Feb 2000 00:00:00 +0000", { 951782400, 0 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++) {
        const mw_date date = parsed(DATES[i].text);

        assert_int_equal(date.seconds, DATES[i].wanted.seconds);
        assert_int_equal(date.utc_offset, DATES[i].wanted.utc_offset);
    }
}

static void refuses_what_is_no_date(void **state)
{
    static const char *const TEXTS[] = {
        "",
        "now",
        "21",
        "21 Nov",
        "21 Nov 2026",
        "21 Nov 2026 23",
        "21 Nov 2026 23:06",
        "21 Nov 2026 23:06:00 +01",
        "21 Nov 2026 23:06:00 +01000",
        "21 Nov 2026 23:06:00 CEST",
        "21 Nov 2026 23:06:00 +0000 x",
        "21 Nov 2026 23:06:00 +0000 (",
        "21 Nov 2026 9:06:00 +0000",
        "Mon, 32 Foo 2026 25:61:00 +9999",
        "Xyz, 21 Nov 2026 23:06:00 +0000",
        "Sat 21 Nov 2026 23:06:00 +0000",
        "(21 Nov 2026 23:06:00 +0000",
        "121 Nov 2026 23:06:00 +0000",
        "21 Nov 1234567890 23:06:00 +0000",
        "21 Nov 2026\r\n 23:06:00 +0000",
        "2026-11-21",
        "2026-1-21T23:06Z",
        "2026-11-21T23:06Zx",
        "2026-11-21T23:06+1",
        "@",
        "@x",
        "@1x",
    };
    mw_date date = { 7, 7 };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        must_fail(mw_date_parse(mw_bytes_of(TEXTS[i]), &date, &suite_error),
                  MW_E_SYNTAX);
    assert_int_equal(date.seconds, 7);
}

/* C006 */
static void refuses_dates_that_never_were(void **state)
{
    static const char *const TEXTS[] = {
        "Sun, 21 Nov 2026 23:06:00 +0000", /* it is a Saturday */
        "32 Jan 2026 00:00:00 +0000",
        "0 Jan 2026 00:00:00 +0000",
        "31 Apr 2026 00:00:00 +0000",
        "29 Feb 2026 00:00:00 +0000",
        "29 Feb 2100 00:00:00 +0000",
        "21 Nov 2026 24:00:00 +0000",
        "21 Nov 2026 23:60:00 +0000",
        "21 Nov 2026 23:06:60 +0000",
        "21 Nov 2026 23:59:61 +0000",
        "21 Nov 2026 23:06:00 +0060",
        "21 Nov 1899 23:06:00 +0000",
        "21 Nov 10000 23:06:00 +0000",
        "21 Nov 999999999 23:06:00 +0000",
        "2026-13-21T23:06Z",
        "2026-00-21T23:06Z",
        "0000-01-01T00:00Z",
        "@253402300800",
        "@-99999999999999999999999999",
        "@99999999999999999999999999",
    };
    mw_date date = { 7, 7 };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        must_fail(mw_date_parse(mw_bytes_of(TEXTS[i]), &date, &suite_error),
                  MW_E_RANGE);
    assert_int_equal(date.seconds, 7);
}

static void says_which_day_it_was(void **state)
{
    mw_date date;

    (void)state;
    must_fail(mw_date_parse(mw_bytes_of("Sun, 21 Nov 2026 23:06:00 +0000"),
                            &date, &suite_error),
              MW_E_RANGE);
    assert_string_equal(suite_error.message, "21 Nov 2026 is a Sat, not a Sun");
}

/* Every day of four hundred years, and a second before and after. */
static void reads_what_it_shows(void **state)
{
    mw_buffer out;

    (void)state;
    if (suite_is_fault_run())
        return;
    mw_buffer_init(&out, NULL, 0);
    for (int64_t day = -25567; day < 146097; day++) {
        const mw_date date = { 86400 * day + day % 3, (int16_t)(day % 840) };
        mw_date again;

        mw_buffer_truncate(&out, 0);
        if (mw_date_check(date, NULL) != MW_OK)
            continue;
        must(mw_date_format(date, &out, &suite_error));
        must(mw_date_parse(mw_buffer_bytes(&out), &again, &suite_error));
        assert_int_equal(again.seconds, date.seconds);
        assert_int_equal(again.utc_offset, date.utc_offset);
    }
    mw_buffer_free(&out);
}

/* T17 */
static void takes_linear_time_for_hostile_comments(void **state)
{
    static char text[1 << 20];
    const mw_bytes bytes = { (const uint8_t *)text, sizeof text };
    mw_date date;

    (void)state;
    memset(text, '(', sizeof text);
    must_fail(mw_date_parse(bytes, &date, &suite_error), MW_E_SYNTAX);
    memset(text + sizeof text / 2, ')', sizeof text / 2);
    must_fail(mw_date_parse(bytes, &date, &suite_error), MW_E_SYNTAX);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(shows_the_clock_of_its_offset),
    cmocka_unit_test(refuses_years_that_mail_has_no_form_for),
    cmocka_unit_test(reads_what_people_and_programs_write),
    cmocka_unit_test(refuses_what_is_no_date),
    cmocka_unit_test(refuses_dates_that_never_were),
    cmocka_unit_test(says_which_day_it_was),
    cmocka_unit_test(reads_what_it_shows),
    cmocka_unit_test(takes_linear_time_for_hostile_comments),
};

SUITE_MAIN(TESTS)
