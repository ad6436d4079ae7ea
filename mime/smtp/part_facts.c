/* SPDX-License-Identifier: MIT */

/*
 * The octets of a part, looked at once: what a transport may not carry.
 */

#include "smtp/part_facts.h"

#include "base/utf8.h"

static void note_line(uint64_t *first, uint64_t line)
{
    if (*first == 0)
        *first = line;
}

static void add_octet(mw_part_facts *facts, uint8_t octet, uint64_t line)
{
    if (facts->after_cr && octet != '\n')
        note_line(&facts->line_control, line);
    if (octet == '\n') {
        if (!facts->after_cr)
            note_line(&facts->line_control, line);
        facts->column = 0;
    } else if (octet != '\r' && ++facts->column > MW_PREPARE_LINE_MOST) {
        note_line(&facts->line_long, line);
    }
    if (octet == '\0')
        note_line(&facts->line_control, line);
    if (octet > 127) {
        facts->count_8bit++;
        note_line(&facts->line_8bit, line);
    }
    facts->after_cr = octet == '\r';
}

/* Goes on with a character that an earlier piece began. */
static void add_cut_utf8(mw_part_facts *facts, mw_bytes *bytes)
{
    while (facts->utf8_size > 0 && bytes->size > 0) {
        const mw_bytes all = { facts->utf8, facts->utf8_size + 1 };
        mw_utf8_state state;
        uint32_t code;
        size_t size;

        facts->utf8[facts->utf8_size++] = *bytes->data;
        state = mw_utf8_next(all, &size, &code);
        if (state == MW_UTF8_CUT) {
            mw_bytes_skip(bytes, 1);
            continue;
        }
        facts->is_utf8 &= state == MW_UTF8_VALID;
        if (state == MW_UTF8_VALID)
            mw_bytes_skip(bytes, 1);
        facts->utf8_size = 0;
    }
}

static void add_utf8(mw_part_facts *facts, mw_bytes bytes)
{
    mw_utf8_state state;
    uint32_t code;
    size_t size;

    add_cut_utf8(facts, &bytes);
    mw_bytes_skip(&bytes, mw_utf8_valid_prefix(bytes));
    if (bytes.size == 0)
        return;
    state = mw_utf8_next(bytes, &size, &code);
    facts->is_utf8 &= state == MW_UTF8_CUT;
    if (state != MW_UTF8_CUT)
        return;
    memcpy(facts->utf8, bytes.data, bytes.size);
    facts->utf8_size = bytes.size;
}

void mw_part_facts_add(mw_part_facts *facts, const mw_scan_event *event)
{
    uint64_t line = mw_scan_event_line(event);
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    facts->size += octets.size;
    for (size_t i = 0; i < octets.size; i++) {
        add_octet(facts, octets.data[i], line);
        line += octets.data[i] == '\n';
    }
    if (!facts->has_type && facts->is_utf8)
        add_utf8(facts, octets);
}

void mw_part_facts_skip(mw_part_facts *facts)
{
    facts->column = 0;
    facts->after_cr = false;
}

void mw_part_facts_end(mw_part_facts *facts, uint64_t line)
{
    if (facts->utf8_size > 0)
        facts->is_utf8 = false;
    if (facts->after_cr)
        note_line(&facts->line_control, line);
}
