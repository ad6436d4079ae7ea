/* SPDX-License-Identifier: MIT */

/*
 * Whatever is taken for a date can be shown, and is the same date when it is
 * read again.
 */

#include "header/date.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mw_buffer shown = { 0 };
    mw_date date, again;

    if (mw_date_parse((mw_bytes){ data, size }, &date, NULL) == MW_OK) {
        check(mw_date_format(date, &shown, NULL) == MW_OK);
        check(mw_date_parse(mw_buffer_bytes(&shown), &again, NULL) == MW_OK);
        check(again.seconds == date.seconds);
        check(again.utc_offset == date.utc_offset);
    }
    mw_buffer_free(&shown);
    return 0;
}
