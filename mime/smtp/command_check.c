/* SPDX-License-Identifier: MIT */

/*
 * The gate that values pass before they stand in a command line. It knows no
 * more of addresses than where one could end: whoever made the envelope has
 * checked the grammar.
 */

#include "base/ascii.h"
#include "smtp/command.h"

/* RFC 5321, section 4.5.3.1: octets of a local part, a domain, and a path
 * with its angle brackets. */
#define LOCAL_PART_LIMIT 64
#define DOMAIN_LIMIT 255
#define PATH_LIMIT 256

/* RFC 3461, section 4.4, counted as xtext. */
#define ENVELOPE_ID_LIMIT 100

static bool is_control(uint8_t octet)
{
    return octet < 0x20 || octet == 0x7f;
}

static mw_status refuse_control(mw_bytes value, const char *what,
                                mw_error *error)
{
    for (size_t i = 0; i < value.size; i++)
        if (is_control(value.data[i]))
            return mw_fail(error, MW_E_SYNTAX,
                           "%s: character %zu is a control character "
                           "(0x%02X)",
                           what, i + 1, value.data[i]);
    return MW_OK;
}

/* Where the quoted string at the front of PATH ends, or 0 where it does not. */
static size_t quoted_size(mw_bytes path)
{
    for (size_t i = 1; i < path.size; i++)
        if (path.data[i] == '\\')
            i++;
        else if (path.data[i] == '"')
            return i + 1;
    return 0;
}

/* Octets of PATH before its last "@" that is in no quoted string. */
static mw_status find_local_part(mw_bytes path, const char *what, size_t *size,
                                 mw_error *error)
{
    const bool quoted = path.size > 0 && path.data[0] == '"';
    size_t at = quoted ? quoted_size(path) : 0;

    if (quoted && at == 0)
        return mw_fail(error, MW_E_SYNTAX,
                       "%s: the quoted string in \"%.*s\" has no end", what,
                       MW_SHOW(path));
    for (; at < path.size && path.data[at] != '@'; at++)
        if (strchr(" <>\"", path.data[at]))
            return mw_fail(error, MW_E_SYNTAX,
                           "%s: \"%.*s\" has \"%c\" outside a quoted string",
                           what, MW_SHOW(path), path.data[at]);
    *size = at;
    return MW_OK;
}

/* What is behind the "@": a domain or an address literal. */
static mw_status check_domain(mw_bytes domain, const char *what,
                              mw_error *error)
{
    if (domain.size == 0 || domain.size > DOMAIN_LIMIT)
        return mw_fail(error, MW_E_SYNTAX,
                       "%s: a domain of %zu octets, where 1 to %d can be", what,
                       domain.size, DOMAIN_LIMIT);
    for (size_t i = 0; i < domain.size; i++)
        if (strchr(" <>\"@", domain.data[i]))
            return mw_fail(error, MW_E_SYNTAX,
                           "%s: \"%c\" in the domain \"%.*s\"", what,
                           domain.data[i], MW_SHOW(domain));
    return MW_OK;
}

mw_status mw_command_check_path(const char *path, const char *what,
                                mw_error *error)
{
    mw_bytes bytes = mw_bytes_of(path);
    mw_status status = refuse_control(bytes, what, error);
    size_t local = 0;

    if (status == MW_OK)
        status = find_local_part(bytes, what, &local, error);
    if (status != MW_OK)
        return status;
    if (local == 0 || local > LOCAL_PART_LIMIT)
        return mw_fail(error, MW_E_SYNTAX,
                       "%s: a local part of %zu octets, where 1 to %d can be",
                       what, local, LOCAL_PART_LIMIT);
    if (bytes.size + 2 > PATH_LIMIT)
        return mw_fail(error, MW_E_SYNTAX,
                       "%s: an address of %zu octets, where %d can be", what,
                       bytes.size, PATH_LIMIT - 2);
    if (local == bytes.size)
        return mw_ascii_equal_text(bytes, "postmaster")
                   ? MW_OK
                   : mw_fail(error, MW_E_SYNTAX, "%s: \"%.*s\" has no domain",
                             what, MW_SHOW(bytes));
    mw_bytes_skip(&bytes, local + 1);
    return check_domain(bytes, what, error);
}

