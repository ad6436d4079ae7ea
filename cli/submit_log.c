/* SPDX-License-Identifier: MIT */

/*
 * A line of "key=value" with the time in front. What comes from outside is
 * escaped and stands in quotation marks, so that a line is one line.
 */

#include "config.h"

#include "submit_log.h"

#include "fail.h"
#include "print.h"
#include "submit_say.h"
#include "system_log.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SYSLOG "syslog:"

/* Octets that a line has of what the server said, and room for as many before
 * they are escaped, which makes none of them less, behind a reply's codes. */
enum { SAID_MOST = 400, SAID_ROOM = 2 * SAID_MOST };

static mw_status put(mw_sink *line, const char *text, mw_error *error)
{
    return text[0] != '\0' ? mw_sink_write(line, text, strlen(text), error)
                           : MW_OK;
}

/* Writes SIZE OCTETS, escaped, in quotation marks; of what is longer than
 * ROOM then the beginning, and "...". */
static mw_status put_quoted(mw_sink *line, const char *octets, size_t size,
                            size_t room, mw_error *error)
{
    mw_status status = put(line, "\"", error);

    while (status == MW_OK && size > 0) {
        char shown[1 + PRINT_ESCAPED_MAX] = "\\";
        const bool marked = *octets == '"' || *octets == '\\';
        size_t written;
        const size_t taken =
            print_escape_next(octets, size, shown + marked, &written);

        written += marked;
        if (written > room) {
            status = put(line, "...", error);
            break;
        }
        status = mw_sink_write(line, shown, written, error);
        octets += taken;
        size -= taken;
        room -= written;
    }
    return status == MW_OK ? put(line, "\"", error) : status;
}

/* Writes KEY="VALUE"; nothing where VALUE is NULL. */
static mw_status put_value(mw_sink *line, const char *key, const char *value,
                           mw_error *error)
{
    mw_status status;

    if (value == NULL)
        return MW_OK;
    status = put(line, key, error);
    if (status == MW_OK)
        status = put(line, "=", error);
    return status == MW_OK
               ? put_quoted(line, value, strlen(value), SIZE_MAX, error)
               : status;
}

static mw_status put_time(mw_sink *line, mw_error *error)
{
    const time_t now = time(NULL);
    struct tm clock = { 0 };
    char text[40];

    (void)gmtime_r(&now, &clock);
    (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ",
                   clock.tm_year + 1900, clock.tm_mon + 1, clock.tm_mday,
                   clock.tm_hour, clock.tm_min, clock.tm_sec);
    return put(line, text, error);
}

static mw_status put_recipients(const smtp_library *smtp, mw_sink *line,
                                const mw_smtp_report *report, mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0;
         status == MW_OK && i < smtp->report_recipient_count(report); i++) {
        status =
            put_value(line, " to", smtp->report_recipient(report, i), error);
        if (status == MW_OK)
            status = put(line, " status=", error);
        if (status == MW_OK)
            status = put(
                line, smtp->status_name(smtp->report_status(report, i)), error);
    }
    return status;
}

/* What the server said to the recipient at INDEX, as a reply has it. */
static mw_status put_reply(const smtp_library *smtp, mw_sink *line,
                           const mw_smtp_report *report, size_t index,
                           mw_error *error)
{
    const char *enhanced = smtp->report_enhanced(report, index);
    char said[SAID_ROOM];
    size_t size;
    const char *text = smtp->report_text(report, index, &size);
    const int head = snprintf(
        said, SAID_MOST, "%d%s%.20s%s", smtp->report_code(report, index),
        enhanced[0] != '\0' ? " " : "", enhanced, size > 0 ? " " : "");
    const size_t taken = size <= SAID_MOST ? size : SAID_MOST;
    mw_status status = put(line, " reply=", error);

    memcpy(said + head, text, taken);
    return status == MW_OK
               ? put_quoted(line, said, (size_t)head + taken, SAID_MOST, error)
               : status;
}

/* What the server said when it took the message, and what went wrong: last,
 * and not all of it, since the others decide how much that is. */
