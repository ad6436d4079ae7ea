/* SPDX-License-Identifier: MIT */

/*
 * What a report tells, and the names of what it tells. See the public header.
 */

#include "smtp/report.h"

static const struct {
    const char *name;
    int exit;
    int gravity; /* the greater counts, where there are several */
} RESULTS[] = {
    [MW_SMTP_OK] = { "ok", 0, 0 },
    [MW_SMTP_STOPPED] = { "stopped", 0, 1 },
    [MW_SMTP_DATA] = { "data", 65, 2 },
    [MW_SMTP_NO_INPUT] = { "no-input", 66, 3 },
    [MW_SMTP_USAGE] = { "usage", 64, 4 },
    [MW_SMTP_CONFIG] = { "config", 78, 5 },
    [MW_SMTP_PERMANENT] = { "permanent", 69, 6 },
    [MW_SMTP_HOST] = { "host", 68, 7 },
    [MW_SMTP_AUTH] = { "auth", 77, 8 },
    [MW_SMTP_TLS] = { "tls", 82, 9 },
    [MW_SMTP_PROTOCOL] = { "protocol", 76, 10 },
    [MW_SMTP_IO] = { "io", 74, 11 },
    [MW_SMTP_TEMPORARY] = { "temporary", 75, 12 },
    [MW_SMTP_PARTIAL] = { "partial", 80, 13 },
    [MW_SMTP_COPY_FAILED] = { "copy-failed", 83, 14 },
    [MW_SMTP_IN_DOUBT] = { "in-doubt", 81, 15 },
};

static const char *const STATUSES[] = {
    [MW_SMTP_NOT_TRIED] = "not-tried",
    [MW_SMTP_ACCEPTED] = "accepted",
    [MW_SMTP_REFUSED_FOR_NOW] = "temporary",
    [MW_SMTP_REFUSED_FOR_GOOD] = "permanent",
    [MW_SMTP_UNKNOWN] = "in-doubt",
};

static const char *const PHASES[MW_SMTP_PHASE_COUNT] = {
    [MW_SMTP_PHASE_CONNECT] = "connect", [MW_SMTP_PHASE_GREETING] = "greeting",
    [MW_SMTP_PHASE_EHLO] = "ehlo",       [MW_SMTP_PHASE_TLS] = "tls",
    [MW_SMTP_PHASE_AUTH] = "auth",       [MW_SMTP_PHASE_MAIL] = "mail",
    [MW_SMTP_PHASE_RCPT] = "rcpt",       [MW_SMTP_PHASE_DATA] = "data",
    [MW_SMTP_PHASE_FINAL] = "final",     [MW_SMTP_PHASE_QUIT] = "quit",
};

const char *mw_smtp_result_name(mw_smtp_result result)
{
    return RESULTS[result].name;
}

int mw_smtp_result_exit(mw_smtp_result result)
{
    return RESULTS[result].exit;
}

mw_smtp_result mw_smtp_result_graver(mw_smtp_result a, mw_smtp_result b)
{
    return RESULTS[a].gravity >= RESULTS[b].gravity ? a : b;
}

const char *mw_smtp_status_name(mw_smtp_status status)
{
    return STATUSES[status];
}

