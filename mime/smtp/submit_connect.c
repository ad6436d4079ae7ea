/* SPDX-License-Identifier: MIT */

/*
 * Making the connection, and what it says of the messages where there is
 * none.
 */

#include "smtp/submit.h"

#define CONNECT_SECONDS 30

int64_t mw_submit_until(const mw_submit *submit, unsigned seconds)
{
    const int64_t end = mw_clock_after((int64_t)seconds * 1000);

    return end < submit->deadline ? end : submit->deadline;
}

mw_wait mw_submit_wait(const mw_submit *submit, int64_t deadline)
{
    return (mw_wait){ deadline, submit->interrupt, submit->queue->baton };
}

void mw_submit_note(mw_submit *submit, mw_io io)
{
    if (io != MW_IO_INTERRUPTED)
        return;
    submit->interrupted = true;
    submit->interrupt = -1;
}

static mw_connect_options way_of(const mw_smtp_options *options)
{
    return (mw_connect_options){
        .family = options->ip_version == 4   ? MW_FAMILY_IPV4
                  : options->ip_version == 6 ? MW_FAMILY_IPV6
                                             : MW_FAMILY_ANY,
        .source = options->source,
        .proxy = options->has_proxy ? &options->proxy : NULL,
    };
}

mw_status mw_submit_check_source(const mw_submit *submit, mw_error *error)
{
    const mw_connect_options how = way_of(submit->options);

    if (submit->options->server.path)
        return MW_OK;
    return mw_connection_check_source(&how, error) == MW_IO_OK ? MW_OK
                                                               : MW_E_USAGE;
}

static mw_io open_connection(mw_submit *submit, mw_connection **connection,
                             mw_error *error)
{
    const mw_smtp_options *options = submit->options;
    const unsigned seconds =
        options->connect_timeout ? options->connect_timeout : CONNECT_SECONDS;
    const mw_wait wait =
        mw_submit_wait(submit, mw_submit_until(submit, seconds));
    const mw_connect_options how = way_of(options);

    if (options->server.path)
        return mw_connection_open_unix(&submit->allocator, options->server.path,
                                       &wait, connection, error);
    return mw_connection_open(&submit->allocator, options->server_host,
                              options->server.port, &how, &wait, connection,
                              error);
}

static mw_smtp_result result_of(mw_io io)
{
    switch (io) {
    case MW_IO_NO_HOST:
        return MW_SMTP_HOST;
    case MW_IO_PROXY:
        return MW_SMTP_PERMANENT;
    case MW_IO_LOGIN:
        return MW_SMTP_AUTH;
    case MW_IO_USAGE:
        return MW_SMTP_USAGE;
    default:
        return MW_SMTP_TEMPORARY;
    }
}

mw_status mw_submit_connect(mw_submit *submit, mw_connection **connection,
                            mw_error *error)
{
    mw_error cause = { 0 };
    mw_io io;

    *connection = NULL;
    io = open_connection(submit, connection, &cause);
    if (io == MW_IO_OK)
        return MW_OK;
    if (io == MW_IO_MEMORY)
        return mw_fail_memory(error);
    mw_submit_note(submit, io);
    return mw_submit_fail(submit, result_of(io), &cause, NULL, error);
}

/* --------------------------------------------------------------------- TLS */

mw_status mw_submit_tls(mw_submit *submit, bool must_verify, mw_tls **tls,
                        mw_error *error)
{
    const mw_smtp_options *options = submit->options;
    mw_submit_queue *queue = submit->queue;
    mw_tls **kept = must_verify ? &queue->tls : &queue->lax_tls;
    const mw_tls_options settings = {
        .ca_file = options->ca_file,
        .certificate_file = options->certificate,
        .key_file = options->key,
        .pins = options->pins,
        .pin_count = options->pin_count,
        .insecure = options->insecure || !must_verify,
    };
    mw_status status = MW_OK;

    if (!*kept)
        status = mw_tls_new(&queue->allocator, &settings, kept, error);
    if (status == MW_OK)
        *tls = *kept;
    return status;
}

const char *mw_submit_tls_name(const mw_submit *submit)
{
    if (submit->options->tls_name)
        return submit->options->tls_name;
    return submit->options->server_host ? submit->options->server_host
                                        : "localhost";
}
