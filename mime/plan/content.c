/* SPDX-License-Identifier: MIT */

/*
 * Three ways: text, whose charset and line ends are ours; octets, which
 * arrive as they are; and whole messages, which may only travel unencoded.
 */

#include "plan/content.h"

#include "base/ascii.h"
#include "plan/embedded_scan.h"
#include "plan/exact_scan.h"
#include "plan/mark.h"
#include "plan/part_type.h"
#include "plan/text_scan.h"

static bool allows(mw_transport transport, mw_encoding encoding)
{
    switch (encoding) {
    case MW_ENCODING_8BIT:
        return transport >= MW_TRANSPORT_8BIT;
    case MW_ENCODING_BINARY:
        return transport >= MW_TRANSPORT_BINARY;
    default:
        return true;
    }
}

static mw_status check_transport(const mw_plan *plan, mw_encoding encoding,
                                 mw_error *error)
{
    if (allows(plan->options.transport, encoding))
        return MW_OK;
    mw_fail(error, MW_E_USAGE, "encoding %s: the transport is not that wide",
            mw_encoding_name(encoding));
    mw_hint(error, "ask for transport %s, or another encoding",
            mw_encoding_name(encoding));
    return MW_E_USAGE;
}

static mw_status check_boundary(bool holds_boundary, mw_error *error)
{
    if (!holds_boundary)
        return MW_OK;
    mw_fail(error, MW_E_DATA, "a line of it is the message's boundary");
    mw_hint(error, "choose another boundary or seed, or encode it in base64");
    return MW_E_DATA;
}

static bool is_identity(mw_encoding encoding)
{
    return encoding == MW_ENCODING_7BIT || encoding == MW_ENCODING_8BIT ||
           encoding == MW_ENCODING_BINARY;
}

/* Sets the sizes that ENCODING gives content of MEASURE. */
static mw_status set_sizes(mw_plan_part *part, mw_encoding encoding,
                           const mw_measure *measure, mw_error *error)
{
    part->encoding = encoding;
    part->size = measure->size;
    if (is_identity(encoding)) {
        part->encoded_size = measure->size;
        part->line_ends = measure->crlf_count;
        part->ends_in_line_end = measure->ends_in_line_end;
    } else if (encoding == MW_ENCODING_QUOTED_PRINTABLE) {
        part->encoded_size = measure->qp_size;
        part->line_ends = measure->qp_line_count;
        part->ends_in_line_end = part->content == MW_CONTENT_EXACT
                                     ? measure->size == 0
                                     : measure->ends_in_line_end;
    } else {
        if (!mw_base64_encoded_size(measure->size, 76, 2, &part->encoded_size))
            return mw_fail(error, MW_E_LIMIT, "is too large");
        part->line_ends = (part->encoded_size + 77) / 78;
        part->ends_in_line_end = true;
    }
    return MW_OK;
}

static bool is_body(const mw_plan_part *part, mw_body kind)
{
    return part->part->role == MW_ROLE_BODY && part->part->body == kind;
}

/* What the text says of its charset itself; NULL where it says nothing. */
static mw_status find_mark(const mw_plan_part *part, const mw_charset **marked,
                           mw_error *error)
{
    mw_status status = mw_mark_byte_order(part->source, marked, error);

    if (status == MW_OK && *marked == NULL &&
        (is_body(part, MW_BODY_HTML) || is_body(part, MW_BODY_AMP)))
        status = mw_mark_html_charset(part->source, marked, error);
    if (status == MW_OK && *marked == NULL && is_body(part, MW_BODY_CALENDAR))
        *marked = MW_CHARSET_UTF8; /* RFC 5545, section 3.1.4 */
    return status;
}

/* The charsets that the text may be in, the most likely first. */
static mw_status find_inputs(const mw_plan *plan, const mw_plan_part *part,
                             mw_charset_list *inputs, mw_error *error)
{
    const mw_charset *marked = NULL;
    mw_status status;

    if (part->part->has_input_charsets) {
        *inputs = part->part->input_charsets;
        return MW_OK;
    }
    status = find_mark(part, &marked, error);
    *inputs = plan->options.input_charsets;
    if (marked != NULL)
        *inputs = (mw_charset_list){ { marked }, 1 };
    return status;
}

