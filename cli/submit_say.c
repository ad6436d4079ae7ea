/* SPDX-License-Identifier: MIT */

/*
 * What became of a message, for people.
 */

#include "config.h"

#include "submit_say.h"

#include "fail.h"
#include "print.h"

#include <inttypes.h>
#include <stdio.h>

static void say_error(const smtp_library *smtp, const mw_smtp_report *report)
{
    const char *why = smtp->report_why(report);
    mw_error shown;

    if (smtp->report_what(report)[0] == '\0')
        return;
    fail(&shown, MW_E_SYSTEM, "%.240s%s%.240s", smtp->report_what(report),
         why[0] != '\0' ? ": " : "", why);
    fail_hint(&shown, "%s", smtp->report_hint(report));
    print_failure(&shown);
}

static void say_recipient(const smtp_library *smtp,
                          const mw_smtp_report *report, size_t index)
{
    static const char *const WORDS[] = { "not tried", "accepted",
                                         "refused for now", "refused for good",
                                         "in doubt" };
    const mw_smtp_status status = smtp->report_status(report, index);
    const int code = smtp->report_code(report, index);
    char reply[16] = "";
    char shown[256];
    size_t size;
    const char *text = smtp->report_text(report, index, &size);
    mw_error line;

    if (code > 0)
        (void)snprintf(reply, sizeof reply, ": %d ", code);
    /* Escaped here, since a line of ours would end at a NUL. */
    (void)print_escape(text, size, shown, sizeof shown);
    fail(&line, MW_E_SYSTEM, "<%.150s>: %s%s%s%s%.200s",
         smtp->report_recipient(report, index), WORDS[status], reply,
         smtp->report_enhanced(report, index),
         smtp->report_enhanced(report, index)[0] != '\0' ? " " : "",
         code > 0 ? shown : "");
    print_note("recipient", line.message);
}

static void say_recipients(const submission *self, const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const size_t count = smtp->report_recipient_count(report);

    for (size_t i = 0; i < count; i++) {
        const mw_smtp_status status = smtp->report_status(report, i);

        if (self->verbose ||
            (status != MW_SMTP_ACCEPTED && smtp->report_code(report, i) > 0) ||
            status == MW_SMTP_UNKNOWN)
            say_recipient(smtp, report, i);
    }
}

static void say_changes(const submission *self, const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const bool terse = self->terse && !self->verbose;

    for (size_t i = 0; !terse && i < smtp->report_change_count(report); i++)
        print_note("changed", smtp->report_change(report, i));
    for (size_t i = 0; i < smtp->report_warning_count(report); i++)
        print_note("warning", smtp->report_warning(report, i));
}

static void say_acceptance(const smtp_library *smtp,
                           const mw_smtp_report *report)
{
    const char *queue_id = smtp->report_queue_id(report);
    mw_error line;

    fail(&line, MW_OK, "%.150s took %" PRIu64 " octets%s%.150s",
         smtp->report_server_name(report), smtp->report_size(report),
         queue_id != NULL ? " as " : "", queue_id != NULL ? queue_id : "");
    print_note("sent", line.message);
}

void submit_say(const submission *self, const mw_smtp_report *report)
{
    const mw_smtp_result result = self->smtp.report_result(report);

    if (!self->quiet)
        say_changes(self, report);
    if (result != MW_SMTP_OK)
        say_error(&self->smtp, report);
    say_recipients(self, report);
    if (result == MW_SMTP_OK && self->verbose &&
        self->smtp.report_recipient_count(report) > 0)
        say_acceptance(&self->smtp, report);
}
