/* SPDX-License-Identifier: MIT */

/*
 * What the caller says of the envelope of a message that exists.
 */

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
    status = mw_mailboxes_new(context, &made->to, error);
    if (status != MW_OK) {
        mw_context_allocate(context, made, sizeof *made, 0);
        return status;
    }
    *options = made;
    return MW_OK;
}

static void free_from(mw_smtp_prepare_options *options)
{
    if (options->from != NULL)
        mw_context_allocate(options->context, options->from, options->from_room,
                            0);
    options->from = NULL;
    options->from_room = 0;
}

void mw_smtp_prepare_options_free(mw_smtp_prepare_options *options)
{
    if (options == NULL)
        return;
    free_from(options);
    mw_mailboxes_free(options->to);
    mw_context_allocate(options->context, options, sizeof *options, 0);
}

static mw_status keep_from(mw_smtp_prepare_options *options,
                           const char *address, mw_error *error)
{
    const size_t room = strlen(address) + 1;
    char *copy = mw_context_allocate(options->context, NULL, 0, room);

    if (copy == NULL)
        return mw_fail_memory(error);
    memcpy(copy, address, room);
    free_from(options);
    options->from = copy;
    options->from_room = room;
    return MW_OK;
}

/* The one mailbox of ADDRESS, which has no display name. */
static mw_status read_from(mw_smtp_prepare_options *options,
                           mw_mailboxes *mailboxes, const char *address,
                           mw_error *error)
{
    const mw_status status =
        mw_mailboxes_add(mailboxes, address, strlen(address), error);

    if (status != MW_OK)
        return status;
    if (mw_mailboxes_count(mailboxes) != 1 ||
        mw_mailboxes_display_name(mailboxes, 0)[0] != '\0')
        return mw_fail(error, MW_E_SYNTAX, "is not one address");
    return keep_from(options, mw_mailboxes_address(mailboxes, 0), error);
}

mw_status mw_smtp_prepare_options_set_from(mw_smtp_prepare_options *options,
                                           const char *address, mw_error *error)
{
    mw_mailboxes *mailboxes = NULL;
    mw_status status;

    if (address[0] == '\0')
        return keep_from(options, "", error);
    status = mw_mailboxes_new(options->context, &mailboxes, error);
    if (status == MW_OK)
        status = read_from(options, mailboxes, address, error);
    mw_mailboxes_free(mailboxes);
    if (status != MW_OK)
        mw_error_prefix(error, "envelope sender");
    return status;
}

mw_status mw_smtp_prepare_options_add_to(mw_smtp_prepare_options *options,
                                         const char *list, mw_error *error)
{
    const mw_status status =
        mw_mailboxes_add(options->to, list, strlen(list), error);

    if (status != MW_OK)
        mw_error_prefix(error, "envelope recipients");
    return status;
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
