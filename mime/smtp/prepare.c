/* SPDX-License-Identifier: MIT */

/*
 * The order of readings. The first finds out what there is to do, and at the
 * same time counts what a message would come to of which no part changes; if
 * one does, a second reading counts again. Later ones write.
 */

#include "smtp/prepare.h"

#include "base/ascii.h"
#include "smtp/memory.h"
#include "smtp/prepare_header.h"
#include "smtp/prepare_mailbox.h"
#include "smtp/prepare_scan.h"
#include "smtp/prepare_write.h"

#include <stdlib.h>

#define PARTS_TOLD 20 /* in the list of changes, by themselves */

/* One reading, with whoever takes part in it. */
typedef struct {
    mw_prepared *made;
    const mw_smtp_prepare_options *options; /* of the first, or NULL */
    mw_prepare_mailbox mailbox;
    mw_prepare_scan scan;
    mw_prepare_writer writer;
    bool is_first;  /* the header is read, too */
    bool finds_out; /* what has to be done to parts */
    bool writes;    /* or counts */
} reading;

static mw_status read_header(const reading *all, const mw_scan_event *event,
                             mw_error *error)
{
    mw_prepared *made = all->made;

    if (mw_scan_event_part(event) != 0)
        return MW_OK;
    if (mw_scan_event_kind_of(event) == MW_SCAN_FIELD)
        return mw_prepare_header_add(made, event, error);
    if (mw_scan_event_kind_of(event) != MW_SCAN_HEADER_END)
        return MW_OK;
    made->header.is_signed |=
        !strcmp(mw_scan_event_type(event), "multipart/signed");
    return mw_prepare_header_end(made, all->options, error);
}

static mw_status take_event(void *user, const mw_scan_event *event,
                            mw_error *error)
{
    reading *all = user;
    mw_status status = MW_OK;

    if (all->is_first && all->finds_out)
        status = mw_prepare_mailbox_add(&all->mailbox, event, error);
    if (status == MW_OK && all->is_first)
        status = read_header(all, event, error);
    if (status == MW_OK && all->finds_out)
        status = mw_prepare_scan_add(&all->scan, event, error);
    if (status == MW_OK && all->writes)
        status = mw_prepare_writer_add(&all->writer, event, error);
    return status;
}

static mw_status run_scanner(reading *all, mw_error *error)
{
    mw_sink *sink = NULL;
    mw_status status =
        mw_sink_new_scanner(all->made->context, take_event, all, &sink, error);

    if (status == MW_OK)
        status = mw_sink_write_source(sink, all->made->source, error);
    if (status == MW_OK)
        status = mw_sink_finish(sink, error);
    mw_sink_free(sink);
    return status;
}

/* Reads the message, writing to OUT, or counting where that is NULL. */
static mw_status run(reading *all, const mw_rework_list *reworks, mw_sink *out,
                     mw_error *error)
{
    mw_status status;

    mw_prepare_scan_init(&all->scan, all->made);
    status =
        mw_prepare_writer_init(&all->writer, all->made, reworks, out, error);
    if (status == MW_OK)
        status = run_scanner(all, error);
    mw_prepare_writer_free(&all->writer);
    mw_prepare_scan_free(&all->scan);
    return status;
}

static int compare_parts(const void *a, const void *b)
{
    const uint64_t first = ((const mw_rework *)a)->part;
    const uint64_t second = ((const mw_rework *)b)->part;

    return (first > second) - (first < second);
}

/* Finds out by FIRST what to do for what is allowed, and how large it gets. */
static mw_status find_out(mw_prepared *made, reading *first, mw_error *error)
{
    const mw_rework_list none = { 0 };
    reading second = { .made = made, .writes = true };
    size_t count;
    mw_status status;

    made->needed = 0;
    mw_buffer_truncate(&made->reworks.items, 0);
    mw_buffer_truncate(&made->headers, 0);
    status = run(first, &none, NULL, error);
    count = mw_rework_count(&made->reworks);
    made->size = first->writer.size;
    if (status != MW_OK || (count == 0 && made->headers.size == 0))
        return status;
    if (count > 0)
        qsort(made->reworks.items.data, count, sizeof(mw_rework),
              compare_parts);
    status = run(&second, &made->reworks, NULL, error);
    made->size = second.writer.size;
    return status;
}

