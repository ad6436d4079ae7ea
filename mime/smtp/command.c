/* SPDX-License-Identifier: MIT */

/*
 * Each line is made in OUT and cut off again where a part of it fails, so
 * that half a command never goes out.
 */

#include "smtp/command.h"

#include "base/ascii.h"

#include <inttypes.h>

/* RFC 3461, section 4.2: octets of an ORCPT parameter's value. */
#define ORCPT_LIMIT 500

/* Gives STATUS, after OUT is cut to SIZE where it is a failure. */
static mw_status end_line(mw_buffer *out, size_t size, mw_status status,
                          mw_error *error)
{
    if (status == MW_OK)
        status = mw_buffer_append_text(out, "\r\n", error);
    if (status != MW_OK)
        mw_buffer_truncate(out, size);
    return status;
}

/* Appends TEXT in xtext (RFC 3461, section 4). */
static mw_status append_xtext(mw_buffer *out, const char *text, mw_error *error)
{
    mw_status status = MW_OK;

    for (; *text && status == MW_OK; text++) {
        const uint8_t octet = (uint8_t)*text;

        if (mw_ascii_is_graph(octet) && octet != '+' && octet != '=')
            status = mw_buffer_append_octet(out, octet, error);
        else
            status = mw_buffer_printf(out, error, "+%02X", octet);
    }
    return status;
}

/*
 * Appends TEXT as an address of the type utf-8 (RFC 6533, section 3): its
 * letters stand for themselves, for who takes it by SMTPUTF8 takes them here.
 */
static mw_status append_unitext(mw_buffer *out, const char *text,
                                mw_error *error)
{
    mw_status status = MW_OK;

    for (; *text && status == MW_OK; text++) {
        const uint8_t octet = (uint8_t)*text;

        if (octet > ' ' && !strchr("+=\\", *text))
            status = mw_buffer_append_octet(out, octet, error);
        else
            status = mw_buffer_printf(out, error, "\\x{%02X}", octet);
    }
    return status;
}

mw_status mw_command_hello(mw_buffer *out, const char *verb, const char *name,
                           mw_error *error)
{
    const size_t size = out->size;
    mw_status status = mw_command_check_helo(name, error);

    if (status == MW_OK)
        status = mw_buffer_printf(out, error, "%s %s", verb, name);
    return end_line(out, size, status, error);
}

/* What concerns the message: SIZE, BODY, SMTPUTF8, REQUIRETLS. */
static mw_status append_content(mw_buffer *out,
                                const mw_mail_parameters *parameters,
                                mw_error *error)
{
    mw_status status = MW_OK;

    if (parameters->has_size)
        status =
            mw_buffer_printf(out, error, " SIZE=%" PRIu64, parameters->size);
    if (status == MW_OK && parameters->body)
        status = mw_buffer_printf(out, error, " BODY=%s", parameters->body);
    if (status == MW_OK && parameters->smtputf8)
        status = mw_buffer_append_text(out, " SMTPUTF8", error);
    if (status == MW_OK && parameters->require_tls)
        status = mw_buffer_append_text(out, " REQUIRETLS", error);
    return status;
}

/* What concerns notifications: RET and ENVID. */
static mw_status append_dsn(mw_buffer *out,
                            const mw_mail_parameters *parameters,
                            mw_error *error)
{
    mw_status status = MW_OK;

    if (parameters->returned != MW_SMTP_RETURN_DEFAULT)
        status = mw_buffer_append_text(
            out,
            parameters->returned == MW_SMTP_RETURN_FULL ? " RET=FULL"
                                                        : " RET=HDRS",
            error);
    if (status != MW_OK || !parameters->envelope_id)
        return status;
    status = mw_command_check_envelope_id(parameters->envelope_id, error);
    if (status == MW_OK)
        status = mw_buffer_append_text(out, " ENVID=", error);
    if (status == MW_OK)
        status = append_xtext(out, parameters->envelope_id, error);
    return status;
}

