/* SPDX-License-Identifier: MIT */

/*
 * A URL is neither encoded nor broken: programs take it as it stands between
 * its brackets, and few would undo anything.
 */

#include "header/url_list.h"

#include "base/ascii.h"
#include "header/comma_list.h"

static const char NO[] = "NO";

size_t mw_url_scheme_size(mw_bytes url)
{
    size_t i = 0;

    if (url.size == 0 || !mw_ascii_is_alpha(url.data[0]))
        return 0;
    while (i < url.size &&
           (mw_ascii_is_alnum(url.data[i]) || url.data[i] == '+' ||
            url.data[i] == '-' || url.data[i] == '.'))
        i++;
    return i < url.size && url.data[i] == ':' ? i + 1 : 0;
}

static mw_status check_url(mw_bytes url, mw_error *error)
{
    const size_t scheme = mw_url_scheme_size(url);

    for (size_t i = 0; i < url.size; i++)
        if (!mw_ascii_is_graph(url.data[i]) || url.data[i] == '<') {
            mw_fail(error, MW_E_SYNTAX, "<%.*s> is no URL", MW_SHOW(url));
            mw_hint(error, "write what is no printable ASCII as %%XX");
            return MW_E_SYNTAX;
        }
    if (scheme == 0 || scheme == url.size)
        return mw_fail(
            error, MW_E_SYNTAX,
            "<%.*s> is no URL: no scheme such as https:", MW_SHOW(url));
    return MW_OK;
}

/* Takes "<url>" from the front of TEXT, or "NO", and checks it. */
static mw_status take_url(mw_bytes *text, mw_bytes *url, mw_error *error)
{
    const uint8_t *end;

    if (mw_ascii_starts_with(*text, NO)) {
        *url = (mw_bytes){ text->data, strlen(NO) };
        mw_bytes_skip(text, url->size);
        return MW_OK;
    }
    end = text->size == 0 ? NULL : memchr(text->data, '>', text->size);
    if (end == NULL || *text->data != '<') {
        mw_fail(error, MW_E_SYNTAX, "\"%.*s\" where <a URL> belongs",
                MW_SHOW(*text));
        mw_hint(error, "put it in angle brackets: <https://example.org/>");
        return MW_E_SYNTAX;
    }
    *url = (mw_bytes){ text->data, (size_t)(end - text->data) + 1 };
    mw_bytes_skip(text, url->size);
    return check_url((mw_bytes){ url->data + 1, url->size - 2 }, error);
}

mw_status mw_url_list_check(mw_bytes text, mw_error *error)
{
    return mw_comma_list_walk(NULL, text, take_url, error);
}

mw_status mw_url_list_write(mw_fold *fold, mw_bytes text, mw_error *error)
{
    return mw_comma_list_walk(fold, text, take_url, error);
}
