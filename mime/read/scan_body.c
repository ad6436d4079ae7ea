/* SPDX-License-Identifier: MIT */

/*
 * Content is handed on in pieces as large as they come. Only where a boundary
 * may follow, a line end is kept back, since it would belong to that, and the
 * line behind it where it begins with a hyphen.
 */

#include "read/scan.h"

/* Tells all but the last LEFT octets of what is pending, and keeps those. */
static mw_status release(mw_scan *scan, size_t left, mw_error *error)
{
    const size_t size = scan->pending_size - left;
    mw_status status = MW_OK;

    if (size > 0)
        status = mw_scan_tell_octets(scan, MW_SCAN_BODY,
                                     (mw_bytes){ scan->pending, size }, error);
    memmove(scan->pending, scan->pending + size, left);
    scan->pending_size = left;
    scan->line_end_size = left;
    return status;
}

/* Tells TEXT but for a line end at its end, or the CR of one. */
static mw_status tell_text(mw_scan *scan, mw_bytes text, mw_error *error)
{
    size_t end = text.size - mw_scan_line_text(text).size;
    mw_status status = MW_OK;

    if (end == 0 && text.data[text.size - 1] == '\r')
        end = 1;
    if (text.size > end)
        status = mw_scan_tell_octets(scan, MW_SCAN_BODY,
                                     (mw_bytes){ text.data, text.size - end },
                                     error);
    memcpy(scan->pending, text.data + text.size - end, end);
    scan->pending_size = end;
    scan->line_end_size = end;
    scan->at_line_start = text.data[text.size - 1] == '\n';
    return status;
}

/* The octets of TEXT up to a line that begins with a hyphen, or all. */
static size_t plain_size(mw_bytes text)
{
    size_t at = 0;

    while (at < text.size) {
        const uint8_t *lf = memchr(text.data + at, '\n', text.size - at);

        if (lf == NULL)
            return text.size;
        at = (size_t)(lf - text.data) + 1;
        if (at < text.size && text.data[at] == '-')
            return at;
    }
    return text.size;
}

/* Looks at the line behind the pending line end, which is whole. */
static mw_status end_candidate(mw_scan *scan, mw_error *error)
{
    const mw_bytes all = { scan->pending, scan->pending_size };
    mw_bytes line = all;
    size_t depth, end;
    bool closing;

    mw_bytes_skip(&line, scan->line_end_size);
    end = line.size - mw_scan_line_text(line).size;
    if (mw_scan_find_boundary(scan, mw_scan_line_text(line), &depth,
                              &closing)) {
        scan->pending_size = 0;
        scan->line_end_size = 0;
        return mw_scan_take_boundary(scan, all, depth, closing, error);
    }
    scan->at_line_start = end > 0;
    return release(scan, end, error);
}

/* Takes what may be a boundary from BYTES, to the end of its line. */
static mw_status take_candidate(mw_scan *scan, mw_bytes *bytes, mw_error *error)
{
    const size_t room = sizeof scan->pending - scan->pending_size;
    const size_t look = bytes->size < room ? bytes->size : room;
    const uint8_t *lf = memchr(bytes->data, '\n', look);
    const size_t size = lf == NULL ? look : (size_t)(lf - bytes->data) + 1;

    memcpy(scan->pending + scan->pending_size, bytes->data, size);
    scan->pending_size += size;
    mw_bytes_skip(bytes, size);
    if (lf != NULL)
        return end_candidate(scan, error);
    if (scan->pending_size < sizeof scan->pending)
        return MW_OK;
    scan->at_line_start = false;
    return release(scan, scan->pending[scan->pending_size - 1] == '\r', error);
}

/* Takes text that is no boundary from BYTES, and what is pending before it. */
static mw_status take_text(mw_scan *scan, mw_bytes *bytes, mw_error *error)
{
    const mw_bytes text = { bytes->data, plain_size(*bytes) };
    mw_status status;

    if (scan->pending_size == 1 && scan->pending[0] == '\r' &&
        *text.data == '\n') {
        scan->pending[1] = '\n';
        scan->pending_size = scan->line_end_size = 2;
        scan->at_line_start = true;
        mw_bytes_skip(bytes, 1);
        return MW_OK;
    }
    status = release(scan, 0, error);
    if (status == MW_OK)
        status = tell_text(scan, text, error);
    mw_bytes_skip(bytes, text.size);
    return status;
}

mw_status mw_scan_take_body(mw_scan *scan, mw_bytes *bytes, mw_error *error)
{
    const mw_bytes all = *bytes;

    if (scan->open_count == 0) {
        mw_bytes_skip(bytes, all.size);
        return mw_scan_tell_octets(scan, MW_SCAN_BODY, all, error);
    }
    if (scan->pending_size > scan->line_end_size ||
        (scan->at_line_start && *all.data == '-'))
        return take_candidate(scan, bytes, error);
    return take_text(scan, bytes, error);
}

mw_status mw_scan_finish_body(mw_scan *scan, mw_error *error)
{
    mw_status status = MW_OK;

    if (scan->pending_size > scan->line_end_size)
        status = end_candidate(scan, error);
    return status == MW_OK && !scan->in_header ? release(scan, 0, error)
                                               : status;
}
