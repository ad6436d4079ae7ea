/* SPDX-License-Identifier: MIT */

/*
 * Octet by octet, since a character may be cut where a read ended.
 */

#include "config.h"

#include "blank.h"

#include "utf8.h"

#include <string.h>

static bool is_white(uint32_t code)
{
    static const uint32_t WHITE[] = { 0x20,   0x85,   0xa0,   0x1680, 0x2028,
                                      0x2029, 0x202f, 0x205f, 0x3000 };

    if ((code >= 0x09 && code <= 0x0d) || (code >= 0x2000 && code <= 0x200a))
        return true;
    for (size_t i = 0; i < sizeof WHITE / sizeof WHITE[0]; i++)
        if (code == WHITE[i])
            return true;
    return false;
}

/* Takes a byte order mark; what cannot begin one is UTF-8. */
static void find_form(blank_scan *scan)
{
    static const char *const MARKS[] = { [BLANK_UTF8] = "\xef\xbb\xbf",
                                         [BLANK_UTF16_BE] = "\xfe\xff",
                                         [BLANK_UTF16_LE] = "\xff\xfe" };

    for (unsigned form = BLANK_UTF8; form <= BLANK_UTF16_LE; form++) {
        if (memcmp(scan->kept, MARKS[form], scan->kept_size) != 0)
            continue;
        if (MARKS[form][scan->kept_size] == '\0') {
            scan->form = form;
            scan->kept_size = 0;
        }
        return;
    }
    scan->form = BLANK_UTF8;
}

static void look_at_utf8(blank_scan *scan)
{
    uint32_t code;

    /* The first octets of all white space outside ASCII. */
    if (scan->kept[0] >= 0x80 && scan->kept[0] != 0xc2 &&
        (scan->kept[0] < 0xe1 || scan->kept[0] > 0xe3)) {
        scan->found = true;
        return;
    }
    if (utf8_next((const char *)scan->kept, scan->kept_size, &code) == 0) {
        scan->found = scan->kept_size >= 3;
        return;
    }
    scan->found = !is_white(code);
    scan->kept_size = 0;
}

static void look_at_utf16(blank_scan *scan)
{
    const unsigned high = scan->form == BLANK_UTF16_BE ? 0 : 1;

    if (scan->kept_size < 2)
        return;
    scan->found =
        !is_white((uint32_t)scan->kept[high] << 8 | scan->kept[1 - high]);
    scan->kept_size = 0;
}

void blank_feed(blank_scan *scan, const void *octets, size_t size)
{
    const uint8_t *next = octets;

    for (; size > 0 && !scan->found; size--) {
        scan->kept[scan->kept_size++] = *next++;
        if (scan->form == BLANK_UNKNOWN)
            find_form(scan);
        if (scan->kept_size == 0)
            continue;
        if (scan->form == BLANK_UTF8)
            look_at_utf8(scan);
        else if (scan->form != BLANK_UNKNOWN)
            look_at_utf16(scan);
    }
}

bool blank_end(const blank_scan *scan)
{
    return !scan->found && scan->kept_size == 0;
}

bool blank_is(const char *text, size_t size)
{
    blank_scan scan = { 0 };

    blank_feed(&scan, text, size);
    return blank_end(&scan);
}