/* Writes every octet as it is, and a line end at the end. */
static mw_status copy(mw_prepared *made, mw_sink *out, uint64_t *size,
                      mw_error *error)
{
    mw_prepare_writer writer;
    mw_status status =
        mw_prepare_writer_init(&writer, made, &made->reworks, out, error);

    if (status == MW_OK)
        status = mw_sink_write_source(writer.gate, made->source, error);
    if (status == MW_OK)
        status = mw_prepare_writer_end_line(&writer, error);
    *size = writer.size;
    mw_prepare_writer_free(&writer);
    return status;
}

static mw_status write_message(void *user, mw_sink *sink, mw_error *error)
{
    mw_prepared *made = user;
    reading all = { .made = made, .writes = true };
    uint64_t size = 0;
    mw_status status;

    if (made->as_is) {
        status = copy(made, sink, &size, error);
    } else {
        status = run(&all, &made->reworks, sink, error);
        size = all.writer.size;
    }
    if (status == MW_OK && size != made->size)
        return mw_fail(error, MW_E_CHANGED,
                       "the message is not what it was when it was planned");
    return status;
}

/* Tells that TEXT was changed, unless that was told before. */
static mw_status tell(mw_prepared *made, mw_smtp_message *message,
                      const char *text, mw_error *error)
{
    mw_buffer line;
    mw_status status;

    mw_buffer_init(&line, &made->allocator, 0);
    status = mw_buffer_printf(&line, error, "\n%s\n", text);
    if (status == MW_OK &&
        strstr(mw_buffer_text(&made->told), mw_buffer_text(&line)) == NULL) {
        status = mw_smtp_message_add_change(message, text, error);
        if (status == MW_OK)
            status = mw_buffer_append_bytes(&made->told, mw_buffer_bytes(&line),
                                            error);
    }
    mw_buffer_free(&line);
    return status;
}

static mw_status tell_part(mw_prepared *made, mw_smtp_message *message,
                           const mw_rework *rework, mw_error *error)
{
    static const char *const FORMS[] = {
        [MW_REWORK_QUOTED_PRINTABLE] = "was encoded as quoted-printable",
        [MW_REWORK_BASE64] = "was encoded as base64",
        [MW_REWORK_LABEL_7BIT] = "is called 7bit",
        [MW_REWORK_LABEL_8BIT] = "is called 8bit",
    };
    mw_buffer text;
    mw_status status;

    mw_buffer_init(&text, &made->allocator, 0);
    status = mw_buffer_printf(&text, error, "part %ju (%s) %s",
                              (uintmax_t)rework->part, rework->type,
                              FORMS[rework->kind]);
    if (status == MW_OK)
        status = tell(made, message, mw_buffer_text(&text), error);
    mw_buffer_free(&text);
    return status;
}

static mw_status tell_parts(mw_prepared *made, mw_smtp_message *message,
                            mw_error *error)
{
    const size_t count = mw_rework_count(&made->reworks);
    mw_status status = MW_OK;

    for (size_t i = 0; i < count && i < PARTS_TOLD && status == MW_OK; i++)
        status =
            tell_part(made, message, mw_rework_at(&made->reworks, i), error);
    if (status == MW_OK && count > PARTS_TOLD)
        status = tell(made, message, "and further parts were encoded", error);
    return status;
}

/* Tells what was noted of fields, a line each. */
static mw_status tell_fields(mw_prepared *made, mw_smtp_message *message,
                             mw_error *error)
{
    mw_status status = MW_OK;
    mw_bytes rest = mw_buffer_bytes(&made->fields);

    while (rest.size > 0 && status == MW_OK) {
        const uint8_t *end = memchr(rest.data + 1, '\n', rest.size - 1);
        const size_t size = (size_t)(end - rest.data);
        const char *line;

        mw_bytes_skip(&rest, 1);
        line = mw_arena_copy(&made->arena, (mw_bytes){ rest.data, size - 1 },
                             error);
        if (line == NULL)
            return MW_E_MEMORY;
        status = tell(made, message, line, error);
        mw_bytes_skip(&rest, size);
    }
    return status;
}

