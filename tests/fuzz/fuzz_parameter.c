/* SPDX-License-Identifier: MIT */

/*
 * Parameters both ways: any value, written, is read back as it was, and so
 * is each value of whatever text is taken for parameters. The first octets
 * choose the length of the pieces, and whether UTF-8 may stand in headers.
 */

#include "codec/parameter.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SETTINGS 2
#define CEILING ((size_t)64 << 20)

/* How values are written, and where to. */
typedef struct {
    mw_converter_cache cache;
    mw_arena arena;
    bool utf8;
    size_t longest;
} bench;

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

/* Writes PARAMETER, each piece after a ";"; false where that cannot be. */
static bool encode(bench *with, const mw_parameter *parameter, mw_buffer *out)
{
    mw_parameter_encoder encoder;
    mw_buffer scratch = { 0 };
    mw_charset_list list;
    bool done = false;
    mw_status status;

    check(mw_charset_list_parse("koi8-r,utf-8", true, &list, NULL) == MW_OK);
    status =
        mw_parameter_encoder_init(&encoder, &with->cache, &list, with->utf8,
                                  parameter, with->longest, &scratch, NULL);
    while (status == MW_OK && !done) {
        size_t before;

        check(mw_buffer_append_text(out, ";", NULL) == MW_OK);
        before = out->size;
        status = mw_parameter_encode(&encoder, out, &done, NULL);
        check(status == MW_OK);
        check(out->size > before && out->size - before <= with->longest);
    }
    mw_buffer_free(&scratch);
    check(status == MW_OK || status == MW_E_RANGE);
    return status == MW_OK;
}

static void check_parameter(bench *with, const mw_parameter *parameter)
{
    mw_parameter *list = NULL;
    mw_buffer out = { 0 };

    if (encode(with, parameter, &out)) {
        check(mw_parameter_parse(&with->cache, mw_buffer_bytes(&out),
                                 &with->arena, &list, NULL) == MW_OK);
        check(list != NULL && list->next == NULL);
        check(mw_bytes_equal(list->name, parameter->name));
        check(mw_bytes_equal(list->value, parameter->value));
    }
    mw_buffer_free(&out);
}

static void check_text(bench *with, mw_bytes text)
{
    mw_parameter *list = NULL;
    const mw_status status =
        mw_parameter_parse(&with->cache, text, &with->arena, &list, NULL);

    check(status == MW_OK || status == MW_E_SYNTAX || status == MW_E_MEMORY);
    check(status == MW_OK || list == NULL);
    for (; list != NULL; list = list->next) {
        check(mw_parameter_is_name(list->name));
        check_parameter(with, list);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bench with;
    mw_bytes text;

    if (size < SETTINGS)
        return 0;
    mw_converter_cache_init(&with.cache, NULL);
    mw_arena_init(&with.arena, NULL, CEILING);
    with.utf8 = data[0] % 2 == 1;
    with.longest = 40 + data[1] % 60;
    text = (mw_bytes){ data + SETTINGS, size - SETTINGS };
    check_text(&with, text);
    text.size = mw_utf8_valid_prefix(text);
    check_parameter(&with, &(mw_parameter){ mw_bytes_of("name"), text, NULL });
    mw_arena_free(&with.arena);
    mw_converter_cache_free(&with.cache);
    return 0;
}
