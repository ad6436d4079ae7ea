/* SPDX-License-Identifier: MIT */

/*
 * A layer is made only when its second child comes: what would be its only
 * child stands in its place instead.
 */

#include "plan/layout.h"

mw_plan_part *mw_layout_leaf(mw_plan *plan, const mw_part *part,
                             mw_error *error)
{
    mw_plan_part *made = mw_arena_take(&plan->arena, sizeof *made, error);

    if (made == NULL)
        return NULL;
    made->part = part;
    made->source = part->source;
    made->transport = plan->options.transport;
    plan->part_count++;
    return made;
}

void mw_layout_chain(mw_plan_part **first, mw_plan_part **last,
                     mw_plan_part *part)
{
    if (*last == NULL)
        *first = part;
    else
        (*last)->next = part;
    *last = part;
    part->next = NULL;
}

static void append_child(mw_plan_part *parent, mw_plan_part *child)
{
    mw_layout_chain(&parent->first, &parent->last, child);
    child->parent = parent;
    parent->child_count++;
}

/* Makes a multipart of SUBTYPE without children. */
static mw_plan_part *make_layer(mw_plan *plan, const char *subtype,
                                mw_error *error)
{
    mw_plan_part *layer = mw_arena_take(&plan->arena, sizeof *layer, error);

    if (layer == NULL)
        return NULL;
    layer->type.type = "multipart";
    layer->type.subtype = subtype;
    layer->type_reason = "the parts need it";
    plan->part_count++;
    return layer;
}

/*
 * Adds PART to *LAYER, which is NULL, one part that stands for the layer, or
 * a multipart/SUBTYPE; *IS_LAYER says which of the latter two.
 */
static mw_status add_to_layer(mw_plan *plan, mw_plan_part **layer,
                              bool *is_layer, const char *subtype,
                              mw_plan_part *part, mw_error *error)
{
    if (*layer == NULL) {
        *layer = part;
        return MW_OK;
    }
    if (!*is_layer) {
        mw_plan_part *made = make_layer(plan, subtype, error);

        if (made == NULL)
            return MW_E_MEMORY;
        append_child(made, *layer);
        *layer = made;
        *is_layer = true;
    }
    append_child(*layer, part);
    return MW_OK;
}

/* Adds all parts chained from FIRST. */
static mw_status add_chain(mw_plan *plan, mw_plan_part **layer, bool *is_layer,
                           const char *subtype, mw_plan_part *first,
                           mw_error *error)
{
    mw_status status = MW_OK;

    while (first != NULL && status == MW_OK) {
        mw_plan_part *next = first->next;

        status = add_to_layer(plan, layer, is_layer, subtype, first, error);
        first = next;
    }
    return status;
}

/* The HTML body with what it shows. */
static mw_status arrange_related(mw_plan *plan, mw_layout *layout,
                                 mw_plan_part **related, mw_error *error)
{
    bool is_layer = false;

    *related = layout->bodies[MW_BODY_HTML];
    if (*related == NULL)
        return MW_OK;
    return add_chain(plan, related, &is_layer, "related", layout->inlines,
                     error);
}

/* The bodies, from the plainest to the richest (RFC 2046, section 5.1.4). */
static mw_status arrange_alternative(mw_plan *plan, mw_layout *layout,
                                     mw_plan_part **alternative,
                                     mw_error *error)
{
    mw_plan_part *bodies[MW_BODY_COUNT];
    bool is_layer = false;
    mw_status status;

    memcpy(bodies, layout->bodies, sizeof bodies);
    status = arrange_related(plan, layout, &bodies[MW_BODY_HTML], error);
    *alternative = NULL;
    for (size_t i = 0; i < MW_BODY_COUNT && status == MW_OK; i++)
        if (bodies[i] != NULL)
            status = add_to_layer(plan, alternative, &is_layer, "alternative",
                                  bodies[i], error);
    return status;
}

mw_status mw_layout_arrange(mw_plan *plan, mw_layout *layout, mw_error *error)
{
    mw_plan_part *mixed = NULL;
    bool is_layer = false;
    mw_status status;

    if (layout->bodies[MW_BODY_AMP] != NULL &&
        layout->bodies[MW_BODY_HTML] == NULL &&
        layout->bodies[MW_BODY_CALENDAR] == NULL)
        return mw_fail(error, MW_E_USAGE,
                       "the AMP body needs an HTML body after it");
    status = arrange_alternative(plan, layout, &mixed, error);
    if (status == MW_OK && layout->bodies[MW_BODY_HTML] == NULL)
        status =
            add_chain(plan, &mixed, &is_layer, "mixed", layout->inlines, error);
    if (status == MW_OK)
        status = add_chain(plan, &mixed, &is_layer, "mixed",
                           layout->attachments, error);
    if (status == MW_OK && mixed == NULL)
        status = mw_fail(error, MW_E_USAGE, "the message has no content");
    if (status == MW_OK)
        plan->root = mixed;
    return status;
}

