/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "mbox_lines.h"

#include <string.h>

static void end_lines(void *thing)
{
    mbox_lines_end(thing);
    *(mbox_lines *)thing = mbox_lines_start();
}

static mw_status look(mbox_lines *lines, const char *text, size_t piece)
{
    size_t left = strlen(text);
    mw_status status = MW_OK;

    *lines = mbox_lines_start();
    while (left > 0 && status == MW_OK) {
        const size_t size = piece < left ? piece : left;

        status = mbox_lines_add(lines, text, size, &suite_error);
        text += size;
        left -= size;
    }
    return status == MW_OK ? mbox_lines_finish(lines, &suite_error) : status;
}

/* Appends the message of EXTENT to OUT, read in pieces of SIZE octets. */
static void gather(const mbox_extent *extent, const char *text, size_t size,
                   mw_buffer *out)
{
    const uint64_t whole = mbox_extent_size(extent);
    uint64_t place;

    for (uint64_t offset = 0; offset < whole;) {
        uint64_t got = mbox_extent_find(extent, offset, &place);

        assert_true(got > 0);
        if (got > size)
            got = size;
        must(mw_buffer_append(out, text + place, (size_t)got, &suite_error));
        offset += got;
    }
    assert_int_equal(mbox_extent_find(extent, whole, &place), 0);
}

/* Messages are shown with "|" behind each. */
static const struct {
    const char *mbox, *messages;
} MBOXES[] = {
    { "", "" },
    { "\n\n", "" },
    { "From a\nA: b\n\ntext\n\n", "A: b\n\ntext\n|" },
    { "From a\nA: b\n\ntext\n", "A: b\n\ntext\n|" },
    { "From a\nA: b\n\ntext", "A: b\n\ntext|" },
    { "From a\nA: b\n\nx\n\n\n\nFrom b\nC: d\n\n", "A: b\n\nx\n\n\n|C: d\n|" },
    { "From a\r\nA: b\r\n\r\nx\r\n\r\nFrom b\r\nC: d\r\n\r\n",
      "A: b\r\n\r\nx\r\n|C: d\r\n|" },
    { "From a\n\nFrom b\n\nFrom c", "|||" },
    { "From a\nx\nFrom b\n\rFrom c\n", "x\nFrom b\n\rFrom c\n|" },
    { "From a\n>From b\n>>From c\n>From\n> From\nx>From d\n\n",
      "From b\n>From c\n>From\n> From\nx>From d\n|" },
    { "From a\n>>From b\n\nFrom c\n>From d\n>From e",
      ">From b\n|From d\nFrom e|" },
    { "\nFrom a\nx", "x|" },
    { "From a\nx\n\nFrom", "x\n\nFrom|" },
};

static void finds_the_messages_however_they_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof MBOXES / sizeof MBOXES[0]; i++)
        for (size_t size = 1; size < 8; size++) {
            mw_buffer *out = suite_buffer();
            static mbox_lines lines;

            suite_defer(end_lines, &lines);
            must(look(&lines, MBOXES[i].mbox, size));
            for (size_t k = 0; k < lines.count; k++) {
                gather(&lines.extents[k], MBOXES[i].mbox, size, out);
                must(mw_buffer_append_octet(out, '|', &suite_error));
            }
            assert_bytes(mw_buffer_bytes(out), MBOXES[i].messages);
            end_lines(&lines);
        }
}

static void refuses_what_begins_with_no_message(void **state)
{
    static const char *const TEXTS[] = {
        "x", "x\n", "A: b\n\nFrom a\n", ">From a\n", "\nFrom: a\n", "Fro"
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        mbox_lines lines;
        const mw_status status = look(&lines, TEXTS[i], 3);

        mbox_lines_end(&lines);
        must_fail(status, MW_E_DATA);
        assert_non_null(strstr(suite_error.message, "no mbox"));
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_the_messages_however_they_are_read),
    cmocka_unit_test(refuses_what_begins_with_no_message),
};

SUITE_MAIN(TESTS)
