/* SPDX-License-Identifier: MIT */

/*
 * The lines of --json and --envelope-file. Their keys are fixed: programs
 * read them.
 */

#include "config.h"

#include "report.h"

#include "exit_status.h"
#include "json.h"
#include "smtp_extension.h"
#include "tree.h"

/* Numbers the form of these lines. */
enum { REPORT_VERSION = 1 };

static void put_start(json *out, int exit_status)
{
    json_open_object(out, NULL);
    json_number(out, "version", REPORT_VERSION);
    json_text(out, "result", exit_status_result(exit_status));
    json_number(out, "exit", (uint64_t)exit_status);
}

static mw_status put_end(json *out)
{
    json_close_object(out);
    return json_end(out);
}

/* What is said of any message, made or only planned. */
static void put_message(json *out, const mw_plan *plan)
{
    json_text(out, "message_id",
              plan != NULL ? mw_plan_message_id(plan) : NULL);
    json_open_array(out, "warnings");
    for (size_t i = 0; plan != NULL && i < mw_plan_note_count(plan); i++)
        json_text(out, NULL, mw_plan_note(plan, i));
    json_close_array(out);
    json_text(out, "error", NULL);
}

mw_status report_written(mw_context *context, mw_sink *sink,
                         const mw_plan *plan, const char *const *outputs,
                         size_t output_count, mw_error *error)
{
    json out = json_start(context, sink, error);

    put_start(&out, EXIT_DONE);
    json_number(&out, "size", plan != NULL ? mw_plan_size(plan) : 0);
    json_texts(&out, "output", outputs, plan != NULL ? output_count : 0);
    put_message(&out, plan);
    return put_end(&out);
}

static void put_envelope(json *out, const mw_plan *plan)
{
    json_text(out, "from", mw_plan_envelope_from(plan));
    json_open_array(out, "to");
    for (size_t i = 0; i < mw_plan_envelope_to_count(plan); i++)
        json_text(out, NULL, mw_plan_envelope_to(plan, i));
    json_close_array(out);
}

mw_status report_envelope(mw_context *context, mw_sink *sink,
                          const mw_plan *plan, mw_error *error)
{
    json out = json_start(context, sink, error);

    json_open_object(&out, NULL);
    put_envelope(&out, plan);
    return put_end(&out);
}

static const char *disposition_name(mw_disposition disposition)
{
    switch (disposition) {
    case MW_DISPOSITION_INLINE:
        return "inline";
    case MW_DISPOSITION_ATTACHMENT:
        return "attachment";
    default:
        return NULL;
    }
}

/* All of PART but its end: what is in it follows. */
static void put_part(json *out, const char *key, const mw_plan_part *part)
{
    json_open_object(out, key);
    json_text(out, "type", mw_plan_part_type(part));
    json_text(out, "charset", mw_plan_part_charset(part));
    json_text(out, "encoding", mw_encoding_name(mw_plan_part_encoding(part)));
    json_text(out, "disposition",
              disposition_name(mw_plan_part_disposition(part)));
    json_text(out, "name", mw_plan_part_filename(part));
    json_text(out, "cid", mw_plan_part_content_id(part));
    json_number(out, "size", mw_plan_part_size(part));
    json_number(out, "encoded_size", mw_plan_part_encoded_size(part));
    json_text(out, "reason", mw_plan_part_reason(part));
    json_open_array(out, "parts");
}

static void put_tree(json *out, const mw_plan *plan)
{
    tree walk = tree_start(plan);
    const char *key = "tree";
    const mw_plan_part *part;
    tree_step step;

    while ((step = tree_next(&walk, &part)) != TREE_END) {
        if (step == TREE_ENTER) {
            put_part(out, key, part);
        } else {
            json_close_array(out);
            json_close_object(out);
        }
        key = NULL;
    }
}

mw_status report_plan(mw_context *context, mw_sink *sink, const mw_plan *plan,
                      uint64_t output_size, mw_error *error)
{
    const unsigned extensions = mw_plan_extensions(plan);
    json out = json_start(context, sink, error);

    put_start(&out, EXIT_DONE);
    json_number(&out, "size", mw_plan_size(plan));
    json_number(&out, "output_size", output_size);
    json_text(&out, "transport", transport_name(mw_plan_transport(plan)));
    json_open_array(&out, "extensions");
    for (size_t i = 0; i < EXTENSION_COUNT; i++)
        if ((extensions & EXTENSIONS[i].bit) != 0)
            json_text(&out, NULL, EXTENSIONS[i].name);
    json_close_array(&out);
    json_open_object(&out, "envelope");
    put_envelope(&out, plan);
    json_close_object(&out);
    put_tree(&out, plan);
    put_message(&out, plan);
    return put_end(&out);
}

mw_status report_error(mw_context *context, mw_sink *sink,
                       const mw_error *wrong, int exit_status, mw_error *error)
{
    json out = json_start(context, sink, error);

    put_start(&out, exit_status);
    json_open_object(&out, "error");
    json_failure(&out, wrong);
    json_close_object(&out);
    return put_end(&out);
}
