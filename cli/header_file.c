/* SPDX-License-Identifier: MIT */

/*
 * --header-file: fields from a file, as they stand in a message (RFC 5322,
 * section 2.2.3), each then treated as by -H. What is wrong in it is the
 * data's fault, not the caller's, and is told with its line.
 */

#include "config.h"

#include "compose_fields.h"
#include "compose_parts.h"

#include "fail.h"
#include "input.h"
#include "lines.h"

#include <stdio.h>
#include <string.h>

/* Writes the next field to UNFOLDED; its line ends are left out. */
static mw_status take_field(lines *left, mw_sink *unfolded, mw_error *error)
{
    mw_status status;

    do {
        size_t size;
        const char *line = lines_take(left, &size);

        status = mw_sink_write(unfolded, line, size, error);
    } while (status == MW_OK && lines_is_continued(left));
    return status;
}

/* The caller did not write what a file holds. */
static mw_status blame_file(mw_error *error, const char *name, size_t line)
{
    char place[240];

    if (error->status == MW_E_SYNTAX || error->status == MW_E_RANGE ||
        error->status == MW_E_CHARSET)
        error->status = MW_E_DATA;
    (void)snprintf(place, sizeof place, "%.200s:%zu", name, line);
    fail_blame(error, place);
    return error->status;
}

static mw_status add_field(compose *state, const char *name, lines *left,
                           mw_error *error)
{
    const size_t line = left->number;
    mw_sink *unfolded;
    size_t size;
    const char *text;
    mw_status status = mw_sink_new_memory(state->context, &unfolded, error);

    if (status != MW_OK)
        return status;
    status = take_field(left, unfolded, error);
    text = mw_sink_memory(unfolded, &size);
    if (status == MW_OK) {
        status = compose_add_header(state, "field", text, size, error);
        if (status != MW_OK)
            status = blame_file(error, name, line);
    }
    mw_sink_free(unfolded);
    return status;
}

static bool is_at_empty_line(const lines *left)
{
    lines ahead = *left;
    size_t size = 1;

    if (ahead.size > 0)
        (void)lines_take(&ahead, &size);
    return size == 0;
}

static void drop_mark(lines *left)
{
    static const char MARK[] = "\xef\xbb\xbf";

    if (left->size < 3 || memcmp(left->next, MARK, 3) != 0)
        return;
    left->next += 3;
    left->size -= 3;
}

static mw_status add_fields(compose *state, const char *name,
                            const mw_sink *content, mw_error *error)
{
    lines left = { .number = 1 };
    mw_status status = MW_OK;

    left.next = mw_sink_memory(content, &left.size);
    drop_mark(&left);
    while (status == MW_OK && left.size > 0 && !is_at_empty_line(&left))
        status = add_field(state, name, &left, error);
    while (status == MW_OK && is_at_empty_line(&left)) {
        size_t size;

        (void)lines_take(&left, &size);
    }
    if (status != MW_OK || left.size == 0)
        return status;
    fail(error, MW_E_DATA, "%.200s:%zu: text behind an empty line", name,
         left.number);
    fail_hint(error, "a header file has no body");
    return MW_E_DATA;
}

mw_status compose_take_header_file(void *state, const option_use *use,
                                   mw_error *error)
{
    compose *self = state;
    const char *name = input_name(use->value);
    mw_sink *content;
    int fd;
    mw_status status = compose_claim(self, use->value, error);

    if (status == MW_OK)
        status = input_open(use->value, self->allow_special, &fd, error);
    if (status != MW_OK)
        return status;
    status = mw_sink_new_memory(self->context, &content, error);
    if (status == MW_OK) {
        status = input_copy(fd, name, content, error);
        if (status == MW_OK)
            status = add_fields(self, name, content, error);
        mw_sink_free(content);
    }
    input_close(use->value, fd);
    return status;
}
