/* SPDX-License-Identifier: MIT */

/*
 * All text goes through one gate that knows no line end but CRLF and lets no
 * NUL pass, so that no message can look to a server like two (T05). Only what
 * is labelled binary and goes out as it is passes by it.
 */

#include "smtp/prepare_write.h"

#include "base/ascii.h"
#include "smtp/prepare_field.h"

#define ROOM 8192

static const char RESENT[] = "Resent-";

static mw_status gate_write(void *user, const void *bytes, size_t size,
                            mw_error *error)
{
    mw_prepare_writer *writer = user;
    const uint8_t *octets = bytes;
    const bool was_cr =
        size > 1 ? octets[size - 2] == '\r' : writer->ends_in_cr;

    writer->at_line_start = was_cr && octets[size - 1] == '\n';
    writer->ends_in_cr = octets[size - 1] == '\r';
    if (__builtin_add_overflow(writer->size, size, &writer->size))
        return mw_fail(error, MW_E_RANGE, "the message is too large");
    return writer->out == NULL ? MW_OK
                               : mw_sink_write(writer->out, bytes, size, error);
}

mw_status mw_prepare_writer_init(mw_prepare_writer *writer, mw_prepared *made,
                                 const mw_rework_list *reworks, mw_sink *out,
                                 mw_error *error)
{
    *writer = (mw_prepare_writer){
        .made = made, .reworks = reworks, .out = out, .at_line_start = true
    };
    return mw_sink_new(made->context, gate_write, NULL, writer, NULL,
                       &writer->gate, error);
}

static void free_coders(mw_prepare_writer *writer)
{
    mw_sink_free(writer->decoder);
    mw_sink_free(writer->encoder);
    writer->decoder = NULL;
    writer->encoder = NULL;
}

void mw_prepare_writer_free(mw_prepare_writer *writer)
{
    free_coders(writer);
    mw_sink_free(writer->gate);
    writer->gate = NULL;
}

/* Where text goes: through the coders of a part, or straight out. */
static mw_sink *target(const mw_prepare_writer *writer)
{
    if (writer->decoder != NULL)
        return writer->decoder;
    return writer->encoder != NULL ? writer->encoder : writer->gate;
}

mw_status mw_prepare_writer_copy(mw_prepare_writer *writer, mw_bytes octets,
                                 mw_error *error)
{
    return mw_sink_write(target(writer), octets.data, octets.size, error);
}

static mw_status write_text(mw_prepare_writer *writer, const char *text,
                            mw_error *error)
{
    return mw_prepare_writer_copy(writer, mw_bytes_of(text), error);
}

mw_status mw_prepare_writer_end_line(mw_prepare_writer *writer, mw_error *error)
{
    if (writer->at_line_start)
        return MW_OK;
    return write_text(writer, writer->ends_in_cr ? "\n" : "\r\n", error);
}

static mw_status fail_octet(uint64_t line, const char *what, mw_error *error)
{
    mw_fail(error, MW_E_DATA, "line %ju: %s", (uintmax_t)line, what);
    mw_hint(error, "mail cannot carry it; attach the file instead");
    return MW_E_DATA;
}

/* Takes one octet into OUT, which has room for two. */
static mw_status mend_octet(mw_prepare_writer *writer, uint8_t octet,
                            mw_space *out, uint64_t line, mw_error *error)
{
    if (writer->after_cr && octet != '\n')
        return fail_octet(line, "a CR without LF", error);
    if (octet == '\0')
        return fail_octet(line, "a NUL", error);
    if (octet == '\n' && !writer->after_cr) {
        writer->made->mended_lines = true;
        mw_space_put(out, '\r');
    }
    mw_space_put(out, octet);
    writer->after_cr = octet == '\r';
    return MW_OK;
}

/* Writes OCTETS, the first of them in LINE, with CRLF for each line end. */
static mw_status write_mended(mw_prepare_writer *writer, mw_bytes octets,
                              uint64_t line, mw_error *error)
{
    mw_status status = MW_OK;
    uint8_t room[ROOM];

    while (octets.size > 0 && status == MW_OK) {
        mw_space out = { room, sizeof room };

        while (octets.size > 0 && out.size >= 2 && status == MW_OK) {
            status = mend_octet(writer, *octets.data, &out, line, error);
            line += *octets.data == '\n';
            mw_bytes_skip(&octets, 1);
        }
        if (status == MW_OK)
            status = mw_prepare_writer_copy(
                writer, (mw_bytes){ room, sizeof room - out.size }, error);
    }
    return status;
}

