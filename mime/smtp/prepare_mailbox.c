/* SPDX-License-Identifier: MIT */

/*
 * An mbox that is taken for a message would go whole to whom its first
 * message names. One message behind a From line is usual, as programs pass it
 * on so; a second From line is a message for others. Text has lines "From "
 * too, so such a line counts only with a date as asctime has it, behind an
 * empty line, and where the first line was one.
 */

#include "smtp/prepare_mailbox.h"

#include "base/ascii.h"

/* Takes a word of REST, or none at its end. */
static mw_bytes take_word(mw_bytes *rest)
{
    mw_bytes word;

    while (rest->size > 0 && mw_ascii_is_blank(*rest->data))
        mw_bytes_skip(rest, 1);
    word = (mw_bytes){ rest->data, 0 };
    while (word.size < rest->size && !mw_ascii_is_blank(word.data[word.size]))
        word.size++;
    mw_bytes_skip(rest, word.size);
    return word;
}

/* Whether WORD is one of NAMES, three letters each. */
static bool is_name(mw_bytes word, const char *names)
{
    if (word.size != 3)
        return false;
    for (; *names != '\0'; names += 3)
        if (!memcmp(word.data, names, 3))
            return true;
    return false;
}

static bool is_number(mw_bytes word)
{
    for (size_t i = 0; i < word.size; i++)
        if (!mw_ascii_is_digit(word.data[i]))
            return false;
    return word.size > 0;
}

/* hh:mm or hh:mm:ss */
static bool is_clock(mw_bytes word)
{
    if (word.size != 5 && word.size != 8)
        return false;
    for (size_t i = 0; i < word.size; i++)
        if (i % 3 == 2 ? word.data[i] != ':' : !mw_ascii_is_digit(word.data[i]))
            return false;
    return true;
}

/* "+0100", or capitals: "EST", "MET DST". */
static bool is_zone(mw_bytes word)
{
    if (word.size == 5 && (*word.data == '+' || *word.data == '-'))
        return is_number((mw_bytes){ word.data + 1, word.size - 1 });
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < 'A' || word.data[i] > 'Z')
            return false;
    return word.size > 0 && word.size <= 5;
}

static mw_bytes take_behind_zone(mw_bytes *rest)
{
    mw_bytes word = take_word(rest);

    while (is_zone(word))
        word = take_word(rest);
    return word;
}

/* Whether REST is "Sat Nov 21 23:06:00 2026"; a zone may be by the year. */
static bool is_date(mw_bytes rest)
{
    mw_bytes word;

    if (!is_name(take_word(&rest), "SunMonTueWedThuFriSat") ||
        !is_name(take_word(&rest), "JanFebMarAprMayJunJulAugSepOctNovDec"))
        return false;
    word = take_word(&rest);
    if (!is_number(word) || word.size > 2 || !is_clock(take_word(&rest)))
        return false;
    word = take_behind_zone(&rest);
    return is_number(word) && word.size == 4 &&
           take_behind_zone(&rest).size == 0;
}

/* The address may be any words: "joe at example.test", or none at all. */
static bool is_separator(mw_bytes line)
{
    static const char FROM[] = "From ";

    if (line.size < sizeof FROM || memcmp(line.data, FROM, sizeof FROM - 1))
        return false;
    mw_bytes_skip(&line, sizeof FROM - 1);
    while (line.size > 0) {
        if (is_date(line))
            return true;
        (void)take_word(&line);
    }
    return false;
}

static mw_status fail_another(uint64_t line, mw_error *error)
{
    mw_fail(error, MW_E_DATA,
            "line %ju: another message of a mailbox begins here",
            (uintmax_t)line);
    mw_hint(error, "mbox:FILE sends each of them");
    return MW_E_DATA;
}

/* The line at hand has ended, or the message has. */
static mw_status end_line(mw_prepare_mailbox *mailbox, mw_error *error)
{
    mw_bytes text = { mailbox->text, mailbox->size };

    mailbox->line++;
    mailbox->size = 0;
    if (text.size > sizeof mailbox->text) {
        mailbox->after_empty = false;
        return MW_OK;
    }
    if (text.size > 0 && text.data[text.size - 1] == '\r')
        text.size--;
    if (mailbox->after_empty && is_separator(text))
        return fail_another(mailbox->line, error);
    mailbox->after_empty = text.size == 0;
    return MW_OK;
}

/* What is too long is no such line; its size tells. */
static void add_to_line(mw_prepare_mailbox *mailbox, mw_bytes octets)
{
    mw_space room = { mailbox->text, sizeof mailbox->text };

    if (mailbox->size > room.size)
        return;
    room.data += mailbox->size;
    room.size -= mailbox->size;
    if (octets.size > room.size) {
        mailbox->size = sizeof mailbox->text + 1;
        return;
    }
    mw_space_put_all(&room, octets.data, octets.size);
    mailbox->size += octets.size;
}

static mw_status add_octets(mw_prepare_mailbox *mailbox, mw_bytes octets,
                            mw_error *error)
{
    mw_status status = MW_OK;

    while (octets.size > 0 && status == MW_OK) {
        const uint8_t *end = memchr(octets.data, '\n', octets.size);
        const size_t size =
            end == NULL ? octets.size : (size_t)(end - octets.data);

        add_to_line(mailbox, (mw_bytes){ octets.data, size });
        if (end != NULL)
            status = end_line(mailbox, error);
        mw_bytes_skip(&octets, size + (end != NULL));
    }
    return status;
}

mw_status mw_prepare_mailbox_add(mw_prepare_mailbox *mailbox,
                                 const mw_scan_event *event, mw_error *error)
{
    const bool is_own = mw_scan_event_part(event) == 0;
    mw_bytes octets;

    if (mw_scan_event_kind_of(event) == MW_SCAN_FROM_LINE && is_own)
        mailbox->is_one = true;
    if (!mailbox->is_one)
        return MW_OK;
    if (mw_scan_event_kind_of(event) == MW_SCAN_PART_END && is_own)
        return end_line(mailbox, error);
    octets.data = mw_scan_event_octets(event, &octets.size);
    return add_octets(mailbox, octets, error);
}
