/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "message/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void end_reader(void *thing)
{
    mw_reader_close(thing);
    free(thing);
}

static mw_reader *open_reader(mw_source *source)
{
    mw_reader *reader = calloc(1, sizeof *reader);

    assert_non_null(reader);
    reader->descriptor = -1;
    suite_defer(end_reader, reader);
    must(mw_source_prepare(source, &suite_error));
    must(mw_reader_open(reader, source, &suite_error));
    return reader;
}

static mw_source *file_source(const char *path)
{
    mw_source *source = NULL;

    must(mw_source_new_file(suite_message(suite_context()), path, &source,
                            &suite_error));
    return source;
}

/* Reads in pieces of PIECE octets until the end, and sees TEXT. */
static void assert_reads(mw_reader *reader, size_t piece, const char *text)
{
    uint8_t seen[256];
    size_t size = 0, got = 1;

    while (got > 0) {
        assert_true(size + piece <= sizeof seen);
        must(mw_reader_read(reader, seen + size, piece, &got, &suite_error));
        assert_true(got <= piece);
        size += got;
    }
    assert_bytes(((mw_bytes){ seen, size }), text);
    must(mw_reader_read(reader, seen, piece, &got, &suite_error));
    assert_int_equal(got, 0);
}

static void end_descriptor(void *thing)
{
    close((int)(intptr_t)thing);
}

static int writing_to(const char *path)
{
    const int descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);

    assert_true(descriptor >= 0);
    suite_defer(end_descriptor, (void *)(intptr_t)descriptor);
    return descriptor;
}

static void reads_a_file_in_pieces_of_any_size(void **state)
{
    mw_source *source = file_source(suite_file("file", "some octets", 11));

    (void)state;
    for (size_t piece = 1; piece < 13; piece++)
        assert_reads(open_reader(source), piece, "some octets");
}

static void gives_two_readers_of_one_descriptor_the_same(void **state)
{
    const char *path = suite_file("file", "some octets", 11);
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    mw_source *source = NULL;
    mw_reader *first, *second;
    uint8_t seen[5];
    size_t got;

    (void)state;
    assert_true(descriptor >= 0);
    suite_defer(end_descriptor, (void *)(intptr_t)descriptor);
    must(mw_source_new_descriptor(suite_message(suite_context()), descriptor,
                                  "standard input", &source, &suite_error));
    first = open_reader(source);
    second = open_reader(source);
    must(mw_reader_read(first, seen, 5, &got, &suite_error));
    assert_bytes(((mw_bytes){ seen, got }), "some ");
    assert_reads(second, 4, "some octets");
    assert_reads(first, 4, "octets");
}

/* T21 */
static void sees_a_file_that_shrinks_while_it_is_read(void **state)
{
    const char *path = suite_file("file", "some octets", 11);
    mw_reader *reader = open_reader(file_source(path));
    uint8_t seen[16];
    size_t got;

    (void)state;
    must(mw_reader_read(reader, seen, 4, &got, &suite_error));
    assert_int_equal(ftruncate(writing_to(path), 4), 0);
    must_fail(mw_reader_read(reader, seen, 16, &got, &suite_error),
              MW_E_CHANGED);
    assert_non_null(strstr(suite_error.message, "file: is shorter than it "
                                                "was"));
}

/* T21 */
static void sees_a_file_that_grows_while_it_is_read(void **state)
{
    const char *path = suite_file("file", "some octets", 11);
    mw_reader *reader = open_reader(file_source(path));
    uint8_t seen[16];
    size_t got;

    (void)state;
    must(mw_reader_read(reader, seen, 16, &got, &suite_error));
    assert_int_equal(got, 11);
    assert_int_equal(write(writing_to(path), "!", 1), 1);
    must_fail(mw_reader_read(reader, seen, 16, &got, &suite_error),
              MW_E_CHANGED);
    assert_non_null(strstr(suite_error.message, "file: is longer than it "
                                                "was"));
}

