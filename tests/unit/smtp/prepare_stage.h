/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_PREPARE_STAGE_H
#define UNIT_SMTP_PREPARE_STAGE_H

/*
 * A message that is made ready, for the suites of smtp/prepare: text in,
 * and what is written, told and named as recipients out.
 */

#include "smtp/message.h"
#include "suite.h"

#include <mimewright/smtp_prepare.h>

#define FIXED_TIME 1795302360 /* 2026-11-21T23:06:00Z */

#define BITS8 MW_EXTENSION_8BITMIME
#define BINARY MW_EXTENSION_BINARYMIME
#define UTF8 MW_EXTENSION_SMTPUTF8

/* A header to which nothing has to be added. */
#define HEAD                                                                   \
    "From: a@x.test\r\nTo: b@x.test\r\nDate: Mon, 02 Feb 2026 10:00:00 "       \
    "+0000\r\nMessage-ID: <m@x.test>\r\n"

typedef struct {
    mw_context *context;
    mw_message *owner; /* of the sources */
    mw_smtp_prepare_options *options;
    mw_smtp_message *made;
    mw_sink *sink;
} stage;

static inline void end_stage(void *thing)
{
    stage *all = thing;

    mw_sink_free(all->sink);
    mw_smtp_message_free(all->made);
    mw_smtp_prepare_options_free(all->options);
}

/* The one stage of a test, ended before the context. */
static inline stage *new_stage(void)
{
    static stage all;

    all = (stage){ .context = suite_context() };
    all.owner = suite_message(all.context);
    suite_defer(end_stage, &all);
    mw_context_set_fixed_clock(all.context, FIXED_TIME, 0);
    must(mw_smtp_prepare_options_new(all.context, &all.options, &suite_error));
    return &all;
}

static inline mw_status try_octets(stage *all, const void *octets, size_t size)
{
    mw_source *source = NULL;

    mw_smtp_message_free(all->made);
    all->made = NULL;
    must(mw_source_new_memory(all->owner, octets, size, &source, &suite_error));
    return mw_smtp_message_new_prepared(all->context, source, all->options,
                                        &all->made, &suite_error);
}

static inline mw_status try_text(stage *all, const char *text)
{
    return try_octets(all, text, strlen(text));
}

/* What is written, NUL-terminated; twice, and each time as large as told. */
static inline const char *written(stage *all)
{
    const char *octets = NULL;
    mw_bytes first = { NULL, 0 };
    size_t size;

    for (int i = 0; i < 2; i++) {
        mw_sink_free(all->sink);
        all->sink = NULL;
        must(mw_sink_new_memory(all->context, &all->sink, &suite_error));
        must(mw_smtp_message_write(all->made, all->sink, &suite_error));
        must(mw_sink_write(all->sink, "", 1, &suite_error));
        octets = mw_sink_memory(all->sink, &size);
        assert_int_equal(size - 1, mw_smtp_message_size(all->made));
        if (i > 0)
            assert_string_equal(first.data, octets);
        first.data = (const uint8_t *)mw_arena_copy(
            suite_arena(), mw_bytes_of(octets), &suite_error);
        if (first.data == NULL)
            must(MW_E_MEMORY);
    }
    return octets;
}

static inline const char *changes(stage *all)
{
    mw_buffer *out = suite_buffer();

    for (const mw_text_list *item = all->made->changes; item != NULL;
         item = item->next)
        must(mw_buffer_printf(out, &suite_error, "%s%s",
                              out->size == 0 ? "" : "; ", item->text));
    return mw_buffer_text(out);
}

static inline const char *recipients(stage *all)
{
    mw_buffer *out = suite_buffer();

    for (size_t i = 0; i < mw_smtp_message_recipient_count(all->made); i++)
        must(mw_buffer_printf(out, &suite_error, "%s%s", i == 0 ? "" : " ",
                              mw_smtp_message_recipient(all->made, i)));
    return mw_buffer_text(out);
}

#endif
