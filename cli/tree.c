/* SPDX-License-Identifier: MIT */

/*
 * The walk keeps its path in an array: the library plans no tree as deep as
 * that (MW_LIMIT_DEPTH), and would it, the rest would not be shown.
 */

#include "config.h"

#include "tree.h"

tree tree_start(const mw_plan *plan)
{
    tree walk = { .first = mw_plan_root(plan) };

    return walk;
}

static tree_step enter(tree *walk, const mw_plan_part *part)
{
    walk->path[walk->depth].part = part;
    walk->path[walk->depth].next = 0;
    walk->depth++;
    return TREE_ENTER;
}

tree_step tree_next(tree *walk, const mw_plan_part **part)
{
    const mw_plan_part *here;
    size_t *next;

    if (walk->first != NULL) {
        *part = walk->first;
        walk->first = NULL;
        return enter(walk, *part);
    }
    if (walk->depth == 0)
        return TREE_END;
    here = walk->path[walk->depth - 1].part;
    next = &walk->path[walk->depth - 1].next;
    if (*next < mw_plan_part_child_count(here) && walk->depth < TREE_DEPTH) {
        *part = mw_plan_part_child(here, (*next)++);
        return enter(walk, *part);
    }
    *part = here;
    walk->depth--;
    return TREE_LEAVE;
}

bool tree_is_last(const tree *walk, size_t level)
{
    return walk->path[level - 1].next >=
           mw_plan_part_child_count(walk->path[level - 1].part);
}
