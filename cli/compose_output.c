/* SPDX-License-Identifier: MIT */

/*
 * From the plan to files. All outputs are opened, then all are written, then
 * all are finished, so that a full disk leaves none of them. An mbox, which
 * others may have locked, is finished first; standard output, which cannot be
 * taken back either, is written only then.
 */

#include "config.h"

#include "compose_output.h"

#include "dry_run.h"
#include "fail.h"
#include "input.h"
#include "interrupt.h"
#include "mailbox.h"
#include "output.h"
#include "place.h"
#include "print.h"
#include "progress.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_mailbox(const compose *state)
{
    const char *copy = state->submission.copy.value;

    for (size_t i = 0; i < state->output_count; i++)
        if (mailbox_is(state->outputs[i]))
            return true;
    return copy != NULL && mailbox_is(copy);
}

static mw_status check_line_ends(const compose *state, mw_error *error)
{
    const bool in_mailbox = has_mailbox(state);

    if ((!state->line_feeds && !in_mailbox) ||
        mw_plan_transport(state->plan) != MW_TRANSPORT_BINARY)
        return MW_OK;
    if (!in_mailbox)
        return fail(error, MW_E_USAGE,
                    "--eol: lf would change parts that are binary");
    fail(error, MW_E_USAGE,
         "--transport: a mailbox would change parts that are binary");
    fail_hint(error, "--transport 8bit needs none of them");
    return MW_E_USAGE;
}

mw_status compose_check_outputs(compose *state, mw_error *error)
{
    size_t uses = state->json ? 1 : 0;

    if (state->dry_run)
        return MW_OK;
    if (state->encodes && has_mailbox(state))
        return fail(error, MW_E_USAGE,
                    "--output-as: a mailbox holds messages as they are");
    if (state->output_count == 0 && !state->submit)
        state->outputs[state->output_count++] = "-";
    for (size_t i = 0; i < state->output_count; i++)
        uses += output_is_stdout(state->outputs[i]);
    if (state->envelope_file != NULL)
        uses += output_is_stdout(state->envelope_file);
    if (state->submission.copy.value != NULL)
        uses += output_is_stdout(state->submission.copy.value);
    if (uses < 2)
        return MW_OK;
    if (state->json) {
        const bool is_envelope = state->envelope_file != NULL &&
                                 output_is_stdout(state->envelope_file);

        fail(error, MW_E_USAGE, "--json: the %s is on standard output",
             is_envelope ? "envelope" : "message");
        fail_hint(error, is_envelope ? "give --envelope-file a file"
                                     : "add -o FILE, or -n to see the plan");
        return MW_E_USAGE;
    }
    return fail(error, MW_E_USAGE, OUTPUT_STDOUT_NAME ": two outputs at once");
}

/* The outputs, the envelope's file, the copy's, as far as there are any. */
static const char *path_of(const compose *state, size_t index)
{
    if (index < state->output_count)
        return state->outputs[index];
    if (index == state->output_count && state->envelope_file != NULL)
        return state->envelope_file;
    return state->submission.copy.value;
}

/* Those that are written here, so without the copy's. */
static size_t count_paths(const compose *state)
{
    return state->output_count + (state->envelope_file != NULL);
}

/* One file cannot hold two things; the later would replace the earlier. */
static mw_status check_apart(const compose *state, const place *places,
                             size_t count, mw_error *error)
{
    const size_t paths =
        count_paths(state) + (state->submission.copy.value != NULL);

    for (size_t i = 1; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (place_is_same(&places[k], &places[i]))
                return fail(error, MW_E_USAGE, "%.200s: is written twice%s",
                            path_of(state, k),
                            i == paths ? ", by --json too" : "");
    return MW_OK;
}

/*
 * The message may take the place of a file it was made of, which was read by
 * then; the envelope would only destroy it.
 */
static mw_status check_inputs(const compose *state, const place *envelope,
                              mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < state->input_count; i++) {
        place input;
        int fd;

        if (input_is_descriptor(state->inputs[i], &fd))
            place_of_descriptor(fd, &input);
        else
            status = place_of_path(state->inputs[i], &input, error);
        if (status == MW_OK && place_is_same(envelope, &input))
            status =
                fail(error, MW_E_USAGE, "--envelope-file: %.200s: is an input",
                     state->envelope_file);
    }
    return status;
}

