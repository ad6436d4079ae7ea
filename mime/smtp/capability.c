/* SPDX-License-Identifier: MIT */

/*
 * Each keyword has a reader for what stands behind it. Some servers write
 * AUTH=LOGIN, for clients older than RFC 2554, and some do so with spaces;
 * "=" is then neither part of the keyword nor a mechanism.
 */

#include "smtp/capability.h"

#include "base/ascii.h"
#include "smtp/reply.h"

/* Takes the next word, which blanks and "=" end, from the front of LINE. */
static bool next_word(mw_bytes *line, mw_bytes *word)
{
    size_t size = 0;

    while (line->size > 0 &&
           (mw_ascii_is_blank(line->data[0]) || line->data[0] == '='))
        mw_bytes_skip(line, 1);
    while (size < line->size && !mw_ascii_is_blank(line->data[size]) &&
           line->data[size] != '=')
        size++;
    *word = (mw_bytes){ line->data, size };
    mw_bytes_skip(line, size);
    return size > 0;
}

/* The number that WORD is, or 0 where it is none or too great to matter. */
static uint64_t number_of(mw_bytes word)
{
    uint64_t number = 0;

    for (; word.size > 0; mw_bytes_skip(&word, 1))
        if (!mw_ascii_is_digit(word.data[0]) ||
            __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, word.data[0] - '0', &number))
            return 0;
    return number;
}

static uint64_t next_number(mw_bytes *rest)
{
    mw_bytes word;

    return next_word(rest, &word) ? number_of(word) : 0;
}

static mw_status read_size(mw_capability *to, mw_bytes rest, mw_error *error)
{
    (void)error;
    to->size_limit = next_number(&rest);
    return MW_OK;
}

static mw_status read_deliver_by(mw_capability *to, mw_bytes rest,
                                 mw_error *error)
{
    (void)error;
    to->deliver_by_least = next_number(&rest);
    return MW_OK;
}

/* FUTURERELEASE max-future-release-interval max-future-release-date-time */
static mw_status read_hold(mw_capability *to, mw_bytes rest, mw_error *error)
{
    mw_bytes date;

    (void)error;
    to->hold_most = next_number(&rest);
    if (next_word(&rest, &date) && date.size < sizeof to->hold_until_most) {
        memcpy(to->hold_until_most, date.data, date.size);
        to->hold_until_most[date.size] = 0;
    }
    return MW_OK;
}

/* X-RCPTLIMIT n, older than LIMITS. */
static mw_status read_rcpt_limit(mw_capability *to, mw_bytes rest,
                                 mw_error *error)
{
    (void)error;
    to->recipients_most = next_number(&rest);
    return MW_OK;
}

/* LIMITS name=value ... (RFC 9422, section 3). */
static mw_status read_limits(mw_capability *to, mw_bytes rest, mw_error *error)
{
    mw_bytes name;

    (void)error;
    while (next_word(&rest, &name)) {
        if (rest.size == 0 || rest.data[0] != '=')
            continue;
        if (mw_ascii_equal_text(name, "MAILMAX"))
            to->mails_most = next_number(&rest);
        else if (mw_ascii_equal_text(name, "RCPTMAX"))
            to->recipients_most = next_number(&rest);
        else if (mw_ascii_equal_text(name, "RCPTDOMAINMAX"))
            to->domains_most = next_number(&rest);
        else
            next_number(&rest);
    }
    return MW_OK;
}

/* A mechanism's name (RFC 4422, section 3.1). */
static bool is_mechanism(mw_bytes word)
{
    if (word.size > 20)
        return false;
    for (; word.size > 0; mw_bytes_skip(&word, 1))
        if (!mw_ascii_is_alnum(word.data[0]) && word.data[0] != '-' &&
            word.data[0] != '_')
            return false;
    return true;
}

static mw_status add_mechanism(mw_buffer *names, mw_bytes name, mw_error *error)
{
    mw_status status = MW_OK;

    if (names->size > 0)
        status = mw_buffer_append_octet(names, ' ', error);
    for (; name.size > 0 && status == MW_OK; mw_bytes_skip(&name, 1)) {
        const int lower = mw_ascii_lower(name.data[0]);
        const int upper = mw_ascii_is_alpha(lower) ? lower - 32 : lower;

        status = mw_buffer_append_octet(names, (uint8_t)upper, error);
    }
    return status;
}

static mw_status read_auth(mw_capability *to, mw_bytes rest, mw_error *error)
{
    mw_status status = MW_OK;
    mw_bytes name;

    while (status == MW_OK && next_word(&rest, &name))
        if (is_mechanism(name))
            status = add_mechanism(&to->mechanisms, name, error);
    return status;
}

