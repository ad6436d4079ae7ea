/* SPDX-License-Identifier: MIT */

/*
 * The mailboxes that the options make the author of a message. Their field is
 * written when they are given, so that what cannot be said is refused there.
 */

#include "smtp/prepare.h"

#include <mimewright/field.h>

/* Keeps what SINK, which is in memory, holds. */
static mw_status keep_octets(mw_smtp_prepare_options *options,
                             const mw_sink *sink, const char **kept,
                             mw_error *error)
{
    mw_bytes octets;

    octets.data = mw_sink_memory(sink, &octets.size);
    *kept = mw_arena_copy(&options->arena, octets, error);
    return *kept == NULL ? MW_E_MEMORY : MW_OK;
}

/* Writes FIELD, completed and in ASCII. */
static mw_status write_field(mw_smtp_prepare_options *options, mw_bytes field,
                             mw_sink *completed, mw_sink *encoded,
                             mw_error *error)
{
    mw_status status = MW_OK;

    if (options->default_domain != NULL)
        status = mw_field_complete(options->context, field.data, field.size,
                                   options->default_domain, completed, error);
    if (status == MW_OK && options->default_domain != NULL)
        field.data = mw_sink_memory(completed, &field.size);
    return status == MW_OK ? mw_field_encode(options->context, field.data,
                                             field.size, encoded, error)
                           : status;
}

static mw_status make_field(mw_smtp_prepare_options *options,
                            const char *mailbox, const char **field,
                            mw_error *error)
{
    mw_sink *completed = NULL, *encoded = NULL;
    mw_buffer text;
    mw_status status;

    mw_buffer_init(&text, &options->allocator, 0);
    status = mw_buffer_printf(&text, error, "From: %s", mailbox);
    if (status == MW_OK)
        status = mw_sink_new_memory(options->context, &completed, error);
    if (status == MW_OK)
        status = mw_sink_new_memory(options->context, &encoded, error);
    if (status == MW_OK)
        status = write_field(options, mw_buffer_bytes(&text), completed,
                             encoded, error);
    if (status == MW_OK)
        status = keep_octets(options, encoded, field, error);
    mw_sink_free(completed);
    mw_sink_free(encoded);
    mw_buffer_free(&text);
    return status;
}

/* The address of MAILBOX, which is one. */
static mw_status read_address(mw_smtp_prepare_options *options,
                              const char *mailbox, const char **address,
                              mw_error *error)
{
    mw_mailboxes *list = NULL;
    mw_status status;

    if (strpbrk(mailbox, "\r\n") != NULL)
        return mw_fail(error, MW_E_SYNTAX, "holds a line break");
    status = mw_prepare_new_list(options, &list, error);
    if (status == MW_OK)
        status = mw_mailboxes_add(list, mailbox, strlen(mailbox), error);
    if (status == MW_OK && mw_mailboxes_count(list) != 1)
        status = mw_fail(error, MW_E_SYNTAX, "is not one mailbox");
    if (status == MW_OK)
        status = mw_prepare_keep(options, mw_mailboxes_address(list, 0),
                                 address, error);
    mw_mailboxes_free(list);
    return status;
}

static mw_status set_author(mw_smtp_prepare_options *options,
                            const char *mailbox, mw_prepare_author *author,
                            mw_error *error)
{
    mw_prepare_author made = { NULL, NULL };
    mw_status status = read_address(options, mailbox, &made.address, error);

    if (status != MW_OK)
        mw_error_prefix(error, "From");
    else
        status = make_field(options, mailbox, &made.field, error);
    if (status == MW_OK)
        *author = made;
    return status;
}

mw_status mw_smtp_prepare_options_force_from(mw_smtp_prepare_options *options,
                                             const char *mailbox,
                                             mw_error *error)
{
    return set_author(options, mailbox, &options->forced, error);
}

mw_status mw_smtp_prepare_options_set_missing_from(
    mw_smtp_prepare_options *options, const char *mailbox, mw_error *error)
{
    return set_author(options, mailbox, &options->missing, error);
}
