/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/iconv_handle.h"

#include <errno.h>

static void end_handle(void *thing)
{
    mw_iconv_handle_close(thing);
}

static mw_iconv_handle open_utf8_to_latin1(void)
{
    mw_iconv_handle handle = mw_iconv_handle_open("ISO-8859-1", "UTF-8");

    assert_non_null(handle);
    suite_defer(end_handle, handle);
    return handle;
}

/* Runs TEXT into ROOM octets; *LEFT gets what was not taken. */
static mw_iconv_outcome run(const char *text, size_t room, size_t *left)
{
    uint8_t octets[16];
    mw_bytes in = mw_bytes_of(text);
    mw_space out = { octets, room };
    const mw_iconv_outcome outcome =
        mw_iconv_handle_run(open_utf8_to_latin1(), &in, &out);

    *left = in.size;
    return outcome;
}

static void tells_how_a_run_ended(void **state)
{
    size_t left;

    (void)state;
    assert_int_equal(run("a\u00e4", 16, &left), MW_ICONV_ALL);
    assert_int_equal(left, 0);
    assert_int_equal(run("a\u00e4", 1, &left), MW_ICONV_FULL);
    assert_int_equal(left, 2);
    assert_int_equal(run("a\xff", 16, &left), MW_ICONV_REFUSED);
    assert_int_equal(left, 1);
    assert_int_equal(run("a\xc3", 16, &left), MW_ICONV_CUT);
}

/* T20: by the standard, either may be. */
static void tells_that_a_character_has_no_place(void **state)
{
    size_t left;
    const mw_iconv_outcome outcome = run("\u20ac", 16, &left);

    (void)state;
    assert_true(outcome == MW_ICONV_REFUSED || outcome == MW_ICONV_CHANGED);
}

static void gives_none_for_a_charset_that_is_not_known(void **state)
{
    (void)state;
    assert_null(mw_iconv_handle_open("x-klingon", "UTF-8"));
    mw_iconv_handle_close(NULL);
    mw_iconv_handle_reset(NULL);
}

static void leaves_errno_as_it_was(void **state)
{
    size_t left;

    (void)state;
    errno = EDOM;
    assert_null(mw_iconv_handle_open("x-klingon", "UTF-8"));
    assert_int_equal(errno, EDOM);
    run("\xff", 16, &left);
    assert_int_equal(errno, EDOM);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(tells_how_a_run_ended),
    cmocka_unit_test(tells_that_a_character_has_no_place),
    cmocka_unit_test(gives_none_for_a_charset_that_is_not_known),
    cmocka_unit_test(leaves_errno_as_it_was),
};

SUITE_MAIN(TESTS)