typedef mw_status (*rest_reader)(mw_capability *to, mw_bytes rest,
                                 mw_error *error);

static const struct {
    const char *name;
    mw_capability_bit bit; /* or 0 */
    rest_reader read;      /* or NULL */
} KEYWORDS[] = {
    { "SIZE", MW_CAN_SIZE, read_size },
    { "8BITMIME", MW_CAN_8BITMIME, NULL },
    { "SMTPUTF8", MW_CAN_SMTPUTF8, NULL },
    { "PIPELINING", MW_CAN_PIPELINING, NULL },
    { "CHUNKING", MW_CAN_CHUNKING, NULL },
    { "BINARYMIME", MW_CAN_BINARYMIME, NULL },
    { "DSN", MW_CAN_DSN, NULL },
    { "STARTTLS", MW_CAN_STARTTLS, NULL },
    { "DELIVERBY", MW_CAN_DELIVERBY, read_deliver_by },
    { "FUTURERELEASE", MW_CAN_FUTURERELEASE, read_hold },
    { "MT-PRIORITY", MW_CAN_MT_PRIORITY, NULL },
    { "REQUIRETLS", MW_CAN_REQUIRETLS, NULL },
    { "ENHANCEDSTATUSCODES", MW_CAN_ENHANCEDSTATUSCODES, NULL },
    { "AUTH", MW_CAN_AUTH, read_auth },
    { "LIMITS", 0, read_limits },
    { "X-RCPTLIMIT", 0, read_rcpt_limit },
};

#define KEYWORD_COUNT (sizeof KEYWORDS / sizeof KEYWORDS[0])

void mw_capability_init(mw_capability *capability,
                        const mw_allocator *allocator)
{
    *capability = (mw_capability){ 0 };
    mw_buffer_init(&capability->mechanisms, allocator, 0);
}

void mw_capability_free(mw_capability *capability)
{
    mw_buffer_free(&capability->mechanisms);
}

void mw_capability_reset(mw_capability *capability)
{
    mw_buffer names = capability->mechanisms;

    mw_buffer_truncate(&names, 0);
    *capability = (mw_capability){ .mechanisms = names };
}

/* Whether NAME is in LIST, names with commas. */
static bool is_listed(const char *list, const char *name)
{
    mw_bytes rest = mw_bytes_of(list ? list : "");

    while (rest.size > 0) {
        const uint8_t *comma = memchr(rest.data, ',', rest.size);
        const size_t size = comma ? (size_t)(comma - rest.data) : rest.size;

        if (mw_ascii_equal_text(mw_ascii_trim((mw_bytes){ rest.data, size }),
                                name))
            return true;
        mw_bytes_skip(&rest, comma ? size + 1 : size);
    }
    return false;
}

/* Takes one line, a keyword and what stands behind it. */
static mw_status read_line(mw_capability *to, mw_bytes line,
                           const char *without, mw_error *error)
{
    mw_bytes word;

    if (!next_word(&line, &word))
        return MW_OK;
    for (size_t i = 0; i < KEYWORD_COUNT; i++) {
        if (!mw_ascii_equal_text(word, KEYWORDS[i].name))
            continue;
        if (is_listed(without, KEYWORDS[i].name))
            return MW_OK;
        to->can |= KEYWORDS[i].bit;
        return KEYWORDS[i].read ? KEYWORDS[i].read(to, line, error) : MW_OK;
    }
    return MW_OK;
}

mw_status mw_capability_read(mw_capability *capability, mw_bytes text,
                             const char *without, mw_error *error)
{
    mw_status status = MW_OK;
    mw_bytes line;

    mw_capability_reset(capability);
    mw_reply_next_line(&text, &line);
    while (status == MW_OK && mw_reply_next_line(&text, &line))
        status = read_line(capability, line, without, error);
    return status;
}

bool mw_capability_has_mechanism(const mw_capability *capability,
                                 const char *name)
{
    mw_bytes rest = mw_bytes_of(mw_buffer_text(&capability->mechanisms));
    mw_bytes word;

    while (next_word(&rest, &word))
        if (mw_ascii_equal_text(word, name))
            return true;
    return false;
}

const char *mw_capability_name(mw_capability_bit bit)
{
    for (size_t i = 0; i < KEYWORD_COUNT; i++)
        if (KEYWORDS[i].bit == bit)
            return KEYWORDS[i].name;
    return "";
}
