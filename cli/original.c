/* SPDX-License-Identifier: MIT */

/*
 * One pass over the message. Parts of messages within it are theirs, not its
 * own, and count as attached.
 */

#include "config.h"

#include "original.h"

#include "ascii_case.h"
#include "fail.h"

#include <string.h>

static const char *const NAMES[ORIGINAL_FIELDS] = {
    [ORIGINAL_FROM] = "From",
    [ORIGINAL_REPLY_TO] = "Reply-To",
    [ORIGINAL_MAIL_REPLY_TO] = "Mail-Reply-To",
    [ORIGINAL_MAIL_FOLLOWUP_TO] = "Mail-Followup-To",
    [ORIGINAL_TO] = "To",
    [ORIGINAL_CC] = "Cc",
    [ORIGINAL_SUBJECT] = "Subject",
    [ORIGINAL_DATE] = "Date",
    [ORIGINAL_MESSAGE_ID] = "Message-ID",
    [ORIGINAL_IN_REPLY_TO] = "In-Reply-To",
    [ORIGINAL_REFERENCES] = "References",
};

typedef struct reading {
    original *self;
    mw_context *context;
    original_text plain, html;
    original_text *taken; /* what the part at hand is kept in, or NULL */
    mw_sink *decoder;     /* of its transfer encoding, or NULL */
    size_t message_depth; /* of the message within it at hand; 0 for none */
    bool is_attachment;   /* of the header at hand */
    bool is_flowed, has_delsp;
} reading;

/* Whether the line at LINES is TEXT, whatever the case. */
static bool is_line(const char *lines, const char *text)
{
    const size_t size = strlen(text);

    return ascii_case_starts(lines, text) &&
           (lines[size] == '\n' || lines[size] == '\0');
}

/* format=flowed and DelSp (RFC 3676, section 4). */
static mw_status take_type(reading *all, const char *body, size_t size,
                           mw_error *error)
{
    const char *lines = "";
    const mw_status status =
        original_decode_as(all->self, all->context, body, size,
                           MW_FORMAT_PARAMETER, &lines, error);

    if (status == MW_E_MEMORY)
        return status;
    for (; *lines != '\0'; lines += *lines == '\n') {
        all->is_flowed |= is_line(lines, "format=flowed");
        all->has_delsp |= is_line(lines, "delsp=yes");
        lines += strcspn(lines, "\n");
    }
    return MW_OK;
}

static mw_status take_top_field(reading *all, const mw_scan_event *event,
                                mw_error *error)
{
    size_t size;
    const char *body = mw_scan_event_body(event, &size);

    for (size_t i = 0; i < ORIGINAL_FIELDS; i++) {
        const char **kept = &all->self->fields[i];

        if ((*kept)[0] != '\0' || !mw_scan_event_is_field(event, NAMES[i]))
            continue;
        if (i == ORIGINAL_SUBJECT &&
            original_decode_as(all->self, all->context, body, size,
                               MW_FORMAT_HEADER, kept, error) == MW_OK)
            return MW_OK;
        return original_decode(all->self, "", body, size, kept, error);
    }
    return MW_OK;
}

static mw_status take_field(reading *all, const mw_scan_event *event,
                            mw_error *error)
{
    size_t size;
    const char *body = mw_scan_event_body(event, &size);

    if (mw_scan_event_is_field(event, "Content-Disposition"))
        all->is_attachment = size >= strlen("attachment") &&
                             ascii_case_starts(body, "attachment");
    if (mw_scan_event_is_field(event, "Content-Type"))
        return take_type(all, body, size, error);
    return mw_scan_event_part(event) == 0 ? take_top_field(all, event, error)
                                          : MW_OK;
}

/* Begins to keep the part of EVENT in TEXT. */
static mw_status begin_text(reading *all, original_text *text,
                            const mw_scan_event *event, mw_error *error)
{
    const char *encoding = mw_scan_event_encoding(event);
    const bool is_qp = !strcmp(encoding, "quoted-printable");
    mw_status status = mw_sink_new_memory(all->context, &text->octets, error);

    if (status == MW_OK && (is_qp || !strcmp(encoding, "base64")))
        status = mw_sink_new_decoder(
            all->context, is_qp ? MW_FORMAT_QUOTED_PRINTABLE : MW_FORMAT_BASE64,
            text->octets, &all->decoder, error);
    strncpy(text->charset, mw_scan_event_charset(event),
            sizeof text->charset - 1);
    text->is_flowed = all->is_flowed;
    text->has_delsp = all->has_delsp;
    all->taken = text;
    return status;
}

