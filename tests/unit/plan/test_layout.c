/* SPDX-License-Identifier: MIT */

#include "kit.h"

#define CALENDAR                                                               \
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"

#define T "text/plain"
#define H "text/html"
#define I "image/png"
#define C "text/calendar"
#define F "application/ics" /* the calendar as a file */
#define A "application/pdf"
#define MIXED(parts) "multipart/mixed(" parts ")"
#define ALTERNATIVE(parts) "multipart/alternative(" parts ")"
#define RELATED(parts) "multipart/related(" parts ")"

/* Which of text, HTML, inline, calendar, attachment there are, as bits. */
enum { TEXT = 1, HTML = 2, INLINE = 4, CALENDAR_BODY = 8, ATTACHMENT = 16 };

/* C025, C037, C038, C058, C063 */
static const char *const OUTLINES[32] = {
    [0] = NULL,
    [TEXT] = T,
    [HTML] = H,
    [TEXT | HTML] = ALTERNATIVE(T "," H),
    [INLINE] = I,
    [INLINE | TEXT] = MIXED(T "," I),
    [INLINE | HTML] = RELATED(H "," I),
    [INLINE | HTML | TEXT] = ALTERNATIVE(T "," RELATED(H "," I)),
    [CALENDAR_BODY] = MIXED(C "," F),
    [CALENDAR_BODY | TEXT] = MIXED(ALTERNATIVE(T "," C) "," F),
    [CALENDAR_BODY | HTML] = MIXED(ALTERNATIVE(H "," C) "," F),
    [CALENDAR_BODY | HTML | TEXT] = MIXED(ALTERNATIVE(T "," H "," C) "," F),
    [CALENDAR_BODY | INLINE] = MIXED(C "," I "," F),
    [CALENDAR_BODY | INLINE | TEXT] = MIXED(ALTERNATIVE(T "," C) "," I "," F),
    [CALENDAR_BODY | INLINE | HTML] =
        MIXED(ALTERNATIVE(RELATED(H "," I) "," C) "," F),
    [CALENDAR_BODY | INLINE | HTML | TEXT] =
        MIXED(ALTERNATIVE(T "," RELATED(H "," I) "," C) "," F),
    [ATTACHMENT] = A,
    [ATTACHMENT | TEXT] = MIXED(T "," A),
    [ATTACHMENT | HTML] = MIXED(H "," A),
    [ATTACHMENT | TEXT | HTML] = MIXED(ALTERNATIVE(T "," H) "," A),
    [ATTACHMENT | INLINE] = MIXED(I "," A),
    [ATTACHMENT | INLINE | TEXT] = MIXED(T "," I "," A),
    [ATTACHMENT | INLINE | HTML] = MIXED(RELATED(H "," I) "," A),
    [ATTACHMENT | INLINE | HTML | TEXT] =
        MIXED(ALTERNATIVE(T "," RELATED(H "," I)) "," A),
    [ATTACHMENT | CALENDAR_BODY] = MIXED(C "," A "," F),
    [ATTACHMENT | CALENDAR_BODY | TEXT] =
        MIXED(ALTERNATIVE(T "," C) "," A "," F),
    [ATTACHMENT | CALENDAR_BODY | HTML] =
        MIXED(ALTERNATIVE(H "," C) "," A "," F),
    [ATTACHMENT | CALENDAR_BODY | HTML | TEXT] =
        MIXED(ALTERNATIVE(T "," H "," C) "," A "," F),
    [ATTACHMENT | CALENDAR_BODY | INLINE] = MIXED(C "," I "," A "," F),
    [ATTACHMENT | CALENDAR_BODY | INLINE | TEXT] =
        MIXED(ALTERNATIVE(T "," C) "," I "," A "," F),
    [ATTACHMENT | CALENDAR_BODY | INLINE | HTML] =
        MIXED(ALTERNATIVE(RELATED(H "," I) "," C) "," A "," F),
    [31] = MIXED(ALTERNATIVE(T "," RELATED(H "," I) "," C) "," A "," F),
};

static mw_message *message_of(unsigned bits)
{
    mw_message *message = kit_message();
    mw_part *part = NULL;

    if (bits & TEXT)
        kit_body(message, MW_BODY_TEXT, "text\n");
    if (bits & HTML)
        kit_body(message, MW_BODY_HTML, "<p>html</p>\n");
    if (bits & CALENDAR_BODY)
        kit_body(message, MW_BODY_CALENDAR, CALENDAR);
    if (bits & INLINE) {
        must(mw_message_add_inline(message, kit_text(message, "png"), &part,
                                   &suite_error));
        must(mw_part_set_type(part, I, &suite_error));
    }
    if (bits & ATTACHMENT)
        must(mw_part_set_type(kit_attach(message, "a.pdf", "pdf"), A,
                              &suite_error));
    return message;
}

