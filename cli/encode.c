/* SPDX-License-Identifier: MIT */

/*
 * `encode` and `decode`: standard input or a file through one of the
 * library's codecs.
 */

#include "config.h"

#include "encode.h"

#include "command.h"
#include "common_options.h"
#include "exit_status.h"
#include "fail.h"
#include "input.h"
#include "interrupt.h"
#include "nearest.h"
#include "number.h"
#include "output.h"
#include "print.h"

#include <mimewright.h>

#include <stddef.h>
#include <string.h>

typedef struct encode {
    bool help;
    bool version;
    bool decodes;
    bool wraps; /* --wrap was given, and LINE_LENGTH is its value */
    uint64_t line_length;
    const char *line_end; /* of --eol, or NULL */
    const char *output;
    const char *format;
    const char *input;
} encode;

/*
 * The formats, and how their lines are by default. A line break of
 * quoted-printable is CRLF (RFC 2045, section 6.7), and text with it decodes
 * to itself; the others are for programs that read lines.
 */
static const struct {
    const char *name;
    mw_format format;
    size_t line_length;
    size_t least; /* length of a line; 0 where there are none */
    const char *line_end;
} FORMATS[] = {
    { "base64", MW_FORMAT_BASE64, 76, 4, "\n" },
    { "base64url", MW_FORMAT_BASE64URL, 0, 4, "\n" },
    { "quoted-printable", MW_FORMAT_QUOTED_PRINTABLE, 76, 16, "\r\n" },
    { "header", MW_FORMAT_HEADER, 78, 1, "\n" },
    { "parameter", MW_FORMAT_PARAMETER, 78, 1, "\n" },
    { "xtext", MW_FORMAT_XTEXT, 0, 0, "\n" },
    { "flowed", MW_FORMAT_FLOWED, 78, 20, "\r\n" },
    { "flowed-delsp", MW_FORMAT_FLOWED_DELSP, 78, 20, "\r\n" },
};

enum { FORMAT_COUNT = sizeof FORMATS / sizeof FORMATS[0] };

static mw_status take_flag(void *state, const option_use *use, mw_error *error)
{
    (void)error;
    *(bool *)((char *)state + use->option->datum) = true;
    return MW_OK;
}

static mw_status take_wrap(void *state, const option_use *use, mw_error *error)
{
    encode *self = state;

    if (!number_parse(use->value, 1U << 30, &self->line_length))
        return fail(error, MW_E_USAGE, "--wrap: \"%.80s\" is no number",
                    use->value);
    self->wraps = true;
    return MW_OK;
}

static mw_status take_eol(void *state, const option_use *use, mw_error *error)
{
    encode *self = state;
    size_t choice;
    const mw_status status = option_choose(use, &choice, error);

    if (status == MW_OK)
        self->line_end = choice == 0 ? "\r\n" : "\n";
    return status;
}

static mw_status take_output(void *state, const option_use *use,
                             mw_error *error)
{
    encode *self = state;

    if (use->value[0] == '\0')
        return fail(error, MW_E_USAGE, "--output: is empty");
    self->output = use->value;
    return MW_OK;
}

#define OUTPUT_OPTION                                                          \
    {                                                                          \
        .name = "output", .letter = 'o', .kind = OPTION_VALUE,                 \
        .argument = "FILE", .section = "Output",                               \
        .help = "write there, whole or not at all; default standard output",   \
        .take = take_output                                                    \
    }

static const option ENCODE_OPTIONS[] = {
    { .name = "wrap",
      .kind = OPTION_VALUE,
      .argument = "N",
      .section = "Output",
      .help = "length of lines, 0 for one line; default 76, 78 for header and "
              "parameter, 0 for base64url",
      .take = take_wrap },
    { .name = "eol",
      .kind = OPTION_VALUE,
      .argument = "crlf|lf",
      .section = "Output",
      .help = "line ends; default lf, crlf for quoted-printable",
      .take = take_eol },
    OUTPUT_OPTION,
    COMMON_OPTIONS(encode, take_flag, 0),
};

static const option DECODE_OPTIONS[] = {
    OUTPUT_OPTION,
    COMMON_OPTIONS(encode, take_flag, 0),
};

static const char *const LATER[] = { NULL };

const option_table encode_options = { ENCODE_OPTIONS,
                                      sizeof ENCODE_OPTIONS /
                                          sizeof ENCODE_OPTIONS[0],
                                      LATER, NULL, NULL };

const option_table decode_options = { DECODE_OPTIONS,
                                      sizeof DECODE_OPTIONS /
                                          sizeof DECODE_OPTIONS[0],
                                      LATER, NULL, NULL };

