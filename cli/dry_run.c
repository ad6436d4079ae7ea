/* SPDX-License-Identifier: MIT */

/*
 * The plan as a drawing, in ASCII so that it is right in every terminal. All
 * names and addresses are escaped.
 */

#include "config.h"

#include "dry_run.h"

#include "print.h"
#include "smtp_extension.h"
#include "tree.h"

#include <inttypes.h>

enum { SHOWN_RECIPIENTS = 20 };

static void draw_recipients(const mw_plan *plan, FILE *stream)
{
    const size_t count = mw_plan_envelope_to_count(plan);

    (void)fputs("to        ", stream);
    for (size_t i = 0; i < count && i < SHOWN_RECIPIENTS; i++) {
        if (i > 0)
            (void)fputs(", ", stream);
        print_text(stream, mw_plan_envelope_to(plan, i));
    }
    if (count == 0)
        (void)fputs("nobody", stream);
    if (count > SHOWN_RECIPIENTS)
        (void)fprintf(stream, ", and %zu more", count - SHOWN_RECIPIENTS);
    (void)fputc('\n', stream);
}

static void draw_needs(const mw_plan *plan, FILE *stream)
{
    const unsigned extensions = mw_plan_extensions(plan);
    bool any = false;

    (void)fprintf(stream, "transport %s, needs",
                  transport_name(mw_plan_transport(plan)));
    for (size_t i = 0; i < EXTENSION_COUNT; i++)
        if ((extensions & EXTENSIONS[i].bit) != 0) {
            (void)fprintf(stream, " %s", EXTENSIONS[i].name);
            any = true;
        }
    (void)fputs(any ? "\n" : " no extension\n", stream);
}

static void draw_envelope(const mw_plan *plan, uint64_t output_size,
                          FILE *stream)
{
    const char *id = mw_plan_message_id(plan);

    (void)fputs("from      <", stream);
    print_text(stream, mw_plan_envelope_from(plan));
    (void)fputs(">\n", stream);
    draw_recipients(plan, stream);
    if (id != NULL) {
        (void)fputs("id        ", stream);
        print_text(stream, id);
        (void)fputc('\n', stream);
    }
    (void)fprintf(stream, "size      %" PRIu64 " octets", mw_plan_size(plan));
    if (output_size != mw_plan_size(plan))
        (void)fprintf(stream, ", %" PRIu64 " as written", output_size);
    (void)fputc('\n', stream);
    draw_needs(plan, stream);
}

/* The lines from the outside to the part that was entered last. */
static void draw_branches(const tree *walk, bool is_branch, FILE *stream)
{
    for (size_t level = 1; level < walk->depth; level++) {
        const bool last = tree_is_last(walk, level);

        if (level + 1 == walk->depth && is_branch)
            (void)fputs(last ? "`- " : "|- ", stream);
        else
            (void)fputs(last ? "   " : "|  ", stream);
    }
}

static void draw_part(const tree *walk, const mw_plan_part *part, FILE *stream)
{
    const char *charset = mw_plan_part_charset(part);
    const char *name = mw_plan_part_filename(part);

    draw_branches(walk, true, stream);
    print_text(stream, mw_plan_part_type(part));
    if (charset != NULL)
        (void)fprintf(stream, "; charset=%s", charset);
    if (name != NULL) {
        (void)fputs(" \"", stream);
        print_text(stream, name);
        (void)fputc('"', stream);
    }
    if (mw_plan_part_disposition(part) == MW_DISPOSITION_INLINE)
        (void)fputs(", inline", stream);
    if (mw_plan_part_disposition(part) == MW_DISPOSITION_ATTACHMENT)
        (void)fputs(", attachment", stream);
    if (mw_plan_part_child_count(part) == 0)
        (void)fprintf(stream, ", %s, %" PRIu64 " -> %" PRIu64 " octets",
                      mw_encoding_name(mw_plan_part_encoding(part)),
                      mw_plan_part_size(part), mw_plan_part_encoded_size(part));
    (void)fputc('\n', stream);
}

static void draw_reason(const tree *walk, const mw_plan_part *part,
                        FILE *stream)
{
    const char *reason = mw_plan_part_reason(part);

    if (reason == NULL || reason[0] == '\0')
        return;
    draw_branches(walk, false, stream);
    (void)fputs(mw_plan_part_child_count(part) > 0 ? "|  (" : "   (", stream);
    print_text(stream, reason);
    (void)fputs(")\n", stream);
}

void dry_run_draw(const mw_plan *plan, uint64_t output_size, FILE *stream)
{
    tree walk = tree_start(plan);
    const mw_plan_part *part;
    tree_step step;

    draw_envelope(plan, output_size, stream);
    (void)fputc('\n', stream);
    while ((step = tree_next(&walk, &part)) != TREE_END)
        if (step == TREE_ENTER) {
            draw_part(&walk, part, stream);
            draw_reason(&walk, part, stream);
        }
}
