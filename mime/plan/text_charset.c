/* SPDX-License-Identifier: MIT */

#include "plan/text_charset.h"

#include "plan/mark.h"
#include "plan/text_scan.h"

static bool is_body(const mw_plan_part *part, mw_body kind)
{
    return part->part->role == MW_ROLE_BODY && part->part->body == kind;
}

static bool is_page(const mw_plan_part *part)
{
    return is_body(part, MW_BODY_HTML) || is_body(part, MW_BODY_AMP);
}

/* What the text says of its charset itself; NULL where it says nothing. */
static mw_status find_mark(const mw_plan_part *part, const mw_charset **marked,
                           mw_error *error)
{
    mw_status status = mw_mark_byte_order(part->source, marked, error);

    if (status == MW_OK && *marked == NULL && is_page(part))
        status = mw_mark_html_charset(part->source, marked, error);
    if (status == MW_OK && *marked == NULL && is_body(part, MW_BODY_CALENDAR))
        *marked = MW_CHARSET_UTF8; /* RFC 5545, section 3.1.4 */
    return status;
}

mw_status mw_text_charset_find_inputs(const mw_plan *plan,
                                      const mw_plan_part *part,
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

mw_status mw_text_charset_find_outputs(const mw_plan *plan,
                                       const mw_plan_part *part,
                                       mw_charset_list *outputs,
                                       mw_error *error)
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

mw_status mw_text_charset_check_meta(mw_plan *plan, const mw_plan_part *part,
                                     mw_error *error)
{
    const mw_charset_list utf8 = { { MW_CHARSET_UTF8 }, 1 };
    mw_text_verdict verdict = { 0 };
    mw_error ignored = { 0 };

    if (part->part->has_input_charsets || !is_page(part) ||
        part->input_charset == MW_CHARSET_UTF8 ||
        part->input_charset == MW_CHARSET_UTF16_LE ||
        part->input_charset == MW_CHARSET_UTF16_BE)
        return MW_OK;
    if (mw_text_scan(part->source, &utf8, &utf8, (mw_text_shape){ 0 },
                     (mw_bytes){ NULL, 0 }, &verdict, &ignored) != MW_OK ||
        verdict.measure.first_8bit_line == 0)
        return MW_OK;
    return mw_plan_add_note(plan, error,
                            "%s: its <meta> says %s, and it was read so, but "
                            "its octets are valid utf-8",
                            mw_plan_part_called(part),
                            part->input_charset->name);
}
