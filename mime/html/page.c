/* SPDX-License-Identifier: MIT */

/*
 * The page is read here in the charset in which the plan would read it, since
 * what is seen here has to be what arrives.
 */

#include "html/page.h"

#include "message/message.h"
#include "plan/mark.h"

static mw_status check_is_page(const mw_part *part, mw_error *error)
{
    if (part->role != MW_ROLE_BODY || part->body != MW_BODY_HTML)
        return mw_fail(error, MW_E_USAGE, "the part is no HTML body");
    return MW_OK;
}

static mw_status check_size(const mw_part *part, mw_error *error)
{
    const uint64_t most =
        mw_context_limit(part->message->context, MW_LIMIT_PAGE_SIZE);

    if (mw_source_size(part->source) > most)
        return mw_fail(error, MW_E_LIMIT,
                       "is over %ju octets, too large for an HTML page",
                       (uintmax_t)most);
    return MW_OK;
}

static mw_status read_source(const mw_source *source, mw_buffer *octets,
                             mw_error *error)
{
    uint8_t room[4096];
    mw_reader reader;
    size_t got = 1;
    mw_status status = mw_reader_open(&reader, source, error);

    if (status != MW_OK)
        return status;
    while (status == MW_OK && got > 0) {
        status = mw_reader_read(&reader, room, sizeof room, &got, error);
        if (status == MW_OK)
            status = mw_buffer_append(octets, room, got, error);
    }
    mw_reader_close(&reader);
    return status;
}

static mw_status find_charsets(const mw_part *part, const char *charsets,
                               mw_charset_list *list, mw_error *error)
{
    const mw_charset *marked = NULL;
    mw_status status;

    if (part->has_input_charsets) {
        *list = part->input_charsets;
        return MW_OK;
    }
    status = mw_mark_byte_order(part->source, &marked, error);
    if (status == MW_OK && marked == NULL)
        status = mw_mark_html_charset(part->source, &marked, error);
    if (status != MW_OK)
        return status;
    if (marked == NULL)
        return mw_charset_list_parse(charsets, false, list, error);
    *list = (mw_charset_list){ { marked }, 1 };
    return MW_OK;
}

/* Appends OCTETS, which are in one of LIST, without their mark. */
static mw_status decode(const mw_part *part, const mw_charset_list *list,
                        mw_bytes octets, mw_buffer *text, mw_error *error)
{
    static const char MARK[] = "\xef\xbb\xbf";
    const mw_charset *recognized;
    mw_buffer decoded;
    mw_bytes made;
    mw_status status;

    mw_buffer_init(&decoded, text->allocator, text->ceiling);
    status = mw_charset_recognize(&part->message->context->converters, list,
                                  octets, &recognized, &decoded, error);
    made = mw_buffer_bytes(&decoded);
    if (made.size >= strlen(MARK) && !memcmp(made.data, MARK, strlen(MARK)))
        mw_bytes_skip(&made, strlen(MARK));
    if (status == MW_OK)
        status = mw_buffer_append_bytes(text, made, error);
    mw_buffer_free(&decoded);
    return status;
}

mw_status mw_html_page_read(const mw_part *part, const char *charsets,
                            mw_buffer *text, mw_error *error)
{
    mw_charset_list list = { { NULL }, 0 };
    mw_buffer octets;
    mw_status status = check_is_page(part, error);

    if (status == MW_OK)
        status = mw_source_prepare(part->source, error);
    if (status == MW_OK)
        status = find_charsets(part, charsets, &list, error);
    if (status != MW_OK)
        return status;
    mw_buffer_init(&octets, text->allocator, text->ceiling);
    status = check_size(part, error);
    if (status == MW_OK)
        status = read_source(part->source, &octets, error);
    if (status == MW_OK)
        status = decode(part, &list, mw_buffer_bytes(&octets), text, error);
    if (status == MW_E_DATA || status == MW_E_LIMIT)
        mw_error_prefix(error, "%s", mw_source_name(part->source));
    mw_buffer_free(&octets);
    return status;
}
