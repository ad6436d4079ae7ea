/* SPDX-License-Identifier: MIT */
#ifndef HTML_PICTURES_H
#define HTML_PICTURES_H

#include "base/arena.h"
#include "base/buffer.h"

/*
 * The pictures that a page names, and where: in the attributes that mail
 * clients show pictures of, in css, in srcset, and in the conditional
 * comments that Outlook reads.
 */

/* One place of the page that names a picture. */
typedef struct mw_picture_name {
    size_t start, size; /* in the page: what is replaced */
    mw_bytes name;      /* what it says: character references, escapes read */
} mw_picture_name;

typedef struct mw_picture_names {
    const mw_picture_name *items; /* by their place */
    size_t count;
    mw_bytes base; /* of <base href>; empty where there is none */
} mw_picture_names;

/*
 * Finds them in PAGE, which is UTF-8; what is found lives as long as ARENA and
 * PAGE. Fails as mw_html_parse does.
 */
mw_status mw_pictures_find(mw_bytes page, mw_arena *arena,
                           mw_picture_names *names, mw_error *error);

#endif
