/* SPDX-License-Identifier: MIT */

#include "kit.h"

#include "message/part.h"

/* T04 */
static void refuses_control_characters_in_every_text(void **state)
{
    static const char *const TEXTS[] = {
        "x\r\nBcc: v@example.test",
        "a\nb",
        "a\rb",
        "a\x1b[31m",
        "a\x7f",
        "a\xc2\x85",
    };
    mw_part *part = kit_attach(kit_message(), "a.txt", "x");

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const char *text = TEXTS[i];

        must_fail(mw_part_set_filename(part, text, &suite_error), MW_E_SYNTAX);
        must_fail(mw_part_set_description(part, text, &suite_error),
                  MW_E_SYNTAX);
        must_fail(mw_part_set_content_id(part, text, &suite_error),
                  MW_E_SYNTAX);
        must_fail(mw_part_set_type(part, text, &suite_error), MW_E_SYNTAX);
        must_fail(mw_part_add_field(part, "X-Own", text, &suite_error),
                  MW_E_SYNTAX);
    }
}

/* C052 */
static void takes_no_path_for_a_file_name(void **state)
{
    mw_part *part = kit_attach(kit_message(), "a.txt", "x");

    (void)state;
    must_fail(mw_part_set_filename(part, "../../etc/passwd", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_part_set_filename(part, "C:\\temp\\x.exe", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_part_set_filename(part, "", &suite_error), MW_E_SYNTAX);
    assert_bytes(part->filename, "a.txt");
}

/* C024 */
static void keeps_leaves_and_composites_apart(void **state)
{
    mw_message *message = kit_message();
    mw_part *leaf = kit_attach(message, "a.txt", "x"), *part = NULL;

    (void)state;
    must_fail(mw_part_set_type(leaf, "multipart/mixed", &suite_error),
              MW_E_USAGE);
    must_fail(mw_part_set_type(leaf, "message/rfc822", &suite_error),
              MW_E_USAGE);
    must_fail(mw_part_new(message, "multipart/mixed", kit_text(message, "x"),
                          &part, &suite_error),
              MW_E_USAGE);
    must_fail(mw_part_new_multipart(message, "text/plain", &part, &suite_error),
              MW_E_USAGE);
    must(mw_message_attach_message(message, kit_text(message, "x"), &part,
                                   &suite_error));
    must_fail(mw_part_set_encoding(part, MW_ENCODING_BASE64, &suite_error),
              MW_E_USAGE);
    must_fail(mw_part_set_text(part, 1, &suite_error), MW_E_USAGE);
}

static void hangs_a_part_in_one_place_only(void **state)
{
    mw_message *message = kit_message();
    mw_part *mixed = NULL, *leaf = NULL;

    (void)state;
    must(mw_part_new_multipart(message, "multipart/mixed", &mixed,
                               &suite_error));
    must(mw_part_new(message, "text/plain", kit_text(message, "x"), &leaf,
                     &suite_error));
    must_fail(mw_part_append(mixed, mixed, &suite_error), MW_E_USAGE);
    must_fail(mw_part_append(leaf, mixed, &suite_error), MW_E_USAGE);
    must(mw_part_append(mixed, leaf, &suite_error));
    must_fail(mw_part_append(mixed, leaf, &suite_error), MW_E_USAGE);
    must_fail(mw_part_set_start(mixed, leaf, &suite_error), MW_E_USAGE);
    must(mw_message_set_root(message, mixed, &suite_error));
    must_fail(mw_message_set_root(message, mixed, &suite_error), MW_E_USAGE);
    must_fail(
        mw_message_attach(message, kit_text(message, "x"), NULL, &suite_error),
        MW_E_USAGE);
}

static void takes_each_kind_of_body_once(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    for (int kind = 0; kind < MW_BODY_COUNT; kind++)
        kit_body(message, (mw_body)kind, "x");
    must_fail(mw_message_set_body(message, MW_BODY_HTML, kit_text(message, "x"),
                                  NULL, &suite_error),
              MW_E_USAGE);
    assert_string_equal(suite_error.message, "the HTML body is given twice");
    must_fail(mw_message_set_body(message, (mw_body)9, kit_text(message, "x"),
                                  NULL, &suite_error),
              MW_E_USAGE);
}

/* C031 */
static void takes_content_ids_with_and_without_brackets(void **state)
{
    mw_part *part = kit_attach(kit_message(), "a.txt", "x");

    (void)state;
    must(mw_part_set_content_id(part, "<logo@example.test>", &suite_error));
    assert_bytes(part->content_id, "logo@example.test");
    must(mw_part_set_content_id(part, "logo@example.org", &suite_error));
    assert_bytes(part->content_id, "logo@example.org");
    must(mw_part_set_content_id(part, "logo", &suite_error));
    assert_bytes(part->content_id, "logo");
    must_fail(mw_part_set_content_id(part, "a b", &suite_error), MW_E_SYNTAX);
    must_fail(mw_part_set_content_id(part, "<a@b> <c@d>", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_part_set_content_id(part, "", &suite_error), MW_E_SYNTAX);
    must_fail(mw_part_set_content_id(part, "cid:a@b", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_part_set_content_id(part, "<(c),@x>", &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_part_set_content_id(part, "a..b@c", &suite_error),
              MW_E_SYNTAX);
}

static void leaves_its_own_fields_to_the_setters(void **state)
{
    mw_part *part = kit_attach(kit_message(), "a.txt", "x");

    (void)state;
    must_fail(mw_part_add_field(part, "Content-type", "a/b", &suite_error),
              MW_E_USAGE);
    must(mw_part_add_field(part, "Content-Language", "de", &suite_error));
    must_fail(mw_part_add_field(part, "content-language", "en", &suite_error),
              MW_E_USAGE);
    must_fail(mw_part_add_field(part, "X A", "x", &suite_error), MW_E_SYNTAX);
}

/* C010, C012: a part's header becomes the message's where it is the only one.
 */
static void takes_no_field_of_a_message(void **state)
{
    static const char *const NAMES[] = { "Bcc",  "Date",         "message-id",
                                         "From", "MIME-Version", "Received" };
    mw_part *part = kit_attach(kit_message(), "a.txt", "x");

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        must_fail(
            mw_part_add_field(part, NAMES[i], "a@example.test", &suite_error),
            MW_E_USAGE);
}

/* T04: nor hidden behind a percent sign. */
static void refuses_control_characters_that_a_parameter_hides(void **state)
{
    mw_part *part = kit_attach(kit_message(), "a.txt", "x");

    (void)state;
    must_fail(mw_part_set_type(part,
                               "text/plain; name*=utf-8''a%0D%0ABcc%3A%20v",
                               &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_part_set_type(part, "text/plain;\r\n x=y", &suite_error),
              MW_E_SYNTAX);
    must(
        mw_part_set_type(part, "text/plain; name*=utf-8''a%20b", &suite_error));
}

static void takes_no_source_of_another_message(void **state)
{
    mw_source *foreign = kit_text(kit_message(), "x");

    (void)state;
    must_fail(mw_message_attach(kit_message(), foreign, NULL, &suite_error),
              MW_E_USAGE);
}

static void stops_at_the_limit_of_parts(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    mw_context_set_limit(message->context, MW_LIMIT_PARTS, 2);
    kit_attach(message, "a", "x");
    kit_attach(message, "b", "x");
    must_fail(
        mw_message_attach(message, kit_text(message, "x"), NULL, &suite_error),
        MW_E_LIMIT);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(refuses_control_characters_in_every_text),
    cmocka_unit_test(takes_no_path_for_a_file_name),
    cmocka_unit_test(keeps_leaves_and_composites_apart),
    cmocka_unit_test(hangs_a_part_in_one_place_only),
    cmocka_unit_test(takes_each_kind_of_body_once),
    cmocka_unit_test(takes_content_ids_with_and_without_brackets),
    cmocka_unit_test(leaves_its_own_fields_to_the_setters),
    cmocka_unit_test(takes_no_field_of_a_message),
    cmocka_unit_test(refuses_control_characters_that_a_parameter_hides),
    cmocka_unit_test(takes_no_source_of_another_message),
    cmocka_unit_test(stops_at_the_limit_of_parts),
};

SUITE_MAIN(TESTS)