static mw_status tell_changes(mw_prepared *made, mw_smtp_message *message,
                              mw_error *error)
{
    const struct {
        bool is_so;
        const char *text;
    } changes[] = {
        { made->took_from_line, "the From line of the mailbox was dropped" },
        { made->bcc_line > 0, "Bcc was taken out" },
        { made->resent_bcc_line > 0, "Resent-Bcc was taken out" },
        { made->date_field != NULL, "Date was added" },
        { made->from_field != NULL, "From was added" },
        { made->resent_from_field != NULL, "Resent-From was added" },
        { made->id_field != NULL, "Message-ID was added" },
        { made->added_empty_line, "an empty line was put behind the header" },
        { made->mended_lines && !made->has_lf, "line ends were made CRLF" },
    };
    mw_status status = MW_OK;

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        if (changes[i].is_so && status == MW_OK)
            status = tell(made, message, changes[i].text, error);
    if (status == MW_OK)
        status = tell_fields(made, message, error);
    return status == MW_OK ? tell_parts(made, message, error) : status;
}

/* Whether an address of the envelope is outside ASCII. */
static bool envelope_needs_utf8(const mw_prepared *made)
{
    bool needs = !mw_ascii_is_all(mw_bytes_of(mw_prepare_from(made)));

    for (size_t i = 0; i < mw_mailboxes_count(made->to); i++)
        needs |=
            !mw_ascii_is_all(mw_bytes_of(mw_mailboxes_address(made->to, i)));
    return needs;
}

/* Tells MESSAGE what was found out. */
static mw_status hand_over(mw_prepared *made, mw_smtp_message *message,
                           mw_error *error)
{
    unsigned needed = made->needed;

    if (envelope_needs_utf8(made))
        needed |= MW_EXTENSION_SMTPUTF8;
    mw_smtp_message_set_size(message, made->size);
    mw_smtp_message_set_extensions(message, needed);
    return made->as_is ? MW_OK : tell_changes(made, message, error);
}

static mw_status replan(void *user, unsigned missing, mw_smtp_message *message,
                        mw_error *error)
{
    mw_prepared *made = user;
    reading again = { .made = made, .finds_out = true, .writes = true };
    mw_status status;

    if ((missing & MW_EXTENSION_SMTPUTF8) && envelope_needs_utf8(made))
        return mw_fail(error, MW_E_DATA,
                       "an address of the envelope is outside ASCII, and the "
                       "server does not offer SMTPUTF8");
    if (made->as_is)
        return MW_OK;
    made->allowed &= ~missing;
    status = find_out(made, &again, error);
    return status == MW_OK ? hand_over(made, message, error) : status;
}

static void free_made(mw_prepared *made)
{
    const mw_allocator allocator = made->allocator;

    mw_prepare_header_free(made);
    mw_mailboxes_free(made->to);
    mw_buffer_free(&made->reworks.items);
    mw_buffer_free(&made->headers);
    mw_buffer_free(&made->fields);
    mw_buffer_free(&made->told);
    mw_arena_free(&made->arena);
    mw_release(&allocator, made, sizeof *made);
}

static void release(void *user)
{
    free_made(user);
}

/* Makes *KEPT a copy of TEXT, unless that is NULL. */
static mw_status keep(mw_prepared *made, const char *text, const char **kept,
                      mw_error *error)
{
    if (text == NULL)
        return MW_OK;
    *kept = mw_arena_copy(&made->arena, mw_bytes_of(text), error);
    return *kept == NULL ? MW_E_MEMORY : MW_OK;
}

