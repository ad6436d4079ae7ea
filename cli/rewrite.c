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

static mw_status apply_aliases(submission *self,
                               mw_smtp_prepare_options *wishes, mw_error *error)
{
    listener told = { &self->smtp, wishes };
    const mw_status status = aliases_read(self->context, self->options.aliases,
                                          add_alias, &told, error);

    if (status != MW_OK && status != MW_E_MEMORY) {
        fail_blame(error, "--aliases");
        self->exit_status = EXIT_CONFIG;
    }
    return status;
}

mw_status rewrite_apply(submission *self, mw_smtp_prepare_options *wishes,
                        mw_error *error)
{
    const submit_options *given = &self->options;
    mw_status status = MW_OK;

    if (given->default_domain != NULL) {
        status = self->smtp.prepare_options_set_default_domain(
            wishes, given->default_domain, error);
        if (status != MW_OK)
            fail_blame(error, "--default-domain");
    }
    if (status == MW_OK && given->aliases != NULL)
        status = apply_aliases(self, wishes, error);
    if (status == MW_OK && given->force_from != NULL) {
        status = self->smtp.prepare_options_force_from(
            wishes, given->force_from, error);
        if (status != MW_OK)
            fail_blame(error, "--force-from");
    }
    return status;
}
