/* SPDX-License-Identifier: MIT */

#include "plan/embedded.h"

#include "plan/content_fit.h"
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
    if (mw_content_is_allowed(plan->options.transport, encoding))
        return MW_OK;
    mw_measure_check(&verdict->measure, widest, error);
    mw_hint(error, "send it over transport %s, or attach it as a file",
            mw_encoding_name(encoding));
    return MW_E_DATA;
}

mw_status mw_embedded_decide(mw_plan *plan, mw_plan_part *part,
                             mw_bytes boundary, mw_error *error)
{
    mw_embedded_verdict verdict;
    mw_encoding encoding;
    const bool has_header =
        mw_media_type_is(&part->type, "message", "rfc822") ||
        mw_media_type_is(&part->type, "message", "global");
    mw_status status =
        mw_embedded_scan(part->source, has_header, boundary, &verdict, error);

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
    if (!mw_content_is_allowed(plan->options.transport, encoding) &&
        mw_media_type_is(&part->type, "message", "global")) {
        encoding = mw_measure_choose(&verdict.measure, MW_TRANSPORT_7BIT);
        part->reason = "message/global may be encoded";
    }
    status = check_embedded(plan, part, &verdict, encoding, error);
    if (status == MW_OK && mw_content_is_identity(encoding))
        status = mw_content_check_boundary(verdict.holds_boundary, error);
    if (status == MW_OK)
        status = mw_content_set_sizes(part, encoding, &verdict.measure, error);
    return status;
}