/* The charset= of the type asked for is the only one; else the options'. */
static mw_status find_outputs(const mw_plan *plan, const mw_plan_part *part,
                              mw_charset_list *outputs, mw_error *error)
{
    const mw_parameter *charset =
        mw_parameter_find(part->type.parameters, "charset");
    mw_buffer name;
    mw_status status;

    *outputs = plan->options.charsets;
    if (charset == NULL) {
        if (is_body(part, MW_BODY_CALENDAR))
            *outputs =
                (mw_charset_list){ { MW_CHARSET_US_ASCII, MW_CHARSET_UTF8 },
                                   2 };
        return MW_OK;
    }
    mw_buffer_init(&name, &plan->context->allocator, 0);
    status = mw_buffer_append_bytes(&name, charset->value, error);
    if (status == MW_OK)
        status =
            mw_charset_list_parse(mw_buffer_text(&name), true, outputs, error);
    mw_buffer_free(&name);
    return status;
}

static const char *text_reason(mw_encoding encoding, const mw_measure *measure)
{
    switch (encoding) {
    case MW_ENCODING_7BIT:
        return "plain ASCII, lines up to 998";
    case MW_ENCODING_8BIT:
        return "the transport takes 8 bits";
    case MW_ENCODING_BINARY:
        return "the transport takes anything";
    case MW_ENCODING_QUOTED_PRINTABLE:
        if (measure->first_8bit_line != 0)
            return "mostly ASCII";
        return measure->first_long_line != 0 ? "lines over 998"
                                             : "a CR or LF alone";
    default:
        return "mostly not ASCII";
    }
}

/* Takes the encoding asked for, or the smallest that may be. */
static mw_status choose_text_encoding(mw_plan *plan, mw_plan_part *part,
                                      const mw_measure *measure,
                                      mw_error *error)
{
    mw_encoding encoding = part->part->encoding;
    mw_status status = MW_OK;

    if (encoding == MW_ENCODING_AUTO) {
        encoding = mw_measure_choose(measure, plan->options.transport);
        part->reason = text_reason(encoding, measure);
    } else {
        part->reason = "asked for";
        status = check_transport(plan, encoding, error);
        if (status == MW_OK && is_identity(encoding))
            status = mw_measure_check(measure, encoding, error);
    }
    if (status == MW_OK)
        status = set_sizes(part, encoding, measure, error);
    return status;
}

static mw_status decide_text(mw_plan *plan, mw_plan_part *part,
                             mw_bytes boundary, bool *is_unfit, mw_error *error)
{
    mw_charset_list inputs, outputs;
    mw_text_verdict verdict = { 0 };
    mw_status status = find_inputs(plan, part, &inputs, error);

    part->content = MW_CONTENT_TEXT;
    if (status == MW_OK)
        status = find_outputs(plan, part, &outputs, error);
    if (status == MW_OK) {
        status = mw_text_scan(part->source, &inputs, &outputs, boundary,
                              &verdict, error);
        if (is_unfit != NULL)
            *is_unfit = verdict.is_unfit;
    }
    if (status != MW_OK)
        return status;
    part->input_charset = verdict.input;
    part->output_charset = verdict.output;
    part->charset = verdict.output->name;
    status = choose_text_encoding(plan, part, &verdict.measure, error);
    if (status == MW_OK && is_identity(part->encoding))
        status = check_boundary(verdict.holds_boundary, error);
    if (status == MW_OK)
        status = mw_media_type_set(&part->type, &plan->arena, "charset",
                                   mw_bytes_of(part->charset), error);
    return status;
}

/* The charset that the type's charset= says the octets are in, or NULL. */
static mw_status find_label(const mw_plan_part *part,
                            const mw_charset **charset, mw_error *error)
{
    const mw_parameter *label =
        mw_parameter_find(part->type.parameters, "charset");

    *charset = NULL;
    if (label == NULL || !part->part->type_given || part->as_file)
        return MW_OK;
    *charset = mw_charset_find(label->value);
    if (*charset == NULL)
        return mw_fail(error, MW_E_CHARSET, "charset \"%.*s\": is not known",
                       MW_SHOW(label->value));
    return MW_OK;
}

/* Base64, but what was asked, or binary where the transport takes it. */
static mw_encoding exact_encoding(const mw_plan *plan, mw_plan_part *part)
{
    part->reason = "asked for";
    if (part->part->encoding != MW_ENCODING_AUTO && !part->as_file)
        return part->part->encoding;
    if (plan->options.transport == MW_TRANSPORT_BINARY) {
        part->reason = "the transport takes anything";
        return MW_ENCODING_BINARY;
    }
    part->reason = "arrives bit for bit";
    return MW_ENCODING_BASE64;
}

/* Content that goes out unencoded or as quoted-printable is read for it. */
static mw_status scan_exact(mw_plan_part *part, mw_encoding encoding,
                            const mw_charset *label, mw_bytes boundary,
                            mw_error *error)
{
    mw_exact_verdict verdict;
    mw_status status =
        mw_exact_scan(part->source, label, boundary, &verdict, error);

    if (status == MW_OK && is_identity(encoding)) {
        status = mw_measure_check(&verdict.measure, encoding, error);
        if (status == MW_OK)
            status = check_boundary(verdict.holds_boundary, error);
    }
    if (status == MW_OK)
        status = set_sizes(part, encoding, &verdict.measure, error);
    return status;
}

