/* SPDX-License-Identifier: MIT */

/*
 * Who sends it. A program says so by -f and -F, or by the header; else the
 * configuration does; else it is the user that runs it, at the default domain
 * or, where there is none, at this host.
 */

#include "config.h"

#include "sendmail.h"

#include "fail.h"
#include "print.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { HOST_ROOM = 256 };

/* Writes TEXT as a quoted string (RFC 5322, section 3.2.4). */
static mw_status put_quoted(mw_sink *out, const char *text, mw_error *error)
{
    mw_status status = mw_sink_write(out, "\"", 1, error);

    while (status == MW_OK && *text != '\0') {
        const size_t size = strcspn(text, "\"\\");

        status = mw_sink_write(out, text, size, error);
        text += size;
        if (status != MW_OK || *text == '\0')
            break;
        status = mw_sink_write(out, "\\", 1, error);
        if (status == MW_OK)
            status = mw_sink_write(out, text++, 1, error);
    }
    return status == MW_OK ? mw_sink_write(out, "\"", 1, error) : status;
}

/* Writes the name of the user that runs this. */
static mw_status put_user(mw_sink *out, mw_error *error)
{
    const uid_t uid = getuid();
    const struct passwd *entry = getpwuid(uid);
    char number[32];

    if (entry != NULL)
        return put_quoted(out, entry->pw_name, error);
    (void)snprintf(number, sizeof number, "uid%lu", (unsigned long)uid);
    return mw_sink_write(out, number, strlen(number), error);
}

/* Has MAILBOXES complete a sender, who is somewhere. */
static mw_status set_domain(const sendmail *self, mw_mailboxes *mailboxes,
                            mw_error *error)
{
    const char *domain = self->submission.options.default_domain.value;
    char host[HOST_ROOM];

    if (domain == NULL) {
        if (gethostname(host, sizeof host) != 0)
            host[0] = '\0';
        host[sizeof host - 1] = '\0';
        domain = host[0] != '\0' ? host : "localhost";
    }
    return mw_mailboxes_set_default_domain(mailboxes, domain, error);
}

static mw_status add_user(const sendmail *self, mw_mailboxes *mailboxes,
                          mw_error *error)
{
    mw_sink *user;
    size_t size;
    const void *text;
    mw_status status = mw_sink_new_memory(self->context, &user, error);

    if (status != MW_OK)
        return status;
    status = put_user(user, error);
    text = mw_sink_memory(user, &size);
    if (status == MW_OK)
        status = mw_mailboxes_add(mailboxes, text, size, error);
    mw_sink_free(user);
    return status;
}

/* Adds the one address FROM, or (NULL) that of the user, to MAILBOXES. */
static mw_status add_address(const sendmail *self, const char *from,
                             mw_mailboxes *mailboxes, mw_error *error)
{
    mw_status status = set_domain(self, mailboxes, error);

    if (status == MW_OK && from == NULL)
        status = add_user(self, mailboxes, error);
    else if (status == MW_OK)
        status = mw_mailboxes_add(mailboxes, from, strlen(from), error);
    if (status == MW_OK && mw_mailboxes_count(mailboxes) != 1)
        status = fail(error, MW_E_SYNTAX, "is not one address");
    return status;
}

/* Writes NAME and ADDRESS as a mailbox, which ends with NUL. */
static mw_status put_mailbox(mw_sink *out, const char *name,
                             const char *address, mw_error *error)
{
    mw_status status = put_quoted(out, name, error);

    if (status == MW_OK)
        status = mw_sink_write(out, " <", 2, error);
    if (status == MW_OK)
        status = mw_sink_write(out, address, strlen(address), error);
    return status == MW_OK ? mw_sink_write(out, ">", 2, error) : status;
}

static mw_status set_named(const sendmail *self, const char *name,
                           const char *address, mw_error *error)
{
    mw_sink *mailbox;
    size_t size;
    mw_status status = mw_sink_new_memory(self->context, &mailbox, error);

    if (status != MW_OK)
        return status;
    status = put_mailbox(mailbox, name, address, error);
    if (status == MW_OK)
        status = self->submission.smtp.prepare_options_set_missing_from(
            self->wishes, mw_sink_memory(mailbox, &size), error);
    mw_sink_free(mailbox);
    return status;
}

/* What the configuration says of NAME, or NULL. */
static const option_use *configured(const sendmail *self, const char *name)
{
    return configuration_find(&self->submission.configuration, name);
}

static bool is_null_path(const char *from)
{
    return from != NULL && (from[0] == '\0' || !strcmp(from, "<>"));
}

/* A name that no header can hold is no reason to lose a message. */
static mw_status set_missing_from(const sendmail *self, const char *address,
                                  mw_error *error)
{
    const smtp_library *smtp = &self->submission.smtp;
    const option_use *mailbox = configured(self, "from");
    const char *name = self->full_name;

    if (mailbox != NULL && name == NULL &&
        (self->from == NULL || is_null_path(self->from)))
        return option_blame(mailbox,
                            smtp->prepare_options_set_missing_from(
                                self->wishes, mailbox->value, error),
                            error);
    if (name == NULL)
        name = getenv("NAME");
    if (name != NULL && name[0] != '\0') {
        if (set_named(self, name, address, error) == MW_OK)
            return MW_OK;
        print_note("full name left out", error->message);
    }
    return smtp->prepare_options_set_missing_from(self->wishes, address, error);
}

/* Names who said the envelope's sender: -f, SETTING (or NULL), or nobody. */
static mw_status blame(const sendmail *self, const option_use *setting,
                       mw_status status, mw_error *error)
{
    if (self->from == NULL && setting != NULL)
        return option_blame(setting, status, error);
    if (status != MW_OK)
        fail_blame(error, self->from != NULL ? "-f" : "sender");
    return status;
}

mw_status sendmail_apply_sender(const sendmail *self, mw_error *error)
{
    const option_use *setting = configured(self, "envelope-from");
    const char *from = self->from;
    const char *address = NULL;
    mw_mailboxes *mailboxes;
    mw_status status = mw_mailboxes_new(self->context, &mailboxes, error);

    if (status != MW_OK)
        return status;
    if (from == NULL && setting != NULL)
        from = setting->value;
    status =
        add_address(self, is_null_path(from) ? NULL : from, mailboxes, error);
    if (status == MW_OK)
        address = mw_mailboxes_address(mailboxes, 0);
    if (status == MW_OK && from != NULL)
        status = self->submission.smtp.prepare_options_set_from(
            self->wishes, is_null_path(from) ? "" : address, error);
    status = blame(self, setting, status, error);
    if (status == MW_OK)
        status = set_missing_from(self, address, error);
    mw_mailboxes_free(mailboxes);
    return status;
}