static mw_status write_event(mw_prepare_writer *writer,
                             const mw_scan_event *event, mw_error *error)
{
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    return write_mended(writer, octets, mw_scan_event_line(event), error);
}

/* No line of a header may be longer than others have to take. */
static mw_status check_lines(mw_bytes octets, uint64_t line, mw_error *error)
{
    size_t column = 0;

    for (size_t i = 0; i < octets.size; i++) {
        if (octets.data[i] == '\n') {
            line++;
            column = 0;
        } else if (octets.data[i] != '\r' && ++column > MW_PREPARE_LINE_MOST) {
            return mw_fail(error, MW_E_DATA,
                           "line %ju: a header line of more than %d octets",
                           (uintmax_t)line, MW_PREPARE_LINE_MOST);
        }
    }
    return MW_OK;
}

mw_status mw_prepare_fail_signed(uint64_t line, const char *change,
                                 mw_error *error)
{
    mw_fail(error, MW_E_DATA, "line %ju: the message is signed, and %s",
            (uintmax_t)line, change);
    mw_hint(error, "a signature does not outlive a change; mend the message "
                   "before it is signed");
    return MW_E_DATA;
}

/* Writes OCTETS of a header, the first of them in LINE. */
static mw_status write_header(mw_prepare_writer *writer, mw_bytes octets,
                              uint64_t line, mw_error *error)
{
    const mw_status status =
        writer->encoding == NULL ? check_lines(octets, line, error) : MW_OK;

    return status == MW_OK ? write_mended(writer, octets, line, error) : status;
}

static mw_status write_resent_from(mw_prepare_writer *writer, mw_error *error)
{
    const mw_status status = write_text(writer, RESENT, error);

    writer->has_resent_from = true;
    return status == MW_OK
               ? write_text(writer, writer->made->resent_from_field, error)
               : status;
}

static bool is_resent(const mw_scan_event *event)
{
    mw_bytes name;

    name.data = (const uint8_t *)mw_scan_event_name(event, &name.size);
    if (name.size > strlen(RESENT))
        name.size = strlen(RESENT);
    return mw_ascii_equal_text(name, RESENT);
}

static mw_status take_field(mw_prepare_writer *writer,
                            const mw_scan_event *event, mw_error *error)
{
    const bool is_first = mw_scan_event_part(event) == 0;
    mw_prepare_field field;
    mw_status status = MW_OK;

    if (writer->rework != NULL &&
        mw_scan_event_is_field(event, "Content-Transfer-Encoding"))
        return MW_OK;
    /* Before the block that lacks it, once that is known. */
    if (is_first && writer->made->resent_from_field != NULL &&
        !writer->has_resent_from && is_resent(event))
        status = write_resent_from(writer, error);
    if (status != MW_OK)
        return status;
    status = mw_prepare_field_make(writer, event, &field, error);
    if (status == MW_OK && field.octets.size > 0) {
        status = write_header(writer, field.octets, mw_scan_event_line(event),
                              error);
        if (status == MW_OK && is_first)
            status = mw_prepare_writer_end_line(writer, error);
    }
    mw_prepare_field_free(&field);
    return status;
}

/* The "From " line of a mailbox is none of the message; one within it is. */
static mw_status take_from_line(mw_prepare_writer *writer,
                                const mw_scan_event *event, mw_error *error)
{
    mw_bytes octets;

    if (mw_scan_event_part(event) == 0) {
        writer->made->took_from_line = true;
        return MW_OK;
    }
    octets.data = mw_scan_event_octets(event, &octets.size);
    return write_header(writer, octets, mw_scan_event_line(event), error);
}

static const char *encoding_name(mw_rework_kind kind)
{
    static const char *const NAMES[] = {
        [MW_REWORK_QUOTED_PRINTABLE] = "quoted-printable",
        [MW_REWORK_BASE64] = "base64",
        [MW_REWORK_LABEL_7BIT] = "7bit",
        [MW_REWORK_LABEL_8BIT] = "8bit",
    };

    return NAMES[kind];
}

