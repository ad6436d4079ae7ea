/* SPDX-License-Identifier: MIT */

/*
 * The copy is made when the server has answered, message by message. That it
 * can be made is tried before anything is sent, by opening what it goes to:
 * what fails only then is told with a status of its own, since the message is
 * gone and must not be sent again.
 */

#include "config.h"

#include "sent_copy.h"

#include "fail.h"
#include "interrupt.h"
#include "mailbox.h"
#include "output.h"

#include <string.h>
#include <sys/stat.h>

mw_status sent_copy_take(submission *self, const option_use *use,
                         mw_error *error)
{
    if (mailbox_path(use->value)[0] == '\0')
        return fail(error, MW_E_USAGE, "--fcc: \"%.200s\" names nothing",
                    use->value);
    self->copy = *use;
    return MW_OK;
}

/* Whether opening NAME has no effect but that folders are made. */
static bool may_try(const char *name)
{
    struct stat about;

    return mailbox_is(name) || stat(name, &about) != 0 ||
           S_ISREG(about.st_mode);
}

static mw_status try_copy(const submission *self, size_t count, mw_error *error)
{
    const char *name = self->copy.value;
    mw_sink *sink;
    mw_status status;

    if (count > 1 && !mailbox_is(name))
        return fail(error, MW_E_USAGE,
                    "--fcc: %.200s: a file has room for one message", name);
    status = output_open_message(self->context, name, "", &sink, error);
    if (status != MW_OK)
        return status;
    mw_sink_free(sink);
    interrupt_forget();
    return MW_OK;
}

mw_status sent_copy_check(const submission *self, size_t count, mw_error *error)
{
    const option_use *copy = &self->copy;

    if (copy->value == NULL)
        return MW_OK;
    if (self->json && output_is_stdout(copy->value))
        return fail(error, MW_E_USAGE,
                    "--json: the copy is on " OUTPUT_STDOUT_NAME);
    if (!may_try(copy->value))
        return MW_OK;
    return option_blame(copy, try_copy(self, count, error), error);
}

static bool is_taken(const smtp_library *smtp, const mw_smtp_report *report)
{
    for (size_t i = 0; i < smtp->report_recipient_count(report); i++)
        if (smtp->report_status(report, i) == MW_SMTP_ACCEPTED)
            return true;
    return false;
}

static mw_status write_copy(const submission *self,
                            const mw_smtp_message *message, mw_error *error)
{
    mw_sink *sink;
    mw_status status =
        output_open_message(self->context, self->copy.value,
                            self->smtp.message_from(message), &sink, error);

    if (status != MW_OK)
        return status;
    status = self->smtp.message_write(message, sink, error);
    if (status == MW_OK)
        status = mailbox_finish(sink, self->copy.value, error);
    mw_sink_free(sink);
    interrupt_forget();
    return status;
}

mw_status sent_copy_write(const submission *self,
                          const mw_smtp_message *message,
                          const mw_smtp_report *report, mw_error *error)
{
    mw_error why = { 0 };
    mw_status status;

    if (self->copy.value == NULL || !is_taken(&self->smtp, report))
        return MW_OK;
    status = write_copy(self, message, &why);
    if (status == MW_OK)
        return MW_OK;
    fail(error, status, "--fcc: sent, but there is no copy: %.400s",
         why.message);
    fail_hint(error, "do not send it again");
    return status;
}
