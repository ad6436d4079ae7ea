/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define HEAD "BEGIN:VCALENDAR\nVERSION:2.0\n"
#define EVENT                                                                  \
    "BEGIN:VEVENT\nUID:1@x\nORGANIZER:mailto:a@x\nATTENDEE:mailto:b@x\n"       \
    "END:VEVENT\nEND:VCALENDAR\n"

static mw_message *invite(const char *calendar)
{
    mw_message *message = kit_message();

    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_body(message, MW_BODY_CALENDAR, calendar);
    return message;
}

/* C076: the method is the calendar's own. */
static void takes_the_method_of_a_calendar(void **state)
{
    mw_plan *plan = NULL;
    const char *written;

    (void)state;
    written = kit_compose(invite(HEAD "METHOD:request\n" EVENT), NULL);
    assert_holds(written, "text/calendar; method=REQUEST; component=VEVENT;");
    assert_holds(written, "filename=invite.ics");
    written = kit_compose(invite(HEAD EVENT), NULL);
    assert_holds(written, "text/calendar; component=VEVENT; charset=us-ascii");
    must_fail(
        mw_plan_new(invite("not a calendar\n"), NULL, &plan, &suite_error),
        MW_E_DATA);
}

/* C075, C077: lines as they were folded, CRLF, no more encoding than due. */
static void sends_calendars_line_by_line(void **state)
{
    (void)state;
    assert_holds(
        kit_compose(invite("BEGIN:VCALENDAR\nMETHOD:REQUEST\nX-LONG:folded\n"
                           "  here\n"),
                    NULL),
        "Content-Transfer-Encoding: 7bit\r\n\r\n"
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"
        "X-LONG:folded\r\n  here\r\n");
    assert_holds(kit_compose(invite("BEGIN:VCALENDAR\nMETHOD:REQUEST\n"
                                    "SUMMARY:gr\xc3\xbc\xc3\x9f\n"),
                             NULL),
                 "method=REQUEST; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n");
}

static void notes_the_line_that_keeps_it_from_being_shown(void **state)
{
    mw_plan *plan = kit_plan(invite(HEAD "METHOD:REQUEST\nBEGIN:VEVENT\nUID:1\n"
                                         "ORGANIZER:mailto:a@x\nEND:VEVENT\n"
                                         "BEGIN:VEVENT\nUID:2\nEND:VEVENT\n"
                                         "END:VCALENDAR\n"),
                             NULL);

    (void)state;
    assert_int_equal(mw_plan_note_count(plan), 2);
    assert_holds(mw_plan_note(plan, 0), ": line 8: has no ORGANIZER");
    assert_holds(mw_plan_note(plan, 1), ": line 4: has no ATTENDEE");
    plan = kit_plan(invite(HEAD "METHOD:REQUEST\n" EVENT), NULL);
    assert_int_equal(mw_plan_note_count(plan), 0);
}

static void reads_a_calendar_in_utf_16(void **state)
{
    static const char TEXT[] = HEAD "METHOD:CANCEL\n" EVENT;
    mw_message *message = kit_message();
    uint8_t wide[2 * sizeof TEXT] = { 0xff, 0xfe };
    mw_part *part = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof TEXT - 1; i++)
        wide[2 + 2 * i] = (uint8_t)TEXT[i];
    must(mw_message_set_body(message, MW_BODY_CALENDAR,
                             kit_octets(message, wide, sizeof wide), &part,
                             &suite_error));
    assert_holds(kit_compose(message, NULL), "text/calendar; method=CANCEL;");
}

static void refuses_a_type_with_another_method(void **state)
{
    static const struct {
        const char *type;
        mw_status status;
    } ROWS[] = {
        { "text/calendar; method=request", MW_OK },
        { "text/calendar; method=CANCEL", MW_E_DATA },
        { "text/plain; method=CANCEL", MW_OK },
    };

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        mw_message *message = kit_message();
        mw_part *part =
            kit_body(message, MW_BODY_CALENDAR, HEAD "METHOD:REQUEST\n" EVENT);
        mw_plan *plan = NULL;

        must(mw_part_set_type(part, ROWS[i].type, &suite_error));
        suite_must(mw_plan_new(message, NULL, &plan, &suite_error),
                   ROWS[i].status, ROWS[i].type, __FILE__, __LINE__);
        mw_plan_free(plan);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_the_method_of_a_calendar),
    cmocka_unit_test(sends_calendars_line_by_line),
    cmocka_unit_test(notes_the_line_that_keeps_it_from_being_shown),
    cmocka_unit_test(reads_a_calendar_in_utf_16),
    cmocka_unit_test(refuses_a_type_with_another_method),
};

SUITE_MAIN(TESTS)
