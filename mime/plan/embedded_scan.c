/* SPDX-License-Identifier: MIT */

/*
 * Lines are enough here: where a header begins and ends shows in them, given
 * the boundaries that the headers so far have named. What a reader of the
 * whole structure would find beyond that, the plan has no use for.
 */

#include "plan/embedded_scan.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "plan/boundary_probe.h"
#include "plan/options.h"
#include "plan/text_stream.h"

#define LINE_KEPT 1000 /* octets of a line that are looked at */
#define BOUNDARIES_KEPT 64

typedef struct {
    mw_embedded_verdict *verdict;
    mw_boundary_probe probe;
    uint8_t line[LINE_KEPT];
    size_t line_size;     /* may be more than is kept */
    uint64_t line_number; /* from 1 */
    bool in_header;
    bool in_top_header;
    bool has_field;
    char boundaries[BOUNDARIES_KEPT][MW_BOUNDARY_LONGEST + 1];
    size_t boundary_count;
} scan;

/* The size of a field name at the front of LINE, or 0. */
static size_t field_name_size(mw_bytes line)
{
    size_t size = 0;

    while (size < line.size && mw_ascii_is_graph(line.data[size]) &&
           line.data[size] != ':')
        size++;
    return size < line.size && line.data[size] == ':' ? size : 0;
}

/* Keeps the boundary that LINE, a line of a header, names. */
static void keep_boundary(scan *all, mw_bytes line)
{
    char *kept = all->boundaries[all->boundary_count % BOUNDARIES_KEPT];
    size_t size = 0;

    while (line.size > 0 && !mw_ascii_starts_with(line, "boundary="))
        mw_bytes_skip(&line, 1);
    if (line.size == 0)
        return;
    mw_bytes_skip(&line, strlen("boundary="));
    if (line.size > 0 && line.data[0] == '"')
        mw_bytes_skip(&line, 1);
    while (size < line.size && size < MW_BOUNDARY_LONGEST &&
           line.data[size] != '"' && line.data[size] != ';') {
        kept[size] = (char)line.data[size];
        size++;
    }
    kept[size] = '\0';
    all->boundary_count += size > 0;
}

/* Whether REST, what follows a boundary, makes it the last: no part follows. */
static bool is_closing(mw_bytes rest)
{
    return rest.size >= 2 && rest.data[0] == '-' && rest.data[1] == '-';
}

static bool is_boundary(const scan *all, mw_bytes line)
{
    const size_t count = all->boundary_count < BOUNDARIES_KEPT
                             ? all->boundary_count
                             : BOUNDARIES_KEPT;

    if (line.size < 3 || line.data[0] != '-' || line.data[1] != '-')
        return false;
    mw_bytes_skip(&line, 2);
    for (size_t i = 0; i < count; i++) {
        const size_t size = strlen(all->boundaries[i]);

        if (line.size >= size && !memcmp(line.data, all->boundaries[i], size))
            return !is_closing(
                (mw_bytes){ line.data + size, line.size - size });
    }
    return false;
}

static mw_status refuse_line(const scan *all, mw_bytes line, mw_error *error)
{
    static const char SEPARATOR[] = "From ";

    mw_fail(error, MW_E_DATA, "line %ju is no header field",
            (uintmax_t)all->line_number);
    if (all->line_number == 1 && line.size >= strlen(SEPARATOR) &&
        !memcmp(line.data, SEPARATOR, strlen(SEPARATOR)))
        mw_hint(error, "it is the line that parts the messages of an mbox: "
                       "the message begins behind it");
    return MW_E_DATA;
}

static mw_status check_field(scan *all, mw_bytes line, mw_error *error)
{
    const bool continues = line.size > 0 && mw_ascii_is_blank(line.data[0]);
    const mw_bytes name = { line.data, field_name_size(line) };

    if (all->in_top_header && name.size == 0 && !(continues && all->has_field))
        return refuse_line(all, line, error);
    all->has_field = true;
    if (!mw_ascii_is_all(line)) {
        all->verdict->has_utf8_header = true;
        if (all->line_size <= LINE_KEPT && !mw_utf8_is_valid(line))
            return mw_fail(error, MW_E_DATA,
                           "line %ju: a header field is not UTF-8",
                           (uintmax_t)all->line_number);
    }
    keep_boundary(all, line);
    if (all->in_top_header)
        all->verdict->has_content_id |= mw_ascii_equal_text(name, "Content-ID");
    if (all->in_top_header && !continues)
        all->verdict->has_identification |=
            mw_ascii_equal_text(name, "From") ||
            mw_ascii_equal_text(name, "Subject") ||
            mw_ascii_equal_text(name, "Date");
    return MW_OK;
}

/* Looks at the line that is whole now, without its CRLF. */
static mw_status end_line(scan *all, mw_error *error)
{
    mw_bytes line = { all->line,
                      all->line_size < LINE_KEPT ? all->line_size : LINE_KEPT };
    mw_status status = MW_OK;

    all->line_number++;
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    if (all->in_header && line.size == 0) {
        all->in_header = false;
        all->in_top_header = false;
    } else if (all->in_header) {
        status = check_field(all, line, error);
    } else if (is_boundary(all, line)) {
        all->in_header = true;
    }
    all->line_size = 0;
    return status;
}

static mw_status show(void *user, mw_bytes bytes, mw_error *error)
{
    scan *all = user;
    mw_status status = MW_OK;

    mw_measure_add(&all->verdict->measure, bytes);
    mw_boundary_probe_add(&all->probe, bytes);
    while (bytes.size > 0 && status == MW_OK) {
        const uint8_t *lf = memchr(bytes.data, '\n', bytes.size);
        const size_t size = lf == NULL ? bytes.size : (size_t)(lf - bytes.data);

        if (all->line_size < LINE_KEPT) {
            const size_t left = LINE_KEPT - all->line_size;

            memcpy(all->line + all->line_size, bytes.data,
                   size < left ? size : left);
        }
        all->line_size += size;
        mw_bytes_skip(&bytes, lf == NULL ? size : size + 1);
        if (lf != NULL)
            status = end_line(all, error);
    }
    return status;
}

static mw_status read_all(scan *all, const mw_source *source, mw_error *error)
{
    mw_text_stream stream;
    mw_status status = mw_text_stream_open(&stream, source, NULL, NULL, error);

    if (status != MW_OK)
        return status;
    status = mw_text_stream_read_all(&stream, show, all, error);
    if (status == MW_OK && all->line_size > 0)
        status = end_line(all, error);
    mw_text_stream_close(&stream);
    return status;
}

mw_status mw_embedded_scan(const mw_source *source, bool has_header,
                           mw_bytes boundary, mw_embedded_verdict *verdict,
                           mw_error *error)
{
    scan all;
    mw_status status;

    memset(&all, 0, sizeof all);
    *verdict = (mw_embedded_verdict){ 0 };
    all.verdict = verdict;
    all.in_header = has_header;
    all.in_top_header = has_header;
    mw_measure_init(&verdict->measure, true, MW_QP_TEXT, true);
    mw_boundary_probe_init(&all.probe, boundary);
    status = read_all(&all, source, error);
    mw_measure_end(&verdict->measure);
    verdict->holds_boundary = all.probe.found;
    return status;
}