/* T21 */
static void sees_another_file_in_its_place(void **state)
{
    const char *path = suite_file("file", "some octets", 11);
    const char *other = suite_file("other", "same length", 11);
    mw_source *source = file_source(path);
    mw_reader reader;

    (void)state;
    must(mw_source_prepare(source, &suite_error));
    assert_int_equal(rename(other, path), 0);
    must_fail(mw_reader_open(&reader, source, &suite_error), MW_E_CHANGED);
    assert_non_null(
        strstr(suite_error.message, "file: is another file than it was"));
}

/* Gives COUNT octets, "0123..." by their offset, whatever was promised. */
static mw_status give_at(void *user, uint64_t offset, void *buffer, size_t size,
                         size_t *got, mw_error *error)
{
    const uint64_t count = *(const uint64_t *)user;

    (void)error;
    *got = 0;
    if (offset > count)
        return MW_E_READ;
    while (*got < size && *got < 3 && offset + *got < count) {
        ((char *)buffer)[*got] = (char)('0' + offset + *got);
        ++*got;
    }
    return MW_OK;
}

static mw_reader *callback_reader(uint64_t *count, uint64_t promised)
{
    mw_source *source = NULL;

    must(mw_source_new_callback_at(suite_message(suite_context()), promised,
                                   give_at, count, NULL, &source,
                                   &suite_error));
    return open_reader(source);
}

static void reads_a_callback_that_gives_what_it_promised(void **state)
{
    uint64_t count = 7;

    (void)state;
    assert_reads(callback_reader(&count, 7), 5, "0123456");
}

static void refuses_a_callback_that_gives_more_or_less(void **state)
{
    uint64_t count = 3;
    uint8_t seen[8];
    size_t got;
    mw_reader *reader = callback_reader(&count, 4);

    (void)state;
    must(mw_reader_read(reader, seen, 8, &got, &suite_error));
    must_fail(mw_reader_read(reader, seen, 8, &got, &suite_error),
              MW_E_CHANGED);
    assert_string_equal(suite_error.message,
                        "callback: is shorter than it was");
    reader = callback_reader(&count, 2);
    must(mw_reader_read(reader, seen, 8, &got, &suite_error));
    assert_int_equal(got, 2);
    must_fail(mw_reader_read(reader, seen, 8, &got, &suite_error),
              MW_E_CHANGED);
    assert_string_equal(suite_error.message, "callback: is longer than it was");
}

static void refuses_a_source_that_was_not_prepared(void **state)
{
    mw_source *source = file_source("/dev/null");
    mw_reader reader;

    (void)state;
    must_fail(mw_reader_open(&reader, source, &suite_error), MW_E_INTERNAL);
}

/* So that 10,000 attachments need no 10,000 descriptors. */
static void keeps_no_descriptor_of_a_prepared_file(void **state)
{
    mw_source *source = file_source(suite_file("file", "abc", 3));
    const int before = dup(0);
    int after;

    (void)state;
    close(before);
    must(mw_source_prepare(source, &suite_error));
    after = dup(0);
    close(after);
    assert_int_equal(after, before);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_a_file_in_pieces_of_any_size),
    cmocka_unit_test(gives_two_readers_of_one_descriptor_the_same),
    cmocka_unit_test(sees_a_file_that_shrinks_while_it_is_read),
    cmocka_unit_test(sees_a_file_that_grows_while_it_is_read),
    cmocka_unit_test(sees_another_file_in_its_place),
    cmocka_unit_test(reads_a_callback_that_gives_what_it_promised),
    cmocka_unit_test(refuses_a_callback_that_gives_more_or_less),
    cmocka_unit_test(refuses_a_source_that_was_not_prepared),
    cmocka_unit_test(keeps_no_descriptor_of_a_prepared_file),
};

SUITE_MAIN(TESTS)
