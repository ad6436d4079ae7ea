/* SPDX-License-Identifier: MIT */
#ifndef CLI_TREE_H
#define CLI_TREE_H

#include <mimewright.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * A walk through the parts of a plan, from the first to the last and from the
 * outside to the inside, without recursion.
 */

/* Multiparts within multiparts, and what is in the innermost. */
#define TREE_DEPTH 64

typedef struct tree {
    struct {
        const mw_plan_part *part;
        size_t next; /* child to be seen next */
    } path[TREE_DEPTH];
    size_t depth;              /* of the path */
    const mw_plan_part *first; /* the root, until it was seen */
} tree;

typedef enum tree_step {
    TREE_ENTER, /* a part is seen for the first time */
    TREE_LEAVE, /* all that is in it was seen */
    TREE_END    /* there is nothing more */
} tree_step;

/* Starts at the root of PLAN. */
tree tree_start(const mw_plan *plan);

/* Goes on; *PART is the part that is entered or left. */
tree_step tree_next(tree *walk, const mw_plan_part **part);

/* Whether the part on LEVEL of the path, 1 below the root, is the last. */
bool tree_is_last(const tree *walk, size_t level);

#endif
