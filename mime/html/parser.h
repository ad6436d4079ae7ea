/* SPDX-License-Identifier: MIT */
#ifndef HTML_PARSER_H
#define HTML_PARSER_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * The HTML parser, gumbo, behind one door: nobody else opens it. The types
 * of its tree are in its own header, <gumbo.h>.
 *
 * The tree knows where in PAGE each tag and attribute stands, and the pointers
 * in it lead there; both live as long as ARENA and PAGE do, and nothing has
 * to be given back.
 */
typedef struct GumboInternalOutput mw_html_tree;

/*
 * Parses PAGE, which is UTF-8. Fails with MW_E_MEMORY, with MW_E_LIMIT for a
 * page that takes the parser longer than any real one does, and with
 * MW_E_UNAVAILABLE where the parser was left out or is not installed.
 */
mw_status mw_html_parse(mw_bytes page, mw_arena *arena,
                        const mw_html_tree **tree, mw_error *error);

#endif