mw_status mw_command_check_helo(const char *name, mw_error *error)
{
    const mw_bytes bytes = mw_bytes_of(name);

    if (bytes.size == 0 || bytes.size > DOMAIN_LIMIT)
        return mw_fail(error, MW_E_SYNTAX,
                       "the name for EHLO: %zu octets, where 1 to %d can be",
                       bytes.size, DOMAIN_LIMIT);
    for (size_t i = 0; i < bytes.size; i++)
        if (!mw_ascii_is_graph(bytes.data[i]))
            return mw_fail(error, MW_E_SYNTAX,
                           "the name for EHLO: character %zu (0x%02X) is no "
                           "printable ASCII",
                           i + 1, bytes.data[i]);
    return MW_OK;
}

mw_status mw_command_check_envelope_id(const char *id, mw_error *error)
{
    size_t size = 0;

    for (const char *at = id; *at; at++) {
        if (*at != ' ' && !mw_ascii_is_graph((uint8_t)*at))
            return mw_fail(error, MW_E_SYNTAX,
                           "the envelope identifier: character %zu (0x%02X) "
                           "is no printable ASCII",
                           (size_t)(at - id) + 1, (uint8_t)*at);
        size += *at == '+' || *at == '=' || *at == ' ' ? 3 : 1;
    }
    if (size == 0 || size > ENVELOPE_ID_LIMIT)
        return mw_fail(error, MW_E_SYNTAX,
                       "the envelope identifier: %zu characters as xtext, "
                       "where 1 to %d can be",
                       size, ENVELOPE_ID_LIMIT);
    return MW_OK;
}

/* Skips up to MOST digits; gives how many there were. */
static size_t skip_digits(const char **at, size_t most)
{
    size_t count = 0;

    while (count < most && mw_ascii_is_digit((uint8_t) * *at)) {
        ++*at;
        count++;
    }
    return count;
}

/* by-value of RFC 2852, section 4. */
mw_status mw_command_check_deliver_by(const char *by, mw_error *error)
{
    const char *at = by;
    const char *digits;
    bool late, return_it;

    if (*at == '-' || *at == '+')
        at++;
    digits = at;
    late = skip_digits(&at, 9) > 0;
    return_it = late && at[0] == ';' && at[1] == 'R';
    if (!late || at[0] != ';' || (at[1] != 'R' && at[1] != 'N') ||
        (at[2] != 0 && (at[2] != 'T' || at[3] != 0)))
        return mw_fail(error, MW_E_SYNTAX,
                       "the time to deliver by: \"%.*s\" is not SECONDS;R or "
                       "SECONDS;N",
                       MW_SHOW(mw_bytes_of(by)));
    if (return_it && (by[0] == '-' || digits[strspn(digits, "0")] == ';'))
        return mw_fail(error, MW_E_SYNTAX,
                       "the time to deliver by: with R it has to be above 0");
    return MW_OK;
}

/* Whether TEXT has the form of PATTERN, where 0 stands for any digit; gives
 * what is behind it, or NULL. */
static const char *skip_form(const char *text, const char *pattern)
{
    for (; *pattern; pattern++, text++)
        if (*pattern == '0' ? !mw_ascii_is_digit((uint8_t)*text)
                            : *pattern != *text)
            return NULL;
    return text;
}

/* date-time of RFC 3339, section 5.6, in the form RFC 4865 wants it. */
mw_status mw_command_check_hold_until(const char *date, mw_error *error)
{
    const char *at = skip_form(date, "0000-00-00T00:00:00");

    if (at && *at == '.') {
        at++;
        if (skip_digits(&at, 9) == 0)
            at = NULL;
    }
    if (at && *at == 'Z')
        at++;
    else if (at && (*at == '+' || *at == '-'))
        at = skip_form(at + 1, "00:00");
    else
        at = NULL;
    if (!at || *at)
        return mw_fail(error, MW_E_SYNTAX,
                       "the time to hold until: \"%.*s\" is no date such as "
                       "2026-02-02T10:00:00Z",
                       MW_SHOW(mw_bytes_of(date)));
    return MW_OK;
}

mw_status mw_command_check_notify(unsigned notify, mw_error *error)
{
    const unsigned all = MW_SMTP_NOTIFY_NEVER | MW_SMTP_NOTIFY_SUCCESS |
                         MW_SMTP_NOTIFY_FAILURE | MW_SMTP_NOTIFY_DELAY;

    if ((notify & ~all) != 0 ||
        ((notify & MW_SMTP_NOTIFY_NEVER) && notify != MW_SMTP_NOTIFY_NEVER))
        return mw_fail(error, MW_E_SYNTAX,
                       "notify: never stands alone, or success, failure and "
                       "delay together");
    return MW_OK;
}
