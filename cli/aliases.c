/* SPDX-License-Identifier: MIT */

/*
 * aliases(5) as Sendmail and Postfix read it: lines that are empty or
 * comments count for nothing, in the middle of an entry too. What is an
 * address is the library's business.
 */

#include "config.h"

#include "aliases.h"

#include "fail.h"
#include "input.h"
#include "lines.h"

#include <stdbool.h>
#include <string.h>

/* What the entries go through. */
typedef struct reading {
    const char *path;
    lines left;
    size_t line;   /* of the entry */
    mw_sink *name; /* each ends with NUL */
    mw_sink *list;
    alias_function take;
    void *user;
} reading;

static size_t blank_size(const char *text, size_t size)
{
    size_t blank = 0;

    while (blank < size && (text[blank] == ' ' || text[blank] == '\t'))
        blank++;
    return blank;
}

/* Takes the lines that count for nothing. */
static void skip(lines *left)
{
    while (left->size > 0) {
        lines ahead = *left;
        size_t size;
        const char *line = lines_take(&ahead, &size);
        const size_t blank = blank_size(line, size);

        if (blank < size && line[blank] != '#')
            return;
        *left = ahead;
    }
}

/* The octets of a quoted string at TEXT, or 0 where it has no end. */
static size_t quoted_size(const char *text, size_t size)
{
    for (size_t at = 1; at < size; at++) {
        if (text[at] == '\\')
            at++;
        else if (text[at] == '"')
            return at + 1;
    }
    return 0;
}

/* The octets before the colon, or SIZE where there is none. */
static size_t name_size(const char *line, size_t size)
{
    const bool quoted = line[0] == '"';
    size_t end = quoted ? quoted_size(line, size) : 0;

    if (quoted && end == 0)
        return size;
    while (end < size && line[end] != ':')
        end++;
    return end;
}

/* What SIZE octets at TEXT begin with, if that is no address. */
static const char *other_target(const char *text, size_t size)
{
    static const char INCLUDE[] = ":include:";
    const bool quoted = size > 1 && text[0] == '"';
    const char first = size > 0 ? text[quoted] : '\0';

    if (size >= sizeof INCLUDE - 1 &&
        !memcmp(text, INCLUDE, sizeof INCLUDE - 1))
        return "a list in a file";
    if (quoted) {
        const size_t end = quoted_size(text, size);

        if (end > 0 && end < size && text[end] == '@')
            return NULL;
    }
    return first == '|' ? "a program" : first == '/' ? "a file" : NULL;
}

/* Refuses what is no address, in a line of a list. What is wrong with a
 * quoted string that has no end is told by the library. */
static mw_status check_targets(const char *text, size_t size, mw_error *error)
{
    bool starts = true;

    for (size_t at = 0; at < size; at++) {
        const char *what = NULL;

        if (blank_size(text + at, 1) > 0)
            continue;
        if (starts)
            what = other_target(text + at, size - at);
        if (what != NULL) {
            fail(error, MW_E_DATA, "%s: %.*s", what,
                 (int)(size - at < 80 ? size - at : 80), text + at);
            fail_hint(error, "an alias stands for addresses only");
            return MW_E_DATA;
        }
        starts = text[at] == ',';
        if (text[at] == '"') {
            const size_t quoted = quoted_size(text + at, size - at);

            if (quoted == 0)
                break;
            at += quoted - 1;
        }
    }
    return MW_OK;
}

/* Adds what a line says to the list. */
static mw_status add_to_list(reading *self, const char *text, size_t size,
                             mw_error *error)
{
    mw_status status = check_targets(text, size, error);

    if (status == MW_OK)
        status = mw_sink_write(self->list, text, size, error);
    return status == MW_OK ? mw_sink_write(self->list, " ", 1, error) : status;
}

static mw_status begin_entry(reading *self, const char *line, size_t size,
                             mw_error *error)
{
    const size_t end = name_size(line, size);
    mw_status status;

    if (blank_size(line, 1) > 0 || end == size)
        return fail(error, MW_E_DATA, "is no entry, \"name: address, ...\"");
    status = mw_sink_write(self->name, line, end, error);
    if (status == MW_OK)
        status = mw_sink_write(self->name, "", 1, error);
    if (status != MW_OK)
        return status;
    return add_to_list(self, line + end + 1, size - end - 1, error);
}

/* Reads an entry up to the next one. */
static mw_status gather_entry(reading *self, mw_error *error)
{
    size_t size;
    const char *line = lines_take(&self->left, &size);
    mw_status status = begin_entry(self, line, size, error);

    skip(&self->left);
    while (status == MW_OK && lines_is_continued(&self->left)) {
        self->line = self->left.number;
        line = lines_take(&self->left, &size);
        status = add_to_list(self, line, size, error);
        skip(&self->left);
    }
    return status == MW_OK ? mw_sink_write(self->list, "", 1, error) : status;
}

static mw_status tell_entry(const reading *self, mw_error *error)
{
    size_t size;
    const char *name = mw_sink_memory(self->name, &size);
    const char *list = mw_sink_memory(self->list, &size);

    if (blank_size(list, size) + 1 == size)
        return fail(error, MW_E_DATA, "%.200s: stands for nobody", name);
    return self->take(self->user, name, list, error);
}

static mw_status read_entry(mw_context *context, reading *self, mw_error *error)
{
    const size_t first = self->left.number;
    mw_status status;

    self->line = first;
    status = mw_sink_new_memory(context, &self->name, error);
    if (status != MW_OK)
        return status;
    status = mw_sink_new_memory(context, &self->list, error);
    if (status == MW_OK) {
        status = gather_entry(self, error);
        if (status == MW_OK) {
            self->line = first;
            status = tell_entry(self, error);
        }
        mw_sink_free(self->list);
    }
    mw_sink_free(self->name);
    return status;
}

/* The file's fault, wherever it was found. */
static mw_status blame_line(const reading *self, mw_error *error)
{
    if (error->status == MW_E_SYNTAX || error->status == MW_E_RANGE)
        error->status = MW_E_DATA;
    fail_blame_line(error, self->path, self->line);
    return error->status;
}

static mw_status read_entries(mw_context *context, reading *self,
                              mw_error *error)
{
    mw_status status = MW_OK;

    if (memchr(self->left.next, '\0', self->left.size) != NULL)
        return fail(error, MW_E_DATA, "%.200s: is no file of aliases",
                    self->path);
    skip(&self->left);
    while (status == MW_OK && self->left.size > 0) {
        status = read_entry(context, self, error);
        if (status != MW_OK)
            status = blame_line(self, error);
    }
    return status;
}

mw_status aliases_read(mw_context *context, const char *path,
                       alias_function take, void *user, mw_error *error)
{
    reading self = { .path = path, .take = take, .user = user };
    mw_sink *content;
    int fd;
    mw_status status = input_open(path, true, &fd, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_new_memory(context, &content, error);
    if (status == MW_OK) {
        status = input_copy(fd, path, content, error);
        self.left.next = mw_sink_memory(content, &self.left.size);
        self.left.number = 1;
        if (status == MW_OK && self.left.size > 0)
            status = read_entries(context, &self, error);
        mw_sink_free(content);
    }
    input_close(path, fd);
    return status;
}