/* The fields that say what becomes of the part. */
static mw_status write_rework_fields(mw_prepare_writer *writer, mw_error *error)
{
    const mw_rework *rework = writer->rework;
    mw_buffer text;
    mw_status status = MW_OK;

    mw_buffer_init(&text, &writer->made->allocator, 0);
    if (rework->add_version)
        status = mw_buffer_append_text(&text, "MIME-Version: 1.0\r\n", error);
    if (status == MW_OK && rework->add_type)
        status = mw_buffer_printf(&text, error,
                                  "Content-Type: text/plain; charset=%s\r\n",
                                  rework->is_utf8 ? "utf-8" : "unknown-8bit");
    if (status == MW_OK)
        status =
            mw_buffer_printf(&text, error, "Content-Transfer-Encoding: %s\r\n",
                             encoding_name(rework->kind));
    if (status == MW_OK)
        status = mw_prepare_writer_copy(writer, mw_buffer_bytes(&text), error);
    mw_buffer_free(&text);
    return status;
}

/* The fields that the message lacks; what it may not lose is known now. */
static mw_status end_first_header(mw_prepare_writer *writer,
                                  const mw_scan_event *event, mw_error *error)
{
    const mw_prepared *made = writer->made;
    const char *const fields[] = { made->date_field, made->from_field,
                                   made->id_field };
    mw_status status =
        mw_prepare_field_check(made, mw_scan_event_line(event), error);

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (status == MW_OK && fields[i] != NULL)
            status = write_text(writer, fields[i], error);
    /* While its size is counted, the block has passed already. */
    if (status == MW_OK && made->resent_from_field != NULL &&
        !writer->has_resent_from)
        status = write_resent_from(writer, error);
    return status;
}

static mw_status begin_coders(mw_prepare_writer *writer,
                              const mw_scan_event *event, mw_error *error)
{
    const char *encoding = mw_scan_event_encoding(event);
    const bool is_qp = writer->rework->kind == MW_REWORK_QUOTED_PRINTABLE;
    const mw_format format =
        is_qp ? MW_FORMAT_QUOTED_PRINTABLE : MW_FORMAT_BASE64;
    mw_context *context = writer->made->context;
    mw_status status = mw_sink_new_encoder(
        context, format, 76, "\r\n", writer->gate, &writer->encoder, error);

    if (status == MW_OK &&
        (!strcmp(encoding, "quoted-printable") || !strcmp(encoding, "base64")))
        status = mw_sink_new_decoder(context, format, writer->encoder,
                                     &writer->decoder, error);
    if (status == MW_OK)
        writer->encoding = writer->rework;
    return status;
}

static bool is_encoding(const mw_rework *rework)
{
    return rework != NULL && (rework->kind == MW_REWORK_QUOTED_PRINTABLE ||
                              rework->kind == MW_REWORK_BASE64);
}

/* Whether content of the part of EVENT goes on as it is. */
static bool is_raw(const mw_prepare_writer *writer, const mw_scan_event *event)
{
    return !strcmp(mw_scan_event_encoding(event), "binary") &&
           !mw_scan_event_has_parts(event) &&
           (writer->rework == NULL || is_encoding(writer->rework)) &&
           (writer->encoding == NULL || writer->encoding == writer->rework);
}

static mw_status end_header(mw_prepare_writer *writer,
                            const mw_scan_event *event, mw_error *error)
{
    mw_status status = MW_OK;
    size_t size;

    (void)mw_scan_event_octets(event, &size);
    if (mw_scan_event_part(event) == 0)
        status = end_first_header(writer, event, error);
    if (status == MW_OK && writer->rework != NULL)
        status = write_rework_fields(writer, error);
    if (status == MW_OK)
        status = write_event(writer, event, error);
    writer->owes_line = size == 0;
    writer->owing_part = mw_scan_event_part(event);
    if (status == MW_OK && is_encoding(writer->rework)) {
        if (size == 0)
            status = write_text(writer, "\r\n", error);
        writer->owes_line = false;
        if (status == MW_OK)
            status = begin_coders(writer, event, error);
    }
    writer->is_raw = is_raw(writer, event);
    writer->rework = NULL;
    return status;
}

/* Writes the empty line that a header lacks, now that something follows. */
static mw_status pay_line(mw_prepare_writer *writer, const mw_scan_event *event,
                          mw_error *error)
{
    const bool is_owed = writer->owes_line &&
                         writer->owing_part == mw_scan_event_part(event) &&
                         writer->encoding == NULL;

    writer->owes_line = false;
    if (!is_owed)
        return MW_OK;
    if (writer->made->header.is_signed)
        return mw_prepare_fail_signed(mw_scan_event_line(event),
                                      "its header ends without an empty line",
                                      error);
    writer->made->added_empty_line = true;
    return write_text(writer, "\r\n", error);
}

