/* SPDX-License-Identifier: MIT */

/*
 * The message is read twice: to know what has to change, and to change it.
 * The result is kept as what can be read once only is: a plan is written
 * without taking memory, which reading a structure cannot do.
 */

#include "plan/embedded_rework.h"

#include "codec/base64.h"
#include "codec/quoted_printable.h"
#include "plan/embedded_changes.h"
#include "plan/text_stream.h"
#include "read/scan.h"

typedef struct {
    const mw_embedded_changes *changes;
    mw_spool *out;
    bool at_line_start;
    bool skips_line_end;  /* the one of a boundary is written already */
    mw_encoding encoding; /* of the part at hand, where it is encoded */
    mw_base64_encoder base64;
    mw_qp_encoder qp;
} writer;

static mw_status put(writer *to, mw_bytes bytes, mw_error *error)
{
    if (bytes.size > 0)
        to->at_line_start = bytes.data[bytes.size - 1] == '\n';
    return mw_spool_write(to->out, bytes, error);
}

static mw_status put_text(writer *to, const char *text, mw_error *error)
{
    return put(to, mw_bytes_of(text), error);
}

static mw_status put_octets(writer *to, const mw_scan_event *event,
                            mw_error *error)
{
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    return put(to, octets, error);
}

static mw_status put_encoded(writer *to, mw_bytes bytes, bool last,
                             mw_error *error)
{
    mw_status status = MW_OK;
    bool done = false;

    while (status == MW_OK && !done) {
        uint8_t room[4096];
        mw_space space = { room, sizeof room };

        done = to->encoding == MW_ENCODING_BASE64
                   ? mw_base64_encode(&to->base64, &bytes, &space, last)
                   : mw_qp_encode(&to->qp, &bytes, &space, last);
        status = put(to, (mw_bytes){ room, sizeof room - space.size }, error);
    }
    return status;
}

static mw_status take_field(writer *to, const mw_scan_event *event,
                            mw_error *error)
{
    const mw_embedded_change *change =
        mw_embedded_changes_find(to->changes, event);

    if (change->encoding != MW_ENCODING_AUTO &&
        mw_scan_event_is_field(event, "Content-Transfer-Encoding"))
        return MW_OK;
    return put_octets(to, event, error);
}

/* The fields that say what becomes of the part. */
static mw_status put_fields(writer *to, const mw_embedded_change *change,
                            mw_error *error)
{
    mw_status status = to->at_line_start ? MW_OK : put_text(to, "\r\n", error);

    if (status == MW_OK && change->add_version)
        status = put_text(to, "MIME-Version: 1.0\r\n", error);
    if (status == MW_OK && change->add_type)
        status = put_text(to,
                          change->is_utf8
                              ? "Content-Type: text/plain; charset=utf-8\r\n"
                              : "Content-Type: text/plain; "
                                "charset=unknown-8bit\r\n",
                          error);
    if (status == MW_OK)
        status = put_text(to, "Content-Transfer-Encoding: ", error);
    if (status == MW_OK)
        status = put_text(to, mw_encoding_name(change->encoding), error);
    return status == MW_OK ? put_text(to, "\r\n", error) : status;
}

static mw_status end_header(writer *to, const mw_scan_event *event,
                            mw_error *error)
{
    const mw_embedded_change *change =
        mw_embedded_changes_find(to->changes, event);
    mw_status status = MW_OK;
    size_t size;

    (void)mw_scan_event_octets(event, &size);
    if (change->encoding != MW_ENCODING_AUTO)
        status = put_fields(to, change, error);
    if (status == MW_OK)
        status = put_octets(to, event, error);
    if (status != MW_OK || !mw_embedded_is_encoded(change->encoding))
        return status;
    to->encoding = change->encoding;
    mw_base64_encoder_init(&to->base64, NULL, MW_BASE64_STANDARD, 76, 2);
    mw_qp_encoder_init(&to->qp, MW_QP_TEXT,
                       !strcmp(mw_scan_event_charset(event), "utf-8"), 2, 76);
    return size == 0 ? put_text(to, "\r\n", error) : MW_OK;
}

static mw_status take_body(writer *to, const mw_scan_event *event,
                           mw_error *error)
{
    mw_bytes octets;

    if (to->encoding == MW_ENCODING_AUTO)
        return put_octets(to, event, error);
    octets.data = mw_scan_event_octets(event, &octets.size);
    return put_encoded(to, octets, false, error);
}

