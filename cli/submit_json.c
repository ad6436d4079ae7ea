/* SPDX-License-Identifier: MIT */

/*
 * What became of a message, for programs. The keys are fixed.
 */

#include "config.h"

#include "submit_json.h"

#include "exit_status.h"
#include "json.h"
#include "output.h"
#include "submit_say.h"

#include <stdlib.h>
#include <string.h>

/* Numbers the form of these lines. */
enum { REPORT_VERSION = 1 };

static void put_server(json *out, const smtp_library *smtp,
                       const mw_smtp_report *report)
{
    size_t size;
    const char *greeting = smtp->report_greeting(report, &size);

    json_open_object(out, "server");
    json_text(out, "name", smtp->report_server_name(report));
    json_text(out, "address", smtp->report_server_address(report));
    json_octets(out, "greeting", greeting, size);
    json_close_object(out);
}

static void put_tls(json *out, const smtp_library *smtp,
                    const mw_smtp_report *report)
{
    const char *version = smtp->report_tls_version(report);

    if (version == NULL) {
        json_text(out, "tls", NULL);
        return;
    }
    json_open_object(out, "tls");
    json_text(out, "version", version);
    json_text(out, "cipher", smtp->report_tls_cipher(report));
    json_text(out, "peer", smtp->report_tls_peer(report));
    json_flag(out, "verified", smtp->report_tls_verified(report) != 0);
    json_close_object(out);
}

/* A list of a report: for json_list. */
typedef struct {
    const smtp_library *smtp;
    const mw_smtp_report *report;
    const char *(*at)(const mw_smtp_report *, size_t);
    int after; /* of offers: TLS */
} report_list;

static const char *text_at(const void *user, size_t index, size_t *size)
{
    const report_list *list = user;
    const char *text = list->at(list->report, index);

    *size = strlen(text);
    return text;
}

static const char *offer_at(const void *user, size_t index, size_t *size)
{
    const report_list *list = user;

    return list->smtp->report_offer(list->report, list->after, index, size);
}

/* COUNT texts that AT gives. */
static void put_texts(json *out, const char *key, const mw_smtp_report *report,
                      size_t count,
                      const char *(*at)(const mw_smtp_report *, size_t))
{
    const report_list list = { .report = report, .at = at };

    json_list(out, key, text_at, &list, count);
}

/* The phases that took any time. */
static void put_seconds(json *out, const smtp_library *smtp,
                        const mw_smtp_report *report)
{
    json_open_object(out, "seconds");
    for (int i = 0; i < MW_SMTP_PHASE_COUNT; i++) {
        const mw_smtp_phase phase = (mw_smtp_phase)i;
        const uint64_t spent = smtp->report_microseconds(report, phase);

        if (spent > 0)
            json_seconds(out, smtp->phase_name(phase), spent);
    }
    json_close_object(out);
}

static void put_wrong(json *out, const mw_error *wrong, bool retry_safe)
{
    json_open_object(out, "error");
    json_failure(out, wrong);
    json_flag(out, "retry_safe", retry_safe);
    json_close_object(out);
}

static void put_error(json *out, const submission *self,
                      const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const char *hint = smtp->report_hint(report);
    mw_error room;
    const char *what = submit_say_what(self, report, &room);

    if (what[0] == '\0') {
        json_text(out, "error", NULL);
        return;
    }
    json_open_object(out, "error");
    json_text(out, "what", what);
    json_text(out, "why", smtp->report_why(report));
    json_text(out, "hint", hint[0] != '\0' ? hint : NULL);
    json_flag(out, "retry_safe", smtp->report_retry_safe(report) != 0);
    json_close_object(out);
}

static void put_recipient(json *out, const submission *self,
                          const mw_smtp_report *report, size_t index)
{
    const smtp_library *smtp = &self->smtp;
    size_t size;
    const char *text = smtp->report_text(report, index, &size);

    json_open_object(out, NULL);
    json_text(out, "address", smtp->report_recipient(report, index));
    json_text(out, "status",
              smtp->status_name(smtp->report_status(report, index)));
    json_number(out, "code", (uint64_t)smtp->report_code(report, index));
    json_text(out, "enhanced", smtp->report_enhanced(report, index));
    json_octets(out, "text", text, size);
    json_text(out, "why", submit_say_why_not(self, report, index));
    json_close_object(out);
}

/* What was offered, which a probe is for. */
static void put_offers(json *out, const smtp_library *smtp,
                       const mw_smtp_report *report)
{
    json_open_object(out, "offers");
    for (int after = 0; after < 2; after++) {
        const report_list list = { smtp, report, NULL, after };

        json_list(out, after ? "in_force" : "before_tls", offer_at, &list,
                  smtp->report_offer_count(report, after));
    }
    json_close_object(out);
}

static void put_report(json *out, const submission *self,
                       const submission_outcome *became)
{
    const smtp_library *smtp = &self->smtp;
    const mw_smtp_report *report = became->report;
    const mw_smtp_result result = became->result;

    json_number(out, "version", REPORT_VERSION);
    json_text(out, "result", smtp->result_name(result));
    json_number(out, "exit", (uint64_t)smtp->result_exit(result));
    json_text(out, "input", self->input);
    json_text(out, "phase", smtp->phase_name(smtp->report_phase(report)));
    put_server(out, smtp, report);
    put_tls(out, smtp, report);
    json_text(out, "auth", smtp->report_auth(report));
    put_texts(out, "extensions", report, smtp->report_extension_count(report),
              smtp->report_extension);
    put_offers(out, smtp, report);
    json_number(out, "size", smtp->report_size(report));
    json_number(out, "bytes_sent", smtp->report_bytes_sent(report));
    put_seconds(out, smtp, report);
    json_text(out, "message_id", smtp->report_message_id(report));
    json_text(out, "queue_id", smtp->report_queue_id(report));
    put_texts(out, "changed", report, smtp->report_change_count(report),
              smtp->report_change);
    put_texts(out, "warnings", report, smtp->report_warning_count(report),
              smtp->report_warning);
    if (result != submission_result(self, report))
        put_wrong(out, &became->missing, false);
    else
        put_error(out, self, report);
    json_open_array(out, "recipients");
    for (size_t i = 0; i < smtp->report_recipient_count(report); i++)
        put_recipient(out, self, report, i);
    json_close_array(out);
}

mw_status submit_json_print(const submission *self,
                            const submission_outcome *became, mw_error *error)
{
    mw_sink *line;
    json out;
    mw_status status = mw_sink_new_memory(self->context, &line, error);

    if (status != MW_OK)
        return status;
    out = json_start(self->context, line, error);
    json_open_object(&out, NULL);
    put_report(&out, self, became);
    json_close_object(&out);
    status = json_end(&out);
    if (status == MW_OK)
        status = output_print_line(self->context, line, error);
    mw_sink_free(line);
    return status;
}

static void put_failure(json *out, const char *input, const mw_error *wrong,
                        int exit_status)
{
    json_number(out, "version", REPORT_VERSION);
    json_text(out, "result", exit_status_result(exit_status));
    json_number(out, "exit", (uint64_t)exit_status);
    json_text(out, "input", input);
    put_wrong(out, wrong, exit_status == EXIT_TEMPORARY);
    json_open_array(out, "recipients");
    json_close_array(out);
}

mw_status submit_json_put_failure(mw_context *context, mw_sink *line,
                                  const char *input, const mw_error *wrong,
                                  int exit_status, mw_error *error)
{
    json out = json_start(context, line, error);

    json_open_object(&out, NULL);
    put_failure(&out, input, wrong, exit_status);
    json_close_object(&out);
    return json_end(&out);
}
