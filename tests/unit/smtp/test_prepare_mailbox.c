/* SPDX-License-Identifier: MIT */

#include "smtp/prepare_stage.h"

#define FROM_A "From a@x.test Sat Nov 21 23:06:00 2026\n"
#define FIRST                                                                  \
    "From: a@x.test\nTo: b@x.test\nDate: Mon, 02 Feb 2026 10:00:00 +0000\n"    \
    "Message-ID: <m@x.test>\n"
#define SECOND "From: c@x.test\nTo: d@x.test\n\nprivate\n"

static void must_find(stage *all, const char *text, size_t line)
{
    mw_buffer *message = suite_buffer();

    must(mw_buffer_printf(message, &suite_error,
                          "line %zu: another message of a mailbox begins here",
                          line));
    must_fail(try_text(all, text), MW_E_DATA);
    assert_string_equal(suite_error.message, mw_buffer_text(message));
    assert_string_equal(suite_error.hint, "mbox:FILE sends each of them");
    assert_null(all->made);
}

/* T05: the second message is for others than the first. */
static void refuses_several_messages_as_one(void **state)
{
    static const struct {
        const char *text;
        size_t line;
    } TABLE[] = {
        { FROM_A FIRST "\none\n\n" FROM_A SECOND, 9 },
        { "From x\n" FIRST "\n" FROM_A SECOND, 7 },
        { FROM_A FIRST "\n\n\nFrom me\n\n\n\n" FROM_A SECOND, 13 },
        { FROM_A FIRST "\none\n\n" FROM_A, 9 },
        { FROM_A "From: a@x.test\r\nTo: b@x.test\r\n\r\none\r\n\r\n"
                 "From - Sat Nov 21 23:06:00 2026\r\nTo: d@x.test\r\n\r\n",
          7 },
        { FROM_A FIRST "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                       "one\n--b--\n\n" FROM_A SECOND,
          13 },
        { FROM_A FIRST "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                       "Content-Type: message/rfc822\n\n" FROM_A SECOND,
          11 },
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++)
        must_find(all, TABLE[i].text, TABLE[i].line);
}

/* Programs write the line in more ways than one. */
static void knows_the_line_by_its_date(void **state)
{
    static const char *const SEPARATORS[] = {
        "From c@x.test  Thu Jan  1 00:00:00 1970",
        "From c@x.test Sat Nov 21 23:06 2026",
        "From c@x.test Sat Nov 21 23:06:00 CET 2026",
        "From c@x.test Sat Nov 21 23:06:00 MET DST 2026",
        "From c@x.test Sat Nov 21 23:06:00 +0100 2026",
        "From c@x.test Sat Nov 21 23:06:00 2026 -0500",
        "From joe at x.test  Sat Nov 21 23:06:00 2026",
        "From \"Sat Nov\"@x.test Sat\tNov 21 23:06:00 2026 ",
        "From Sat Sat Nov 21 23:06:00 2026",
        "From  Sat Nov 21 23:06:00 2026",
    };
    static const char *const TEXTS[] = {
        "From me",
        "From ",
        "From",
        "From c@x.test",
        "From c@x.test Sat",
        "From c@x.test Sat Nov 21 23:06:00",
        "From c@x.test Sat Nov 21 23:06:00 CET",
        "From c@x.test Sat Nov 21 23:06:00 20260",
        "From c@x.test Sat Nov 21 23:06:00 year",
        "From c@x.test Sat Nov 21 23:06:00 2026 on",
        "From c@x.test Sat Nov 21 23:06:00 2026 all was well",
        "From c@x.test Sat Nov 21 23.06.00 2026",
        "From c@x.test Sat Nov 21 23:06: 2026",
        "From c@x.test Sat Nov 210 23:06:00 2026",
        "From c@x.test Sat Nov x 23:06:00 2026",
        "From c@x.test Sat Nov 21 23:06:00 +01x0 2026",
        "From c@x.test Sat 21 Nov 23:06:00 2026",
        "From c@x.test Sab Nov 21 23:06:00 2026",
        "From c@x.test unNov Nov 21 23:06:00 2026",
        "From c@x.test Sat Nov 21 2026",
        ">From c@x.test Sat Nov 21 23:06:00 2026",
        " From c@x.test Sat Nov 21 23:06:00 2026",
        "from c@x.test Sat Nov 21 23:06:00 2026",
        "From\tc@x.test Sat Nov 21 23:06:00 2026",
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof SEPARATORS[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_printf(text, &suite_error, FROM_A FIRST "\n\n%s\n",
                              SEPARATORS[i]));
        must_find(all, mw_buffer_text(text), 8);
    }
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_printf(text, &suite_error, FROM_A FIRST "\n\n%s\n",
                              TEXTS[i]));
        must(try_text(all, mw_buffer_text(text)));
        assert_non_null(strstr(written(all), TEXTS[i]));
    }
}

static void leaves_text_that_looks_like_the_line(void **state)
{
    static const char *const TABLE[] = {
        /* no mailbox's file */
        FIRST "\none\n\n" FROM_A SECOND,
        FIRST "Content-Type: message/rfc822\n\n" FROM_A SECOND "\n" FROM_A,
        /* no empty line before it */
        FROM_A FIRST "\none\n" FROM_A SECOND,
        FROM_A FIRST "\none\n \n" FROM_A SECOND,
        FROM_A FIRST "\none\n\n\v" FROM_A SECOND,
    };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        must(try_text(all, TABLE[i]));
        assert_non_null(strstr(written(all), "23:06:00 2026\r\n"));
        assert_string_equal(recipients(all), "b@x.test");
    }
}

/* What is as it is goes out so, whatever it is. */
static void sends_a_mailbox_as_it_is(void **state)
{
    static const char TEXT[] = FROM_A FIRST "\none\n\n" FROM_A SECOND;
    stage *all = new_stage();

    (void)state;
    mw_smtp_prepare_options_set_as_is(all->options, 1);
    must(try_text(all, TEXT));
    assert_memory_equal(written(all), TEXT, sizeof TEXT - 1);
}

/* Of a line that is too long to be one, nothing but its size is kept. */
static void takes_no_long_line_for_one(void **state)
{
    static const struct {
        int count;
        bool is_one;
    } TABLE[] = { { 998 - 30, true }, { 998 - 29, false }, { 9000, false } };
    stage *all = new_stage();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_append_text(text, FROM_A FIRST "\n\nFrom ",
                                   &suite_error));
        for (int j = 0; j < TABLE[i].count; j++)
            must(mw_buffer_append_octet(text, 'x', &suite_error));
        must(mw_buffer_append_text(text, " Sat Nov 21 23:06:00 2026\n",
                                   &suite_error));
        if (TABLE[i].is_one) {
            must_find(all, mw_buffer_text(text), 8);
        } else {
            must(try_text(all, mw_buffer_text(text)));
            must(mw_buffer_append_text(text, "\n" FROM_A, &suite_error));
            must_find(all, mw_buffer_text(text), 10);
        }
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(refuses_several_messages_as_one),
    cmocka_unit_test(knows_the_line_by_its_date),
    cmocka_unit_test(leaves_text_that_looks_like_the_line),
    cmocka_unit_test(sends_a_mailbox_as_it_is),
    cmocka_unit_test(takes_no_long_line_for_one),
};

SUITE_MAIN(TESTS)
