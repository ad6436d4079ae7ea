/* SPDX-License-Identifier: MIT */
#ifndef HTML_FOOTNOTES_H
#define HTML_FOOTNOTES_H

#include "base/arena.h"
#include "base/buffer.h"

/*
 * The links of a page as footnotes: each URL has one number, and the list of
 * them stands at the end.
 */
typedef struct mw_footnote {
    mw_bytes url;
    struct mw_footnote *next;  /* in the list */
    struct mw_footnote *chain; /* of those with the same hash */
    size_t number;
} mw_footnote;

#define MW_FOOTNOTE_BUCKETS 1024

typedef struct mw_footnotes {
    mw_arena *arena;
    mw_footnote *first, *last;
    mw_footnote *buckets[MW_FOOTNOTE_BUCKETS];
    size_t count;
} mw_footnotes;

/* What a reader of TEXT needs of the link with it. */
typedef enum mw_link_form {
    MW_LINK_BARE,    /* nothing: the text is the address, or there is none */
    MW_LINK_ADDRESS, /* the mail address or number in *SHOWN */
    MW_LINK_NUMBERED /* a footnote with the URL in *SHOWN */
} mw_link_form;

/*
 * Says in which form a link to HREF with TEXT is written. What leads nowhere
 * in a mail, a place in the page or a script, is bare.
 */
mw_link_form mw_link_form_of(mw_bytes href, mw_bytes text, mw_bytes *shown);

/* The *NUMBER of the footnote for URL, made where there is none. */
mw_status mw_footnotes_number(mw_footnotes *notes, mw_bytes url, size_t *number,
                              mw_error *error);

#endif
