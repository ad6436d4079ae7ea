/* SPDX-License-Identifier: MIT */

#include "kit.h"

#include <stdio.h>

static mw_status plan_with(const char *const fields[][2], size_t count)
{
    mw_message *message = kit_empty_message();
    mw_plan *plan = NULL;
    mw_status status;

    kit_body(message, MW_BODY_TEXT, "x\n");
    for (size_t i = 0; i < count; i++)
        must(mw_message_add_field(message, fields[i][0], fields[i][1],
                                  &suite_error));
    status = mw_plan_new(message, NULL, &plan, &suite_error);
    mw_plan_free(plan);
    return status;
}

static const char *message_with(const char *const fields[][2], size_t count)
{
    mw_message *message = kit_empty_message();

    kit_body(message, MW_BODY_TEXT, "x\n");
    for (size_t i = 0; i < count; i++)
        must(mw_message_add_field(message, fields[i][0], fields[i][1],
                                  &suite_error));
    return kit_compose(message, NULL);
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* C001, C003, C006, C010, C013, C019 */
static void writes_a_message_in_the_customary_order(void **state)
{
    static const char *const FIELDS[][2] = {
        { "X-Own", "own" },
        { "Subject", "Gr\xc3\xbc\xc3\x9f"
                     "e" },
        { "Cc", "c@example.test" },
        { "From", "a@example.test" },
    };
    const char *written = message_with(FIELDS, COUNT(FIELDS));

    (void)state;
    assert_holds(written, "Date: Sat, 21 Nov 2026 23:06:00 +0000\r\n"
                          "From: a@example.test\r\n"
                          "Cc: c@example.test\r\n"
                          "Message-ID: <");
    assert_holds(written, "@example.test>\r\n"
                          "Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n"
                          "X-Own: own\r\n"
                          "MIME-Version: 1.0\r\n"
                          "Content-Type: text/plain; charset=us-ascii\r\n"
                          "Content-Transfer-Encoding: 7bit\r\n"
                          "\r\n"
                          "x\r\n");
}

/* C011, C139 */
static void wants_a_sender_for_several_authors_only(void **state)
{
    static const char *const TWO[][2] = {
        { "From", "a@example.test, b@example.test" },
        { "Sender", "b@example.test" },
    };
    static const char *const ONE[][2] = {
        { "From", "A <a@example.test>" },
        { "Sender", "a@EXAMPLE.test" },
    };
    static const char *const NONE[][2] = { { "To", "a@example.test" } };

    (void)state;
    must_fail(plan_with(TWO, 1), MW_E_USAGE);
    assert_holds(suite_error.message, "no Sender");
    assert_holds(message_with(TWO, 2), "\r\nSender: b@example.test\r\n");
    assert_lacks(message_with(ONE, 2), "Sender:");
    must_fail(plan_with(NONE, 1), MW_E_USAGE);
    assert_string_equal(suite_error.message, "From: is missing");
}

/* C012 */
static void keeps_bcc_out_of_the_header_and_in_the_envelope(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan;

    (void)state;
    must(mw_message_add_field(message, "Bcc", "Secret <s@example.test>",
                              &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    plan = kit_plan(message, NULL);
    assert_lacks(kit_write(plan, NULL), "s@example.test");
    assert_int_equal(mw_plan_envelope_to_count(plan), 2);
    assert_string_equal(mw_plan_envelope_to(plan, 1), "s@example.test");
    assert_null(mw_plan_envelope_to(plan, 2));
    mw_message_set_keep_bcc(message, 1);
    assert_holds(kit_compose(message, NULL),
                 "\r\nBcc: Secret <s@example.test>\r\n");
}

/* T16 */
static void makes_the_envelope_from_the_parsed_addresses(void **state)
{
    static const char *const FIELDS[][2] = {
        { "From", "\"x@evil y\"@good.test" },
        { "To", "G: B <b@X.test>, \"b\"@x.test;, c@b\xc3\xbc"
                "cher.test" },
        { "Cc", "b@x.test, B@x.test" },
    };
    mw_message *message = kit_empty_message();
    mw_plan *plan;

    (void)state;
    for (size_t i = 0; i < COUNT(FIELDS); i++)
        must(mw_message_add_field(message, FIELDS[i][0], FIELDS[i][1],
                                  &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    plan = kit_plan(message, NULL);
    assert_string_equal(mw_plan_envelope_from(plan), "\"x@evil y\"@good.test");
    assert_int_equal(mw_plan_envelope_to_count(plan), 3);
    assert_string_equal(mw_plan_envelope_to(plan, 0), "b@X.test");
    assert_string_equal(mw_plan_envelope_to(plan, 1), "c@xn--bcher-kva.test");
    assert_string_equal(mw_plan_envelope_to(plan, 2), "B@x.test");
}

static void takes_the_envelope_that_is_given(void **state)
{
    mw_message *message = kit_message();
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    must(mw_message_set_envelope_from(message, "", &suite_error));
    must(mw_message_add_envelope_to(message, "z@example.test", &suite_error));
    must_fail(mw_message_set_envelope_from(message, "x\r\ny@z", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_message_add_envelope_to(message, "x", &suite_error),
              MW_E_SYNTAX);
    plan = kit_plan(message, NULL);
    assert_string_equal(mw_plan_envelope_from(plan), "");
    assert_int_equal(mw_plan_envelope_to_count(plan), 1);
    assert_string_equal(mw_plan_envelope_to(plan, 0), "z@example.test");
}

/* C016 */
static void needs_smtputf8_only_where_something_is_outside_ascii(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    mw_plan_options_set_utf8_headers(options, 1);
    assert_int_equal(mw_plan_extensions(kit_plan(message, options)), 0);
    must(mw_message_add_field(message, "Cc", "\xd0\xb4@example.test",
                              &suite_error));
    assert_int_equal(mw_plan_extensions(kit_plan(message, options)),
                     MW_EXTENSION_SMTPUTF8);
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_RANGE);
}

/* C036, C141: with and without a last line end. */
static void frames_parts_without_touching_their_line_ends(void **state)
{
    static const char *const TEXTS[][2] = {
        { "x", "\r\n\r\nx\r\n--=_" },
        { "x\n", "\r\n\r\nx\r\n\r\n--=_" },
        { "x\n\n", "\r\n\r\nx\r\n\r\n\r\n--=_" },
        { "", "7bit\r\n\r\n\r\n--=_" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        mw_message *message = kit_message();

        kit_body(message, MW_BODY_TEXT, TEXTS[i][0]);
        kit_attach(message, "a.bin", "");
        assert_holds(kit_compose(message, NULL), TEXTS[i][1]);
    }
}

/* C034, C035 */
static void gives_each_multipart_a_boundary_of_its_own(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    const char *written;

    (void)state;
    must(mw_plan_options_set_boundary(options, "mine", &suite_error));
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_body(message, MW_BODY_HTML, "x\n");
    assert_holds(kit_compose(message, options), "boundary=mine\r\n");
    kit_attach(message, "a.bin", "");
    written = kit_compose(message, options);
    assert_holds(written, "boundary=mine-1\r\n");
    assert_holds(written, "boundary=mine-2\r\n");
    assert_holds(written, "\r\n--mine-2--\r\n--mine-1\r\n");
}

static void refuses_boundaries_that_rfc_2046_does(void **state)
{
    char text[72];
    mw_plan_options *options = kit_options(kit_message());

    (void)state;
    memset(text, 'b', 71);
    text[71] = '\0';
    must_fail(mw_plan_options_set_boundary(options, text, &suite_error),
              MW_E_SYNTAX);
    must(mw_plan_options_set_boundary(options, text + 1, &suite_error));
    must_fail(mw_plan_options_set_boundary(options, "", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_plan_options_set_boundary(options, "a ", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_plan_options_set_boundary(options, "a\r\nb", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_plan_options_set_boundary(options, "a;b", &suite_error),
              MW_E_SYNTAX);
}

/* Plans TEXT and an HTML body with the boundary "mine". */
static mw_status plan_with_boundary(const char *text)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;
    mw_status status;

    must(mw_plan_options_set_boundary(options, "mine", &suite_error));
    kit_body(message, MW_BODY_TEXT, text);
    kit_body(message, MW_BODY_HTML, "x\n");
    status = mw_plan_new(message, options, &plan, &suite_error);
    mw_plan_free(plan);
    return status;
}

/* C035 */
static void refuses_a_boundary_that_the_content_holds(void **state)
{
    static const char *const TEXTS[] = {
        "--mine\n",
        "a\n--mine-and-more\n",
        "a longer text that is gr\xc3\xbc\xc3\x9f\n--mine\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        must_fail(plan_with_boundary(TEXTS[i]), MW_E_DATA);
        assert_holds(suite_error.message, "boundary");
    }
    must(plan_with_boundary("no --mine at the start\n-- mine\n"));
}

/* C035: a soft break may put it at the start of a line. */
static void looks_for_a_boundary_in_quoted_printable_too(void **state)
{
    unsigned refused = 0;

    (void)state;
    for (int blanks = 60; blanks < 80; blanks++) {
        char text[200];
        mw_status status;

        snprintf(text, sizeof text, "\xc3\xbc%*s--mine\n", blanks, "");
        status = plan_with_boundary(text);
        if (status == MW_E_DATA)
            refused++;
        else
            must(status);
    }
    assert_int_equal(refused, 1);
}

/* T25: the content of an attachment is not asked. */
static void draws_the_identity_from_seed_header_and_sizes(void **state)
{
    static const struct {
        const char *seed, *to, *content;
        bool same;
    } CASES[] = {
        { "s", "t@x.test", "abc", true },   { "s", "t@x.test", "xyz", true },
        { "S", "t@x.test", "abc", false },  { "s", "T@x.test", "abc", false },
        { "s", "t@x.test", "abcd", false },
    };
    const char *first = NULL;

    (void)state;
    for (size_t i = 0; i < COUNT(CASES); i++) {
        mw_message *message = kit_empty_message();
        const char *id;

        must(mw_message_set_seed(message, CASES[i].seed, &suite_error));
        must(mw_message_add_field(message, "From", "a@x.test", &suite_error));
        must(mw_message_add_field(message, "To", CASES[i].to, &suite_error));
        kit_attach(message, "a.bin", CASES[i].content);
        id = mw_plan_message_id(kit_plan(message, NULL));
        if (first == NULL)
            first = id;
        assert_int_equal(strcmp(id, first) == 0, CASES[i].same);
    }
}

static void keeps_the_identity_over_a_second_plan(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    const char *first, *second;

    (void)state;
    message->seed = NULL;
    kit_body(message, MW_BODY_TEXT, "gr\xc3\xbc\xc3\x9f\n");
    kit_attach(message, "a.bin", "x");
    first = kit_compose(message, NULL);
    mw_context_set_fixed_clock(message->context, 0, 0);
    assert_string_equal(kit_compose(message, NULL), first);
    mw_plan_options_set_transport(options, MW_TRANSPORT_8BIT);
    second = kit_compose(message, options);
    assert_holds(second, "8bit");
    assert_int_equal(strstr(second, "Content-Type") - second,
                     strstr(first, "Content-Type") - first);
    assert_memory_equal(first, second,
                        (size_t)(strstr(first, "Content-Type") - first));
}

/* C031, C060, C061 */
static void names_inline_parts_by_the_domain_of_from(void **state)
{
    mw_message *message = kit_message();
    const mw_plan_part *part;
    mw_part *made = NULL;
    mw_plan *plan = NULL;

    (void)state;
    must(mw_message_add_inline(message, kit_text(message, "x"), NULL,
                               &suite_error));
    must(mw_message_add_inline(message, kit_text(message, "x"), &made,
                               &suite_error));
    must(mw_part_set_content_id(made, "logo", &suite_error));
    kit_body(message, MW_BODY_HTML, "<p>\n");
    plan = kit_plan(message, NULL);
    part = kit_leaf(plan, 1);
    assert_holds(mw_plan_part_content_id(part), "@example.test>");
    assert_string_equal(mw_plan_part_content_id(kit_leaf(plan, 2)),
                        "<logo@example.test>");
    must(mw_message_add_inline(message, kit_text(message, "x"), &made,
                               &suite_error));
    must(mw_part_set_content_id(made, "logo@example.test", &suite_error));
    plan = NULL;
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_USAGE);
    assert_holds(suite_error.message, "given twice");
}

/* C051, C053: where a part is shown, and no date or path of ours. */
static void says_where_a_part_is_shown_and_no_more(void **state)
{
    mw_message *message = kit_message();
    mw_part *shown = kit_attach(message, "b.txt", "x");
    const char *written;

    (void)state;
    kit_attach(message, "a.txt", "x");
    must(mw_part_set_disposition(shown, MW_DISPOSITION_INLINE, &suite_error));
    written = kit_compose(message, NULL);
    assert_holds(written,
                 "\r\nContent-Disposition: attachment; filename=a.txt\r\n");
    assert_holds(written,
                 "\r\nContent-Disposition: inline; filename=b.txt\r\n");
    must(mw_part_set_disposition(shown, MW_DISPOSITION_NONE, &suite_error));
    assert_lacks(kit_compose(message, NULL), "filename=b.txt");
}

/* C062: an image is found by its id, in the related that holds the page. */
static void puts_images_beside_the_page_that_shows_them(void **state)
{
    mw_message *message = kit_message();
    mw_part *image = NULL;
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_HTML, "<img src=\"cid:logo@example.test\">\n");
    must(mw_message_add_inline(message, kit_text(message, "png"), &image,
                               &suite_error));
    must(mw_part_set_content_id(image, "logo@example.test", &suite_error));
    must(mw_part_set_type(image, "image/png", &suite_error));
    plan = kit_plan(message, NULL);
    assert_string_equal(kit_outline(plan),
                        "multipart/related(text/html,image/png)");
    assert_holds(kit_write(plan, NULL),
                 "\r\nContent-ID: <logo@example.test>\r\n");
    assert_lacks(kit_write(plan, NULL), "Content-Location");
}

/* Gives "one", then fails, then goes on as if nothing had been. */
static mw_status stumble(void *user, void *buffer, size_t size, size_t *got,
                         mw_error *error)
{
    int *call = user;

    (void)size;
    *got = 3;
    memcpy(buffer, "one", 3);
    switch ((*call)++) {
    case 1:
        return mw_fail(error, MW_E_READ, "stumbled");
    case 3:
        *got = 0;
        return MW_OK;
    default:
        return MW_OK;
    }
}

/* What was read is lost; a second plan must not make do with the rest. */
static void does_not_plan_the_rest_of_a_source_that_failed(void **state)
{
    mw_message *message = kit_message();
    mw_source *source = NULL;
    mw_plan *plan = NULL;
    static int call;

    (void)state;
    call = 0;
    must(mw_source_new_callback(message, stumble, &call, NULL, &source,
                                &suite_error));
    must(mw_message_attach(message, source, NULL, &suite_error));
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_READ);
    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_READ);
    assert_holds(suite_error.message, "cannot be read again");
}

static void takes_a_seed_only_before_it_is_used(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    assert_non_null(kit_plan(message, NULL));
    must_fail(mw_message_set_seed(message, "late", &suite_error), MW_E_USAGE);
}

static void refuses_a_message_over_its_size_naming_the_biggest(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;
    uint64_t size;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_attach(message, "big.bin", "0123456789012345678901234567890123456789");
    size = mw_plan_size(kit_plan(message, NULL));
    mw_plan_options_set_size_limit(options, size);
    assert_non_null(kit_plan(message, options));
    mw_plan_options_set_size_limit(options, size - 1);
    must_fail(mw_plan_new(message, options, &plan, &suite_error), MW_E_LIMIT);
    assert_holds(suite_error.message, "big.bin");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_a_message_in_the_customary_order),
    cmocka_unit_test(wants_a_sender_for_several_authors_only),
    cmocka_unit_test(keeps_bcc_out_of_the_header_and_in_the_envelope),
    cmocka_unit_test(makes_the_envelope_from_the_parsed_addresses),
    cmocka_unit_test(takes_the_envelope_that_is_given),
    cmocka_unit_test(needs_smtputf8_only_where_something_is_outside_ascii),
    cmocka_unit_test(frames_parts_without_touching_their_line_ends),
    cmocka_unit_test(gives_each_multipart_a_boundary_of_its_own),
    cmocka_unit_test(refuses_boundaries_that_rfc_2046_does),
    cmocka_unit_test(refuses_a_boundary_that_the_content_holds),
    cmocka_unit_test(looks_for_a_boundary_in_quoted_printable_too),
    cmocka_unit_test(draws_the_identity_from_seed_header_and_sizes),
    cmocka_unit_test(keeps_the_identity_over_a_second_plan),
    cmocka_unit_test(names_inline_parts_by_the_domain_of_from),
    cmocka_unit_test(says_where_a_part_is_shown_and_no_more),
    cmocka_unit_test(puts_images_beside_the_page_that_shows_them),
    cmocka_unit_test(does_not_plan_the_rest_of_a_source_that_failed),
    cmocka_unit_test(takes_a_seed_only_before_it_is_used),
    cmocka_unit_test(refuses_a_message_over_its_size_naming_the_biggest),
};

SUITE_MAIN(TESTS)
