/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_HTML_H
#define MIMEWRIGHT_HTML_H

/*
 * What an HTML body needs besides itself: its pictures, and a text for who
 * reads none. Both read the page with an HTML parser that is opened when
 * first wanted: MW_E_UNAVAILABLE where it is not installed or was left out.
 *
 * PAGE is the part of mw_message_set_body with MW_BODY_HTML. It is read in
 * the charset that was asked for it, or that it names itself, else in the
 * first of CHARSETS (a list of names with commas) in which it is valid.
 */

#include <mimewright/part.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What became of one picture that a page names. */
typedef enum mw_embed_outcome {
    MW_EMBED_TAKEN = 0,   /* it is a part now */
    MW_EMBED_REMOTE = 1,  /* it is none of the files here: a URL */
    MW_EMBED_OUTSIDE = 2, /* its file is not in the folder, and was left */
    MW_EMBED_OTHER = 3    /* its file is no image, and was left */
} mw_embed_outcome;

/*
 * Told of each place where a page names a picture, in the order of the page:
 * NAME is what the page says there; WHAT is the path of the file that was
 * taken, the media type of one that is no image, or "".
 */
typedef void (*mw_embed_function)(void *user, mw_embed_outcome outcome,
                                  const char *name, const char *what);

/*
 * Makes inline parts of the images that PAGE names and that are files here,
 * and rewrites these names, and no other octet of the page, to the parts'
 * Content-IDs (RFC 2392): src of img, input and VML's elements, href of SVG's
 * image, srcset, poster, background, and url() in style attributes and <style>
 * elements, conditional comments too.
 *
 * A name is looked for from the folder of the page's file (of what is no
 * file, from FOLDER), then from FOLDER; nothing outside FOLDER is read,
 * whatever ".." and symbolic links say. FOLDER of NULL is the folder of the
 * page's file, or the current one. A <base> counts as in a browser. One file
 * becomes one part however often it is named. TOLD, which may be NULL, is
 * called with USER.
 *
 * From has to be set. Fails with MW_E_NO_INPUT where a named file is missing
 * or unreadable, since the recipient would miss the picture; with MW_E_DATA
 * where the page is in none of the charsets; with MW_E_LIMIT. The message may
 * then hold some of the parts.
 */
mw_status mw_html_embed(mw_part *page, const char *folder, const char *charsets,
                        mw_embed_function told, void *user, mw_error *error);

/*
 * Makes a text of PAGE as a person would write it, and a *SOURCE of it, UTF-8
 * in lines of at most 78 columns, for mw_message_set_body: headings
 * underlined, lists with marks, quotes behind '>', tables of data in columns
 * and tables of layout not, links as footnotes, no scripts, no styles, nothing
 * that the page hides, no images but by their descriptions. With UNWRAPPED,
 * each paragraph is one line, for format=flowed (RFC 3676).
 *
 * Fails as mw_html_embed does, but for MW_E_NO_INPUT. PAGE is not
 * changed.
 */
mw_status mw_html_make_text(mw_part *page, const char *charsets, int unwrapped,
                            mw_source **source, mw_error *error);

#ifdef __cplusplus
}
#endif

#endif