const char *mw_smtp_phase_name(mw_smtp_phase phase)
{
    return PHASES[phase];
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* OCTETS, which end with a NUL, or ""; *SIZE of them where SIZE is there. */
static const char *text_of(mw_bytes octets, size_t *size)
{
    if (size)
        *size = octets.size;
    return or_empty((const char *)octets.data);
}

mw_smtp_result mw_smtp_report_result(const mw_smtp_report *report)
{
    return report->result;
}

mw_smtp_phase mw_smtp_report_phase(const mw_smtp_report *report)
{
    return report->phase;
}

const char *mw_smtp_report_what(const mw_smtp_report *report)
{
    return report->error.message;
}

const char *mw_smtp_report_why(const mw_smtp_report *report)
{
    return or_empty(report->why);
}

const char *mw_smtp_report_hint(const mw_smtp_report *report)
{
    return report->error.hint;
}

mw_cause mw_smtp_report_cause(const mw_smtp_report *report)
{
    return report->error.cause;
}

int mw_smtp_report_retry_safe(const mw_smtp_report *report)
{
    return report->retry_safe;
}

const char *mw_smtp_report_server_name(const mw_smtp_report *report)
{
    return or_empty(report->server_name);
}

const char *mw_smtp_report_server_address(const mw_smtp_report *report)
{
    return or_empty(report->server_address);
}

const char *mw_smtp_report_greeting(const mw_smtp_report *report, size_t *size)
{
    return text_of(report->greeting, size);
}

const char *mw_smtp_report_tls_version(const mw_smtp_report *report)
{
    return report->has_tls ? report->tls_version : NULL;
}

const char *mw_smtp_report_tls_cipher(const mw_smtp_report *report)
{
    return report->has_tls ? report->tls_cipher : NULL;
}

const char *mw_smtp_report_tls_peer(const mw_smtp_report *report)
{
    return report->has_tls ? report->tls_peer : NULL;
}

int mw_smtp_report_tls_verified(const mw_smtp_report *report)
{
    return report->tls_verified;
}

const char *mw_smtp_report_auth(const mw_smtp_report *report)
{
    return report->auth;
}

size_t mw_smtp_report_extension_count(const mw_smtp_report *report)
{
    return report->extensions.count;
}

const char *mw_smtp_report_extension(const mw_smtp_report *report, size_t index)
{
    return text_of(report->extensions.items[index], NULL);
}

size_t mw_smtp_report_offer_count(const mw_smtp_report *report, int after_tls)
{
    return report->offers[after_tls != 0].count;
}

const char *mw_smtp_report_offer(const mw_smtp_report *report, int after_tls,
                                 size_t index, size_t *size)
{
    return text_of(report->offers[after_tls != 0].items[index], size);
}

uint64_t mw_smtp_report_size(const mw_smtp_report *report)
{
    return report->size;
}

uint64_t mw_smtp_report_bytes_sent(const mw_smtp_report *report)
{
    return report->bytes_sent;
}

uint64_t mw_smtp_report_microseconds(const mw_smtp_report *report,
                                     mw_smtp_phase phase)
{
    return report->microseconds[phase];
}

const char *mw_smtp_report_message_id(const mw_smtp_report *report)
{
    return report->message_id;
}

const char *mw_smtp_report_queue_id(const mw_smtp_report *report)
{
    return report->queue_id;
}

size_t mw_smtp_report_change_count(const mw_smtp_report *report)
{
    return report->changes.count;
}

const char *mw_smtp_report_change(const mw_smtp_report *report, size_t index)
{
    return text_of(report->changes.items[index], NULL);
}

size_t mw_smtp_report_warning_count(const mw_smtp_report *report)
{
    return report->warnings.count;
}

const char *mw_smtp_report_warning(const mw_smtp_report *report, size_t index)
{
    return text_of(report->warnings.items[index], NULL);
}

size_t mw_smtp_report_recipient_count(const mw_smtp_report *report)
{
    return report->recipient_count;
}

const char *mw_smtp_report_recipient(const mw_smtp_report *report, size_t index)
{
    return report->recipients[index].address;
}

mw_smtp_status mw_smtp_report_status(const mw_smtp_report *report, size_t index)
{
    return report->recipients[index].status;
}

int mw_smtp_report_code(const mw_smtp_report *report, size_t index)
{
    return report->recipients[index].code;
}

const char *mw_smtp_report_enhanced(const mw_smtp_report *report, size_t index)
{
    return report->recipients[index].enhanced;
}

const char *mw_smtp_report_text(const mw_smtp_report *report, size_t index,
                                size_t *size)
{
    const mw_report_recipient *recipient = &report->recipients[index];

    if (size)
        *size = recipient->text ? recipient->text_size : 0;
    return or_empty(recipient->text);
}