static mw_status take_operand(void *state, const option_use *use,
                              mw_error *error)
{
    encode *self = state;

    if (self->format == NULL)
        self->format = use->value;
    else if (self->input == NULL)
        self->input = use->value;
    else
        return fail(error, MW_E_USAGE, "%.200s: one file at a time",
                    use->value);
    return MW_OK;
}

static mw_status find_format(const encode *state, size_t *index,
                             mw_error *error)
{
    nearest best = nearest_start("", 0);

    if (state->format == NULL) {
        fail(error, MW_E_USAGE, "no FORMAT");
    } else {
        best = nearest_start(state->format, strlen(state->format));
        fail(error, MW_E_USAGE, "%.80s: no such format", state->format);
    }
    for (*index = 0; state->format != NULL && *index < FORMAT_COUNT;
         (*index)++) {
        if (!strcmp(FORMATS[*index].name, state->format))
            return MW_OK;
        nearest_offer(&best, FORMATS[*index].name);
    }
    if (best.name != NULL)
        fail_hint(error, "did you mean %s?", best.name);
    else
        fail_hint(error, "formats are base64, base64url, quoted-printable, "
                         "header, parameter, xtext, flowed and flowed-delsp");
    return MW_E_USAGE;
}

/* Whether lines of FORMATS[INDEX] can be as long as --wrap says. */
static mw_status check_wrap(const encode *state, size_t index, mw_error *error)
{
    if (!state->wraps)
        return MW_OK;
    if (FORMATS[index].least == 0)
        return fail(error, MW_E_USAGE, "--wrap: %s has no lines",
                    FORMATS[index].name);
    if (state->line_length > 0 && state->line_length < FORMATS[index].least)
        return fail(error, MW_E_USAGE,
                    "--wrap: lines of %s have room for %zu characters at least",
                    FORMATS[index].name, FORMATS[index].least);
    return MW_OK;
}

static mw_status make_codec(const encode *state, mw_context *context,
                            mw_sink *out, mw_sink **codec, mw_error *error)
{
    size_t index;
    mw_status status = find_format(state, &index, error);

    if (status == MW_OK)
        status = check_wrap(state, index, error);
    if (status != MW_OK)
        return status;
    if (state->decodes)
        return mw_sink_new_decoder(context, FORMATS[index].format, out, codec,
                                   error);
    return mw_sink_new_encoder(
        context, FORMATS[index].format,
        state->wraps ? (size_t)state->line_length : FORMATS[index].line_length,
        state->line_end != NULL ? state->line_end : FORMATS[index].line_end,
        out, codec, error);
}

static mw_status pass(const encode *state, mw_sink *codec, mw_error *error)
{
    const char *path = state->input != NULL ? state->input : "-";
    int fd;
    mw_status status = input_open(path, true, &fd, error);

    if (status != MW_OK)
        return status;
    status = input_copy(fd, input_name(path), codec, error);
    input_close(path, fd);
    if (status == MW_OK)
        status = mw_sink_finish(codec, error);
    if (status == MW_E_DATA || status == MW_E_LIMIT)
        fail_blame(error, input_name(path));
    return status;
}

static mw_status work(const encode *state, mw_context *context, mw_error *error)
{
    const char *path = state->output != NULL ? state->output : "-";
    mw_sink *out;
    mw_sink *codec;
    mw_status status;

    status = output_open(context, path, &out, error);
    if (status != MW_OK)
        return status;
    status = make_codec(state, context, out, &codec, error);
    if (status == MW_OK) {
        status = pass(state, codec, error);
        mw_sink_free(codec);
    }
    if (status == MW_OK)
        status = mw_sink_finish(out, error);
    mw_sink_free(out);
    interrupt_forget();
    return status;
}

static int run(encode *state, const char *name, const option_table *options,
               char *const *arguments)
{
    mw_error error = { 0 };
    mw_context *context = NULL;
    mw_status status =
        option_take_all(options, arguments, state, take_operand, &error);

    if (status == MW_OK && (state->help || state->version)) {
        command_print_about(name, state->help);
        return EXIT_DONE;
    }
    if (status == MW_OK)
        status = mw_context_new(&context, &error);
    if (status == MW_OK)
        status = work(state, context, &error);
    mw_context_free(context);
    if (status != MW_OK)
        print_failure(&error);
    return exit_status_of(status);
}

int encode_run(char *const *arguments)
{
    encode state = { 0 };

    return run(&state, "encode", &encode_options, arguments);
}

int decode_run(char *const *arguments)
{
    encode state = { .decodes = true };

    return run(&state, "decode", &decode_options, arguments);
}
