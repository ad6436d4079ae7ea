/* SPDX-License-Identifier: MIT */
#ifndef HTML_REFERENCE_H
#define HTML_REFERENCE_H

#include "base/buffer.h"

/*
 * What the value of an attribute or a css url names, by the URL Standard
 * (url.spec.whatwg.org) as a browser reads it in a page on disk.
 */
typedef enum mw_html_target {
    MW_TARGET_NONE,    /* nothing: it is empty, or a place in the page */
    MW_TARGET_FILE,    /* a path, from the page's folder or from "/" */
    MW_TARGET_ABSOLUTE /* something with a scheme or a host of its own */
} mw_html_target;

/* TEXT without the white space and control characters around it. */
mw_bytes mw_html_reference_strip(mw_bytes text);

/*
 * Says what REFERENCE names, and appends the path where it is a file: without
 * query and fragment, its percent signs decoded, a backslash as a slash. A
 * path that holds NUL is none. Fails with MW_E_MEMORY.
 */
mw_status mw_html_reference_read(mw_bytes reference, mw_html_target *target,
                                 mw_buffer *path, mw_error *error);

#endif