static void arranges_every_combination(void **state)
{
    (void)state;
    for (unsigned bits = 1; bits < 32; bits++) {
        if (suite_is_fault_run() && bits % 8 != 7)
            continue;
        assert_string_equal(kit_outline(kit_plan(message_of(bits), NULL)),
                            OUTLINES[bits]);
    }
}

static void refuses_a_message_without_content(void **state)
{
    mw_plan *plan = NULL;

    (void)state;
    must_fail(mw_plan_new(kit_message(), NULL, &plan, &suite_error),
              MW_E_USAGE);
    assert_string_equal(suite_error.message, "the message has no content");
    assert_null(plan);
}

static void puts_amp_before_html_and_never_last(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;

    (void)state;
    kit_body(message, MW_BODY_AMP, "<html amp4email></html>\n");
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_USAGE);
    kit_body(message, MW_BODY_HTML, "<p>x</p>\n");
    kit_body(message, MW_BODY_TEXT, "x\n");
    assert_string_equal(kit_outline(kit_plan(message, NULL)),
                        ALTERNATIVE(T ",text/x-amp-html," H));
}

/* Any tree through the low-level calls. C039, C058, C059 */
static void copies_a_tree_built_by_hand(void **state)
{
    mw_message *message = kit_message();
    mw_part *report, *related, *html, *image, *machine;
    const char *written;

    (void)state;
    must(mw_part_new_multipart(message,
                               "multipart/report; report-type=feedback-report",
                               &report, &suite_error));
    must(mw_part_new_multipart(message, "multipart/related", &related,
                               &suite_error));
    must(mw_part_new(message, "image/png", kit_text(message, "png"), &image,
                     &suite_error));
    must(mw_part_new(message, "text/html", kit_text(message, "<p>\n"), &html,
                     &suite_error));
    must(mw_part_set_text(html, 1, &suite_error));
    must(mw_part_new(message, "message/feedback-report",
                     kit_text(message, "Feedback-Type: abuse\nVersion: 1\n"),
                     &machine, &suite_error));
    must(mw_part_append(related, image, &suite_error));
    must(mw_part_append(related, html, &suite_error));
    must(mw_part_set_start(related, html, &suite_error));
    must(mw_part_append(report, related, &suite_error));
    must(mw_part_append(report, machine, &suite_error));
    must(mw_message_set_root(message, report, &suite_error));
    assert_string_equal(kit_outline(kit_plan(message, NULL)),
                        "multipart/report(multipart/related(image/png,"
                        "text/html),message/feedback-report)");
    written = kit_compose(message, NULL);
    assert_holds(written, "report-type=feedback-report");
    assert_holds(written, "type=\"text/html\"");
    assert_holds(written, "start=\"<");
    assert_holds(written, "Feedback-Type: abuse\r\nVersion: 1\r\n");
}

/* Nests COUNT multiparts with one text in the innermost. */
static mw_message *nested(size_t count)
{
    mw_message *message = kit_message();
    mw_part *inner, *outer;

    must(mw_part_new(message, "text/plain", kit_text(message, "x\n"), &inner,
                     &suite_error));
    for (size_t i = 0; i < count; i++) {
        must(mw_part_new_multipart(message, "multipart/mixed", &outer,
                                   &suite_error));
        must(mw_part_append(outer, inner, &suite_error));
        inner = outer;
    }
    must(mw_message_set_root(message, inner, &suite_error));
    return message;
}

static void nests_as_deep_as_the_limit_and_no_deeper(void **state)
{
    mw_plan *plan = NULL;

    (void)state;
    assert_non_null(kit_plan(nested(32), NULL));
    must_fail(mw_plan_new(nested(33), NULL, &plan, &suite_error), MW_E_LIMIT);
    assert_string_equal(suite_error.message,
                        "the parts are nested more than 32 deep");
}

static void refuses_a_multipart_without_parts(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan = NULL;
    mw_part *mixed;

    (void)state;
    must(mw_part_new_multipart(message, "multipart/mixed", &mixed,
                               &suite_error));
    must(mw_message_set_root(message, mixed, &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_USAGE);
    assert_string_equal(suite_error.message, "a multipart/mixed has no parts");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(arranges_every_combination),
    cmocka_unit_test(refuses_a_message_without_content),
    cmocka_unit_test(puts_amp_before_html_and_never_last),
    cmocka_unit_test(copies_a_tree_built_by_hand),
    cmocka_unit_test(nests_as_deep_as_the_limit_and_no_deeper),
    cmocka_unit_test(refuses_a_multipart_without_parts),
};

SUITE_MAIN(TESTS)
