/* SPDX-License-Identifier: MIT */

/*
 * All output charsets are tried side by side on one stream of UTF-8, each
 * with its own measure, so that a text is read once unless it is not in the
 * first input charset. UTF-8 and US-ASCII share a measure, since their octets
 * are the same.
 */

#include "plan/text_scan.h"

#include "base/ascii.h"
#include "plan/boundary_probe.h"

/* An output charset and how it fares. */
typedef struct {
    const mw_charset *charset;
    mw_converter converter;
    mw_measure measure;
    mw_boundary_probe probe;
    bool is_alive;
    bool is_open;
} candidate;

typedef struct {
    candidate candidates[MW_CHARSETS_MOST];
    size_t count;
    mw_measure plain; /* of the UTF-8 */
    mw_boundary_probe plain_probe;
    mw_error last_error; /* of the candidate that died last in the list */
    mw_text_shape shape;
    bool wants_delsp;
    uint8_t converted[16384];
} scan;

/* US-ASCII needs no converter, but to say where the last hope failed. */
static bool needs_converter(const scan *all, const candidate *one)
{
    if (one->charset == MW_CHARSET_UTF8)
        return false;
    return one->charset != MW_CHARSET_US_ASCII ||
           one == &all->candidates[all->count - 1];
}

static mw_status open_candidates(scan *all, const mw_charset_list *outputs,
                                 mw_bytes boundary, mw_error *error)
{
    mw_status status = MW_OK;

    all->count = outputs->count;
    mw_measure_init(&all->plain, true, MW_QP_TEXT, true);
    mw_boundary_probe_init(&all->plain_probe, boundary);
    for (size_t i = 0; i < all->count; i++) {
        candidate *one = &all->candidates[i];

        *one = (candidate){ .charset = outputs->items[i], .is_alive = true };
        if (!needs_converter(all, one) || status != MW_OK)
            continue;
        mw_measure_init(&one->measure, true, MW_QP_TEXT, false);
        mw_boundary_probe_init(&one->probe, boundary);
        status = mw_converter_open(&one->converter, one->charset, MW_FROM_UTF8,
                                   error);
        one->is_open = status == MW_OK;
    }
    return status;
}

static void close_candidates(scan *all)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->candidates[i].is_open)
            mw_converter_close(&all->candidates[i].converter);
}

/* Shows TEXT to ONE; a character that it lacks ends its life. */
static void try_candidate(scan *all, candidate *one, mw_bytes text, bool last)
{
    bool done = false;

    if (!one->is_open) {
        if (one->charset == MW_CHARSET_US_ASCII && !mw_ascii_is_all(text))
            one->is_alive = false;
        return;
    }
    while (!done && one->is_alive) {
        mw_space space = { all->converted, sizeof all->converted };
        mw_bytes converted = { all->converted, 0 };

        if (mw_convert(&one->converter, &text, &space, last, &done,
                       &all->last_error) != MW_OK)
            one->is_alive = false;
        converted.size = sizeof all->converted - space.size;
        mw_measure_add(&one->measure, converted);
        mw_boundary_probe_add(&one->probe, converted);
    }
}

static mw_status show(void *user, mw_bytes text, mw_error *error)
{
    scan *all = user;

    (void)error;
    mw_measure_add(&all->plain, text);
    mw_boundary_probe_add(&all->plain_probe, text);
    for (size_t i = 0; i < all->count; i++)
        if (all->candidates[i].is_alive)
            try_candidate(all, &all->candidates[i], text, text.size == 0);
    return MW_OK;
}

/* Reads SOURCE as INPUT to its end and shows it to every candidate. */
static mw_status read_all(scan *all, const mw_source *source,
                          const mw_charset *input, mw_error *error)
{
    mw_text_stream stream;
    mw_status status = mw_text_stream_open(&stream, source, input, NULL, error);

    if (status != MW_OK)
        return status;
    mw_text_stream_shape(&stream, all->shape);
    status = mw_text_stream_read_all(&stream, show, all, error);
    all->wants_delsp = all->shape.flowed && stream.flowed.wants_delsp;
    mw_text_stream_close(&stream);
    return status;
}

/* Takes the first candidate that lived. */
static mw_status judge(scan *all, mw_text_verdict *verdict, mw_error *error)
{
    size_t i = 0;

    while (i < all->count && !all->candidates[i].is_alive)
        i++;
    if (i == all->count) {
        if (error != NULL)
            *error = all->last_error;
        return all->last_error.status;
    }
    if (all->candidates[i].is_open &&
        all->candidates[i].charset != MW_CHARSET_US_ASCII) {
        verdict->measure = all->candidates[i].measure;
        verdict->holds_boundary = all->candidates[i].probe.found;
    } else {
        verdict->measure = all->plain;
        verdict->holds_boundary = all->plain_probe.found;
    }
    mw_measure_end(&verdict->measure);
    verdict->output = all->candidates[i].charset;
    if (verdict->measure.first_nul_line == 0)
        return MW_OK;
    verdict->is_unfit = true;
    return mw_fail(error, MW_E_DATA, "line %ju holds a NUL",
                   (uintmax_t)verdict->measure.first_nul_line);
}

static mw_status scan_as(const mw_source *source, const mw_charset *input,
                         const mw_charset_list *outputs, mw_text_shape shape,
                         mw_bytes boundary, mw_text_verdict *verdict,
                         mw_error *error)
{
    scan all;
    mw_status status = open_candidates(&all, outputs, boundary, error);

    all.shape = shape;
    if (status == MW_OK) {
        status = read_all(&all, source, input, error);
        verdict->is_unfit = status == MW_E_DATA;
    }
    if (status == MW_OK) {
        verdict->input = input;
        verdict->wants_delsp = all.wants_delsp;
        status = judge(&all, verdict, error);
    }
    close_candidates(&all);
    return status;
}

mw_status mw_text_scan(const mw_source *source, const mw_charset_list *inputs,
                       const mw_charset_list *outputs, mw_text_shape shape,
                       mw_bytes boundary, mw_text_verdict *verdict,
                       mw_error *error)
{
    mw_error first_error = { 0 };
    mw_status status = MW_OK;

    for (size_t i = 0; i < inputs->count; i++) {
        mw_error this_error = { 0 };

        *verdict = (mw_text_verdict){ 0 };
        status = scan_as(source, inputs->items[i], outputs, shape, boundary,
                         verdict, &this_error);
        if (status == MW_OK)
            return MW_OK;
        if (i == 0 || !verdict->is_unfit)
            first_error = this_error;
        if (!verdict->is_unfit)
            break;
    }
    if (error != NULL)
        *error = first_error;
    return first_error.status;
}