static mw_status end_header(reading *all, const mw_scan_event *event,
                            mw_error *error)
{
    const char *type = mw_scan_event_type(event);
    /* Other kinds of text are alternatives to the first, most likely. */
    const bool is_alternative =
        !strncmp(type, "text/", 5) && strcmp(type, "text/plain") != 0;

    if (all->message_depth > 0 || mw_scan_event_has_parts(event))
        return MW_OK;
    if (!all->is_attachment && !strcmp(type, "text/plain") &&
        all->plain.octets == NULL)
        return begin_text(all, &all->plain, event, error);
    if (!all->is_attachment && !strcmp(type, "text/html") &&
        all->html.octets == NULL)
        return begin_text(all, &all->html, event, error);
    all->self->attached += all->is_attachment || !is_alternative;
    return MW_OK;
}

/* A transfer encoding that is wrong leaves no text, and no failure. */
static void keep_going(reading *all, mw_status status)
{
    if (status != MW_OK)
        all->taken->is_broken = true;
}

static void take_body(reading *all, const mw_scan_event *event)
{
    mw_error ignored;
    size_t size;
    const void *octets = mw_scan_event_octets(event, &size);

    if (all->taken == NULL || all->taken->is_broken)
        return;
    keep_going(all, mw_sink_write(all->decoder == NULL ? all->taken->octets
                                                       : all->decoder,
                                  octets, size, &ignored));
}

static void end_part(reading *all, const mw_scan_event *event)
{
    mw_error ignored;

    if (mw_scan_event_depth(event) == all->message_depth)
        all->message_depth = 0;
    if (all->taken == NULL)
        return;
    if (all->decoder != NULL && !all->taken->is_broken)
        keep_going(all, mw_sink_finish(all->decoder, &ignored));
    mw_sink_free(all->decoder);
    all->decoder = NULL;
    all->taken = NULL;
}

static void begin_part(reading *all, const mw_scan_event *event)
{
    const size_t depth = mw_scan_event_depth(event);

    all->is_attachment = false;
    all->is_flowed = false;
    all->has_delsp = false;
    if (depth == 0 || !mw_scan_event_is_message(event) ||
        all->message_depth > 0)
        return;
    all->message_depth = depth;
    all->self->attached++;
}

static mw_status take(void *user, const mw_scan_event *event, mw_error *error)
{
    reading *all = user;

    switch (mw_scan_event_kind_of(event)) {
    case MW_SCAN_PART_BEGIN:
        begin_part(all, event);
        break;
    case MW_SCAN_FIELD:
        return take_field(all, event, error);
    case MW_SCAN_HEADER_END:
        return end_header(all, event, error);
    case MW_SCAN_BODY:
        take_body(all, event);
        break;
    case MW_SCAN_PART_END:
        end_part(all, event);
        break;
    case MW_SCAN_FROM_LINE:
    case MW_SCAN_DELIMITER:
        break;
    }
    return MW_OK;
}

static mw_status scan(reading *all, mw_source *source, mw_error *error)
{
    mw_sink *scanner;
    mw_status status =
        mw_sink_new_scanner(all->context, take, all, &scanner, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_write_source(scanner, source, error);
    if (status == MW_OK)
        status = mw_sink_finish(scanner, error);
    mw_sink_free(scanner);
    return status;
}

static mw_status check_is_message(const original *self, const char *name,
                                  mw_error *error)
{
    static const original_field ANY[] = { ORIGINAL_FROM, ORIGINAL_SUBJECT,
                                          ORIGINAL_DATE, ORIGINAL_MESSAGE_ID };

    for (size_t i = 0; i < sizeof ANY / sizeof ANY[0]; i++)
        if (self->fields[ANY[i]][0] != '\0')
            return MW_OK;
    return fail(error, MW_E_DATA,
                "%.300s: is no message: it has none of From, Subject, Date, "
                "Message-ID",
                name);
}

mw_status original_read(original *self, mw_context *context, mw_source *source,
                        const char *name, mw_error *error)
{
    reading all = { .self = self, .context = context };
    const original_text *text;
    mw_status status;

    *self = (original){ .no_text = "has no text" };
    for (size_t i = 0; i < ORIGINAL_FIELDS; i++)
        self->fields[i] = "";
    all.html.is_html = true;
    status = mw_message_new(context, &self->store, error);
    if (status == MW_OK)
        status = scan(&all, source, error);
    if (status == MW_OK)
        status = check_is_message(self, name, error);
    text = all.plain.octets != NULL ? &all.plain : &all.html;
    if (status == MW_OK && text->octets != NULL)
        status = original_take_text(self, context, text, error);
    mw_sink_free(all.decoder);
    mw_sink_free(all.plain.octets);
    mw_sink_free(all.html.octets);
    if (status != MW_OK)
        original_end(self);
    return status;
}

void original_end(original *self)
{
    mw_message_free(self->store);
    self->store = NULL;
}
