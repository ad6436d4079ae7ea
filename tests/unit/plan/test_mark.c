/* SPDX-License-Identifier: MIT */

#include "kit.h"

static void reads_the_charset_that_html_names(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_body(message, MW_BODY_HTML,
             "<html><meta charset=\"iso-8859-1\"><p>gr\xfc\xdf</p>\n");
    assert_holds(kit_compose(message, NULL), "gr=C3=BC=C3=9F");
}

static void reads_utf_16_by_its_mark(void **state)
{
    static const char *const TEXTS[] = {
        "\xff\xfeg\0r\0\xfc\0\xdf\0\n\0",
        "\xfe\xff\0g\0r\0\xfc\0\xdf\0\n",
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        mw_message *message = kit_message();
        mw_part *part = NULL;

        must(mw_message_set_body(message, MW_BODY_TEXT,
                                 kit_octets(message, TEXTS[i], 12), &part,
                                 &suite_error));
        must(mw_part_set_encoding(part, MW_ENCODING_QUOTED_PRINTABLE,
                                  &suite_error));
        assert_holds(kit_compose(message, NULL), "\r\n\r\ngr=C3=BC=C3=9F\r\n");
    }
}

/* C076: the method is the calendar's own. */
static void takes_the_method_of_a_calendar(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;
    const char *written;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_body(message, MW_BODY_CALENDAR,
             "BEGIN:VCALENDAR\nMETHOD:request\nBEGIN:VEVENT\nMETHOD:NO\n");
    written = kit_compose(message, NULL);
    assert_holds(written, "text/calendar; method=REQUEST; charset=us-ascii");
    assert_holds(written, "filename=invite.ics");
    message = kit_message();
    kit_body(message, MW_BODY_CALENDAR, "not a calendar\n");
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
}

/* C075, C077: lines as they were folded, CRLF, no more encoding than due. */
static void sends_calendars_line_by_line(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_body(message, MW_BODY_CALENDAR,
             "BEGIN:VCALENDAR\nMETHOD:REQUEST\nX-LONG:folded\n  here\n");
    assert_holds(kit_compose(message, NULL),
                 "Content-Transfer-Encoding: 7bit\r\n\r\n"
                 "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"
                 "X-LONG:folded\r\n  here\r\n");
    message = kit_message();
    kit_body(message, MW_BODY_CALENDAR,
             "BEGIN:VCALENDAR\nMETHOD:REQUEST\nSUMMARY:gr\xc3\xbc\xc3\x9f\n");
    assert_holds(kit_compose(message, NULL),
                 "method=REQUEST; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_the_charset_that_html_names),
    cmocka_unit_test(reads_utf_16_by_its_mark),
    cmocka_unit_test(takes_the_method_of_a_calendar),
    cmocka_unit_test(sends_calendars_line_by_line),
};

SUITE_MAIN(TESTS)
