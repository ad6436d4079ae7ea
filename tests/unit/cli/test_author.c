/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "author.h"

#include <stdlib.h>

/* Who the message of SIZE octets at TEXT is from. */
static const char *author_of(const char *text, size_t size)
{
    mw_message *holder = suite_message(suite_context());
    mw_source *source = NULL;
    char *address = NULL;

    must(mw_source_new_memory(holder, text, size, &source, &suite_error));
    must(author_read(suite_context(), source, &address, &suite_error));
    suite_defer(free, address);
    return address;
}

/* C015 */
static void finds_the_first_of_the_newest_block_or_of_from(void **state)
{
    static const struct {
        const char *header;
        const char *address;
    } MESSAGES[] = {
        { "", "" },
        { "To: b@x.test\n", "" },
        { "From: a@x.test", "a@x.test" },
        { "from : A (c) <a@X.test>,\r\n b@x.test\r\nFrom: c@x.test\r\n",
          "a@X.test" },
        { "From a@x.test Mon Jan  5 10:00:00 2026\nFrom: b@x.test\n",
          "b@x.test" },
        { "From: (\nSender: b@x.test\n", "" },
        { "From: \xff <a@x.test>\n", "" },
        { "From: root\n", "" },
        { "From: G:;\n", "" },
        { "From: a@x.test\nResent-To: t@x.test\nResent-From: r@x.test\n"
          "Resent-Date: x\nResent-From: s@x.test\n",
          "r@x.test" },
        { "Resent-To: t@x.test\nResent-To: u@x.test\nResent-From: r@x.test\n"
          "From: a@x.test\n",
          "a@x.test" },
        { "Resent-To: t@x.test\nReceived: x\nResent-From: r@x.test\n"
          "From: a@x.test\n",
          "a@x.test" },
        { "Received: x\nResent-To: t@x.test\nX-Y: z\nResent-From: r@x.test\n"
          "From: a@x.test\n",
          "r@x.test" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof MESSAGES / sizeof MESSAGES[0]; i++) {
        mw_buffer *text = suite_buffer();

        must(mw_buffer_append_text(text, MESSAGES[i].header, &suite_error));
        assert_string_equal(author_of((const char *)text->data, text->size),
                            MESSAGES[i].address);
        must(mw_buffer_append_text(text, "\nFrom: body@x.test\n\n",
                                   &suite_error));
        if (i > 2)
            assert_string_equal(author_of((const char *)text->data, text->size),
                                MESSAGES[i].address);
    }
}

/* A message without an end, which counts what is read of it. */
static mw_status read_endless(void *user, uint64_t offset, void *buffer,
                              size_t size, size_t *got, mw_error *error)
{
    static const char HEADER[] = "From: a@x.test\n\n";

    (void)error;
    *(uint64_t *)user += size;
    memset(buffer, 'x', size);
    for (size_t i = 0; i < size && offset + i < sizeof HEADER - 1; i++)
        ((char *)buffer)[i] = HEADER[offset + i];
    *got = size;
    return MW_OK;
}

static void reads_no_more_than_the_header(void **state)
{
    uint64_t octets = 0;
    mw_source *source = NULL;
    char *address = NULL;

    (void)state;
    must(mw_source_new_callback_at(suite_message(suite_context()),
                                   UINT64_C(1) << 50, read_endless, &octets,
                                   NULL, &source, &suite_error));
    must(author_read(suite_context(), source, &address, &suite_error));
    suite_defer(free, address);
    assert_string_equal(address, "a@x.test");
    assert_in_range(octets, 1, 1 << 20);
}

static void fails_as_the_source_does(void **state)
{
    mw_source *source = NULL;
    char *address = NULL;

    (void)state;
    must(mw_source_new_file(suite_message(suite_context()), "/nowhere/at all",
                            &source, &suite_error));
    must_fail(author_read(suite_context(), source, &address, &suite_error),
              MW_E_NO_INPUT);
    assert_null(address);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_the_first_of_the_newest_block_or_of_from),
    cmocka_unit_test(reads_no_more_than_the_header),
    cmocka_unit_test(fails_as_the_source_does),
};

SUITE_MAIN(TESTS)