static mw_status decide_exact(mw_plan *plan, mw_plan_part *part,
                              mw_bytes boundary, mw_error *error)
{
    const mw_encoding encoding = exact_encoding(plan, part);
    const mw_charset *label;
    mw_measure known = { .size = mw_source_size(part->source) };
    mw_status status = check_transport(plan, encoding, error);

    part->content = MW_CONTENT_EXACT;
    if (status == MW_OK)
        status = find_label(part, &label, error);
    if (status != MW_OK)
        return status;
    if (label != NULL)
        part->charset = label->name;
    if (encoding != MW_ENCODING_BASE64 || label != NULL)
        return scan_exact(part, encoding, label, boundary, error);
    return set_sizes(part, encoding, &known, error);
}

/* The least encoding that carries a whole message as it is. */
static mw_encoding embedded_encoding(const mw_measure *measure)
{
    if (mw_measure_fits(measure, MW_ENCODING_7BIT))
        return MW_ENCODING_7BIT;
    if (mw_measure_fits(measure, MW_ENCODING_8BIT))
        return MW_ENCODING_8BIT;
    return MW_ENCODING_BINARY;
}

static mw_status check_embedded(const mw_plan *plan, const mw_plan_part *part,
                                const mw_embedded_verdict *verdict,
                                mw_encoding encoding, mw_error *error)
{
    const mw_encoding widest = (mw_encoding)(plan->options.transport + 1);

    if (mw_media_type_is(&part->type, "message", "rfc822") &&
        !verdict->has_identification)
        return mw_fail(error, MW_E_DATA,
                       "is no message: it has none of From, Subject, Date");
    if (verdict->measure.first_nul_line != 0 ||
        verdict->measure.first_bare_line != 0)
        return mw_measure_check(&verdict->measure, MW_ENCODING_8BIT, error);
    if (allows(plan->options.transport, encoding))
        return MW_OK;
    mw_measure_check(&verdict->measure, widest, error);
    mw_hint(error, "send it over transport %s, or attach it as a file",
            mw_encoding_name(encoding));
    return MW_E_DATA;
}

/*
 * A message with UTF-8 in its headers is message/global, which may be encoded
 * where the transport is too narrow (RFC 6532, section 3.7).
 */
static mw_status decide_embedded(mw_plan *plan, mw_plan_part *part,
                                 mw_bytes boundary, mw_error *error)
{
    mw_embedded_verdict verdict;
    mw_encoding encoding;
    mw_status status =
        mw_embedded_scan(part->source, boundary, &verdict, error);

    part->content = MW_CONTENT_MESSAGE;
    if (status != MW_OK)
        return status;
    if (verdict.has_utf8_header &&
        mw_media_type_is(&part->type, "message", "rfc822"))
        part->type.subtype = "global";
    encoding = embedded_encoding(&verdict.measure);
    part->reason = "it fits as it is";
    if (part->part->encoding != MW_ENCODING_AUTO) {
        status =
            mw_measure_check(&verdict.measure, part->part->encoding, error);
        if (status != MW_OK)
            return status;
        encoding = part->part->encoding;
        part->reason = "asked for";
    }
    if (!allows(plan->options.transport, encoding) &&
        mw_media_type_is(&part->type, "message", "global")) {
        encoding = mw_measure_choose(&verdict.measure, MW_TRANSPORT_7BIT);
        part->reason = "message/global may be encoded";
    }
    status = check_embedded(plan, part, &verdict, encoding, error);
    if (status == MW_OK && is_identity(encoding))
        status = check_boundary(verdict.holds_boundary, error);
    if (status == MW_OK)
        status = set_sizes(part, encoding, &verdict.measure, error);
    return status;
}

mw_status mw_content_decide(mw_plan *plan, mw_plan_part *part,
                            mw_bytes boundary, bool *is_unfit, mw_error *error)
{
    mw_status status = mw_part_type_decide(plan, part, error);

    if (is_unfit != NULL)
        *is_unfit = false;
    if (status == MW_OK) {
        if (part->part->role == MW_ROLE_MESSAGE)
            status = decide_embedded(plan, part, boundary, error);
        else if (part->part->is_text && !part->as_file)
            status = decide_text(plan, part, boundary, is_unfit, error);
        else
            status = decide_exact(plan, part, boundary, error);
    }
    if (status != MW_OK)
        mw_error_prefix(error, "%s", mw_plan_part_called(part));
    return status;
}
