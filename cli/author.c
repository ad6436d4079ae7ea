/* SPDX-License-Identifier: MIT */

/*
 * Who a message that exists is from, known before it is made ready: that is
 * done as the account says, which is found by this.
 */

#include "config.h"

#include "author.h"

#include "fail.h"

#include <stdbool.h>
#include <string.h>

/* The fields of a block (RFC 5322, section 3.6.6); none is there twice. */
static const char *const RESENT_NAMES[] = { "Resent-Date",      "Resent-From",
                                            "Resent-Sender",    "Resent-To",
                                            "Resent-Cc",        "Resent-Bcc",
                                            "Resent-Message-ID" };

typedef struct reading {
    mw_mailboxes *from, *resent_from;
    unsigned resent_seen; /* fields of the newest block, as bits */
    bool resent_ended;
    bool is_done; /* the header is at its end */
} reading;

/* What cannot be read is said when the message is made ready. */
static mw_status add_mailboxes(mw_mailboxes *list, const mw_scan_event *event,
                               mw_error *error)
{
    size_t size;
    const char *body = mw_scan_event_body(event, &size);

    return mw_mailboxes_add(list, body, size, NULL) == MW_E_MEMORY
               ? fail_memory(error)
               : MW_OK;
}

/* Takes note of which block EVENT is in. What is behind a trace is older. */
static void follow_block(reading *all, const mw_scan_event *event)
{
    if (mw_scan_event_is_field(event, "Received"))
        all->resent_ended |= all->resent_seen != 0;
    for (size_t i = 0; i < sizeof RESENT_NAMES / sizeof RESENT_NAMES[0]; i++) {
        const unsigned bit = 1U << i;

        if (!mw_scan_event_is_field(event, RESENT_NAMES[i]))
            continue;
        all->resent_ended |= (all->resent_seen & bit) != 0;
        all->resent_seen |= bit;
    }
}

static mw_status take_event(void *user, const mw_scan_event *event,
                            mw_error *error)
{
    reading *all = user;

    if (mw_scan_event_kind_of(event) == MW_SCAN_HEADER_END) {
        all->is_done = true;
        return fail(error, MW_E_USAGE, "nobody wants to read on");
    }
    if (mw_scan_event_kind_of(event) != MW_SCAN_FIELD)
        return MW_OK;
    follow_block(all, event);
    if (mw_scan_event_is_field(event, "From"))
        return add_mailboxes(all->from, event, error);
    if (mw_scan_event_is_field(event, "Resent-From") && !all->resent_ended)
        return add_mailboxes(all->resent_from, event, error);
    return MW_OK;
}

static mw_status scan(reading *all, mw_context *context, mw_source *source,
                      mw_error *error)
{
    mw_sink *scanner;
    mw_status status =
        mw_sink_new_scanner(context, take_event, all, &scanner, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_write_source(scanner, source, error);
    if (status == MW_OK)
        status = mw_sink_finish(scanner, error);
    mw_sink_free(scanner);
    return all->is_done ? MW_OK : status;
}

static mw_status copy_first(const reading *all, char **address, mw_error *error)
{
    const mw_mailboxes *list =
        mw_mailboxes_count(all->resent_from) > 0 ? all->resent_from : all->from;

    *address = strdup(
        mw_mailboxes_count(list) > 0 ? mw_mailboxes_address(list, 0) : "");
    return *address == NULL ? fail_memory(error) : MW_OK;
}

mw_status author_read(mw_context *context, mw_source *source, char **address,
                      mw_error *error)
{
    reading all = { .from = NULL };
    mw_status status = mw_mailboxes_new(context, &all.from, error);

    if (status == MW_OK)
        status = mw_mailboxes_new(context, &all.resent_from, error);
    if (status == MW_OK)
        status = scan(&all, context, source, error);
    if (status == MW_OK)
        status = copy_first(&all, address, error);
    mw_mailboxes_free(all.from);
    mw_mailboxes_free(all.resent_from);
    return status;
}
