/* SPDX-License-Identifier: MIT */

/*
 * The steps are those of the URL Standard's parser, in its order: the ends
 * are stripped, line ends within fall away, then comes the scheme.
 */

#include "html/reference.h"

#include "base/ascii.h"
#include "header/url_list.h"

mw_bytes mw_html_reference_strip(mw_bytes text)
{
    while (text.size > 0 && text.data[0] <= ' ')
        mw_bytes_skip(&text, 1);
    while (text.size > 0 && text.data[text.size - 1] <= ' ')
        text.size--;
    return text;
}

/* Appends TEXT without line ends and tabs, as far as query or fragment. */
static mw_status clean(mw_bytes text, mw_buffer *out, mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; i < text.size && status == MW_OK; i++) {
        const uint8_t octet = text.data[i];

        if (octet == '?' || octet == '#')
            break;
        if (octet != '\t' && octet != '\n' && octet != '\r')
            status =
                mw_buffer_append_octet(out, octet == '\\' ? '/' : octet, error);
    }
    return status;
}

/* Drops "//host" of a file: URL; false where the host is another one. */
static bool drop_own_host(mw_bytes *url)
{
    static const char LOCALHOST[] = "localhost";

    if (!mw_ascii_starts_with(*url, "//"))
        return true;
    mw_bytes_skip(url, 2);
    if (mw_ascii_starts_with(*url, LOCALHOST))
        mw_bytes_skip(url, strlen(LOCALHOST));
    return url->size == 0 || url->data[0] == '/';
}

/* Appends PATH with its percent signs decoded. */
static mw_status decode(mw_bytes path, mw_buffer *out, mw_error *error)
{
    mw_status status = MW_OK;

    while (path.size > 0 && status == MW_OK) {
        int octet = path.data[0];
        size_t taken = 1;

        if (octet == '%' && path.size > 2) {
            const int high = mw_ascii_hex_value(path.data[1]);
            const int low = mw_ascii_hex_value(path.data[2]);

            if (high >= 0 && low >= 0) {
                octet = high << 4 | low;
                taken = 3;
            }
        }
        status = mw_buffer_append_octet(out, (uint8_t)octet, error);
        mw_bytes_skip(&path, taken);
    }
    return status;
}

static mw_status read_url(mw_bytes url, mw_html_target *target, mw_buffer *path,
                          mw_error *error)
{
    const size_t before = path->size;
    const size_t scheme = mw_url_scheme_size(url);
    const bool is_file = mw_ascii_starts_with(url, "file:");
    mw_status status;

    *target = MW_TARGET_ABSOLUTE;
    if (scheme > 0 && !is_file)
        return MW_OK;
    mw_bytes_skip(&url, scheme);
    if (is_file ? !drop_own_host(&url) : mw_ascii_starts_with(url, "//"))
        return MW_OK;
    *target = MW_TARGET_NONE;
    status = decode(url, path, error);
    if (status != MW_OK || path->size == before)
        return status;
    if (memchr(path->data + before, '\0', path->size - before) != NULL)
        mw_buffer_truncate(path, before);
    else
        *target = MW_TARGET_FILE;
    return MW_OK;
}

mw_status mw_html_reference_read(mw_bytes reference, mw_html_target *target,
                                 mw_buffer *path, mw_error *error)
{
    mw_buffer url;
    mw_status status;

    mw_buffer_init(&url, path->allocator, 0);
    status = clean(mw_html_reference_strip(reference), &url, error);
    if (status == MW_OK)
        status = read_url(mw_buffer_bytes(&url), target, path, error);
    mw_buffer_free(&url);
    return status;
}
