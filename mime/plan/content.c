/* SPDX-License-Identifier: MIT */

/*
 * Three ways: text, whose charset and line ends are ours; octets, which
 * arrive as they are; and whole messages, which may only travel unencoded.
 */

#include "plan/content.h"

#include "base/ascii.h"
#include "plan/content_fit.h"
#include "plan/embedded.h"
#include "plan/exact_scan.h"
#include "plan/invitation_check.h"
#include "plan/part_type.h"
#include "plan/text_charset.h"
#include "plan/text_scan.h"

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

/* Whether content of MEASURE in PART may go out in ENCODING. */
static mw_status check_asked(const mw_plan_part *part,
                             const mw_measure *measure, mw_encoding encoding,
                             mw_error *error)
{
    mw_status status = mw_content_check_transport(part, encoding, error);

    if (status != MW_OK || !mw_content_is_identity(encoding))
        return status;
    status = mw_measure_check(measure, encoding, error);
    if (status == MW_OK && part->is_signed) {
        status = mw_measure_check_line_ends(measure, error);
        if (status != MW_OK)
            mw_hint(error, "what is signed has to be quoted-printable or "
                           "base64 then");
    }
    return status;
}

/* Takes the encoding asked for, or the smallest that may be. */
static mw_status choose_text_encoding(mw_plan_part *part,
                                      const mw_measure *measure,
                                      mw_error *error)
{
    mw_encoding encoding = part->part->encoding;
    mw_status status = MW_OK;

    if (encoding == MW_ENCODING_AUTO) {
        encoding = mw_measure_choose(measure, part->transport);
        part->reason = text_reason(encoding, measure);
        if (part->is_signed && encoding == MW_ENCODING_7BIT &&
            measure->first_blank_end_line != 0) {
            encoding = MW_ENCODING_QUOTED_PRINTABLE;
            part->reason = "it is signed, and lines end in white space";
        }
    } else {
        part->reason = "asked for";
        status = check_asked(part, measure, encoding, error);
    }
    if (status == MW_OK)
        status = mw_content_set_sizes(part, encoding, measure, error);
    return status;
}

/*
 * Scans the text of PART as it is, so that errors name places in it, and then
 * in its shape.
 */
static mw_status scan_text(mw_plan_part *part, const mw_charset_list *inputs,
                           const mw_charset_list *outputs, mw_bytes boundary,
                           mw_text_verdict *verdict, mw_error *error)
{
    const mw_text_shape asked = { .flowed = part->part->is_flowed,
                                  .plain = part->part->strips_terminal };
    mw_status status =
        mw_text_scan(part->source, inputs, outputs, (mw_text_shape){ 0 },
                     boundary, verdict, error);

    part->shape = asked;
    if (status == MW_OK && (asked.flowed || asked.plain))
        status = mw_text_scan(part->source, inputs, outputs, asked, boundary,
                              verdict, error);
    if (status != MW_OK || !verdict->wants_delsp)
        return status;
    part->shape.delsp = true;
    return mw_text_scan(part->source, inputs, outputs, part->shape, boundary,
                        verdict, error);
}

/* The parameters that say what text it is (RFC 3676, section 3). */
static mw_status set_text_parameters(mw_plan *plan, mw_plan_part *part,
                                     mw_error *error)
{
    mw_status status = mw_media_type_set(&part->type, &plan->arena, "charset",
                                         mw_bytes_of(part->charset), error);

    if (status == MW_OK && part->shape.flowed)
        status = mw_media_type_set(&part->type, &plan->arena, "format",
                                   mw_bytes_of("flowed"), error);
    if (status == MW_OK && part->shape.delsp)
        status = mw_media_type_set(&part->type, &plan->arena, "delsp",
                                   mw_bytes_of("yes"), error);
    return status;
}

static mw_status check_flowed(const mw_plan_part *part, mw_error *error)
{
    if (!part->part->is_flowed ||
        mw_media_type_is(&part->type, "text", "plain"))
        return MW_OK;
    return mw_fail(error, MW_E_USAGE, "only text/plain can be flowed");
}

