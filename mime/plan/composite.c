/* SPDX-License-Identifier: MIT */

#include "plan/composite.h"

#include "base/ascii.h"

static mw_status fail_type(const mw_plan_part *part, const char *why,
                           mw_error *error)
{
    return mw_fail(error, MW_E_USAGE, "%s/%s: %s", part->type.type,
                   part->type.subtype, why);
}

/* The parameter NAME of PART, which it has to have. */
static mw_status need(const mw_plan_part *part, const char *name,
                      mw_bytes *value, mw_error *error)
{
    const mw_parameter *found = mw_parameter_find(part->type.parameters, name);

    if (found == NULL || found->value.size == 0)
        return mw_fail(error, MW_E_USAGE, "%s/%s: has no parameter %s",
                       part->type.type, part->type.subtype, name);
    *value = found->value;
    return MW_OK;
}

/*
 * RFC 1847, sections 2.1 and 2.2: two parts, of which one is for the protocol
 * and has its type.
 */
static mw_status check_security(const mw_plan_part *part,
                                const mw_plan_part *control, mw_error *error)
{
    mw_bytes protocol;
    mw_status status = need(part, "protocol", &protocol, error);

    if (status != MW_OK)
        return status;
    if (part->child_count != 2)
        return fail_type(part, "has two parts, no more and no less", error);
    if (mw_ascii_equal_text(protocol, control->type_name))
        return MW_OK;
    return mw_fail(error, MW_E_USAGE,
                   "%s/%s: its protocol is %.*s, and the part for it %s",
                   part->type.type, part->type.subtype, MW_SHOW(protocol),
                   control->type_name);
}

static mw_status check_signed(const mw_plan_part *part, mw_error *error)
{
    mw_bytes micalg;
    mw_status status = need(part, "micalg", &micalg, error);

    return status == MW_OK ? check_security(part, part->last, error) : status;
}

/*
 * RFC 6522, section 3: a text for people, the report, and what it is about.
 * A report type may be told without the "global-" of RFC 6533.
 */
static mw_status check_report(mw_plan *plan, mw_plan_part *part,
                              mw_error *error)
{
    static const char GLOBAL[] = "global-";
    const char *subtype;
    const mw_parameter *given =
        mw_parameter_find(part->type.parameters, "report-type");

    if (part->child_count < 2 || part->child_count > 3)
        return fail_type(part, "has two or three parts", error);
    subtype = part->first->next->type.subtype;
    if (given == NULL)
        return mw_media_type_set(&part->type, &plan->arena, "report-type",
                                 mw_bytes_of(subtype), error);
    if (mw_ascii_equal_text(given->value, subtype) ||
        (mw_ascii_starts_with(mw_bytes_of(subtype), GLOBAL) &&
         mw_ascii_equal_text(given->value, subtype + strlen(GLOBAL))))
        return MW_OK;
    return mw_fail(error, MW_E_USAGE,
                   "%s/%s: its report-type is %.*s, and its second part %s",
                   part->type.type, part->type.subtype, MW_SHOW(given->value),
                   part->first->next->type_name);
}

mw_status mw_composite_check(mw_plan *plan, mw_plan_part *part, mw_error *error)
{
    if (mw_media_type_is(&part->type, "multipart", "signed"))
        return check_signed(part, error);
    if (mw_media_type_is(&part->type, "multipart", "encrypted"))
        return check_security(part, part->first, error);
    if (mw_media_type_is(&part->type, "multipart", "report"))
        return check_report(plan, part, error);
    return MW_OK;
}

/* A count from 1, as RFC 2046, section 5.2.2.1, has them. */
static bool read_count(mw_bytes text, uint64_t *count)
{
    *count = 0;
    for (; text.size > 0; mw_bytes_skip(&text, 1)) {
        if (!mw_ascii_is_digit(*text.data) || *count > UINT32_MAX)
            return false;
        *count = *count * 10 + (uint64_t)(*text.data - '0');
    }
    return *count > 0;
}

static mw_status check_partial(const mw_plan_part *part, mw_error *error)
{
    const mw_parameter *given =
        mw_parameter_find(part->type.parameters, "total");
    uint64_t number, total = UINT64_MAX;
    mw_bytes value;
    mw_status status = need(part, "id", &value, error);

    if (status == MW_OK)
        status = need(part, "number", &value, error);
    if (status != MW_OK)
        return status;
    if (!read_count(value, &number) ||
        (given != NULL && !read_count(given->value, &total)) || number > total)
        return fail_type(part,
                         "number and total count parts from 1, and number "
                         "goes up to total",
                         error);
    return MW_OK;
}

mw_status mw_composite_check_message(const mw_plan_part *part, mw_error *error)
{
    mw_bytes value;

    if (mw_media_type_is(&part->type, "message", "partial"))
        return check_partial(part, error);
    if (mw_media_type_is(&part->type, "message", "external-body"))
        return need(part, "access-type", &value, error);
    return MW_OK;
}

bool mw_composite_is_7bit(const mw_plan_part *part)
{
    /* RFC 2046, 5.2.2 and 5.2.3; RFC 3464, 2.1; RFC 8098, 3; RFC 5965, 2. */
    static const char *const SUBTYPES[] = {
        "partial",         "external-body",
        "delivery-status", "disposition-notification",
        "feedback-report",
    };

    for (size_t i = 0; i < sizeof SUBTYPES / sizeof SUBTYPES[0]; i++)
        if (mw_media_type_is(&part->type, "message", SUBTYPES[i]))
            return true;
    return false;
}
