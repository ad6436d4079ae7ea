/* SPDX-License-Identifier: MIT */

/*
 * Standard input as sendmail(8) reads it: up to a line with a dot alone.
 */

#include "config.h"

#include "sendmail.h"

#include "fail.h"
#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DOT_ROOM = 65536 };

typedef struct dotted_input {
    char room[DOT_ROOM];
    size_t at; /* what is left of it is from here */
    size_t end;
    bool has_ended;
    bool in_line; /* not at the start of one */
} dotted_input;

static size_t left(const dotted_input *self)
{
    return self->end - self->at;
}

/* Makes sure that LEAST octets are there, or all that will come. */
static mw_status fill(dotted_input *self, size_t least, mw_error *error)
{
    mw_status status = MW_OK;

    while (status == MW_OK && left(self) < least && !self->has_ended) {
        size_t got = 0;

        memmove(self->room, self->room + self->at, left(self));
        self->end = left(self);
        self->at = 0;
        status =
            input_read(STDIN_FILENO, INPUT_STDIN_NAME, self->room + self->end,
                       DOT_ROOM - self->end, &got, error);
        self->end += got;
        self->has_ended |= status == MW_OK && got == 0;
    }
    return status;
}

/*
 * Stores whether a lone dot is next, which may lack its line's end. No more
 * is waited for than can tell: who writes may be waiting too.
 */
static mw_status look_for_dot(dotted_input *self, bool *found, mw_error *error)
{
    mw_status status = fill(self, 1, error);
    size_t end = 1; /* where the line's end would be */

    *found = false;
    if (status != MW_OK || self->in_line || left(self) == 0 ||
        self->room[self->at] != '.')
        return status;
    status = fill(self, 2, error);
    if (status == MW_OK && left(self) > 1 && self->room[self->at + 1] == '\r') {
        status = fill(self, 3, error);
        end = 2;
    }
    *found = left(self) <= end || self->room[self->at + end] == '\n';
    return status;
}

/* Takes the rest of a line, as far as it is there, SIZE octets at most. */
static size_t take(dotted_input *self, char *out, size_t size)
{
    const char *line = self->room + self->at;
    const size_t most = size < left(self) ? size : left(self);
    const char *end = memchr(line, '\n', most);
    const size_t taken = end != NULL ? (size_t)(end - line) + 1 : most;

    memcpy(out, line, taken);
    self->at += taken;
    self->in_line = end == NULL;
    return taken;
}

static mw_status read_dotted(void *user, void *buffer, size_t size, size_t *got,
                             mw_error *error)
{
    dotted_input *self = user;
    mw_status status = MW_OK;

    *got = 0;
    while (status == MW_OK && *got < size) {
        bool found;

        status = look_for_dot(self, &found, error);
        if (found) {
            self->has_ended = true;
            self->at = self->end;
        }
        if (status != MW_OK || left(self) == 0)
            break;
        *got += take(self, (char *)buffer + *got, size - *got);
    }
    return status;
}

static void release(void *user)
{
    free(user);
}

mw_status sendmail_make_source(const sendmail *self, mw_source **source,
                               mw_error *error)
{
    dotted_input *input;
    mw_status status;

    if (self->ignores_dots)
        return mw_source_new_descriptor(self->holder, STDIN_FILENO,
                                        INPUT_STDIN_NAME, source, error);
    input = calloc(1, sizeof *input);
    if (input == NULL)
        return fail_memory(error);
    status = mw_source_new_callback(self->holder, read_dotted, input, release,
                                    source, error);
    if (status != MW_OK) {
        free(input);
        return status;
    }
    return mw_source_set_name(*source, INPUT_STDIN_NAME, error);
}