mw_status compose_check_files(const compose *state, mw_error *error)
{
    const size_t paths =
        count_paths(state) + (state->submission.copy.value != NULL);
    place *places;
    mw_status status = MW_OK;

    if (state->dry_run)
        return MW_OK;
    places = calloc(paths + 1, sizeof *places);
    if (places == NULL)
        return fail_memory(error);
    for (size_t i = 0; status == MW_OK && i < paths; i++)
        status = output_find(path_of(state, i), &places[i], error);
    if (status == MW_OK && state->json)
        status = output_find("-", &places[paths], error);
    if (status == MW_OK)
        status = check_apart(state, places, paths + state->json, error);
    if (status == MW_OK && state->envelope_file != NULL)
        status = check_inputs(state, &places[state->output_count], error);
    free(places);
    return status;
}

/* Writes the plan to OUT, with a bar where somebody may be waiting. */
static mw_status write_plan(compose *state, mw_sink *out, mw_error *error)
{
    mw_sink *progress;
    mw_status status =
        progress_sink_new(state->context, mw_plan_output_size(state->plan),
                          state->quiet, out, &progress, error);

    if (status != MW_OK)
        return status;
    status = mw_plan_write(state->plan, progress, error);
    mw_sink_free(progress);
    return status;
}

/* On one line, and padded only in base64 (RFC 4648, sections 4 and 5). */
uint64_t compose_output_size(const compose *state)
{
    const uint64_t size = mw_plan_output_size(state->plan);
    const uint64_t whole = size / 3 * 4;

    if (!state->encodes)
        return size;
    if (size % 3 == 0)
        return whole;
    return whole + (state->format == MW_FORMAT_BASE64 ? 4 : size % 3 + 1);
}

mw_status compose_say_plan(const compose *state, mw_error *error)
{
    const size_t count = state->quiet ? 0 : mw_plan_note_count(state->plan);

    if (check_line_ends(state, error) != MW_OK)
        return MW_E_USAGE;
    for (size_t i = 0; i < count; i++)
        print_note("note", mw_plan_note(state->plan, i));
    if (state->verbose)
        dry_run_draw(state->plan, compose_output_size(state), stderr);
    return MW_OK;
}

static mw_status write_encoded(compose *state, mw_sink *out, mw_error *error)
{
    mw_sink *encoder;
    mw_status status;

    if (!state->encodes)
        return write_plan(state, out, error);
    status = mw_sink_new_encoder(state->context, state->format, 0, "\n", out,
                                 &encoder, error);
    if (status != MW_OK)
        return status;
    status = write_plan(state, encoder, error);
    if (status == MW_OK)
        status = mw_sink_finish(encoder, error);
    mw_sink_free(encoder);
    return status;
}

static mw_status open_all(compose *state, mw_sink **sinks, size_t count,
                          mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < count; i++)
        status = output_open_message(state->context, path_of(state, i),
                                     mw_plan_envelope_from(state->plan),
                                     &sinks[i], error);
    return status;
}

/* Writes those that are standard output, or those that are not. */
static mw_status write_all(compose *state, mw_sink **sinks, size_t count,
                           bool to_stdout, mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < count; i++) {
        if (output_is_stdout(path_of(state, i)) != to_stdout)
            continue;
        if (i < state->output_count)
            status = write_encoded(state, sinks[i], error);
        else
            status =
                report_envelope(state->context, sinks[i], state->plan, error);
    }
    return status;
}

/* Finishes those that are mboxes, or those that are not. */
static mw_status finish_all(const compose *state, mw_sink **sinks, size_t count,
                            bool mboxes, mw_error *error)
{
    mw_status status = MW_OK;

    for (size_t i = 0; status == MW_OK && i < count; i++)
        if (mailbox_is_mbox(path_of(state, i)) == mboxes)
            status = mailbox_finish(sinks[i], path_of(state, i), error);
    return status;
}

mw_status compose_write(compose *state, mw_error *error)
{
    const size_t count = count_paths(state);
    mw_sink **sinks = calloc(count, sizeof *sinks);
    mw_status status;

    if (sinks == NULL)
        return fail_memory(error);
    status = open_all(state, sinks, count, error);
    if (status == MW_OK)
        status = write_all(state, sinks, count, false, error);
    if (status == MW_OK)
        status = finish_all(state, sinks, count, true, error);
    if (status == MW_OK)
        status = write_all(state, sinks, count, true, error);
    if (status == MW_OK)
        status = finish_all(state, sinks, count, false, error);
    for (size_t i = 0; i < count; i++)
        mw_sink_free(sinks[i]);
    interrupt_forget();
    free(sinks);
    return status;
}
