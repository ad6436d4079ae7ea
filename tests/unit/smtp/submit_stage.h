/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_SUBMIT_STAGE_H
#define UNIT_SMTP_SUBMIT_STAGE_H

/*
 * A client for the suites of the driver: messages to submit, and what became
 * of them.
 */

#include "smtp/client_stage.h"
#include "smtp/mail_server.h"

#define TEXT "Subject: hello\r\n\r\n.dot\r\nHello.\r\n"

typedef struct outcome {
    mw_smtp_result results[8];
    mw_smtp_phase phases[8];
    char statuses[8][8]; /* a letter for each recipient */
    char what[8][512];
    size_t count;
    char transcript[8192];
    uint64_t progress;
} outcome;

static inline mw_smtp_options *options_for(const peer *server)
{
    return options_at(server->port);
}

static inline mw_status fail_to_write(void *user, mw_sink *sink,
                                      mw_error *error)
{
    const mw_status status = mw_sink_write(sink, user, 9, error);

    return status == MW_OK ? mw_fail(error, MW_E_READ, "the disk is gone")
                           : status;
}

static inline mw_smtp_message *message_by(mw_smtp_write_function write,
                                          char *text, const char *to)
{
    return new_message(write, text, strlen(text), to);
}

static inline mw_smtp_message *message_to(const char *to)
{
    static char text[] = TEXT;

    return message_by(write_text, text, to);
}

static inline void note(void *user, mw_smtp_message *message,
                        const mw_smtp_report *report)
{
    outcome *out = user;
    const size_t at = out->count++;

    (void)message;
    out->results[at] = mw_smtp_report_result(report);
    out->phases[at] = mw_smtp_report_phase(report);
    for (size_t i = 0; i < mw_smtp_report_recipient_count(report); i++)
        out->statuses[at][i] = "-atp?"[mw_smtp_report_status(report, i)];
    snprintf(out->what[at], sizeof out->what[at], "%s",
             mw_smtp_report_what(report));
}

static inline void write_down(void *user, unsigned connection,
                              mw_smtp_speaker speaker, const void *line,
                              size_t size)
{
    outcome *out = user;
    const size_t at = strlen(out->transcript);

    (void)connection;
    snprintf(out->transcript + at, sizeof out->transcript - at, "%c: %.*s\n",
             "CSN"[speaker], (int)size, (const char *)line);
}

/* Starts SERVER, which offers OFFERS and keeps what it gets in BOX, and makes
 * OUT ready for what becomes of that; gives the options to reach it. */
static inline mw_smtp_options *begin(peer *server, mailbox *box, outcome *out,
                                     const char *offers)
{
    *box = (mailbox){ .offers = offers };
    *out = (outcome){ 0 };
    peer_start(server, serve, box);
    return options_for(server);
}

/* In a run that refuses memory there may be a report that says so, or lacks
 * a text: the test ends then, but every message has its report. */
static inline void submit(const mw_smtp_options *options,
                          mw_smtp_message *const *messages, size_t count,
                          outcome *out)
{
    must(mw_smtp_submit(suite_context(), options, messages, count, note, out,
                        &suite_error));
    assert_int_equal(out->count, count);
    suite_end_if_refused();
}

#endif