/* What concerns time: BY, HOLDFOR, HOLDUNTIL, MT-PRIORITY. */
static mw_status append_time(mw_buffer *out,
                             const mw_mail_parameters *parameters,
                             mw_error *error)
{
    mw_status status = MW_OK;

    if (parameters->deliver_by) {
        status = mw_command_check_deliver_by(parameters->deliver_by, error);
        if (status == MW_OK)
            status =
                mw_buffer_printf(out, error, " BY=%s", parameters->deliver_by);
    }
    if (status == MW_OK && parameters->hold_for > 0)
        status = mw_buffer_printf(out, error, " HOLDFOR=%" PRIu64,
                                  parameters->hold_for);
    if (status == MW_OK && parameters->hold_until) {
        status = mw_command_check_hold_until(parameters->hold_until, error);
        if (status == MW_OK)
            status = mw_buffer_printf(out, error, " HOLDUNTIL=%s",
                                      parameters->hold_until);
    }
    if (status == MW_OK && parameters->has_priority)
        status = mw_buffer_printf(out, error, " MT-PRIORITY=%d",
                                  parameters->priority);
    return status;
}

mw_status mw_command_mail(mw_buffer *out, const char *from,
                          const mw_mail_parameters *parameters, mw_error *error)
{
    const size_t size = out->size;
    mw_status status =
        *from ? mw_command_check_path(from, "the sender", error) : MW_OK;

    if (status == MW_OK)
        status = mw_buffer_printf(out, error, "MAIL FROM:<%s>", from);
    if (status == MW_OK)
        status = append_content(out, parameters, error);
    if (status == MW_OK)
        status = append_dsn(out, parameters, error);
    if (status == MW_OK)
        status = append_time(out, parameters, error);
    return end_line(out, size, status, error);
}

static mw_status append_notify(mw_buffer *out, unsigned notify, mw_error *error)
{
    static const struct {
        unsigned bit;
        const char *name;
    } NAMES[] = {
        { MW_SMTP_NOTIFY_NEVER, "NEVER" },
        { MW_SMTP_NOTIFY_SUCCESS, "SUCCESS" },
        { MW_SMTP_NOTIFY_FAILURE, "FAILURE" },
        { MW_SMTP_NOTIFY_DELAY, "DELAY" },
    };
    mw_status status = mw_command_check_notify(notify, error);
    const char *before = " NOTIFY=";

    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (status != MW_OK || !(notify & NAMES[i].bit))
            continue;
        status = mw_buffer_printf(out, error, "%s%s", before, NAMES[i].name);
        before = ",";
    }
    return status;
}

/*
 * ORCPT is left out, and not an error, where the address does not fit: the
 * server then has that of RCPT.
 */
static mw_status append_original(mw_buffer *out, const char *address,
                                 mw_error *error)
{
    const bool is_ascii = mw_ascii_is_all(mw_bytes_of(address));
    const size_t begin = out->size;
    mw_status status = mw_buffer_append_text(
        out, is_ascii ? " ORCPT=rfc822;" : " ORCPT=utf-8;", error);

    if (status == MW_OK)
        status = is_ascii ? append_xtext(out, address, error)
                          : append_unitext(out, address, error);
    if (status == MW_OK && out->size - begin > strlen(" ORCPT=") + ORCPT_LIMIT)
        mw_buffer_truncate(out, begin);
    return status;
}

mw_status mw_command_rcpt(mw_buffer *out, const char *to, unsigned notify,
                          mw_error *error)
{
    const size_t size = out->size;
    mw_status status = mw_command_check_path(to, "a recipient", error);

    if (status == MW_OK)
        status = mw_buffer_printf(out, error, "RCPT TO:<%s>", to);
    if (status == MW_OK && notify != 0)
        status = append_notify(out, notify, error);
    if (status == MW_OK && notify != 0 && notify != MW_SMTP_NOTIFY_NEVER)
        status = append_original(out, to, error);
    return end_line(out, size, status, error);
}

mw_status mw_command_bdat(mw_buffer *out, uint64_t size, bool last,
                          mw_error *error)
{
    return mw_buffer_printf(out, error, "BDAT %" PRIu64 "%s\r\n", size,
                            last ? " LAST" : "");
}

mw_status mw_command_plain(mw_buffer *out, const char *verb, mw_error *error)
{
    return mw_buffer_printf(out, error, "%s\r\n", verb);
}
