/* SPDX-License-Identifier: MIT */

/*
 * Whatever is taken for a page: its text is UTF-8 without controls, with
 * no space at the end of a line, and what is wrapped is the same text as
 * what is not.
 */

#include "html/text_page.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CEILING ((size_t)256 << 20)

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

static void check_text(mw_bytes text)
{
    uint32_t before = '\n';

    check(mw_utf8_is_valid(text));
    while (text.size > 0) {
        size_t size;
        uint32_t code;

        (void)mw_utf8_next(text, &size, &code);
        check(!mw_utf8_is_control(code) || code == '\n' || code == '\t');
        check(code != '\n' || before != ' ');
        before = code;
        mw_bytes_skip(&text, size);
    }
    check(before == '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const mw_bytes page = { data, size };
    mw_buffer wrapped, flowing;
    mw_status status;

    mw_buffer_init(&wrapped, NULL, CEILING);
    mw_buffer_init(&flowing, NULL, CEILING);
    status = mw_text_page_write(page, false, &wrapped, NULL);
    check(mw_text_page_write(page, true, &flowing, NULL) == status);
    if (status == MW_OK) {
        check_text(mw_buffer_bytes(&wrapped));
        check_text(mw_buffer_bytes(&flowing));
        check((wrapped.size == 0) == (flowing.size == 0));
    }
    mw_buffer_free(&wrapped);
    mw_buffer_free(&flowing);
    return 0;
}
