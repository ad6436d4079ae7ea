/* SPDX-License-Identifier: MIT */

/*
 * What the caller says of the envelope of a message that exists.
 */

#include "smtp/command.h"
#include "smtp/memory.h"
#include "smtp/prepare.h"

mw_status mw_smtp_prepare_options_new(mw_context *context,
                                      mw_smtp_prepare_options **options,
                                      mw_error *error)
{
    mw_smtp_prepare_options *made =
        mw_context_allocate(context, NULL, 0, sizeof *made);
    mw_status status;

    if (made == NULL)
        return mw_fail_memory(error);
    memset(made, 0, sizeof *made);
    made->context = context;
    made->allocator = mw_memory_of(context);
    mw_arena_init(&made->arena, &made->allocator, 0);
    status = mw_mailboxes_new(context, &made->to, error);
    if (status != MW_OK) {
        mw_context_allocate(context, made, sizeof *made, 0);
        return status;
    }
    *options = made;
    return MW_OK;
}

void mw_smtp_prepare_options_free(mw_smtp_prepare_options *options)
{
    if (options == NULL)
        return;
    for (mw_prepare_alias *at = options->aliases; at != NULL; at = at->next)
        mw_mailboxes_free(at->list);
    mw_mailboxes_free(options->to);
    mw_arena_free(&options->arena);
    mw_context_allocate(options->context, options, sizeof *options, 0);
}

mw_status mw_prepare_keep(mw_smtp_prepare_options *options, const char *text,
                          const char **kept, mw_error *error)
{
    const char *copy = mw_arena_copy(&options->arena, mw_bytes_of(text), error);

    if (copy == NULL)
        return MW_E_MEMORY;
    *kept = copy;
    return MW_OK;
}

mw_status mw_prepare_new_list(const mw_smtp_prepare_options *options,
                              mw_mailboxes **list, mw_error *error)
{
    mw_mailboxes *made = NULL;
    mw_status status = mw_mailboxes_new(options->context, &made, error);

    if (status == MW_OK && options->default_domain != NULL)
        status = mw_mailboxes_set_default_domain(made, options->default_domain,
                                                 error);
    if (status == MW_OK)
        *list = made;
    else
        mw_mailboxes_free(made);
    return status;
}

mw_status mw_smtp_prepare_options_set_default_domain(
    mw_smtp_prepare_options *options, const char *domain, mw_error *error)
{
    mw_mailboxes *probe = NULL;
    mw_status status = mw_mailboxes_new(options->context, &probe, error);

    if (status == MW_OK)
        status = mw_mailboxes_set_default_domain(probe, domain, error);
    /* Headers that are ASCII stay so: the domain as an envelope has it. */
    if (status == MW_OK)
        status = mw_mailboxes_add(probe, "x", 1, error);
    if (status == MW_OK)
        status = mw_prepare_keep(options, mw_mailboxes_address(probe, 0) + 2,
                                 &options->default_domain, error);
    mw_mailboxes_free(probe);
    if (status == MW_OK)
        mw_mailboxes_set_keep_local(options->to, 1);
    return status;
}

/* The one mailbox of ADDRESS, which has no display name. */
static mw_status read_from(mw_smtp_prepare_options *options,
                           mw_mailboxes *mailboxes, const char *address,
                           mw_error *error)
{
    mw_status status =
        mw_mailboxes_add(mailboxes, address, strlen(address), error);

    if (status != MW_OK)
        return status;
    if (mw_mailboxes_count(mailboxes) != 1 ||
        mw_mailboxes_display_name(mailboxes, 0)[0] != '\0')
        return mw_fail(error, MW_E_SYNTAX, "is not one address");
    status = mw_command_check_path(mw_mailboxes_address(mailboxes, 0),
                                   "the address", error);
    if (status != MW_OK)
        return status;
    return mw_prepare_keep(options, mw_mailboxes_address(mailboxes, 0),
                           &options->from, error);
}

mw_status mw_smtp_prepare_options_set_from(mw_smtp_prepare_options *options,
                                           const char *address, mw_error *error)
{
    mw_mailboxes *mailboxes = NULL;
    mw_status status;

    if (address[0] == '\0')
        return mw_prepare_keep(options, "", &options->from, error);
    status = mw_prepare_new_list(options, &mailboxes, error);
    if (status == MW_OK)
        status = read_from(options, mailboxes, address, error);
    mw_mailboxes_free(mailboxes);
    if (status != MW_OK)
        mw_error_prefix(error, "envelope sender");
    return status;
}