/* The options that count later, copied. */
static mw_status take_options(mw_prepared *made,
                              const mw_smtp_prepare_options *options,
                              mw_error *error)
{
    const struct {
        const char *text;
        const char **kept;
    } texts[] = {
        { options->from, &made->from },
        { options->default_domain, &made->default_domain },
        { options->forced.address, &made->forced.address },
        { options->forced.field, &made->forced.field },
        { options->missing.address, &made->missing.address },
        { options->missing.field, &made->missing.field },
    };
    const size_t count = mw_mailboxes_count(options->to);
    mw_status status = MW_OK;

    made->wants_to = count == 0 || options->join_header;
    made->as_is = options->as_is;
    made->has_lf = options->has_lf;
    made->is_explicit =
        count > 0 || options->from != NULL || options->join_header;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (status == MW_OK)
            status = keep(made, texts[i].text, texts[i].kept, error);
    return status;
}

static mw_status make(mw_context *context, mw_source *source,
                      const mw_smtp_prepare_options *options, mw_prepared **out,
                      mw_error *error)
{
    const mw_allocator allocator = mw_memory_of(context);
    mw_prepared *made = mw_allocate(&allocator, NULL, 0, sizeof *made);
    mw_status status = MW_OK;

    if (made == NULL)
        return mw_fail_memory(error);
    memset(made, 0, sizeof *made);
    made->context = context;
    made->allocator = allocator;
    made->source = source;
    made->allowed =
        MW_EXTENSION_8BITMIME | MW_EXTENSION_BINARYMIME | MW_EXTENSION_SMTPUTF8;
    mw_arena_init(&made->arena, &made->allocator, 0);
    mw_buffer_init(&made->reworks.items, &made->allocator, 0);
    mw_buffer_init(&made->headers, &made->allocator, 0);
    mw_buffer_init(&made->fields, &made->allocator, 0);
    mw_buffer_init(&made->told, &made->allocator, 0);
    made->wants_to = true;
    *out = made;
    if (options != NULL)
        status = take_options(made, options, error);
    return status == MW_OK ? mw_prepare_header_init(made, options, error)
                           : status;
}

/* As it is: the header is read only where it says who gets the message. */
static mw_status find_out_as_is(mw_prepared *made, reading *header,
                                mw_error *error)
{
    mw_status status;

    header->finds_out = false;
    header->writes = false;
    if (made->wants_to || (made->from == NULL && made->forced.address == NULL))
        status = run(header, &made->reworks, NULL, error);
    else
        status = mw_prepare_header_end(made, header->options, error);
    return status == MW_OK ? copy(made, NULL, &made->size, error) : status;
}

/* The first reading. */
static mw_status read_first(mw_prepared *made,
                            const mw_smtp_prepare_options *options,
                            mw_error *error)
{
    reading first = { .made = made,
                      .options = options,
                      .is_first = true,
                      .finds_out = true,
                      .writes = true };

    return made->as_is ? find_out_as_is(made, &first, error)
                       : find_out(made, &first, error);
}

/* Tells MESSAGE all that is known of it. */
static mw_status fill_in(mw_prepared *made, mw_smtp_message *message,
                         mw_error *error)
{
    mw_status status = mw_prepare_envelope(made, message, error);

    if (status == MW_OK && made->message_id != NULL)
        status = mw_smtp_message_set_id(message, made->message_id, error);
    return status == MW_OK ? hand_over(made, message, error) : status;
}

mw_status mw_smtp_message_new_prepared(mw_context *context, mw_source *source,
                                       const mw_smtp_prepare_options *options,
                                       mw_smtp_message **message,
                                       mw_error *error)
{
    mw_smtp_message *wrapped = NULL;
    mw_prepared *made = NULL;
    mw_status status = make(context, source, options, &made, error);

    if (status == MW_OK)
        status = read_first(made, options, error);
    if (status == MW_OK)
        status = mw_smtp_message_new(context, write_message, replan, made,
                                     release, &wrapped, error);
    if (status != MW_OK) {
        if (made != NULL)
            free_made(made);
        return status;
    }
    status = fill_in(made, wrapped, error);
    if (status == MW_OK)
        *message = wrapped;
    else
        mw_smtp_message_free(wrapped);
    return status;
}
