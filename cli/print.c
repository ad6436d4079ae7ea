/* SPDX-License-Identifier: MIT */

/*
 * Escaping of what comes from outside, and the two lines of an error. Each
 * line is written by one call, so that lines of several processes that share
 * a terminal or a log do not mix.
 */

#include "config.h"

#include "print.h"

#include "utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What a line begins with, and what of each is shown: a path may be long. */
enum { HEADS = 3, HEAD_ROOM = 2048 };

/* Room behind that for a message of mw_error, each octet of it escaped. */
enum {
    LINE_ROOM =
        HEADS * (HEAD_ROOM + 2) + 6 * sizeof(((mw_error *)NULL)->message) + 2
};

static const char HEX[] = "0123456789abcdef";

/*
 * C0, DEL and C1 move the cursor and worse. The directional marks let text
 * read as what it is not, what has no width lets it read as something else,
 * and U+2028 and U+2029 break lines.
 */
static bool is_dangerous(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad ||
           (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0x61c ||
           code == 0x180e || code == 0xfeff ||
           (code >= 0xfff9 && code <= 0xfffb);
}

size_t print_escape_next(const char *text, size_t size,
                         char out[PRINT_ESCAPED_MAX], size_t *written)
{
    uint32_t code;
    const size_t length = utf8_next(text, size, &code);
    const bool valid = length > 0;
    const unsigned digits = valid ? 4 : 2;

    if (valid && !is_dangerous(code)) {
        memcpy(out, text, length);
        *written = length;
        return length;
    }
    if (!valid)
        code = (uint8_t)text[0];
    out[0] = '\\';
    out[1] = valid ? 'u' : 'x';
    for (unsigned i = 0; i < digits; i++)
        out[2 + i] = HEX[code >> 4 * (digits - 1 - i) & 15];
    *written = 2 + digits;
    return valid ? length : 1;
}

size_t print_escape(const char *text, size_t size, char *out, size_t room)
{
    size_t filled = 0;

    while (size > 0) {
        char shown[PRINT_ESCAPED_MAX];
        size_t written;
        const size_t taken = print_escape_next(text, size, shown, &written);

        if (written >= room - filled)
            break;
        memcpy(out + filled, shown, written);
        filled += written;
        text += taken;
        size -= taken;
    }
    out[filled] = '\0';
    return filled;
}

void print_octets(FILE *stream, const char *text, size_t size)
{
    while (size > 0) {
        char shown[PRINT_ESCAPED_MAX];
        size_t written;
        const size_t taken = print_escape_next(text, size, shown, &written);

        (void)fwrite(shown, 1, written, stream);
        text += taken;
        size -= taken;
    }
}

void print_text(FILE *stream, const char *text)
{
    print_octets(stream, text, strlen(text));
}

/*
 * Prints "START: NAME: KIND: TEXT" without those that are NULL. Standard error
 * may be closed or full: there is nobody left to tell.
 */
static void print_line(const char *start, const char *name, const char *kind,
                       const char *text)
{
    const char *const heads[HEADS] = { start, name, kind };
    char line[LINE_ROOM];
    size_t filled = 0;

    for (size_t i = 0; i < HEADS; i++) {
        if (heads[i] == NULL)
            continue;
        filled +=
            print_escape(heads[i], strlen(heads[i]), line + filled, HEAD_ROOM);
        line[filled++] = ':';
        line[filled++] = ' ';
    }
    filled += print_escape(text, strlen(text), line + filled,
                           sizeof line - filled - 1);
    line[filled++] = '\n';
    (void)fwrite(line, 1, filled, stderr);
}

static bool begins_with(const char *message, const char *name)
{
    const size_t size = strlen(name);

    return !strncmp(message, name, size) && message[size] == ':';
}

void print_failure_of(const char *name, const mw_error *error)
{
    if (name != NULL && begins_with(error->message, name))
        name = NULL;
    print_line("mimewright", name, NULL, error->message);
    if (error->hint[0] != '\0')
        print_line("hint", NULL, NULL, error->hint);
}

void print_failure(const mw_error *error)
{
    print_failure_of(NULL, error);
}

void print_note_of(const char *name, const char *kind, const char *text)
{
    print_line("mimewright", name, kind, text);
}

void print_note(const char *kind, const char *text)
{
    print_note_of(NULL, kind, text);
}
