/* SPDX-License-Identifier: MIT */

#include "plan/exact_scan.h"

#include "plan/boundary_probe.h"

typedef struct {
    mw_exact_verdict *verdict;
    mw_boundary_probe probe;
    mw_converter *converter; /* or NULL */
} scan;

/* Converts BYTES for the errors alone. */
static mw_status check_charset(mw_converter *converter, mw_bytes bytes,
                               bool last, mw_error *error)
{
    mw_status status = MW_OK;
    bool done = false;

    while (status == MW_OK && !done) {
        uint8_t room[4096];
        mw_space space = { room, sizeof room };

        status = mw_convert(converter, &bytes, &space, last, &done, error);
    }
    return status;
}

static mw_status show(scan *all, mw_bytes bytes, mw_error *error)
{
    mw_measure_add(&all->verdict->measure, bytes);
    mw_boundary_probe_add(&all->probe, bytes);
    if (all->converter == NULL)
        return MW_OK;
    return check_charset(all->converter, bytes, bytes.size == 0, error);
}

static mw_status read_all(scan *all, const mw_source *source, mw_error *error)
{
    uint8_t room[16384];
    mw_reader reader;
    size_t got;
    mw_status status = mw_reader_open(&reader, source, error);

    if (status != MW_OK)
        return status;
    do {
        got = 0;
        status = mw_reader_read(&reader, room, sizeof room, &got, error);
        if (status == MW_OK)
            status = show(all, (mw_bytes){ room, got }, error);
    } while (status == MW_OK && got > 0);
    mw_reader_close(&reader);
    return status;
}

mw_status mw_exact_scan(const mw_source *source, const mw_charset *charset,
                        mw_bytes boundary, mw_exact_verdict *verdict,
                        mw_error *error)
{
    scan all = { .verdict = verdict };
    mw_converter converter;
    mw_status status = MW_OK;

    *verdict = (mw_exact_verdict){ 0 };
    mw_measure_init(&verdict->measure, true, MW_QP_BINARY,
                    charset == MW_CHARSET_UTF8);
    mw_boundary_probe_init(&all.probe, boundary);
    if (charset != NULL) {
        status = mw_converter_open(&converter, charset, MW_TO_UTF8, error);
        if (status != MW_OK)
            return status;
        all.converter = &converter;
    }
    status = read_all(&all, source, error);
    mw_measure_end(&verdict->measure);
    verdict->holds_boundary = all.probe.found;
    if (charset != NULL)
        mw_converter_close(&converter);
    return status;
}
