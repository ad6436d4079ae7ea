/* SPDX-License-Identifier: MIT */

/*
 * The life of the options, and what all setters of text share. Secrets have
 * memory of their own; the other strings are wiped too when they go.
 */

#include "smtp/options.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "smtp/memory.h"
#include "smtp/wipe.h"

mw_status mw_smtp_options_new(mw_context *context, mw_smtp_options **options,
                              mw_error *error)
{
    mw_smtp_options *made = mw_context_allocate(context, NULL, 0, sizeof *made);

    if (!made)
        return mw_fail_memory(error);
    *made = (mw_smtp_options){ .context = context,
                               .allocator = mw_memory_of(context),
                               .interrupt = -1 };
    mw_secret_memory_init(&made->secrets, &made->allocator);
    *options = made;
    return MW_OK;
}

static void drop(const mw_allocator *allocator, char **field)
{
    const size_t size = *field ? strlen(*field) + 1 : 0;

    mw_wipe(*field, size);
    mw_release(allocator, *field, size);
    *field = NULL;
}

void mw_smtp_options_free(mw_smtp_options *options)
{
    mw_allocator allocator;

    if (!options)
        return;
    char **const texts[] = {
        &options->source,     &options->ca_file,     &options->certificate,
        &options->key,        &options->tls_name,    &options->mechanisms,
        &options->helo,       &options->envelope_id, &options->deliver_by,
        &options->hold_until, &options->without,     &options->server_host,
        &options->proxy_host,
    };
    char **const secrets[] = { &options->user, &options->password,
                               &options->token };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        drop(&options->allocator, texts[i]);
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        drop(&options->secrets.allocator, secrets[i]);
    mw_url_free(&options->server);
    mw_url_free(&options->proxy);
    allocator = options->allocator;
    mw_release(&allocator, options->pins,
               options->pin_count * sizeof *options->pins);
    mw_release(&allocator, options, sizeof *options);
}

/* ------------------------------------------------------------------- texts */

static mw_status refuse_control(const char *value, const char *what,
                                mw_error *error)
{
    for (const char *at = value; *at; at++)
        if ((uint8_t)*at < 0x20 || *at == 0x7f)
            return mw_fail(error, MW_E_SYNTAX,
                           "%s: octet %zu is a control character", what,
                           (size_t)(at - value) + 1);
    return MW_OK;
}

/* Puts a copy of VALUE, which was looked at, in place of *FIELD; both are
 * memory of ALLOCATOR. */
static mw_status replace(const mw_allocator *allocator, char **field,
                         const char *value, mw_error *error)
{
    char *copy = NULL;

    if (value) {
        const size_t size = strlen(value) + 1;

        copy = mw_allocate(allocator, NULL, 0, size);
        if (!copy)
            return mw_fail_memory(error);
        memcpy(copy, value, size);
    }
    drop(allocator, field);
    *field = copy;
    return MW_OK;
}

mw_status mw_options_set_text(mw_smtp_options *options, char **field,
                              const char *value, const char *what,
                              mw_error *error)
{
    mw_status status = MW_OK;

    if (value && !*value)
        status = mw_fail(error, MW_E_SYNTAX, "%s is empty", what);
    else if (value)
        status = refuse_control(value, what, error);
    return status == MW_OK ? replace(&options->allocator, field, value, error)
                           : status;
}

mw_status mw_options_set_secret(mw_smtp_options *options, char **field,
                                const char *value, const char *what,
                                mw_error *error)
{
    mw_status status = MW_OK;

    if (value)
        status = refuse_control(value, what, error);
    if (status == MW_OK && value && !mw_utf8_is_valid(mw_bytes_of(value)))
        status = mw_fail(error, MW_E_SYNTAX, "%s is not UTF-8", what);
    return status == MW_OK
               ? replace(&options->secrets.allocator, field, value, error)
               : status;
}

static mw_status check_words(const char *list, const char *what,
                             mw_error *error)
{
    size_t size = 0; /* of the word so far */

    for (const char *at = list;; at++) {
        const bool ends = *at == ',' || !*at;

        if (ends ? size == 0
                 : !mw_ascii_is_alnum(*at) && *at != '-' && *at != '_')
            return mw_fail(error, MW_E_SYNTAX,
                           "%s: \"%.*s\" is no list of names with commas", what,
                           MW_SHOW(mw_bytes_of(list)));
        if (!*at)
            return MW_OK;
        size = ends ? 0 : size + 1;
    }
}

mw_status mw_options_set_words(mw_smtp_options *options, char **field,
                               const char *list, const char *what,
                               mw_error *error)
{
    mw_status status = list ? check_words(list, what, error) : MW_OK;

    if (status == MW_OK)
        status = replace(&options->allocator, field, list, error);
    if (status != MW_OK || !list)
        return status;
    for (char *at = *field; *at; at++)
        if (mw_ascii_is_alpha(*at))
            *at = (char)(*at & ~0x20);
    return MW_OK;
}
