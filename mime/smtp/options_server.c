/* SPDX-License-Identifier: MIT */

/*
 * Where to: the server, the way to it, and TLS.
 */

#include "config.h"

#include "smtp/address.h"
#include "smtp/host_name.h"
#include "smtp/options.h"

/* Keeps HOST, or NULL, in *FIELD as what is looked up and verified. */
static mw_status set_host(mw_smtp_options *options, char **field,
                          const char *host, mw_error *error)
{
    char name[MW_HOST_MOST];
    mw_status status =
        host ? mw_host_name_write(options->context, host, name, error) : MW_OK;

    if (status != MW_OK) {
        mw_error_prefix(error, "URL");
        return status;
    }
    return mw_options_set_text(options, field, host ? name : NULL, "the host",
                               error);
}

static mw_status set_url(mw_smtp_options *options, mw_url *url, char **host,
                         const char *text, mw_url_use use,
                         bool password_allowed, mw_error *error)
{
    mw_url read = { 0 };
    mw_status status = mw_url_parse(&options->secrets.allocator, text, use,
                                    password_allowed, &read, error);

    if (status != MW_OK)
        return status;
    status = set_host(options, host, read.host, error);
    mw_url_free(status == MW_OK ? url : &read);
    if (status == MW_OK)
        *url = read;
    return status;
}

mw_status mw_smtp_options_set_server(mw_smtp_options *options, const char *url,
                                     int with_password, mw_error *error)
{
    const mw_status status =
        set_url(options, &options->server, &options->server_host, url,
                MW_URL_OF_SERVER, with_password != 0, error);

    options->has_server = options->has_server || status == MW_OK;
    return status;
}

/* The password of a proxy is not one for mail, and has no other place. */
mw_status mw_smtp_options_set_proxy(mw_smtp_options *options, const char *url,
                                    mw_error *error)
{
    const mw_status status =
        set_url(options, &options->proxy, &options->proxy_host, url,
                MW_URL_OF_PROXY, true, error);

    /* What reads the URL of a proxy wants no other name than that. */
    if (status == MW_OK)
        options->proxy.host = options->proxy_host;
    options->has_proxy = options->has_proxy || status == MW_OK;
    return status;
}

mw_status mw_smtp_options_set_ip_version(mw_smtp_options *options, int version,
                                         mw_error *error)
{
    if (version != 0 && version != 4 && version != 6)
        return mw_fail(error, MW_E_SYNTAX, "IP version %d is not 4 or 6",
                       version);
    options->ip_version = version;
    return MW_OK;
}

mw_status mw_smtp_options_set_source(mw_smtp_options *options,
                                     const char *address, mw_error *error)
{
    mw_host_address read;

    if (address && !mw_host_address_parse(address, 0, &read))
        return mw_fail(error, MW_E_SYNTAX,
                       "the source: \"%.*s\" is no IP address",
                       MW_SHOW(mw_bytes_of(address)));
    return mw_options_set_text(options, &options->source, address, "the source",
                               error);
}

/* --------------------------------------------------------------------- TLS */

void mw_smtp_options_set_tls(mw_smtp_options *options, mw_smtp_tls tls)
{
    options->tls = tls;
}

mw_status mw_smtp_options_set_ca_file(mw_smtp_options *options,
                                      const char *path, mw_error *error)
{
    return mw_options_set_text(options, &options->ca_file, path, "the CA file",
                               error);
}

mw_status mw_smtp_options_set_certificate(mw_smtp_options *options,
                                          const char *cert, const char *key,
                                          mw_error *error)
{
    char *made = NULL;
    mw_status status =
        mw_options_set_text(options, &made, cert, "the certificate", error);

    if (status == MW_OK)
        status =
            mw_options_set_text(options, &options->key, key, "the key", error);
    if (status == MW_OK) {
        char *old = options->certificate;

        options->certificate = made;
        made = old;
    }
    mw_options_set_text(options, &made, NULL, "", NULL);
    return status;
}

mw_status mw_smtp_options_add_pin(mw_smtp_options *options, const char *pin,
                                  mw_error *error)
{
    const size_t old = options->pin_count * sizeof *options->pins;
    mw_tls_pin read;
    mw_tls_pin *pins;
    mw_status status = mw_tls_pin_parse(pin, &read, error);

    if (status != MW_OK)
        return status;
    pins =
        mw_allocate(&options->allocator, options->pins, old, old + sizeof read);
    if (!pins)
        return mw_fail_memory(error);
    options->pins = pins;
    pins[options->pin_count++] = read;
    return MW_OK;
}

mw_status mw_smtp_options_set_tls_name(mw_smtp_options *options,
                                       const char *name, mw_error *error)
{
    char written[MW_HOST_MOST];
    mw_status status =
        name ? mw_host_name_write(options->context, name, written, error)
             : MW_OK;

    if (status != MW_OK) {
        mw_error_prefix(error, "the name for TLS");
        return status;
    }
    return mw_options_set_text(options, &options->tls_name,
                               name ? written : NULL, "the name for TLS",
                               error);
}

void mw_smtp_options_set_insecure(mw_smtp_options *options, int insecure)
{
    options->insecure = insecure != 0;
}
