/* SPDX-License-Identifier: MIT */

/*
 * Whatever message is made ready: it has the size that was told, is the same
 * when it is written again, and unless it is binary or as it is, its only
 * line end is CRLF, it has no NUL, and for a server that can do nothing it is
 * ASCII in lines of up to 998 octets. Every recipient has a domain. The last
 * octet of the message chooses the options.
 */

#include "smtp/message.h"
#include "split.h"

#include <mimewright/smtp_prepare.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    mw_context *context;
    mw_smtp_message *message;
} subject;

static void check_text(mw_bytes out, bool is_ascii)
{
    size_t column = 0;

    fuzz_require(out.size >= 2 && out.data[out.size - 1] == '\n');
    for (size_t i = 0; i < out.size; i++) {
        const uint8_t octet = out.data[i];

        fuzz_require(octet != '\0');
        fuzz_require(octet != '\n' || (i > 0 && out.data[i - 1] == '\r'));
        fuzz_require(octet != '\r' ||
                     (i + 1 < out.size && out.data[i + 1] == '\n'));
        fuzz_require(!is_ascii || octet < 128);
        column = octet == '\n' ? 0 : column + 1;
        fuzz_require(column <= 998 + 1);
    }
}

/* Writes the message twice. */
static void check_written(const subject *all, bool is_narrow)
{
    const unsigned needed = mw_smtp_message_extensions(all->message);
    mw_sink *sinks[2] = { NULL, NULL };
    mw_bytes out[2];

    for (int i = 0; i < 2; i++) {
        fuzz_require(mw_sink_new_memory(all->context, &sinks[i], NULL) ==
                     MW_OK);
        fuzz_require(mw_smtp_message_write(all->message, sinks[i], NULL) ==
                     MW_OK);
        out[i].data = mw_sink_memory(sinks[i], &out[i].size);
    }
    fuzz_require(mw_bytes_equal(out[0], out[1]));
    fuzz_require(out[0].size == mw_smtp_message_size(all->message));
    if (!(needed & MW_EXTENSION_BINARYMIME))
        check_text(out[0], needed == 0);
    fuzz_require(!is_narrow || needed == 0);
    mw_sink_free(sinks[0]);
    mw_sink_free(sinks[1]);
}

static void check_recipients(const mw_smtp_message *message)
{
    const size_t count = mw_smtp_message_recipient_count(message);

    fuzz_require(count > 0);
    for (size_t i = 0; i < count; i++)
        fuzz_require(strchr(mw_smtp_message_recipient(message, i), '@') !=
                     NULL);
}

/* Says what the bits of CHOICE ask for. */
static void choose(mw_smtp_prepare_options *options, uint8_t choice)
{
    if (choice & 1)
        fuzz_require(mw_smtp_prepare_options_set_default_domain(
                         options, "d.test", NULL) == MW_OK);
    if (choice & 2) {
        fuzz_require(mw_smtp_prepare_options_add_alias(
                         options, "a", "b, A, c@x.test", NULL) == MW_OK);
        fuzz_require(mw_smtp_prepare_options_add_alias(options, "b", "a",
                                                       NULL) == MW_OK);
    }
    if (choice & 4)
        fuzz_require(mw_smtp_prepare_options_force_from(
                         options, "\xc3\xbc <f@x.test>", NULL) == MW_OK);
    if (choice & 8)
        fuzz_require(mw_smtp_prepare_options_set_missing_from(
                         options, "m@x.test", NULL) == MW_OK);
    if (choice & 16)
        mw_smtp_prepare_options_join_header(options, 1);
    else
        fuzz_require(mw_smtp_prepare_options_set_from(options, "a@x.test",
                                                      NULL) == MW_OK);
    fuzz_require(mw_smtp_prepare_options_add_to(
                     options, choice & 2 ? "a" : "b@x.test", NULL) == MW_OK);
}

static mw_status prepare(subject *all, mw_message *owner, mw_bytes message)
{
    mw_smtp_prepare_options *options = NULL;
    mw_source *source = NULL;
    mw_status status;

    fuzz_require(mw_smtp_prepare_options_new(all->context, &options, NULL) ==
                 MW_OK);
    choose(options, message.size == 0 ? 0 : message.data[message.size - 1]);
    fuzz_require(mw_source_borrow_memory(owner, message.data, message.size,
                                         NULL, NULL, &source, NULL) == MW_OK);
    status = mw_smtp_message_new_prepared(all->context, source, options,
                                          &all->message, NULL);
    mw_smtp_prepare_options_free(options);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const unsigned every =
        MW_EXTENSION_8BITMIME | MW_EXTENSION_BINARYMIME | MW_EXTENSION_SMTPUTF8;
    subject all = { NULL, NULL };
    mw_message *owner = NULL;

    fuzz_require(mw_context_new(&all.context, NULL) == MW_OK);
    mw_context_set_fixed_clock(all.context, 0, 0);
    fuzz_require(mw_message_new(all.context, &owner, NULL) == MW_OK);
    if (prepare(&all, owner, (mw_bytes){ data, size }) == MW_OK) {
        check_recipients(all.message);
        check_written(&all, false);
        if (mw_smtp_message_replan(all.message, every, NULL) == MW_OK)
            check_written(&all, true);
    }
    mw_smtp_message_free(all.message);
    mw_message_free(owner);
    mw_context_free(all.context);
    return 0;
}
