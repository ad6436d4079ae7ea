/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "plan/invitation.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define ENDS "END:VCALENDAR\r\n"
#define EVENT                                                                  \
    "BEGIN:VEVENT\r\nUID:1@x\r\nORGANIZER:mailto:a@x\r\n"                      \
    "ATTENDEE:mailto:b@x\r\nEND:VEVENT\r\n"

/* Reads TEXT in pieces of PIECE octets. */
static mw_status read_pieces(mw_invitation *invitation, mw_bytes text,
                             size_t piece)
{
    mw_invitation_init(invitation);
    while (text.size > 0) {
        const size_t size = text.size < piece ? text.size : piece;

        mw_invitation_add(invitation, (mw_bytes){ text.data, size });
        mw_bytes_skip(&text, size);
    }
    return mw_invitation_end(invitation, &suite_error);
}

static mw_invitation read(const char *text)
{
    mw_invitation invitation;

    must(read_pieces(&invitation, mw_bytes_of(text), SIZE_MAX));
    return invitation;
}

static void assert_method(const char *text, const char *method)
{
    const mw_invitation found = read(text);

    assert_bytes(
        ((mw_bytes){ (const uint8_t *)found.method.octets, found.method.size }),
        method);
}

static void finds_the_method_wherever_the_calendar_has_it(void **state)
{
    static const char *const ROWS[][2] = {
        { HEAD "METHOD:REQUEST\r\n" EVENT ENDS, "REQUEST" },
        { HEAD "method:request\n" EVENT ENDS, "REQUEST" },
        { HEAD "METHOD;X-A=\"b:c;d\":REPLY \r\n" EVENT ENDS, "REPLY" },
        { HEAD "METH\r\n OD:CAN\r\n\tCEL\r\n" EVENT ENDS, "CANCEL" },
        { HEAD EVENT "METHOD:PUBLISH\r\n" ENDS, "PUBLISH" },
        { HEAD EVENT ENDS, "" },
        { HEAD "BEGIN:VEVENT\r\nMETHOD:REQUEST\r\nEND:VEVENT\r\n" ENDS, "" },
        { "\r\n" HEAD "METHOD:REQUEST\r\n" EVENT ENDS "\r\n\r\n", "REQUEST" },
        /* The part can name one only. */
        { HEAD "METHOD:REQUEST\r\n" EVENT ENDS HEAD EVENT ENDS, "" },
        { HEAD "METHOD:ADD\r\n" EVENT ENDS HEAD "METHOD:CANCEL\r\n" EVENT ENDS,
          "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        assert_method(ROWS[i][0], ROWS[i][1]);
}

static void names_the_component_where_there_is_one_kind(void **state)
{
    static const char ZONE[] =
        HEAD "BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\n"
             "END:VTIMEZONE\r\n" EVENT EVENT ENDS;

    (void)state;
    assert_string_equal(read(ZONE).component, "VEVENT");
    assert_string_equal(
        read(HEAD "BEGIN:vtodo\r\nUID:1\r\nEND:VTODO\r\n" ENDS).component,
        "VTODO");
    assert_null(read(HEAD EVENT "BEGIN:VTODO\r\nEND:VTODO\r\n" ENDS).component);
    assert_null(read(HEAD ENDS).component);
}

typedef struct {
    const char *text;
    mw_invitation_fault fault;
    uint64_t line;
} fault_row;

static const fault_row FAULTS[] = {
    { HEAD EVENT ENDS, MW_INVITATION_NO_METHOD, 1 },
    { HEAD "METHOD:ADD\r\n" EVENT ENDS HEAD "METHOD:CANCEL\r\n" EVENT ENDS,
      MW_INVITATION_OTHER_METHOD, 12 },
    { HEAD "METHOD:ADD\r\nMETHOD:ADD\r\n" EVENT ENDS,
      MW_INVITATION_SECOND_METHOD, 4 },
    { HEAD "METHOD:INVITE\r\n" EVENT ENDS, MW_INVITATION_UNKNOWN_METHOD, 3 },
    { HEAD "METHOD:PUBLISH\r\n" ENDS, MW_INVITATION_NO_COMPONENT, 1 },
    { HEAD
      "METHOD:PUBLISH\r\n" EVENT
      "BEGIN:VEVENT\r\nUID:\r\nORGANIZER:mailto:a@x\r\nEND:VEVENT\r\n" ENDS,
      MW_INVITATION_NO_UID, 9 },
    { HEAD "METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n" ENDS,
      MW_INVITATION_NO_ORGANIZER, 4 },
    { HEAD "METHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n"
           "ORGANIZER:mailto:a@x\r\nBEGIN:VALARM\r\nATTENDEE:mailto:b@x\r\n"
           "END:VALARM\r\nEND:VEVENT\r\n" ENDS,
      MW_INVITATION_NO_ATTENDEE, 4 },
    { HEAD "METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1\r\n"
           "ORGANIZER;CN=\"mailto:\":http://x\r\nEND:VEVENT\r\n" ENDS,
      MW_INVITATION_NO_MAILTO, 6 },
    { HEAD "METHOD:REQUEST\r\nDESCRIPTION:cut\r\nhere\r\n" EVENT ENDS,
      MW_INVITATION_NO_PROPERTY, 5 },
    { HEAD "METHOD:REQUEST\r\nX;A=\"b:c\r\n" EVENT ENDS,
      MW_INVITATION_NO_PROPERTY, 4 },
    { HEAD "METHOD:REQUEST\r\n" EVENT ENDS "X-A:b\r\n", MW_INVITATION_OUTSIDE,
      10 },
    { HEAD "METHOD:REQUEST\r\n" EVENT "END:VEVENT\r\n", MW_INVITATION_WRONG_END,
      9 },
    { HEAD "METHOD:REQUEST\r\n" EVENT ENDS ENDS, MW_INVITATION_WRONG_END, 10 },
    { HEAD "METHOD:REQUEST\r\nBEGIN:VEVENT\r\nEND:VTODO\r\n" ENDS,
      MW_INVITATION_WRONG_END, 5 },
    { HEAD "METHOD:REQUEST\r\n" EVENT, MW_INVITATION_OPEN, 1 },
    { HEAD "METHOD:REQUEST\r\nBEGIN:VEVENT\r\nUI", MW_INVITATION_OPEN, 4 },
    { HEAD "X-A:b\rc\r\nMETHOD:REQUEST\r\n" EVENT ENDS, MW_INVITATION_LONE_CR,
      3 },
};

static void finds_the_line_of_each_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        const mw_invitation found = read(FAULTS[i].text);

        if (found.lines[FAULTS[i].fault] != FAULTS[i].line)
            fail_msg("row %zu: line %ju", i,
                     (uintmax_t)found.lines[FAULTS[i].fault]);
    }
}