static mw_status put_sayings(const submission *self, mw_sink *line,
                             const mw_smtp_report *report, mw_error *error)
{
    const smtp_library *smtp = &self->smtp;
    const size_t count = smtp->report_recipient_count(report);
    const char *why = smtp->report_why(report);
    char wrong[SAID_ROOM];
    mw_error room;
    const char *what = submit_say_what(self, report, &room);
    size_t taker = 0;
    mw_status status = MW_OK;

    while (taker < count &&
           smtp->report_status(report, taker) != MW_SMTP_ACCEPTED)
        taker++;
    if (taker < count && smtp->report_code(report, taker) > 0)
        status = put_reply(smtp, line, report, taker, error);
    if (status != MW_OK || what[0] == '\0')
        return status;
    (void)snprintf(wrong, sizeof wrong, "%s%s%s", what,
                   why[0] != '\0' ? ": " : "", why);
    status = put(line, " error=", error);
    return status == MW_OK
               ? put_quoted(line, wrong, strlen(wrong), SAID_MOST, error)
               : status;
}

static mw_status put_line(const submission *self, mw_sink *line,
                          const mw_smtp_message *message,
                          const submission_outcome *became, mw_error *error)
{
    const smtp_library *smtp = &self->smtp;
    const mw_smtp_report *report = became->report;
    char numbers[80];
    mw_status status =
        put_value(line, " account", self->options.account.value, error);

    if (status == MW_OK)
        status = put_value(line, " input", self->input, error);
    if (status == MW_OK)
        status =
            put_value(line, " server", smtp->report_server_name(report), error);
    if (status == MW_OK)
        status = put_value(line, " from", smtp->message_from(message), error);
    if (status == MW_OK)
        status = put_recipients(smtp, line, report, error);
    (void)snprintf(numbers, sizeof numbers, " size=%" PRIu64 " exit=%d",
                   smtp->report_size(report),
                   smtp->result_exit(became->result));
    if (status == MW_OK)
        status = put_value(line, " message-id", smtp->report_message_id(report),
                           error);
    if (status == MW_OK)
        status =
            put_value(line, " queue-id", smtp->report_queue_id(report), error);
    if (status == MW_OK)
        status = put(line, numbers, error);
    return status == MW_OK ? put_sayings(self, line, report, error) : status;
}

static int open_log(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static mw_status fail_log(mw_status status, const char *path, mw_error *error)
{
    (void)fail_errno(error, status, path);
    fail_blame(error, "--log");
    return status;
}

mw_status submit_log_check(const char *path, mw_error *error)
{
    int fd;
    mw_status status;

    if (!strcmp(path, SYSLOG)) {
        status = system_log_check(error);
        if (status != MW_OK)
            fail_blame(error, "--log");
        return status;
    }
    fd = open_log(path);
    if (fd < 0)
        return fail_log(MW_E_CREATE, path, error);
    (void)close(fd);
    return MW_OK;
}

static mw_status append(const char *path, const mw_sink *line, mw_error *error)
{
    const int fd = open_log(path);
    size_t size;
    const void *bytes = mw_sink_memory(line, &size);
    mw_status status = MW_OK;
    ssize_t written;

    if (fd < 0)
        return fail_log(MW_E_CREATE, path, error);
    written = write(fd, bytes, size);
    if (written < 0)
        status = fail_log(MW_E_WRITE, path, error);
    else if ((size_t)written < size)
        status =
            fail(error, MW_E_WRITE,
                 "--log: %.200s: there was room for a part of the line", path);
    (void)close(fd);
    return status;
}

mw_status submit_log_write(const submission *self,
                           const mw_smtp_message *message,
                           const submission_outcome *became, mw_error *error)
{
    const bool to_syslog = !strcmp(self->options.log.value, SYSLOG);
    mw_sink *line;
    size_t size;
    mw_status status = mw_sink_new_memory(self->context, &line, error);

    if (status != MW_OK)
        return status;
    if (!to_syslog)
        status = put_time(line, error);
    if (status == MW_OK)
        status = put_line(self, line, message, became, error);
    if (status == MW_OK)
        status = mw_sink_write(line, to_syslog ? "\0" : "\n", 1, error);
    if (status == MW_OK && to_syslog)
        system_log_write(mw_sink_memory(line, &size), became->result);
    else if (status == MW_OK)
        status = append(self->options.log.value, line, error);
    mw_sink_free(line);
    return status;
}
