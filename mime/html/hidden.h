/* SPDX-License-Identifier: MIT */
#ifndef HTML_HIDDEN_H
#define HTML_HIDDEN_H

#include "base/buffer.h"

#include <gumbo.h>

/*
 * What of a page nobody sees: preheaders, tracking pixels, what is there for
 * telephones only.
 */

/*
 * The classes and ids that a style sheet hides from everybody: rules outside
 * of @media with "display: none" whose selector is one class or one id.
 */
typedef struct mw_hidden_names {
    mw_buffer names; /* ".class\n#id\n" */
} mw_hidden_names;

/* Adds what the style sheet CSS hides. */
mw_status mw_hidden_names_add(mw_hidden_names *hidden, mw_bytes css,
                              mw_error *error);

/* Whether ELEMENT, with all that is in it, is not shown. */
bool mw_is_hidden(const mw_hidden_names *hidden, const GumboElement *element);

/*
 * What an image says to who does not see it; NULL where it is decoration, or
 * so small that it counts readers.
 */
const char *mw_image_text(const GumboElement *image);

#endif