/* Base64 ends in a line end, which is then the boundary's. */
static mw_status take_delimiter(writer *to, const mw_scan_event *event,
                                mw_error *error)
{
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    if (to->skips_line_end && octets.size >= 2 && octets.data[0] == '\r')
        mw_bytes_skip(&octets, 2);
    to->skips_line_end = false;
    return put(to, octets, error);
}

static mw_status end_part(writer *to, mw_error *error)
{
    mw_status status = MW_OK;

    if (to->encoding == MW_ENCODING_AUTO)
        return MW_OK;
    status = put_encoded(to, (mw_bytes){ NULL, 0 }, true, error);
    to->skips_line_end = to->encoding == MW_ENCODING_BASE64;
    to->encoding = MW_ENCODING_AUTO;
    return status;
}

static mw_status write_event(void *user, const mw_scan_event *event,
                             mw_error *error)
{
    writer *to = user;

    switch (mw_scan_event_kind_of(event)) {
    case MW_SCAN_FROM_LINE:
        return put_octets(to, event, error);
    case MW_SCAN_FIELD:
        return take_field(to, event, error);
    case MW_SCAN_HEADER_END:
        return end_header(to, event, error);
    case MW_SCAN_BODY:
        return take_body(to, event, error);
    case MW_SCAN_DELIMITER:
        return take_delimiter(to, event, error);
    case MW_SCAN_PART_END:
        return end_part(to, error);
    case MW_SCAN_PART_BEGIN:
        break;
    }
    return MW_OK;
}

static mw_status add_to_scan(void *user, mw_bytes piece, mw_error *error)
{
    return mw_scan_add(user, piece, error);
}

static mw_status copy_to_scan(mw_scan *scan, const mw_source *source,
                              mw_error *error)
{
    mw_text_stream stream;
    mw_status status = mw_text_stream_open(&stream, source, NULL, NULL, error);

    if (status != MW_OK)
        return status;
    status = mw_text_stream_read_all(&stream, add_to_scan, scan, error);
    mw_text_stream_close(&stream);
    return status == MW_OK ? mw_scan_end(scan, error) : status;
}

/* Tells HANDLER the events of SOURCE, whose lines then end in CRLF. */
static mw_status scan_source(const mw_plan *plan, const mw_source *source,
                             mw_scan_function handler, void *user,
                             mw_error *error)
{
    mw_context *context = plan->context;
    const mw_scan_limits limits = {
        .field_size = mw_context_limit(context, MW_LIMIT_READ_FIELD_SIZE),
        .depth = mw_context_limit(context, MW_LIMIT_READ_DEPTH),
        .parts = mw_context_limit(context, MW_LIMIT_PARTS),
    };
    mw_scan scan;
    mw_status status;

    mw_scan_init(&scan, &context->allocator, &context->converters, &limits,
                 handler, user);
    status = copy_to_scan(&scan, source, error);
    mw_scan_free(&scan);
    return status;
}

/* Has PART read SPOOL, which is then PLAN's. */
static mw_status take_spool(mw_plan *plan, mw_plan_part *part, mw_spool *spool,
                            mw_error *error)
{
    mw_source *made;
    const mw_status status =
        mw_source_of_spool(part->source, spool, &plan->arena, &made, error);

    if (status != MW_OK)
        return status;
    mw_source_set_next(made, plan->sources);
    plan->sources = made;
    part->source = made;
    return MW_OK;
}

mw_status mw_embedded_rework(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    const mw_allocator *allocator = &plan->context->allocator;
    mw_embedded_changes changes;
    mw_spool spool;
    writer to = {
        &changes, &spool, true, false, MW_ENCODING_AUTO, { 0 }, { 0 }
    };
    mw_status status;

    mw_spool_init(&spool, allocator,
                  mw_context_limit(plan->context, MW_LIMIT_SPOOL));
    mw_embedded_changes_init(&changes, allocator, part->transport);
    status = scan_source(plan, part->source, mw_embedded_changes_add, &changes,
                         error);
    if (status == MW_OK)
        status = scan_source(plan, part->source, write_event, &to, error);
    mw_embedded_changes_free(&changes);
    if (status == MW_OK)
        status = take_spool(plan, part, &spool, error);
    if (status != MW_OK)
        mw_spool_free(&spool);
    return status;
}
