/* SPDX-License-Identifier: MIT */

/*
 * From options to the library's settings, for addresses that are completed
 * or replaced.
 */

#include "config.h"

#include "rewrite.h"

#include "aliases.h"
#include "exit_status.h"
#include "fail.h"

/* Who is told an entry of the file. */
typedef struct listener {
    const smtp_library *smtp;
    mw_smtp_prepare_options *wishes;
} listener;

static mw_status add_alias(void *user, const char *name, const char *list,
                           mw_error *error)
{
    const listener *self = user;

    return self->smtp->prepare_options_add_alias(self->wishes, name, list,
                                                 error);
}

/* The file is a configuration itself, whoever names it. */
static mw_status apply_aliases(const submission *self,
                               mw_smtp_prepare_options *wishes, mw_error *error)
{
    const option_use *use = &self->options.aliases;
    listener told = { &self->smtp, wishes };
    const mw_status status = option_blame(
        use, aliases_read(self->context, use->value, add_alias, &told, error),
        error);

    if (status == MW_OK || status == MW_E_MEMORY)
        return status;
    error->status = STATUS_CONFIGURATION;
    return STATUS_CONFIGURATION;
}

mw_status rewrite_apply(const submission *self, mw_smtp_prepare_options *wishes,
                        mw_error *error)
{
    const submit_options *given = &self->options;
    const option_use *domain = &given->default_domain;
    const option_use *from = &given->force_from;
    mw_status status = MW_OK;

    if (domain->value != NULL)
        status = option_blame(domain,
                              self->smtp.prepare_options_set_default_domain(
                                  wishes, domain->value, error),
                              error);
    if (status == MW_OK && given->aliases.value != NULL)
        status = apply_aliases(self, wishes, error);
    if (status == MW_OK && from->value != NULL)
        status = option_blame(
            from,
            self->smtp.prepare_options_force_from(wishes, from->value, error),
            error);
    return status;
}
