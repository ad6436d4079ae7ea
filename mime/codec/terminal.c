/* SPDX-License-Identifier: MIT */

/*
 * ECMA-48, sections 5.2 to 5.6: escape, then one of a few letters that begin
 * a control sequence (5.4) or a string (5.6), or an escape sequence by itself.
 * The single characters that stand for two (C1) are not looked for: in UTF-8
 * terminals do not obey them.
 */

#include "codec/terminal.h"

#define ESCAPE 0x1b
#define BELL 0x07

enum {
    TEXT,
    AFTER_ESCAPE,
    IN_ESCAPE,       /* behind an intermediate octet */
    IN_SEQUENCE,     /* parameters, then one final octet */
    IN_STRING,       /* up to a bell or ESC \ */
    IN_STRING_ESCAPE /* after the ESC of the latter */
};

static bool is_within(uint8_t octet, uint8_t first, uint8_t last)
{
    return octet >= first && octet <= last;
}

/* The state after OCTET follows ESC; TEXT for the last of a sequence. */
static int after_escape(uint8_t octet)
{
    if (octet == '[')
        return IN_SEQUENCE;
    if (octet == ']' || octet == 'P' || octet == 'X' || octet == '^' ||
        octet == '_')
        return IN_STRING;
    return is_within(octet, 0x20, 0x2f) ? IN_ESCAPE : TEXT;
}

/* Goes on within a sequence; *TAKEN is false where OCTET is none of it. */
static int go_on(int state, uint8_t octet, bool *taken)
{
    const bool is_intermediate = is_within(octet, 0x20, 0x2f);

    *taken = true;
    if (octet == ESCAPE)
        return state == IN_STRING ? IN_STRING_ESCAPE : AFTER_ESCAPE;
    switch (state) {
    case AFTER_ESCAPE:
        *taken = is_within(octet, 0x20, 0x7e);
        return *taken ? after_escape(octet) : TEXT;
    case IN_ESCAPE:
        *taken = is_within(octet, 0x20, 0x7e);
        return is_intermediate ? IN_ESCAPE : TEXT;
    case IN_SEQUENCE:
        *taken = is_within(octet, 0x20, 0x7e);
        return is_within(octet, 0x20, 0x3f) ? IN_SEQUENCE : TEXT;
    case IN_STRING_ESCAPE:
        if (octet == '\\')
            return TEXT;
        /* fall through */
    default:
        *taken = octet != '\n' && octet != '\r';
        return octet == BELL || !*taken ? TEXT : IN_STRING;
    }
}

size_t mw_terminal_strip(mw_terminal *terminal, uint8_t *octets, size_t size)
{
    size_t kept = 0;

    for (size_t i = 0; i < size; i++) {
        bool taken = true;

        if (terminal->state != TEXT)
            terminal->state = go_on(terminal->state, octets[i], &taken);
        else if (octets[i] == ESCAPE)
            terminal->state = AFTER_ESCAPE;
        else
            taken = false;
        if (!taken)
            octets[kept++] = octets[i];
    }
    return kept;
}