static mw_status decide_text(mw_plan *plan, mw_plan_part *part,
                             mw_bytes boundary, bool *is_unfit, mw_error *error)
{
    mw_charset_list inputs, outputs;
    mw_text_verdict verdict = { 0 };
    mw_status status = mw_text_charset_find_inputs(plan, part, &inputs, error);

    part->content = MW_CONTENT_TEXT;
    if (status == MW_OK)
        status = check_flowed(part, error);
    if (status == MW_OK)
        status = mw_text_charset_find_outputs(plan, part, &outputs, error);
    if (status == MW_OK) {
        status = scan_text(part, &inputs, &outputs, boundary, &verdict, error);
        if (is_unfit != NULL)
            *is_unfit = verdict.is_unfit;
    }
    if (status != MW_OK)
        return status;
    part->input_charset = verdict.input;
    part->output_charset = verdict.output;
    part->charset = verdict.output->name;
    status = mw_text_charset_check_meta(plan, part, error);
    if (status == MW_OK)
        status = choose_text_encoding(part, &verdict.measure, error);
    if (status == MW_OK && mw_content_is_identity(part->encoding))
        status = mw_content_check_boundary(verdict.holds_boundary, error);
    if (status == MW_OK)
        status = mw_invitation_check(plan, part, error);
    if (status == MW_OK)
        status = set_text_parameters(plan, part, error);
    return status;
}

/* The charset that the type's charset= says the octets are in, or NULL. */
static mw_status find_label(const mw_plan_part *part,
                            const mw_charset **charset, mw_error *error)
{
    const mw_parameter *label =
        mw_parameter_find(part->part->type.parameters, "charset");

    *charset = NULL;
    if (label == NULL || part->as_file)
        return MW_OK;
    *charset = mw_charset_find(label->value);
    if (*charset == NULL)
        return mw_fail(error, MW_E_CHARSET, "charset \"%.*s\": is not known",
                       MW_SHOW(label->value));
    return MW_OK;
}

/* Base64, but what was asked, or binary where the transport takes it. */
static mw_encoding exact_encoding(mw_plan_part *part)
{
    part->reason = "asked for";
    if (part->part->encoding != MW_ENCODING_AUTO && !part->as_file)
        return part->part->encoding;
    if (part->transport == MW_TRANSPORT_BINARY) {
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

    if (status == MW_OK && mw_content_is_identity(encoding)) {
        status = check_asked(part, &verdict.measure, encoding, error);
        if (status == MW_OK)
            status = mw_content_check_boundary(verdict.holds_boundary, error);
    }
    if (status == MW_OK)
        status = mw_content_set_sizes(part, encoding, &verdict.measure, error);
    return status;
}

static mw_status decide_exact(mw_plan_part *part, mw_bytes boundary,
                              mw_error *error)
{
    const mw_encoding encoding = exact_encoding(part);
    const mw_charset *label;
    mw_measure known = { .size = mw_source_size(part->source) };
    mw_status status = mw_content_check_transport(part, encoding, error);

    part->content = MW_CONTENT_EXACT;
    if (status == MW_OK)
        status = find_label(part, &label, error);
    if (status != MW_OK)
        return status;
    if (label != NULL)
        part->charset = label->name;
    if (encoding != MW_ENCODING_BASE64 || label != NULL)
        return scan_exact(part, encoding, label, boundary, error);
    return mw_content_set_sizes(part, encoding, &known, error);
}

mw_status mw_content_decide(mw_plan *plan, mw_plan_part *part,
                            mw_bytes boundary, bool *is_unfit, mw_error *error)
{
    const char *called = mw_plan_part_called(part);
    mw_status status = mw_part_type_decide(plan, part, error);

    if (is_unfit != NULL)
        *is_unfit = false;
    if (status == MW_OK) {
        if (part->part->role == MW_ROLE_MESSAGE)
            status = mw_embedded_decide(plan, part, boundary, error);
        else if (part->part->is_text && !part->as_file)
            status = decide_text(plan, part, boundary, is_unfit, error);
        else
            status = decide_exact(part, boundary, error);
    }
    /* Reading names what it read itself. */
    if (status != MW_OK && error != NULL &&
        !mw_ascii_starts_with(mw_bytes_of(error->message), called))
        mw_error_prefix(error, "%s", called);
    return status;
}
