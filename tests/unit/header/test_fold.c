/* SPDX-License-Identifier: MIT */

#include "written.h"

#include "header/fold.h"

static mw_fold begin(mw_buffer *out, const char *name)
{
    mw_fold fold;

    must(mw_fold_begin(&fold, out, mw_bytes_of(name), 0, &suite_error));
    return fold;
}

static void add(mw_fold *fold, const char *piece, bool breakable)
{
    must(mw_fold_add(fold, mw_bytes_of(piece), breakable, &suite_error));
}

static mw_bytes end(mw_fold *fold)
{
    must(mw_fold_end(fold, &suite_error));
    assert_folded(mw_buffer_bytes(fold->out), true);
    return mw_buffer_bytes(fold->out);
}

/* LENGTH times the letter, as a string that lives as long as the test. */
static const char *letters(char letter, size_t length)
{
    mw_buffer *text = suite_buffer();

    for (size_t i = 0; i < length; i++)
        must(mw_buffer_append_octet(text, (uint8_t)letter, &suite_error));
    return mw_buffer_text(text);
}

static void keeps_a_short_field_on_one_line(void **state)
{
    mw_fold fold = begin(suite_buffer(), "To");

    (void)state;
    add(&fold, "a@example.org", true);
    add(&fold, ",", false);
    add(&fold, "b@example.org", true);
    assert_bytes(end(&fold), "To: a@example.org, b@example.org\r\n");
}

/* C003, C005 */
static void fills_a_line_to_78_characters_and_not_to_79(void **state)
{
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    add(&fold, letters('a', 37), true);
    add(&fold, letters('b', 37), true);
    add(&fold, "c", true);
    assert_int_equal(end(&fold).size, 78 + 2 + 2 + 2);
    assert_memory_equal(fold.out->data + 78, "\r\n c\r\n", 6);
}

/* C003: characters, not octets. */
static void counts_characters_where_the_header_is_in_utf8(void **state)
{
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    for (int i = 0; i < 25; i++)
        add(&fold, "\xc3\xa4\xc3\xb6", true);
    assert_null(strchr(mw_buffer_text(fold.out), '\r'));
    add(&fold, "c", true);
    assert_non_null(strstr(mw_buffer_text(fold.out), "\r\n c"));
    end(&fold);
}

static void takes_glued_pieces_to_the_next_line_together(void **state)
{
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    add(&fold, letters('a', 37), true);
    add(&fold, letters('b', 37), true);
    add(&fold, ",", false);
    assert_non_null(strstr(mw_buffer_text(fold.out), "a\r\n bbb"));
    add(&fold, letters('c', 37), true);
    assert_null(strstr(mw_buffer_text(fold.out), ",\r\n"));
    end(&fold);
}

/* C005: a name alone on its line is read as an empty field by some. */
static void keeps_a_long_first_piece_beside_the_name(void **state)
{
    const size_t most = 998 - strlen("Subject: ");
    mw_fold fold = begin(suite_buffer(), "Subject");

    (void)state;
    add(&fold, letters('a', most), true);
    assert_int_equal(end(&fold).size, 998 + 2);
    fold = begin(suite_buffer(), "Subject");
    add(&fold, letters('a', most + 1), true);
    assert_memory_equal(end(&fold).data, "Subject:\r\n a", 12);
}

/* C002 */
static void refuses_a_piece_that_no_line_can_hold(void **state)
{
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    add(&fold, letters('a', 997), true);
    must_fail(mw_fold_add(&fold, mw_bytes_of("b"), false, &suite_error),
              MW_E_RANGE);
    fold = begin(suite_buffer(), "X");
    must_fail(
        mw_fold_add(&fold, mw_bytes_of(letters('a', 998)), true, &suite_error),
        MW_E_RANGE);
}

/* C043 */
static void gives_a_line_with_an_encoded_word_76_characters(void **state)
{
    const mw_bytes space = mw_bytes_of(" ");
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    must(mw_fold_add_word(&fold, space, mw_bytes_of("=?utf-8?Q?=C3=A4?="),
                          &suite_error));
    add(&fold, letters('a', 54), true);
    assert_null(strchr(mw_buffer_text(fold.out), '\r'));
    add(&fold, "b", false);
    assert_non_null(strstr(mw_buffer_text(fold.out), "=\r\n aaa"));
    must(mw_fold_add_word(&fold, space, mw_bytes_of("=?utf-8?Q?=C3=A4?="),
                          &suite_error));
    add(&fold, "c", true);
    assert_non_null(strstr(mw_buffer_text(fold.out), "?=\r\n c"));
    end(&fold);
}

static void keeps_blanks_as_they_are(void **state)
{
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    must(mw_fold_add_text(&fold, mw_bytes_of("a\tb  c d"), &suite_error));
    must(mw_fold_add_after(&fold, mw_bytes_of(" \t"),
                           mw_bytes_of(letters('e', 70)), &suite_error));
    assert_memory_equal(end(&fold).data, "X: a\tb  c d\r\n \teee", 18);
}

static void breaks_where_it_is_told_but_never_behind_the_name(void **state)
{
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    mw_fold_break(&fold);
    add(&fold, "a", true);
    mw_fold_break(&fold);
    add(&fold, ",", false);
    add(&fold, "b", true);
    mw_fold_break(&fold);
    assert_bytes(end(&fold), "X: a,\r\n b\r\n");
}

static void tells_the_room_of_the_line(void **state)
{
    mw_fold fold = begin(suite_buffer(), "X");

    (void)state;
    assert_int_equal(mw_fold_room(&fold, 78), 75);
    add(&fold, letters('a', 74), true);
    assert_int_equal(mw_fold_room(&fold, 78), 0);
    assert_int_equal(mw_fold_room(&fold, 76), 0);
}

static void refuses_to_pass_its_ceiling(void **state)
{
    mw_fold fold;

    (void)state;
    must(mw_fold_begin(&fold, suite_buffer(), mw_bytes_of("X"), 6,
                       &suite_error));
    add(&fold, "a", true);
    must_fail(mw_fold_add(&fold, mw_bytes_of("bc"), true, &suite_error),
              MW_E_LIMIT);
    must_fail(mw_fold_begin(&fold, suite_buffer(), mw_bytes_of("Subject"), 6,
                            &suite_error),
              MW_E_LIMIT);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(keeps_a_short_field_on_one_line),
    cmocka_unit_test(fills_a_line_to_78_characters_and_not_to_79),
    cmocka_unit_test(counts_characters_where_the_header_is_in_utf8),
    cmocka_unit_test(takes_glued_pieces_to_the_next_line_together),
    cmocka_unit_test(keeps_a_long_first_piece_beside_the_name),
    cmocka_unit_test(refuses_a_piece_that_no_line_can_hold),
    cmocka_unit_test(gives_a_line_with_an_encoded_word_76_characters),
    cmocka_unit_test(keeps_blanks_as_they_are),
    cmocka_unit_test(breaks_where_it_is_told_but_never_behind_the_name),
    cmocka_unit_test(tells_the_room_of_the_line),
    cmocka_unit_test(refuses_to_pass_its_ceiling),
};

SUITE_MAIN(TESTS)
