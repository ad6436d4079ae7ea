/* SPDX-License-Identifier: MIT */

/*
 * A file is read whole and cut where it lies, so that sections, keys and
 * values are pointers into it. What the keys mean is others' business; but
 * a URL can hold a password, so it is in private memory.
 */

#include "config.h"

#include "config_file.h"

#include "ascii_case.h"
#include "fail.h"
#include "input.h"
#include "nearest.h"
#include "private_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_LIMIT = 1 << 20 };

static mw_status read_text(config_file *file, int fd, mw_error *error)
{
    struct stat about;
    size_t got = 1;
    mw_status status = MW_OK;

    if (fstat(fd, &about) != 0)
        return fail_errno(error, MW_E_NO_INPUT, file->path);
    file->is_public = (about.st_mode & S_IROTH) != 0;
    file->text = private_memory_new(FILE_LIMIT + 1);
    if (file->text == NULL)
        return fail_memory(error);
    while (status == MW_OK && got > 0 && file->size < FILE_LIMIT) {
        status = input_read(fd, file->path, file->text + file->size,
                            FILE_LIMIT - file->size, &got, error);
        if (status == MW_OK)
            file->size += got;
    }
    if (status != MW_OK)
        return status;
    file->text[file->size] = '\0';
    if (file->size == FILE_LIMIT || strlen(file->text) != file->size)
        return fail(error, MW_E_DATA, "%.200s: is no configuration",
                    file->path);
    return MW_OK;
}

static bool is_blank(char octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r';
}

/* Ends TEXT before the white space at its end, and gives its start. */
static char *trim(char *text)
{
    size_t size;

    while (is_blank(*text))
        text++;
    size = strlen(text);
    while (size > 0 && is_blank(text[size - 1]))
        size--;
    text[size] = '\0';
    return text;
}

static bool is_section(const char *name)
{
    return !strcmp(name, "default") || !strncmp(name, "account ", 8);
}

/* The NAME of a section is most likely that of an account, or near one. */
static mw_status refuse_section(const char *name, mw_error *error)
{
    const size_t size = strcspn(name, " ");
    nearest best = nearest_start(name, size);

    fail(error, MW_E_DATA, "[%.80s]: no such section", name);
    nearest_offer(&best, "default");
    nearest_offer(&best, "account");
    if (ascii_case_equal(name, "default") ||
        (best.name != NULL && !strcmp(best.name, "default")))
        fail_hint(error, "did you mean [default]?");
    else if (name[size] == ' ' &&
             (best.name != NULL || ascii_case_starts(name, "account ")))
        fail_hint(error, "did you mean [account %.80s]?",
                  name + size + strspn(name + size, " "));
    else if (name[0] == '\0' || best.name != NULL)
        fail_hint(error, "a section is [default] or [account NAME]");
    else
        fail_hint(error, "did you mean [account %.80s]?", name);
    return MW_E_DATA;
}

/* What a line that is nothing is cannot be shown: it may hold a secret. */
static mw_status refuse_line(mw_error *error)
{
    fail(error, MW_E_DATA, "is neither a section nor a key");
    fail_hint(error, "a line is KEY = VALUE, [default] or [account NAME]");
    return MW_E_DATA;
}

/* Stores in *NAME that of the section in TEXT, "[NAME]". */
static mw_status cut_section(char *text, const char **name, mw_error *error)
{
    const size_t size = strlen(text);

    if (text[size - 1] != ']')
        return refuse_line(error);
    text[size - 1] = '\0';
    *name = trim(text + 1);
    return is_section(*name) ? MW_OK : refuse_section(*name, error);
}

/* Cuts TEXT, which is not empty, into LINE. */
static mw_status cut_line(char *text, config_line *line, mw_error *error)
{
    char *equals;

    if (*text == '[')
        return cut_section(text, &line->section, error);
    equals = strchr(text, '=');
    if (equals == NULL)
        return refuse_line(error);
    *equals = '\0';
    line->key = trim(text);
    line->value = trim(equals + 1);
    return MW_OK;
}

static mw_status cut_text(config_file *file, mw_error *error)
{
    char *next = file->text;
    config_line line = { .section = "default" };

    while (next != NULL) {
        char *text = next;

        next = strchr(text, '\n');
        if (next != NULL)
            *next++ = '\0';
        line.number++;
        line.key = NULL;
        text = trim(text);
        if (*text == '\0' || *text == '#')
            continue;
        if (cut_line(text, &line, error) != MW_OK) {
            fail_blame_line(error, file->path, line.number);
            return MW_E_DATA;
        }
        file->lines[file->line_count++] = line;
    }
    return MW_OK;
}

static mw_status cut_lines(config_file *file, mw_error *error)
{
    size_t count = 1;

    for (size_t i = 0; i < file->size; i++)
        count += file->text[i] == '\n';
    file->lines = calloc(count, sizeof *file->lines);
    if (file->lines == NULL)
        return fail_memory(error);
    return cut_text(file, error);
}

mw_status config_file_read(config_file *file, bool named, mw_error *error)
{
    const int fd =
        file->path[0] != '\0' ? open(file->path, O_RDONLY | O_CLOEXEC) : -1;
    mw_status status;

    if (fd < 0 && !named &&
        (file->path[0] == '\0' || errno == ENOENT || errno == ENOTDIR))
        return MW_OK;
    if (fd < 0)
        return fail_errno(error, MW_E_NO_INPUT, file->path);
    status = read_text(file, fd, error);
    (void)close(fd);
    return status == MW_OK ? cut_lines(file, error) : status;
}

void config_file_end(config_file *file)
{
    free(file->lines);
    private_memory_free(file->text, FILE_LIMIT + 1);
}