static void finds_no_fault_where_there_is_none(void **state)
{
    static const char *const TEXTS[] = {
        HEAD "METHOD:REQUEST\r\n" EVENT ENDS,
        HEAD "METHOD:REQUEST\n" EVENT EVENT ENDS "\n",
        HEAD "METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1\r\n"
             "ORGANIZER;CN=\"A: B; C\":MAILTO:a@x\r\n"
             "DESCRIPTION:a very long line that was \r\n folded: so\r\n"
             "END:VEVENT\r\n" ENDS,
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const mw_invitation found = read(TEXTS[i]);

        for (size_t fault = 0; fault < MW_INVITATION_FAULT_COUNT; fault++)
            if (found.lines[fault] != 0)
                fail_msg("text %zu: fault %zu in line %ju", i, fault,
                         (uintmax_t)found.lines[fault]);
    }
}

static void refuses_what_is_no_calendar(void **state)
{
    static const char *const TEXTS[] = {
        "",
        "\r\n",
        "hello\r\n",
        "BEGIN:VCARD\r\nEND:VCARD\r\n",
        " BEGIN:VCALENDAR\r\n",
        "BEGIN:VCALENDAR:X\r\n",
        "VERSION:2.0\r\n" HEAD ENDS,
    };
    mw_invitation invitation;

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        must_fail(read_pieces(&invitation, mw_bytes_of(TEXTS[i]), 3),
                  MW_E_DATA);
    must_fail(read_pieces(&invitation,
                          mw_bytes_of("BEGIN:VCALENDAR\rEND:VCALENDAR\r"), 3),
              MW_E_DATA);
    assert_string_equal(suite_error.hint, "its lines end in a CR alone");
}

static void refuses_a_method_that_no_parameter_could_hold(void **state)
{
    static const char *const METHODS[] = { "", "RE QUEST", "A;B", "\"A\"",
                                           "gr\xc3\xbc\xc3\x9f" };
    mw_invitation invitation;

    (void)state;
    for (size_t i = 0; i < sizeof METHODS / sizeof METHODS[0]; i++) {
        char text[200] = HEAD "METHOD:";

        strcat(strcat(text, METHODS[i]), "\r\n" EVENT ENDS);
        must_fail(read_pieces(&invitation, mw_bytes_of(text), 7), MW_E_DATA);
        assert_non_null(strstr(suite_error.message, "line 3: METHOD"));
    }
}

static void reads_the_same_in_any_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++)
        for (size_t piece = 1; piece < 20; piece++) {
            mw_invitation found;

            must(read_pieces(&found, mw_bytes_of(FAULTS[i].text), piece));
            assert_int_equal(found.lines[FAULTS[i].fault], FAULTS[i].line);
        }
}

static void keeps_its_head_in_a_deep_or_long_calendar(void **state)
{
    const size_t count = (size_t)1 << 16;
    mw_buffer *text = suite_buffer();
    mw_invitation found;

    (void)state;
    if (suite_is_fault_run())
        return;
    must(mw_buffer_append_text(text, HEAD "METHOD:", &suite_error));
    for (size_t i = 0; i < count; i++)
        must(mw_buffer_append_text(text, i % 2 ? "\r\n " : "A", &suite_error));
    must_fail(read_pieces(&found, mw_buffer_bytes(text), 4096), MW_E_DATA);
    mw_buffer_truncate(text, 0);
    must(mw_buffer_append_text(text, HEAD, &suite_error));
    for (size_t i = 0; i < count; i++)
        must(mw_buffer_append_text(text, "BEGIN:VEVENT\r\n", &suite_error));
    must(read_pieces(&found, mw_buffer_bytes(text), 4096));
    assert_int_equal(found.depth, count + 1);
    assert_int_equal(found.lines[MW_INVITATION_OPEN], 3);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_the_method_wherever_the_calendar_has_it),
    cmocka_unit_test(names_the_component_where_there_is_one_kind),
    cmocka_unit_test(finds_the_line_of_each_fault),
    cmocka_unit_test(finds_no_fault_where_there_is_none),
    cmocka_unit_test(refuses_what_is_no_calendar),
    cmocka_unit_test(refuses_a_method_that_no_parameter_could_hold),
    cmocka_unit_test(reads_the_same_in_any_pieces),
    cmocka_unit_test(keeps_its_head_in_a_deep_or_long_calendar),
};

SUITE_MAIN(TESTS)
