/* SPDX-License-Identifier: MIT */

/*
 * The same cause asks for another option where an option is read and where
 * the message is planned: a value is in one charset, a file in its own.
 */

#include "config.h"

#include "advice.h"

#include "fail.h"

#include <string.h>

static void on_date(const char *value, mw_error *error)
{
    if (value[0] != '\0' && value[strspn(value, "0123456789")] == '\0')
        fail_hint(error, "seconds since 1970 are written @%.40s", value);
    else
        fail_hint(error, "such as 2026-11-21T10:00:00Z or @SECONDS");
}

static void on_headers(mw_error *error)
{
    fail_hint(error, "--utf8-headers writes them");
}

void advice_on_option(const option_use *use, mw_error *error)
{
    if (error->hint[0] != '\0' || use->value == NULL)
        return;
    if (use->option != NULL && !strcmp(use->option->name, "date") &&
        error->status != MW_E_USAGE) /* one too many is no question of form */
        on_date(use->value, error);
    else if (error->cause == MW_CAUSE_UTF8_HEADERS)
        on_headers(error);
    else if (error->cause == MW_CAUSE_NOT_UTF8)
        fail_hint(error, "say its charset with --input-charset");
}

void advice_on_domain(mw_error *error)
{
    if (error->hint[0] == '\0' && error->cause == MW_CAUSE_NO_DOMAIN)
        fail_hint(error, "--default-domain DOMAIN completes it, --aliases "
                         "FILE says whom it stands for");
}

mw_status advice_on_plan(const option_use *max_size, mw_status status,
                         mw_error *error)
{
    if (status == MW_OK)
        return MW_OK;
    if (error->cause == MW_CAUSE_MESSAGE_SIZE)
        return option_blame(max_size, status, error);
    if (error->hint[0] != '\0')
        return status;
    if (error->cause == MW_CAUSE_UTF8_HEADERS)
        on_headers(error);
    else if (error->cause == MW_CAUSE_NOT_UTF8)
        fail_hint(error, "say its charset with --from-charset, or that of "
                         "an attachment in --type");
    return status;
}
