/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "write/mailbox_text.h"

static mw_status gather(void *user, mw_bytes bytes, mw_error *error)
{
    assert_true(bytes.size > 0);
    return mw_buffer_append_bytes(user, bytes, error);
}

/* Hands TEXT on in pieces of SIZE octets. */
static mw_buffer *pass(bool is_mbox, mw_bytes text, size_t size)
{
    mw_buffer *out = suite_buffer();
    static mw_mailbox_text pass;

    mw_mailbox_text_start(&pass, is_mbox, gather, out);
    while (text.size > 0) {
        const mw_bytes piece = { text.data,
                                 size < text.size ? size : text.size };

        must(mw_mailbox_text_add(&pass, piece, &suite_error));
        mw_bytes_skip(&text, piece.size);
    }
    must(mw_mailbox_text_finish(&pass, &suite_error));
    return out;
}

static const struct {
    const char *given, *in_maildir, *in_mbox;
} TEXTS[] = {
    { "", "", "\n\n" },
    { "A: b\r\n\r\ntext\r\n", "A: b\n\ntext\n", "A: b\n\ntext\n\n" },
    { "A: b\n\ntext\n", "A: b\n\ntext\n", "A: b\n\ntext\n\n" },
    { "no end", "no end", "no end\n\n" },
    { "a\rb\r\r\nc\r", "a\rb\r\nc\r", "a\rb\r\nc\r\n\n" },
    { "From x\r\n", "From x\n", ">From x\n\n" },
    { "\nFrom x\n>From y\n>>From \n", "\nFrom x\n>From y\n>>From \n",
      "\n>From x\n>>From y\n>>>From \n\n" },
    { " From x\nFrom: y\nfrom z\n>>Frog\n>\n",
      " From x\nFrom: y\nfrom z\n>>Frog\n>\n",
      " From x\nFrom: y\nfrom z\n>>Frog\n>\n\n" },
    { "From", "From", "From\n\n" },
    { "\n\nFrom ", "\n\nFrom ", "\n\n>From \n\n" },
    { ">From", ">From", ">From\n\n" },
    { "F\nFr\nFro\nFrom\n\rFrom x", "F\nFr\nFro\nFrom\n\rFrom x",
      "F\nFr\nFro\nFrom\n\rFrom x\n\n" },
    { "Fr\r\nom x\nFrom\r\n x", "Fr\nom x\nFrom\n x",
      "Fr\nom x\nFrom\n x\n\n" },
};

static void quotes_and_ends_lines_wherever_the_pieces_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        for (size_t size = 1; size < 9; size++) {
            const mw_bytes given = mw_bytes_of(TEXTS[i].given);

            assert_bytes(mw_buffer_bytes(pass(false, given, size)),
                         TEXTS[i].in_maildir);
            assert_bytes(mw_buffer_bytes(pass(true, given, size)),
                         TEXTS[i].in_mbox);
        }
}

static void passes_on_more_than_its_room(void **state)
{
    static uint8_t much[3 * MW_MAILBOX_ROOM + 7];
    const mw_buffer *out;

    (void)state;
    memset(much, '>', sizeof much);
    out = pass(true, (mw_bytes){ much, sizeof much }, sizeof much);
    assert_int_equal(out->size, sizeof much + 2);
    assert_memory_equal(out->data, much, sizeof much);
    assert_memory_equal(out->data + sizeof much, "\n\n", 2);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(quotes_and_ends_lines_wherever_the_pieces_end),
    cmocka_unit_test(passes_on_more_than_its_room),
};

SUITE_MAIN(TESTS)
