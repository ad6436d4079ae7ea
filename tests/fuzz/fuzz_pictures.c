/* SPDX-License-Identifier: MIT */

/*
 * Whatever is taken for a page: what names its pictures stands in it, in
 * order and apart, and once each of these places says something else, reading
 * the page again finds just that there.
 */

#include "html/pictures.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CEILING ((size_t)256 << 20)

static const char OTHER[] = "cid:x@y";

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

/* Writes PAGE to OUT with OTHER wherever it names a picture. */
static void rewrite(mw_bytes page, const mw_picture_names *names,
                    mw_buffer *out)
{
    size_t copied = 0;

    for (size_t i = 0; i < names->count; i++) {
        const mw_picture_name *name = &names->items[i];

        check(name->start >= copied && name->start <= page.size &&
              name->size <= page.size - name->start);
        check(mw_buffer_append(out, page.data + copied, name->start - copied,
                               NULL) == MW_OK);
        check(mw_buffer_append_text(out, OTHER, NULL) == MW_OK);
        copied = name->start + name->size;
    }
    check(mw_buffer_append(out, page.data + copied, page.size - copied, NULL) ==
          MW_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const mw_bytes page = { data, size };
    mw_picture_names names = { 0 }, again = { 0 };
    mw_buffer rewritten = { 0 };
    mw_arena arena;

    mw_arena_init(&arena, NULL, CEILING);
    if (mw_pictures_find(page, &arena, &names, NULL) == MW_OK) {
        rewrite(page, &names, &rewritten);
        check(mw_pictures_find(mw_buffer_bytes(&rewritten), &arena, &again,
                               NULL) == MW_OK);
        check(again.count == names.count);
        for (size_t i = 0; i < again.count; i++)
            check(mw_bytes_equal(again.items[i].name, mw_bytes_of(OTHER)));
    }
    mw_buffer_free(&rewritten);
    mw_arena_free(&arena);
    return 0;
}
