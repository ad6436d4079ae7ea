/* SPDX-License-Identifier: MIT */

#include "plan/embedded.h"

#include "base/ascii.h"
#include "plan/composite.h"
#include "plan/content_fit.h"
#include "plan/embedded_rework.h"
#include "plan/embedded_scan.h"

/* The least encoding that carries a whole message as it is. */
static mw_encoding embedded_encoding(const mw_measure *measure)
{
    if (mw_measure_fits(measure, MW_ENCODING_7BIT))
        return MW_ENCODING_7BIT;
    if (mw_measure_fits(measure, MW_ENCODING_8BIT))
        return MW_ENCODING_8BIT;
    return MW_ENCODING_BINARY;
}

/* What those types ask of the content that have a header in it. */
static mw_status check_header(const mw_plan_part *part,
                              const mw_embedded_verdict *verdict,
                              mw_error *error)
{
    if (mw_media_type_is(&part->type, "message", "rfc822") &&
        !verdict->has_identification)
        return mw_fail(error, MW_E_DATA,
                       "is no message: it has none of From, Subject, Date");
    if (mw_media_type_is(&part->type, "message", "external-body") &&
        !verdict->has_content_id)
        return mw_fail(error, MW_E_DATA, "its header has no Content-ID");
    return MW_OK;
}

/* Whether PART may go out in ENCODING: by its octets and its transport. */
static mw_status check_embedded(const mw_plan *plan, const mw_plan_part *part,
                                const mw_embedded_verdict *verdict,
                                mw_encoding encoding, mw_error *error)
{
    const mw_encoding widest = (mw_encoding)(part->transport + 1);

    if (verdict->measure.first_nul_line != 0 ||
        verdict->measure.first_bare_line != 0)
        return mw_measure_check(&verdict->measure, MW_ENCODING_8BIT, error);
    if (mw_content_is_allowed(part->transport, encoding))
        return MW_OK;
    mw_measure_check(&verdict->measure, widest, error);
    if (part->transport == plan->options.transport)
        mw_hint(error, "send it over transport %s, or attach it as a file",
                mw_encoding_name(encoding));
    else
        mw_hint(error, "%s is always 7bit",
                part->is_signed ? "what is signed" : "this type");
    return MW_E_DATA;
}

/* Whether it is one of the types of RFC 6532 and RFC 6533. */
static bool is_global(const mw_plan_part *part)
{
    return mw_ascii_starts_with(mw_bytes_of(part->type.subtype), "global");
}

/* Whether it is an embedded message whose parts may be encoded. */
static bool can_be_reworked(const mw_plan_part *part,
                            const mw_embedded_verdict *verdict)
{
    const mw_measure *measure = &verdict->measure;

    return mw_media_type_is(&part->type, "message", "rfc822") &&
           part->part->encoding == MW_ENCODING_AUTO &&
           measure->first_nul_line == 0 && measure->first_bare_line == 0 &&
           !mw_content_is_allowed(part->transport, embedded_encoding(measure));
}

/* Encodes in PART what is too wide, and looks at it again. */
static mw_status rework(mw_plan *plan, mw_plan_part *part, mw_bytes boundary,
                        mw_embedded_verdict *verdict, mw_error *error)
{
    mw_status status = mw_embedded_rework(plan, part, error);

    if (status == MW_OK)
        status = mw_embedded_scan(part->source, true, boundary, verdict, error);
    if (status == MW_OK)
        status = mw_plan_add_note(
            plan, error, "%s: parts of it were encoded, since it has to be %s",
            mw_plan_part_called(part),
            mw_encoding_name((mw_encoding)(part->transport + 1)));
    part->reason = "parts of it were encoded to fit";
    return status;
}

/* Takes the encoding asked for, or the least that may be. */
static mw_status choose(mw_plan *plan, mw_plan_part *part,
                        const mw_embedded_verdict *verdict,
                        mw_encoding *encoding, mw_error *error)
{
    *encoding = embedded_encoding(&verdict->measure);
    if (part->part->encoding != MW_ENCODING_AUTO) {
        *encoding = part->part->encoding;
        part->reason = "asked for";
        if (mw_measure_check(&verdict->measure, *encoding, error) != MW_OK)
            return MW_E_DATA;
    }
    if (is_global(part) && !mw_content_is_allowed(part->transport, *encoding)) {
        *encoding = mw_measure_choose(&verdict->measure, MW_TRANSPORT_7BIT);
        part->reason = "message/global types may be encoded";
    }
    return check_embedded(plan, part, verdict, *encoding, error);
}

/* Nothing in it can be encoded for that alone; whoever signs has to know. */
static mw_status note_line_ends(mw_plan *plan, const mw_plan_part *part,
                                const mw_measure *measure, mw_error *error)
{
    if (!part->is_signed || measure->first_blank_end_line == 0)
        return MW_OK;
    return mw_plan_add_note(plan, error,
                            "%s: line %ju ends in white space, which a "
                            "signature may not outlive",
                            mw_plan_part_called(part),
                            (uintmax_t)measure->first_blank_end_line);
}

/* Looks at PART, and makes it fit if it does not. */
static mw_status fit(mw_plan *plan, mw_plan_part *part, mw_bytes boundary,
                     mw_embedded_verdict *verdict, mw_error *error)
{
    const bool has_header =
        mw_media_type_is(&part->type, "message", "rfc822") ||
        mw_media_type_is(&part->type, "message", "global") ||
        mw_media_type_is(&part->type, "message", "external-body");
    mw_status status =
        mw_embedded_scan(part->source, has_header, boundary, verdict, error);

    part->reason = "it fits as it is";
    if (status == MW_OK && verdict->has_utf8_header &&
        mw_media_type_is(&part->type, "message", "rfc822"))
        part->type.subtype = "global";
    if (status == MW_OK)
        status = check_header(part, verdict, error);
    if (status == MW_OK && can_be_reworked(part, verdict))
        status = rework(plan, part, boundary, verdict, error);
    return status;
}

mw_status mw_embedded_decide(mw_plan *plan, mw_plan_part *part,
                             mw_bytes boundary, mw_error *error)
{
    mw_embedded_verdict verdict;
    mw_encoding encoding;
    mw_status status = mw_composite_check_message(part, error);

    part->content = MW_CONTENT_MESSAGE;
    if (mw_composite_is_7bit(part))
        part->transport = MW_TRANSPORT_7BIT;
    if (status == MW_OK)
        status = fit(plan, part, boundary, &verdict, error);
    if (status == MW_OK)
        status = choose(plan, part, &verdict, &encoding, error);
    if (status == MW_OK && mw_content_is_identity(encoding))
        status = mw_content_check_boundary(verdict.holds_boundary, error);
    if (status == MW_OK)
        status = note_line_ends(plan, part, &verdict.measure, error);
    if (status == MW_OK)
        status = mw_content_set_sizes(part, encoding, &verdict.measure, error);
    return status;
}