/* Whether a command can carry the addresses of LIST from INDEX on; one that has
 * no domain yet is looked at when it has. */
static mw_status check_paths(const mw_mailboxes *list, size_t index,
                             mw_error *error)
{
    mw_status status = MW_OK;

    for (; index < mw_mailboxes_count(list) && status == MW_OK; index++)
        if (!mw_mailboxes_is_local(list, index))
            status = mw_command_check_path(mw_mailboxes_address(list, index),
                                           "the address", error);
    return status;
}

mw_status mw_smtp_prepare_options_add_to(mw_smtp_prepare_options *options,
                                         const char *list, mw_error *error)
{
    const size_t before = mw_mailboxes_count(options->to);
    mw_status status = mw_mailboxes_add(options->to, list, strlen(list), error);

    if (status == MW_OK)
        status = check_paths(options->to, before, error);
    if (status != MW_OK)
        mw_error_prefix(error, "envelope recipients");
    return status;
}

/* What aliases(5) has beside addresses is not for who only submits mail. */
static mw_status check_members(const mw_mailboxes *list, mw_error *error)
{
    for (size_t i = 0; i < mw_mailboxes_count(list); i++) {
        const char *address = mw_mailboxes_address(list, i);
        const char first = address[address[0] == '"'];

        if (mw_mailboxes_is_local(list, i) && (first == '|' || first == '/'))
            return mw_fail(error, MW_E_SYNTAX,
                           "%s is a program or a file, not an address",
                           address);
    }
    return MW_OK;
}

/* Reads LIST, which may name what has no domain, into ALIAS. */
static mw_status read_alias(mw_smtp_prepare_options *options,
                            mw_prepare_alias *alias, const char *list,
                            mw_error *error)
{
    mw_mailboxes *made = NULL;
    mw_status status = mw_mailboxes_new(options->context, &made, error);

    if (status == MW_OK) {
        mw_mailboxes_set_keep_local(made, 1);
        status = mw_mailboxes_add(made, list, strlen(list), error);
    }
    if (status == MW_OK)
        status = check_members(made, error);
    if (status == MW_OK)
        alias->list = made;
    else
        mw_mailboxes_free(made);
    return status;
}

/* NAME as a local part is written in an address. */
static mw_status read_name(mw_smtp_prepare_options *options,
                           mw_prepare_alias *alias, const char *name,
                           mw_error *error)
{
    mw_mailboxes *made = NULL;
    mw_status status = mw_mailboxes_new(options->context, &made, error);

    if (status == MW_OK) {
        mw_mailboxes_set_keep_local(made, 1);
        status = mw_mailboxes_add(made, name, strlen(name), error);
    }
    if (status == MW_OK &&
        (mw_mailboxes_count(made) != 1 || !mw_mailboxes_is_local(made, 0) ||
         mw_mailboxes_display_name(made, 0)[0] != '\0'))
        status = mw_fail(error, MW_E_SYNTAX, "is not one local part");
    if (status == MW_OK)
        status = mw_prepare_keep(options, mw_mailboxes_address(made, 0),
                                 &alias->name, error);
    mw_mailboxes_free(made);
    return status;
}

mw_status mw_smtp_prepare_options_add_alias(mw_smtp_prepare_options *options,
                                            const char *name, const char *list,
                                            mw_error *error)
{
    mw_prepare_alias *alias =
        mw_arena_take(&options->arena, sizeof *alias, error);
    mw_status status;

    if (alias == NULL)
        return MW_E_MEMORY;
    status = read_name(options, alias, name, error);
    if (status == MW_OK)
        status = read_alias(options, alias, list, error);
    if (status != MW_OK) {
        mw_error_prefix(error, "alias \"%s\"", name);
        return status;
    }
    if (options->aliases == NULL)
        options->aliases = alias;
    else
        options->last_alias->next = alias;
    options->last_alias = alias;
    mw_mailboxes_set_keep_local(options->to, 1);
    return MW_OK;
}

void mw_smtp_prepare_options_join_header(mw_smtp_prepare_options *options,
                                         int join)
{
    options->join_header = join != 0;
}

void mw_smtp_prepare_options_set_as_is(mw_smtp_prepare_options *options,
                                       int as_is)
{
    options->as_is = as_is != 0;
}

void mw_smtp_prepare_options_set_lf(mw_smtp_prepare_options *options, int lf)
{
    options->has_lf = lf != 0;
}
