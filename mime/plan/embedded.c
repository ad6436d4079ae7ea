/* SPDX-License-Identifier: MIT */

#include "plan/embedded.h"

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

/* Whether encoding parts of PART can make it fit: it is a message with parts.
 */
static bool can_be_reworked(const mw_plan *plan, const mw_plan_part *part,
                            const mw_embedded_verdict *verdict)
{
    const mw_measure *measure = &verdict->measure;

    return mw_media_type_is(&part->type, "message", "rfc822") &&
           verdict->has_identification && measure->first_nul_line == 0 &&
           measure->first_bare_line == 0 &&
           !mw_content_is_allowed(plan->options.transport,
                                  embedded_encoding(measure));
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
            plan, error,
            "%s: parts of it were encoded, since the transport is %s",
            mw_plan_part_called(part),
            mw_encoding_name((mw_encoding)(plan->options.transport + 1)));
    part->reason = "parts of it were encoded to fit";
    return status;
}

/* Takes the encoding asked for, or the least that may be. */
static mw_status choose(mw_plan *plan, mw_plan_part *part,
                        const mw_embedded_verdict *verdict,
                        mw_encoding *encoding, mw_error *error)
{
    const bool is_global = mw_media_type_is(&part->type, "message", "global");

    *encoding = embedded_encoding(&verdict->measure);
    if (part->part->encoding != MW_ENCODING_AUTO) {
        *encoding = part->part->encoding;
        part->reason = "asked for";
        if (mw_measure_check(&verdict->measure, *encoding, error) != MW_OK)
            return MW_E_DATA;
    }
    if (is_global &&
        !mw_content_is_allowed(plan->options.transport, *encoding)) {
        *encoding = mw_measure_choose(&verdict->measure, MW_TRANSPORT_7BIT);
        part->reason = "message/global may be encoded";
    }
    return check_embedded(plan, part, verdict, *encoding, error);
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
    part->reason = "it fits as it is";
    if (status == MW_OK && verdict.has_utf8_header &&
        mw_media_type_is(&part->type, "message", "rfc822"))
        part->type.subtype = "global";
    if (status == MW_OK && part->part->encoding == MW_ENCODING_AUTO &&
        can_be_reworked(plan, part, &verdict))
        status = rework(plan, part, boundary, &verdict, error);
    if (status == MW_OK)
        status = choose(plan, part, &verdict, &encoding, error);
    if (status == MW_OK && mw_content_is_identity(encoding))
        status = mw_content_check_boundary(verdict.holds_boundary, error);
    if (status == MW_OK)
        status = mw_content_set_sizes(part, encoding, &verdict.measure, error);
    return status;
}
