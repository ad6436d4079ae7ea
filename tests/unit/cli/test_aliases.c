/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "aliases.h"

/* Appends an entry to USER, a buffer: "name=list;" */
static mw_status show(void *user, const char *name, const char *list,
                      mw_error *error)
{
    mw_status status = mw_buffer_append_text(user, name, error);

    if (status == MW_OK)
        status = mw_buffer_append_text(user, "=", error);
    if (status == MW_OK)
        status = mw_buffer_append_text(user, list, error);
    return status == MW_OK ? mw_buffer_append_text(user, ";", error) : status;
}

static mw_status read_text(const char *text, size_t size, mw_buffer *out)
{
    return aliases_read(suite_context(), suite_file("aliases", text, size),
                        show, out, &suite_error);
}

static void reads_entries_comments_and_continued_lines(void **state)
{
    static const struct {
        const char *text;
        const char *entries;
    } FILES[] = {
        { "", "" },
        { "\n \t\n# a: b\n  # c: d\n", "" },
        { "a: b@x", "a= b@x ;" },
        { "a: b@x\r\nc:d@x\r\n", "a= b@x ;c=d@x ;" },
        { "a : b@x,\n  c@x\n\td@x\ne: f@x\n",
          "a = b@x,   c@x \td@x ;e= f@x ;" },
        { "a: b@x,\n# not this\n\n c@x\n", "a= b@x,  c@x ;" },
        { "\"a: b\": c@x\n", "\"a: b\"= c@x ;" },
        { "\"a\\\"\": c@x\n", "\"a\\\"\"= c@x ;" },
        { "a: \"x, |y\" <b@x>\n", "a= \"x, |y\" <b@x> ;" },
        { "a: \"/y\"@x, b/c@x, c|d@x\n", "a= \"/y\"@x, b/c@x, c|d@x ;" },
        { "a: \"open, |x\n", "a= \"open, |x ;" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        mw_buffer *out = suite_buffer();

        must(read_text(FILES[i].text, strlen(FILES[i].text), out));
        assert_string_equal(mw_buffer_text(out), FILES[i].entries);
    }
}

static void names_the_line_of_what_is_no_address(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } FILES[] = {
        { "a: |cat", "aliases:1: a program: |cat" },
        { "a: b@x, \"| cat\"", "aliases:1: a program: \"| cat\"" },
        { "#\na: b@x,\n\n /tmp/x", "aliases:4: a file: /tmp/x" },
        { "a: b@x\nc:\td@x ,:include:/x",
          "aliases:2: a list in a file: :include:/x" },
        { "a:\n\nb: c@x", "aliases:1: a: stands for nobody" },
        { "a\n", "aliases:1: is no entry, \"name: address, ...\"" },
        { "\"a: b@x\n", "aliases:1: is no entry, \"name: address, ...\"" },
        { " a: b@x\n", "aliases:1: is no entry, \"name: address, ...\"" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        must_fail(
            read_text(FILES[i].text, strlen(FILES[i].text), suite_buffer()),
            MW_E_DATA);
        assert_non_null(strstr(suite_error.message, FILES[i].message));
    }
}

static void refuses_what_is_no_text(void **state)
{
    (void)state;
    must_fail(read_text("a: b@x\0\n", 8, suite_buffer()), MW_E_DATA);
    must_fail(aliases_read(suite_context(), "/nonexistent", show,
                           suite_buffer(), &suite_error),
              MW_E_NO_INPUT);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_entries_comments_and_continued_lines),
    cmocka_unit_test(names_the_line_of_what_is_no_address),
    cmocka_unit_test(refuses_what_is_no_text),
};

SUITE_MAIN(TESTS)