static mw_status fail_depth(const mw_plan *plan, mw_error *error)
{
    return mw_fail(error, MW_E_LIMIT, "the parts are nested more than %ju deep",
                   (uintmax_t)mw_context_limit(plan->context, MW_LIMIT_DEPTH));
}

/* Copies FROM, and links it as child of PARENT (NULL for the root). */
static mw_plan_part *copy_one(mw_plan *plan, const mw_part *from,
                              mw_plan_part *parent, mw_error *error)
{
    mw_plan_part *copy = mw_layout_leaf(plan, from, error);

    if (copy == NULL)
        return NULL;
    if (parent != NULL) {
        append_child(parent, copy);
        copy->depth = parent->depth + 1;
        if (parent->part->start == from)
            parent->start = copy;
    }
    return copy;
}

mw_status mw_layout_copy(mw_plan *plan, mw_error *error)
{
    const uint64_t most = mw_context_limit(plan->context, MW_LIMIT_DEPTH);
    mw_plan_part *at = copy_one(plan, plan->message->root, NULL, error);
    const mw_part *from = plan->message->root;

    plan->root = at;
    while (at != NULL) {
        if (from->children != NULL) { /* down */
            if (at->depth + 1 > most)
                return fail_depth(plan, error);
            from = from->children;
            at = copy_one(plan, from, at, error);
            continue;
        }
        while (from->next == NULL || at->parent == NULL) { /* up */
            at = at->parent;
            if (at == NULL)
                return MW_OK;
            from = at->part;
        }
        from = from->next; /* across */
        at = copy_one(plan, from, at->parent, error);
    }
    return MW_E_MEMORY;
}

/* The part after AT in an order where parents come before their children. */
static mw_plan_part *next_in_order(mw_plan_part *at)
{
    if (at->first != NULL)
        return at->first;
    while (at != NULL && at->next == NULL)
        at = at->parent;
    return at == NULL ? NULL : at->next;
}

/*
 * What is signed has to arrive as it was, so it never needs another encoding,
 * whatever the transport: RFC 1847, section 2.1.
 */
static void mark_signed(const mw_plan_part *parent, mw_plan_part *child)
{
    const bool is_first =
        child == parent->first && parent->part != NULL &&
        mw_media_type_is(&parent->part->type, "multipart", "signed");

    child->is_signed = parent->is_signed || is_first;
    if (child->is_signed)
        child->transport = MW_TRANSPORT_7BIT;
}

static mw_status list_children(mw_plan *plan, mw_plan_part *parent,
                               mw_error *error)
{
    size_t i = 0;

    parent->children = mw_arena_take_array(&plan->arena, parent->child_count,
                                           sizeof *parent->children, error);
    if (parent->children == NULL)
        return MW_E_MEMORY;
    for (mw_plan_part *child = parent->first; child != NULL;
         child = child->next) {
        parent->children[i++] = child;
        child->depth = parent->depth + 1;
        mark_signed(parent, child);
    }
    if (parent->depth + 1 > mw_context_limit(plan->context, MW_LIMIT_DEPTH))
        return fail_depth(plan, error);
    return MW_OK;
}

static bool is_multipart(const mw_plan_part *part)
{
    return part->part == NULL || part->part->role == MW_ROLE_MULTIPART;
}

mw_status mw_layout_list(mw_plan *plan, mw_error *error)
{
    mw_status status = MW_OK;
    size_t i = 0;

    plan->root->next = NULL;
    plan->order = mw_arena_take_array(&plan->arena, plan->part_count,
                                      sizeof *plan->order, error);
    if (plan->order == NULL)
        return MW_E_MEMORY;
    for (mw_plan_part *at = plan->root; at != NULL && status == MW_OK;
         at = next_in_order(at)) {
        plan->order[i++] = at;
        if (at->child_count > 0)
            status = list_children(plan, at, error);
        else if (is_multipart(at))
            status = mw_fail(error, MW_E_USAGE, "a %s/%s has no parts",
                             at->part->type.type, at->part->type.subtype);
    }
    plan->part_count = i;
    return status;
}