static mw_status take_body(mw_prepare_writer *writer,
                           const mw_scan_event *event, mw_error *error)
{
    mw_status status = pay_line(writer, event, error);
    mw_bytes octets;

    writer->skip_line_end = false;
    if (status != MW_OK || !writer->is_raw)
        return status == MW_OK ? write_event(writer, event, error) : status;
    octets.data = mw_scan_event_octets(event, &octets.size);
    return mw_prepare_writer_copy(writer, octets, error);
}

static mw_status take_delimiter(mw_prepare_writer *writer,
                                const mw_scan_event *event, mw_error *error)
{
    const bool skips = writer->skip_line_end;
    uint64_t line = mw_scan_event_line(event);
    mw_status status = pay_line(writer, event, error);
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    writer->skip_line_end = false;
    writer->is_raw = false;
    if (skips && octets.size > 0 && *octets.data == '\r')
        mw_bytes_skip(&octets, 1);
    if (skips && octets.size > 0 && *octets.data == '\n') {
        mw_bytes_skip(&octets, 1);
        line++;
    }
    return status == MW_OK ? write_mended(writer, octets, line, error) : status;
}

/* Ends the coders where they were of the part that ends. */
static mw_status end_coders(mw_prepare_writer *writer,
                            const mw_scan_event *event, mw_error *error)
{
    mw_status status = MW_OK;

    if (writer->encoding == NULL ||
        writer->encoding->part != mw_scan_event_part(event))
        return MW_OK;
    if (writer->decoder != NULL)
        status = mw_sink_finish(writer->decoder, error);
    if (status == MW_OK)
        status = mw_sink_finish(writer->encoder, error);
    writer->skip_line_end =
        writer->encoding->kind == MW_REWORK_BASE64 && writer->at_line_start;
    free_coders(writer);
    writer->encoding = NULL;
    writer->is_raw = false;
    return status;
}

static mw_status end_part(mw_prepare_writer *writer, const mw_scan_event *event,
                          mw_error *error)
{
    const bool was_raw = writer->is_raw && writer->encoding == NULL;
    mw_status status;

    if (writer->after_cr && mw_scan_event_part(event) == 0)
        return fail_octet(mw_scan_event_line(event), "a CR without LF", error);
    status = end_coders(writer, event, error);
    if (status != MW_OK || mw_scan_event_part(event) != 0)
        return status;
    status = pay_line(writer, event, error);
    if (status != MW_OK || was_raw)
        return status;
    return mw_prepare_writer_end_line(writer, error);
}

/* Whether the fields of PART are to be encoded. */
static bool find_header(mw_prepare_writer *writer, uint64_t part)
{
    const mw_buffer *headers = &writer->made->headers;
    uint64_t next;

    if (writer->header_next == headers->size / sizeof next)
        return false;
    memcpy(&next, headers->data + writer->header_next * sizeof next,
           sizeof next);
    if (next != part)
        return false;
    writer->header_next++;
    return true;
}

/* What has to be done to the content of PART, or NULL. */
static const mw_rework *find_rework(mw_prepare_writer *writer, uint64_t part)
{
    const mw_rework *next;

    if (writer->rework_next == mw_rework_count(writer->reworks))
        return NULL;
    next = mw_rework_at(writer->reworks, writer->rework_next);
    if (next->part != part)
        return NULL;
    writer->rework_next++;
    return next;
}

mw_status mw_prepare_writer_add(mw_prepare_writer *writer,
                                const mw_scan_event *event, mw_error *error)
{
    switch (mw_scan_event_kind_of(event)) {
    case MW_SCAN_FROM_LINE:
        return take_from_line(writer, event, error);
    case MW_SCAN_PART_BEGIN:
        writer->encodes_header = find_header(writer, mw_scan_event_part(event));
        writer->rework = find_rework(writer, mw_scan_event_part(event));
        return MW_OK;
    case MW_SCAN_FIELD:
        return take_field(writer, event, error);
    case MW_SCAN_HEADER_END:
        return end_header(writer, event, error);
    case MW_SCAN_BODY:
        return take_body(writer, event, error);
    case MW_SCAN_DELIMITER:
        return take_delimiter(writer, event, error);
    case MW_SCAN_PART_END:
        return end_part(writer, event, error);
    }
    return MW_OK;
}
