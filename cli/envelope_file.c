/* SPDX-License-Identifier: MIT */

/*
 * A reader of as much JSON (RFC 8259) as an envelope is: two keys, in any
 * order, with texts as their values. Anything else is refused, since an
 * envelope that is half understood loses recipients.
 */

#include "config.h"

#include "envelope_file.h"

#include "fail.h"
#include "input.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { ADDRESS_ROOM = 2048 };

typedef struct reader {
    const char *at;
    envelope_function take;
    void *user;
    char text[ADDRESS_ROOM];
} reader;

static void skip_space(reader *self)
{
    self->at += strspn(self->at, " \t\r\n");
}

/* Passes over OCTET, behind white space. */
static bool pass(reader *self, char octet)
{
    skip_space(self);
    if (*self->at != octet)
        return false;
    self->at++;
    return true;
}

static bool read_hex(reader *self, uint32_t *code)
{
    static const char DIGITS[] = "0123456789abcdef0123456789ABCDEF";

    *code = 0;
    for (int i = 0; i < 4; i++) {
        const char *digit =
            *self->at != '\0' ? strchr(DIGITS, *self->at) : NULL;

        if (digit == NULL)
            return false;
        *code = *code << 4 | ((uint32_t)(digit - DIGITS) & 15);
        self->at++;
    }
    return true;
}

/* What follows "\u", with the second half of a pair. */
static bool read_code(reader *self, uint32_t *code)
{
    uint32_t low;

    if (!read_hex(self, code) || *code == 0)
        return false;
    if (*code < 0xd800 || *code > 0xdfff)
        return true;
    if (*code > 0xdbff || strncmp(self->at, "\\u", 2) != 0)
        return false;
    self->at += 2;
    if (!read_hex(self, &low) || low < 0xdc00 || low > 0xdfff)
        return false;
    *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

/* Writes CODE to OUT in UTF-8; gives the octets. */
static size_t write_code(char *out, uint32_t code)
{
    static const unsigned char LEADS[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    const size_t size = code < 0x80      ? 1
                        : code < 0x800   ? 2
                        : code < 0x10000 ? 3
                                         : 4;

    if (size == 1) {
        out[0] = (char)code;
        return 1;
    }
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    out[0] = (char)(LEADS[size] | code);
    return size;
}

static bool read_escape(reader *self, size_t *filled)
{
    static const char LETTERS[] = "\"\\/bfnrt";
    static const char MEANT[] = "\"\\/\b\f\n\r\t";
    const char letter = *self->at++;
    const char *found = letter != '\0' ? strchr(LETTERS, letter) : NULL;
    uint32_t code;

    if (found != NULL) {
        self->text[(*filled)++] = MEANT[found - LETTERS];
        return true;
    }
    if (letter != 'u' || !read_code(self, &code))
        return false;
    *filled += write_code(self->text + *filled, code);
    return true;
}

/* Reads a text into TEXT. */
static bool read_text(reader *self)
{
    size_t filled = 0;

    if (!pass(self, '"'))
        return false;
    while (*self->at != '"') {
        if ((unsigned char)*self->at < ' ' || filled > ADDRESS_ROOM - 8)
            return false;
        if (*self->at != '\\') {
            self->text[filled++] = *self->at++;
            continue;
        }
        self->at++;
        if (!read_escape(self, &filled))
            return false;
    }
    self->at++;
    self->text[filled] = '\0';
    return true;
}

static mw_status fail_form(mw_error *error)
{
    return fail(error, MW_E_DATA,
                "is no {\"from\": \"...\", \"to\": [\"...\"]}");
}

static mw_status read_to(reader *self, mw_error *error)
{
    mw_status status = MW_OK;

    if (!pass(self, '['))
        return fail_form(error);
    do {
        if (!read_text(self))
            return fail_form(error);
        status = self->take(self->user, 0, self->text, error);
    } while (status == MW_OK && pass(self, ','));
    if (status == MW_OK && !pass(self, ']'))
        return fail_form(error);
    return status;
}

static mw_status read_member(reader *self, bool seen[2], mw_error *error)
{
    bool is_from;

    if (!read_text(self) || !pass(self, ':'))
        return fail_form(error);
    is_from = !strcmp(self->text, "from");
    if ((!is_from && strcmp(self->text, "to") != 0) || seen[is_from])
        return fail_form(error);
    seen[is_from] = true;
    if (!is_from)
        return read_to(self, error);
    if (!read_text(self))
        return fail_form(error);
    return self->take(self->user, 1, self->text, error);
}

static mw_status read_object(reader *self, mw_error *error)
{
    bool seen[2] = { false, false };
    mw_status status;

    if (!pass(self, '{'))
        return fail_form(error);
    do {
        status = read_member(self, seen, error);
    } while (status == MW_OK && pass(self, ','));
    if (status != MW_OK)
        return status;
    if (!pass(self, '}') || !seen[0] || !seen[1])
        return fail_form(error);
    skip_space(self);
    return *self->at == '\0' ? MW_OK : fail_form(error);
}

/* The content of PATH in memory, ended by NUL. */
static mw_status load(mw_context *context, const char *path, mw_sink **memory,
                      mw_error *error)
{
    int fd;
    mw_status status = mw_sink_new_memory(context, memory, error);

    if (status != MW_OK)
        return status;
    status = input_open(path, false, &fd, error);
    if (status == MW_OK) {
        status = input_copy(fd, input_name(path), *memory, error);
        input_close(path, fd);
    }
    if (status == MW_OK)
        status = mw_sink_write(*memory, "", 1, error);
    if (status != MW_OK)
        mw_sink_free(*memory);
    return status;
}

mw_status envelope_file_read(mw_context *context, const char *path,
                             envelope_function take, void *user,
                             mw_error *error)
{
    reader self = { .take = take, .user = user };
    mw_sink *memory;
    size_t size;
    mw_status status = load(context, path, &memory, error);

    if (status != MW_OK)
        return status;
    self.at = mw_sink_memory(memory, &size);
    status = strlen(self.at) == size - 1 ? read_object(&self, error)
                                         : fail_form(error);
    if (status != MW_OK)
        fail_blame(error, path);
    mw_sink_free(memory);
    return status;
}
