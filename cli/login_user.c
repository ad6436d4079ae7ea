/* SPDX-License-Identifier: MIT */

/*
 * Who names the place of a password wants to log in, and must not be sent off
 * without a login in silence. But [default] may hold one for accounts that
 * name their users, beside an account for a server that wants no login.
 */

#include "config.h"

#include "login_user.h"

#include "fail.h"
#include "mechanisms.h"

#include <string.h>

/* How many places of FILE's configuration count more than the one that the
 * line LINE is in. */
static size_t rank_in(const config_file *file, size_t line)
{
    for (size_t i = 0; i < file->line_count; i++)
        if (file->lines[i].number == line)
            return strcmp(file->lines[i].section, "default") != 0
                       ? 0
                       : CONFIGURATION_FILES;
    return 0;
}

/* The same of all: the account in each file, then [default] in each. */
static size_t rank_of(const configuration *self, const option_origin *origin)
{
    for (size_t i = 0; i < CONFIGURATION_FILES; i++)
        if (self->files[i].path == origin->place)
            return i + rank_in(&self->files[i], origin->line);
    return 0;
}

bool login_is_meant(const submission *self, const option_use *secret,
                    const option_use *server)
{
    const configuration *said = &self->configuration;

    if (secret->value == NULL)
        return false;
    if (secret->origin.line == 0)
        return true;
    return server->origin.line > 0 &&
           rank_of(said, &secret->origin) <= rank_of(said, &server->origin);
}

mw_status login_miss_user(const submission *self, const option_use *server,
                          mw_error *error)
{
    const submit_options *given = &self->options;
    const option_use *const PLACES[] = { &given->password_command,
                                         &given->password_file };

    if (mechanisms_spare_user(given->auth.value))
        return MW_OK;
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
        if (!login_is_meant(self, PLACES[i], server))
            continue;
        fail(error, MW_E_USAGE, "nobody is named whose password it gives");
        fail_hint(error, PLACES[i]->origin.line > 0
                             ? "user = NAME says who logs in"
                             : "--user NAME says who logs in");
        return option_blame(PLACES[i], MW_E_USAGE, error);
    }
    return MW_OK;
}
