/* SPDX-License-Identifier: MIT */

/*
 * What went wrong is known by the library's words, where its status is too
 * wide; a word that changes costs a hint, and a test says so.
 */

#include "config.h"

#include "advice.h"

#include "fail.h"

#include <string.h>

static bool says(const mw_error *error, const char *words)
{
    return strstr(error->message, words) != NULL;
}

static void on_date(const char *value, mw_error *error)
{
    if (value[0] != '\0' && value[strspn(value, "0123456789")] == '\0')
        fail_hint(error, "seconds since 1970 are written @%.40s", value);
    else
        fail_hint(error, "such as 2026-11-21T10:00:00Z or @SECONDS");
}

void advice_on_option(const option_use *use, mw_error *error)
{
    if (error->hint[0] != '\0' || use->value == NULL)
        return;
    if (use->option != NULL && !strcmp(use->option->name, "date"))
        on_date(use->value, error);
    else if (says(error, "only UTF-8 headers"))
        fail_hint(error, "--utf8-headers writes them");
    else if (error->status == MW_E_DATA && says(error, " is not utf-8"))
        fail_hint(error, "say its charset with --input-charset");
}

void advice_on_domain(mw_error *error)
{
    if (error->hint[0] == '\0' && says(error, "address without \"@\""))
        fail_hint(error, "--default-domain DOMAIN completes it, --aliases "
                         "FILE says whom it stands for");
}

void advice_on_plan(mw_error *error)
{
    if (says(error, "over the limit of"))
        fail_blame(error, "--max-size");
    if (error->hint[0] != '\0')
        return;
    if (says(error, "only UTF-8 headers"))
        fail_hint(error, "--utf8-headers writes them");
    else if (error->status == MW_E_DATA && says(error, " is not utf-8"))
        fail_hint(error, "say its charset with --from-charset, or that of "
                         "an attachment in --type");
}
