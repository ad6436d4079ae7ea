/* SPDX-License-Identifier: MIT */

/*
 * The text is looked at anew, as a person would read it: up to its first
 * '<', it can be a display name, and up to its first '@', a local part. What
 * has quotes, comments or escapes already is left alone.
 */

#include "header/address_hint.h"

#include "base/ascii.h"
#include "header/address_lexer.h"
#include "header/domain.h"

/* A hint holds the text twice, and what is cut would be no help. */
#define LONGEST 80

/* The octets of TEXT before the first of STOPS. */
static mw_bytes before(mw_bytes text, const char *stops)
{
    size_t size = 0;

    while (size < text.size && strchr(stops, text.data[size]) == NULL)
        size++;
    return (mw_bytes){ text.data, size };
}

/* Whether TEXT holds what no atom, white space or octet of ALSO is. */
static bool needs_quotes(mw_bytes text, const char *also)
{
    for (size_t i = 0; i < text.size; i++)
        if (!mw_address_is_atext(text.data[i]) &&
            strchr(also, text.data[i]) == NULL)
            return true;
    return false;
}

/* "Doe, John <j@x>": dots need no quotes on input, so they are not it. */
static bool hint_display_name(mw_bytes text, mw_error *error)
{
    mw_bytes name = before(text, "<>@\"\\()");
    mw_bytes rest = { text.data + name.size, text.size - name.size };
    mw_bytes angle = before(rest, ">");

    name = mw_ascii_trim(name);
    if (rest.size == 0 || rest.data[0] != '<' || angle.size == rest.size ||
        !needs_quotes(name, " \t.") || name.size + angle.size > LONGEST)
        return false;
    mw_hint(error, "if this is a display name, quote it: \"%.*s\" %.*s>",
            MW_SHOW(name), MW_SHOW(angle));
    return true;
}

/* "john smith@x" has two readings. */
static void hint_two_readings(mw_bytes local, mw_bytes domain, mw_error *error)
{
    size_t last = local.size;
    mw_bytes name;

    while (last > 0 && !mw_ascii_is_blank(local.data[last - 1]))
        last--;
    name = mw_ascii_trim((mw_bytes){ local.data, last });
    mw_hint(error, "did you mean %.*s <%.*s@%.*s>, or \"%.*s\"@%.*s?",
            MW_SHOW(name), (int)(local.size - last),
            (const char *)local.data + last, MW_SHOW(domain), MW_SHOW(local),
            MW_SHOW(domain));
}

static void hint_local_part(mw_bytes text, mw_error *error)
{
    mw_bytes local = before(text, "<>@\"\\(),:;[]");
    mw_bytes rest = { text.data + local.size, text.size - local.size };
    mw_bytes domain;

    if (local.size == 0 || rest.size == 0 || rest.data[0] != '@')
        return;
    mw_bytes_skip(&rest, 1);
    domain = before(rest, " \t,;");
    local = mw_ascii_trim(local);
    if (mw_domain_check(domain, NULL) != MW_OK || local.size == 0 ||
        local.size + domain.size > LONGEST)
        return;
    if (before(local, " \t").size < local.size)
        hint_two_readings(local, domain, error);
    else if (!mw_address_is_dot_atom(local))
        mw_hint(error, "if the local part is meant so, quote it: \"%.*s\"@%.*s",
                MW_SHOW(local), MW_SHOW(domain));
}

void mw_address_hint(mw_bytes text, mw_error *error)
{
    if (error != NULL && !hint_display_name(text, error))
        hint_local_part(text, error);
}
