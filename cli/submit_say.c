/* SPDX-License-Identifier: MIT */

/*
 * What became of a message, for people. That one which stopped where it was
 * told to is sent to nobody is said without being asked.
 */

#include "config.h"

#include "submit_say.h"

#include "fail.h"
#include "print.h"

#include <inttypes.h>
#include <stdio.h>

const char *submit_say_what(const submission *self,
                            const mw_smtp_report *report, mw_error *room)
{
    const char *what = self->smtp.report_what(report);

    if (self->max_size.value == NULL ||
        self->smtp.report_cause(report) != MW_CAUSE_MESSAGE_SIZE)
        return what;
    fail(room, MW_E_LIMIT, "%s", what);
    option_name_origin(&self->max_size, room);
    return room->message;
}

static void say_error(const submission *self, const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const char *why = smtp->report_why(report);
    mw_error shown, room;
    const char *what = submit_say_what(self, report, &room);

    if (what[0] == '\0')
        return;
    fail(&shown, MW_E_SYSTEM, "%.300s%s%.200s", what,
         why[0] != '\0' ? ": " : "", why);
    fail_hint(&shown, "%s", smtp->report_hint(report));
    print_failure_of(submission_subject(self), &shown);
}

const char *submit_say_why_not(const submission *self,
                               const mw_smtp_report *report, size_t index)
{
    if (self->smtp.report_status(report, index) != MW_SMTP_NOT_TRIED ||
        self->smtp.report_code(report, index) / 100 != 2)
        return NULL;
    return self->options.quit_after.value != NULL
               ? "would be accepted"
               : "was accepted, but got nothing, since another was refused";
}

/* What became of recipient INDEX, in words. */
static const char *words_on(const submission *self,
                            const mw_smtp_report *report, size_t index)
{
    static const char *const WORDS[] = { "not tried", "accepted",
                                         "refused for now", "refused for good",
                                         "in doubt" };
    const char *why_not = submit_say_why_not(self, report, index);

    return why_not != NULL ? why_not
                           : WORDS[self->smtp.report_status(report, index)];
}

static void say_recipient(const submission *self, const mw_smtp_report *report,
                          size_t index)
{
    const smtp_library *smtp = &self->smtp;
    const int code = smtp->report_code(report, index);
    const char *enhanced = smtp->report_enhanced(report, index);
    char reply[16] = "";
    char shown[256];
    size_t size;
    const char *text = smtp->report_text(report, index, &size);
    mw_error line;

    if (code > 0)
        (void)snprintf(reply, sizeof reply, ": %d", code);
    /* Escaped here, since a line of ours would end at a NUL. */
    (void)print_escape(text, size, shown, sizeof shown);
    fail(&line, MW_E_SYSTEM, "<%.150s>: %s%s%s%s%s%.200s",
         smtp->report_recipient(report, index), words_on(self, report, index),
         reply, enhanced[0] != '\0' ? " " : "", enhanced,
         code > 0 && size > 0 ? " " : "", code > 0 ? shown : "");
    print_note_of(submission_subject(self), "recipient", line.message);
}

/* Those for which a server had its say, and those that are to be tried again
 * while others are not. */
static bool is_worth_saying(const smtp_library *smtp,
                            const mw_smtp_report *report, size_t index)
{
    const mw_smtp_status status = smtp->report_status(report, index);

    if (status == MW_SMTP_ACCEPTED || status == MW_SMTP_UNKNOWN)
        return status == MW_SMTP_UNKNOWN;
    return smtp->report_code(report, index) > 0 ||
           smtp->report_result(report) == MW_SMTP_PARTIAL;
}

static void say_recipients(const submission *self, const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const size_t count = smtp->report_recipient_count(report);

    for (size_t i = 0; i < count; i++)
        if (self->verbose || is_worth_saying(smtp, report, i))
            say_recipient(self, report, i);
}

static void say_changes(const submission *self, const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const char *subject = submission_subject(self);
    const bool terse = self->terse && !self->verbose;

    for (size_t i = 0; !terse && i < smtp->report_change_count(report); i++)
        print_note_of(subject, "changed", smtp->report_change(report, i));
    for (size_t i = 0; i < smtp->report_warning_count(report); i++)
        print_note_of(subject, "warning", smtp->report_warning(report, i));
}

static void say_acceptance(const submission *self, const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const char *queue_id = smtp->report_queue_id(report);
    mw_error line;

    fail(&line, MW_OK, "%.150s took %" PRIu64 " octets%s%.150s",
         smtp->report_server_name(report), smtp->report_size(report),
         queue_id != NULL ? " as " : "", queue_id != NULL ? queue_id : "");
    print_note_of(submission_subject(self), "sent", line.message);
}

/* Where others got nothing, whoever reads on looks for how many did. */
static void say_part(const submission *self, const mw_smtp_report *report)
{
    const smtp_library *smtp = &self->smtp;
    const size_t count = smtp->report_recipient_count(report);
    size_t taken = 0;
    mw_error line;

    for (size_t i = 0; i < count; i++)
        taken += smtp->report_status(report, i) == MW_SMTP_ACCEPTED;
    fail(&line, MW_OK, "%.150s took it for %zu of %zu recipients",
         smtp->report_server_name(report), taken, count);
    print_note_of(submission_subject(self), "partly sent", line.message);
}

void submit_say(const submission *self, const mw_smtp_report *report)
{
    const mw_smtp_result result = self->smtp.report_result(report);

    if (!self->quiet)
        say_changes(self, report);
    say_error(self, report);
    if (result == MW_SMTP_PARTIAL)
        say_part(self, report);
    say_recipients(self, report);
    if (result == MW_SMTP_STOPPED && !self->quiet)
        print_note_of(submission_subject(self), "stopped",
                      "nothing was sent, since --quit-after says so");
    if (result == MW_SMTP_OK && self->verbose &&
        self->smtp.report_recipient_count(report) > 0)
        say_acceptance(self, report);
}
