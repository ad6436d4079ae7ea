/* SPDX-License-Identifier: MIT */

/*
 * The messages are attributes with commas between: a letter, "=", a value.
 * The mandatory ones come first and in one order; extensions behind them are
 * for whom knows them, but "m" before them is one that has to be known.
 */

#include "smtp/scram_read.h"

#include "smtp/auth_line.h"

#include "base/ascii.h"

/* Takes the attribute LETTER from the front of TEXT into *VALUE. */
static bool take(mw_bytes *text, char letter, mw_bytes *value)
{
    const uint8_t *comma;

    if (text->size < 2 || text->data[0] != (uint8_t)letter ||
        text->data[1] != '=')
        return false;
    mw_bytes_skip(text, 2);
    comma = text->size > 0 ? memchr(text->data, ',', text->size) : NULL;
    value->data = text->data;
    value->size = comma != NULL ? (size_t)(comma - text->data) : text->size;
    mw_bytes_skip(text, value->size + (comma != NULL));
    return true;
}

static bool is_printable(mw_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!mw_ascii_is_graph(text.data[i]))
            return false;
    return true;
}

/* Appends what TEXT, base64 and not empty, means; fails as WHAT else. */
static mw_status decode(mw_bytes text, const char *what, mw_buffer *out,
                        mw_error *error)
{
    const mw_status status =
        text.size > 0 ? mw_auth_line_decode(text, out, error) : MW_E_DATA;

    return status == MW_E_DATA ? mw_fail(error, status, "%s", what) : status;
}

static mw_status check_nonce(mw_bytes answer, mw_bytes nonce, mw_error *error)
{
    if (answer.size < nonce.size || nonce.size == 0 ||
        memcmp(answer.data, nonce.data, nonce.size))
        return mw_fail(error, MW_E_DATA,
                       "the server's nonce does not begin with ours");
    if (answer.size == nonce.size || !is_printable(answer))
        return mw_fail(error, MW_E_DATA, "the server did not add to the nonce");
    return MW_OK;
}

/* Seven digits hold the limit; more are past it, whatever they are. */
static mw_status read_iterations(mw_bytes text, unsigned *iterations,
                                 mw_error *error)
{
    unsigned count = 0;
    size_t digits = 0;

    while (digits < text.size && mw_ascii_is_digit(text.data[digits]))
        digits++;
    if (digits == 0 || digits < text.size || text.data[0] == '0')
        return mw_fail(error, MW_E_DATA,
                       "the server's count of iterations is no number");
    for (size_t i = 0; i < digits && digits <= 7; i++)
        count = count * 10 + text.data[i] - '0';
    if (digits > 7 || count > MW_SCRAM_ITERATIONS_MOST)
        return mw_fail(error, MW_E_LIMIT,
                       "the server wants more than %d iterations",
                       MW_SCRAM_ITERATIONS_MOST);
    if (count < MW_SCRAM_ITERATIONS_LEAST)
        return mw_fail(error, MW_E_LIMIT,
                       "the server wants %u iterations, fewer than %d", count,
                       MW_SCRAM_ITERATIONS_LEAST);
    *iterations = count;
    return MW_OK;
}

static mw_status check_size(mw_bytes challenge, mw_error *error)
{
    if (challenge.size > MW_SCRAM_CHALLENGE_LIMIT)
        return mw_fail(error, MW_E_LIMIT, "a challenge of %zu octets",
                       challenge.size);
    return MW_OK;
}

mw_status mw_scram_read_first(mw_bytes challenge, mw_bytes nonce,
                              mw_scram_first *first, mw_buffer *salt,
                              mw_error *error)
{
    static const char NOT_SCRAM[] = "the server's first message is not SCRAM's";
    mw_status status = check_size(challenge, error);
    mw_scram_first read;
    mw_bytes coded, count;

    if (status != MW_OK)
        return status;
    if (!take(&challenge, 'r', &read.nonce) || !take(&challenge, 's', &coded) ||
        !take(&challenge, 'i', &count))
        return mw_fail(error, MW_E_DATA, "%s", NOT_SCRAM);
    status = check_nonce(read.nonce, nonce, error);
    if (status == MW_OK)
        status = read_iterations(count, &read.iterations, error);
    if (status == MW_OK)
        status = decode(coded, NOT_SCRAM, salt, error);
    if (status == MW_OK)
        *first = read;
    return status;
}

/* Names ERROR only as RFC 5802 does: another text may be anything. */
static mw_status server_error(mw_bytes code, mw_error *error)
{
    static const char *const CODES[] = {
        "invalid-encoding",
        "extensions-not-supported",
        "invalid-proof",
        "channel-bindings-dont-match",
        "server-does-support-channel-binding",
        "channel-binding-not-supported",
        "unsupported-channel-binding-type",
        "unknown-user",
        "invalid-username-encoding",
        "no-resources",
        "other-error",
    };

    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (mw_bytes_equal(code, mw_bytes_of(CODES[i])))
            return mw_fail(error, MW_E_DATA, "the server refused: %s",
                           CODES[i]);
    return mw_fail(error, MW_E_DATA,
                   "the server refused, for a reason that "
                   "SCRAM does not know");
}

mw_status mw_scram_read_final(mw_bytes challenge, mw_buffer *signature,
                              mw_error *error)
{
    static const char NO_SIGNATURE[] =
        "the server's last message has no signature";
    const mw_status status = check_size(challenge, error);
    mw_bytes value;

    if (status != MW_OK)
        return status;
    if (take(&challenge, 'e', &value))
        return server_error(value, error);
    if (!take(&challenge, 'v', &value))
        return mw_fail(error, MW_E_DATA, "%s", NO_SIGNATURE);
    return decode(value, NO_SIGNATURE, signature, error);
}
