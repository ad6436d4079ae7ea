/* SPDX-License-Identifier: MIT */

#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static mw_message *varied_message(void)
{
    mw_message *message = kit_message();
    char *large = malloc(100000);

    assert_non_null(large);
    for (size_t i = 0; i < 100000; i++)
        large[i] = (char)(i * 7 % 251);
    kit_body(message, MW_BODY_TEXT, "one\ntwo\r\n.three \nFrom four\n");
    kit_body(message, MW_BODY_HTML, "<p>gr\xc3\xbc\xc3\x9f</p>");
    suite_defer(free, large);
    must(mw_message_attach(message, kit_octets(message, large, 100000), NULL,
                           &suite_error));
    must(mw_part_set_encoding(kit_attach(message, "a.txt", "a\nb \n"),
                              MW_ENCODING_QUOTED_PRINTABLE, &suite_error));
    return message;
}

static void writes_the_same_octets_again(void **state)
{
    mw_plan *plan = kit_plan(varied_message(), NULL);

    (void)state;
    assert_string_equal(kit_write(plan, NULL), kit_write(plan, NULL));
}

/* The size is the one planned in both: kit_write looks. */
static void writes_lf_as_crlf_without_the_cr(void **state)
{
    mw_message *message = varied_message();
    mw_plan_options *options = kit_options(message);
    const char *crlf = kit_compose(message, NULL);
    const char *lf;

    (void)state;
    mw_plan_options_set_line_end(options, MW_LINE_END_LF);
    lf = kit_compose(message, options);
    for (; *crlf != '\0'; crlf++)
        if (*crlf != '\r')
            assert_int_equal(*lf++, *crlf);
    assert_int_equal(*lf, '\0');
}

static void refuses_lf_with_binary_parts(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan = NULL;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_attach(message, "a.bin", "a\nb");
    mw_plan_options_set_transport(options, MW_TRANSPORT_BINARY);
    mw_plan_options_set_line_end(options, MW_LINE_END_LF);
    must_fail(mw_plan_new(message, options, &plan, &suite_error), MW_E_USAGE);
}

static void writes_binary_parts_bit_for_bit(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_plan *plan;

    (void)state;
    kit_body(message, MW_BODY_TEXT, "x\n");
    kit_attach(message, "a.bin", "a\nb\r\xff");
    mw_plan_options_set_transport(options, MW_TRANSPORT_BINARY);
    plan = kit_plan(message, options);
    assert_holds(kit_write(plan, NULL), "\r\n\r\na\nb\r\xff\r\n");
    assert_int_equal(mw_plan_extensions(plan), MW_EXTENSION_BINARYMIME);
    assert_int_equal(mw_plan_transport(plan), MW_TRANSPORT_BINARY);
}

/* A sink that takes so many octets and no more. */
static mw_status take_some(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    size_t *left = user;

    (void)bytes;
    if (size > *left)
        return mw_fail(error, MW_E_WRITE, "the disk is full");
    *left -= size;
    return MW_OK;
}

static void ends_with_the_failure_of_its_sink(void **state)
{
    mw_plan *plan = kit_plan(varied_message(), NULL);
    static size_t left;
    mw_sink *sink = NULL;

    (void)state;
    left = (size_t)mw_plan_size(plan) - 1;
    must(mw_sink_new(plan->context, take_some, NULL, &left, NULL, &sink,
                     &suite_error));
    suite_defer_sink(sink);
    must_fail(mw_plan_write(plan, sink, &suite_error), MW_E_WRITE);
    assert_string_equal(suite_error.message, "the disk is full");
}

static void rewrite(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* T21: shorter, longer, other, gone. */
static void ends_where_a_file_has_changed(void **state)
{
    static const char *const CHANGES[] = { "abcde", "abcdefgh", "abcdefX" };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        mw_message *message = kit_message();
        const char *path = suite_file("file.bin", "abcdefg", 7);
        mw_source *source = NULL;
        mw_sink *sink;
        mw_plan *plan;

        must(mw_source_new_file(message, path, &source, &suite_error));
        must(mw_message_attach(message, source, NULL, &suite_error));
        plan = kit_plan(message, NULL);
        sink = suite_sink(message->context);
        if (i < 3)
            rewrite(path, CHANGES[i]);
        else
            assert_int_equal(unlink(path), 0);
        must_fail(mw_plan_write(plan, sink, &suite_error), MW_E_CHANGED);
        assert_holds(suite_error.message, "file.bin");
        /* T22: what came short must not be put in place. */
        must_fail(mw_sink_finish(sink, &suite_error), MW_E_CHANGED);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_the_same_octets_again),
    cmocka_unit_test(writes_lf_as_crlf_without_the_cr),
    cmocka_unit_test(refuses_lf_with_binary_parts),
    cmocka_unit_test(writes_binary_parts_bit_for_bit),
    cmocka_unit_test(ends_with_the_failure_of_its_sink),
    cmocka_unit_test(ends_where_a_file_has_changed),
};

SUITE_MAIN(TESTS)
