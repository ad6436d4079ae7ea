/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "base/buffer.h"

static void grows_and_stays_terminated(void **state)
{
    mw_buffer *buffer = suite_buffer();

    (void)state;
    assert_string_equal(mw_buffer_text(buffer), "");
    for (size_t i = 0; i < 3000; i++) {
        must(mw_buffer_append_octet(buffer, (uint8_t)('a' + i % 26),
                                    &suite_error));
        assert_int_equal(buffer->data[buffer->size], 0);
    }
    assert_int_equal(buffer->size, 3000);
    assert_int_equal(buffer->data[2999], 'a' + 2999 % 26);
}

static void prints_numbers_and_text(void **state)
{
    mw_buffer *buffer = suite_buffer();

    (void)state;
    must(mw_buffer_append_text(buffer, "a", &suite_error));
    must(mw_buffer_printf(buffer, &suite_error, "%d-%s", 42, "b"));
    assert_string_equal(mw_buffer_text(buffer), "a42-b");
}

/* T23 */
static void stays_as_it_was_where_the_ceiling_refuses(void **state)
{
    mw_buffer buffer;
    char text[600];

    (void)state;
    memset(text, 'x', sizeof text);
    mw_buffer_init(&buffer, NULL, 600);
    assert_int_equal(mw_buffer_append(&buffer, text, 500, NULL), MW_OK);
    assert_int_equal(mw_buffer_append(&buffer, text, 99, NULL), MW_OK);
    assert_int_equal(mw_buffer_append(&buffer, text, 1, &suite_error),
                     MW_E_MEMORY);
    assert_int_equal(buffer.size, 599);
    assert_int_equal(mw_buffer_append(&buffer, text, SIZE_MAX, &suite_error),
                     MW_E_MEMORY);
    mw_buffer_free(&buffer);
}

static void is_empty_again_after_a_truncate_or_a_free(void **state)
{
    mw_buffer *buffer = suite_buffer();

    (void)state;
    must(mw_buffer_append_text(buffer, "abc", &suite_error));
    mw_buffer_truncate(buffer, 1);
    assert_string_equal(mw_buffer_text(buffer), "a");
    mw_buffer_free(buffer);
    assert_string_equal(mw_buffer_text(buffer), "");
    must(mw_buffer_append_text(buffer, "d", &suite_error));
    assert_bytes(mw_buffer_bytes(buffer), "d");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(grows_and_stays_terminated),
    cmocka_unit_test(prints_numbers_and_text),
    cmocka_unit_test(stays_as_it_was_where_the_ceiling_refuses),
    cmocka_unit_test(is_empty_again_after_a_truncate_or_a_free),
};

SUITE_MAIN(TESTS)
