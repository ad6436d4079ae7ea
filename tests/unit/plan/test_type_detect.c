/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "plan/type_detect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    mw_bytes content;
    const char *type;
    const char *charset;
} sample;

/* Octets that may hold NUL. */
#define OCTETS(text)                                                           \
    {                                                                          \
        (const uint8_t *)(text), sizeof(text) - 1                              \
    }

static mw_detected_type detect(mw_context *context, const char *name,
                               mw_bytes content)
{
    mw_detected_type detected = { 0 };
    mw_source *source = NULL;

    must(mw_source_borrow_memory(suite_message(context), content.data,
                                 content.size, NULL, NULL, &source,
                                 &suite_error));
    must(mw_source_prepare(source, &suite_error));
    must(mw_type_detect(context, source, mw_bytes_of(name), suite_arena(),
                        &detected, &suite_error));
    assert_non_null(detected.reason);
    return detected;
}

static void assert_text(const char *seen, const char *wanted)
{
    if (wanted == NULL)
        assert_null(seen);
    else
        assert_string_equal(seen, wanted);
}

static void assert_detected(mw_context *context, const sample *wanted)
{
    const mw_detected_type detected =
        detect(context, wanted->name, wanted->content);

    assert_string_equal(detected.type, wanted->type);
    assert_text(detected.charset, wanted->charset);
}

#define assert_all(context, samples)                                           \
    for (size_t i = 0; i < sizeof(samples) / sizeof((samples)[0]); i++)        \
    assert_detected((context), &(samples)[i])

/* Without libmagic, so that it shows what the table does. */
static mw_context *plain_context(void)
{
    mw_context *context = suite_context();

    mw_context_set_content_detection(context, 0);
    return context;
}

#define PNG OCTETS("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
#define JPEG OCTETS("\xff\xd8\xff\xe0\0\x10JFIF\0")
#define ZIP OCTETS("PK\3\4\24\0\0\0")
#define OLE OCTETS("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0")
#define ASCII OCTETS("plain words\n")
#define UTF8 OCTETS("gr\xc3\xbc\xc3\x9f\x65\n")
#define LATIN1 OCTETS("gr\xfc\xdf\x65\n")
#define OPENXML "application/vnd.openxmlformats-officedocument."
#define OPENDOCUMENT "application/vnd.oasis.opendocument."
#define UNKNOWN "application/octet-stream"

static void believes_a_name_that_the_content_agrees_with(void **state)
{
    static const sample SAMPLES[] = {
        { "a.png", PNG, "image/png", NULL },
        { "A.PNG", PNG, "image/png", NULL },
        { "a.jpeg", JPEG, "image/jpeg", NULL },
        { "a.b.zip", ZIP, "application/zip", NULL },
        { "a.docx", ZIP, OPENXML "wordprocessingml.document", NULL },
        { "a.xlsx", ZIP, OPENXML "spreadsheetml.sheet", NULL },
        { "a.pptx", ZIP, OPENXML "presentationml.presentation", NULL },
        { "a.odt", ZIP, OPENDOCUMENT "text", NULL },
        { "a.epub", ZIP, "application/epub+zip", NULL },
        { "a.doc", OLE, "application/msword", NULL },
        { "a.xls", OLE, "application/vnd.ms-excel", NULL },
        { "a.pdf", OCTETS("%PDF-1.7\n"), "application/pdf", NULL },
        { "a.svg", OCTETS("\xef\xbb\xbf\n<svg/>"), "image/svg+xml", NULL },
        { "a.xml", OCTETS("<?xml version='1.0'?>"), "application/xml", NULL },
        { "a.json", OCTETS("{}"), "application/json", NULL },
        { "a.3gp",
          OCTETS("\0\0\0\x18"
                 "ftyp3gp4"),
          "video/3gpp", NULL },
        { "a.zst", OCTETS("\x28\xb5\x2f\xfd\4"), "application/zstd", NULL },
        { "a.mp3", OCTETS("ID3\4"), "audio/mpeg", NULL },
        { "a.webp", OCTETS("RIFF\1\2\3\4WEBPVP8 "), "image/webp", NULL },
        { "a.bin", PNG, UNKNOWN, NULL },
    };

    (void)state;
    assert_all(plain_context(), SAMPLES);
}

static void labels_a_text_with_its_charset(void **state)
{
    static const sample SAMPLES[] = {
        { "a.txt", ASCII, "text/plain", "us-ascii" },
        { "a.txt", UTF8, "text/plain", "utf-8" },
        { "a.txt", OCTETS(""), "text/plain", "us-ascii" },
        { "a.csv", UTF8, "text/csv", "utf-8" },
        { "a.css", ASCII, "text/css", "us-ascii" },
        { "a.js", ASCII, "text/javascript", "us-ascii" },
        { "a.md", ASCII, "text/markdown", "us-ascii" },
        { "a.html", ASCII, "text/html", "us-ascii" },
        { "a.c", ASCII, "text/x-csrc", "us-ascii" },
        { "a.h", ASCII, "text/x-chdr", "us-ascii" },
        { "a.py", UTF8, "text/x-python", "utf-8" },
        { "a.ics", OCTETS("BEGIN:VCALENDAR\r\n"), "text/calendar", "us-ascii" },
        { "a.vcf", OCTETS("BEGIN:VCARD\r\n"), "text/vcard", "us-ascii" },
    };

    (void)state;
    assert_all(plain_context(), SAMPLES);
}

/* C033: no charset is told that is not known */
static void does_not_call_a_text_in_an_unknown_charset_text(void **state)
{
    static const sample SAMPLES[] = {
        { "a.txt", LATIN1, UNKNOWN, NULL },
        { "a.csv", LATIN1, UNKNOWN, NULL },
        { "a.txt", OCTETS("\x1b$B$\"\x1b(B"), UNKNOWN, NULL },
        { "a.txt", OCTETS("a\0b\0"), UNKNOWN, NULL },
        { "a.txt", OCTETS("cut \xe2\x82"), UNKNOWN, NULL },
    };

    (void)state;
    assert_all(plain_context(), SAMPLES);
    if (!suite_is_fault_run())
        assert_all(suite_context(), SAMPLES);
}

static void end_block(void *thing)
{
    free(thing);
}

/* SIZE octets of ASCII with LAST at their end. */
static mw_bytes long_text(size_t size, const char *last)
{
    uint8_t *octets = malloc(size);

    assert_non_null(octets);
    suite_defer(end_block, octets);
    memset(octets, 'x', size);
    memcpy(octets + size - strlen(last), last, strlen(last));
    return (mw_bytes){ octets, size };
}

static void reads_a_text_to_its_end_for_its_charset(void **state)
{
    /* Around the ends of the front and of what is read at once. */
    static const size_t SIZES[] = {
        4094,  4095,  4096,  4097,  4098,  4099,
        16383, 16384, 16385, 16386, 16387, 40000,
    };
    mw_context *context = plain_context();

    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        const size_t size = SIZES[i];
        const sample ascii = { "a.txt", long_text(size, "\n"), "text/plain",
                               "us-ascii" };
        const sample utf8 = { "a.txt", long_text(size, "\xe2\x82\xac"),
                              "text/plain", "utf-8" };
        const sample other = { "a.txt", long_text(size, "\xfc"), UNKNOWN,
                               NULL };

        assert_detected(context, &ascii);
        assert_detected(context, &utf8);
        assert_detected(context, &other);
    }
}

static void does_not_believe_a_name_that_the_content_denies(void **state)
{
    static const sample SAMPLES[] = {
        { "photo.txt", JPEG, "image/jpeg", NULL },
        { "a.jpg", PNG, "image/png", NULL },
        { "a.png", OCTETS(""), UNKNOWN, NULL },
        { "a.docx", OCTETS("\1\2\3"), UNKNOWN, NULL },
        { "a.zip", ASCII, "text/plain", "us-ascii" },
        { "a.svg", OCTETS("\1\2\3"), UNKNOWN, NULL },
        { "a.json", OCTETS("{\0}"), UNKNOWN, NULL },
    };

    (void)state;
    assert_all(plain_context(), SAMPLES);
}

static void finds_a_type_without_a_name(void **state)
{
    static const sample SAMPLES[] = {
        { "", PNG, "image/png", NULL },
        { "picture", PNG, "image/png", NULL },
        { ".png", PNG, "image/png", NULL },
        { "a.unheard-of-extension", PNG, "image/png", NULL },
        { "a.", OCTETS("{\\rtf1 }"), "application/rtf", NULL },
        { "README", ASCII, "text/plain", "us-ascii" },
        { "README", UTF8, "text/plain", "utf-8" },
        { "", OCTETS(""), UNKNOWN, NULL },
        { "", OCTETS("\1\2\3"), UNKNOWN, NULL },
    };

    (void)state;
    assert_all(plain_context(), SAMPLES);
    if (!suite_is_fault_run())
        assert_all(suite_context(), SAMPLES);
}

/* C024, C040: what is attached as a file is a file */
static void never_makes_a_message_of_a_file(void **state)
{
    static const sample SAMPLES[] = {
        { "mail.eml", OCTETS("From: a@example.test\nSubject: x\n\nbody\n"),
          UNKNOWN, NULL },
        { "mail.mht", OCTETS("From: a@example.test\nSubject: x\n\nbody\n"),
          UNKNOWN, NULL },
    };
    mw_detected_type detected;

    (void)state;
    assert_all(plain_context(), SAMPLES);
    if (!suite_is_fault_run())
        assert_all(suite_context(), SAMPLES);
    detected = detect(suite_context(), "mail",
                      (mw_bytes)OCTETS("Received: from a by b; Thu, 1 Jan "
                                       "1970 00:00:00 +0000\n"
                                       "From: a@example.test\n\nbody\n"));
    assert_int_not_equal(strncmp(detected.type, "message/", 8), 0);
}

/* What is right whether libmagic is there or not. */
static void asks_libmagic_for_the_rest(void **state)
{
    /* A Java class, which the table has not. */
    static const mw_bytes CLASS =
        OCTETS("\xca\xfe\xba\xbe\0\0\0\x34\0\x10\n\0\3\0\r\7\0\x0e\7");
    mw_detected_type detected = detect(suite_context(), "a.class", CLASS);

    (void)state;
#ifdef HAVE_LIBMAGIC
    if (strcmp(detected.reason, "unknown content") != 0) {
        assert_string_equal(detected.reason, "by its first octets (libmagic)");
        assert_string_not_equal(detected.type, UNKNOWN);
    }
#endif
    detected = detect(plain_context(), "a.class", CLASS);
    assert_string_equal(detected.type, UNKNOWN);
    assert_string_equal(detected.reason, "unknown content");
}

static void opens_libmagic_once_for_a_context(void **state)
{
    mw_context *context = suite_context();
    void *first;

    (void)state;
    detect(context, "a.png", (mw_bytes)PNG);
    assert_null(context->magic);
    detect(context, "a.class", (mw_bytes)OCTETS("\1\2\3"));
    first = context->magic;
    detect(context, "a.class", (mw_bytes)OCTETS("\1\2\3"));
    assert_ptr_equal(context->magic, first);
}

static void reports_a_source_that_has_changed(void **state)
{
    const char *path = suite_file("a.txt", "text", 4);
    mw_context *context = suite_context();
    mw_detected_type detected = { 0 };
    mw_source *source = NULL;

    (void)state;
    must(mw_source_new_file(suite_message(context), path, &source,
                            &suite_error));
    must(mw_source_prepare(source, &suite_error));
    assert_int_equal(remove(path), 0);
    must_fail(mw_type_detect(context, source, mw_bytes_of("a.txt"),
                             suite_arena(), &detected, &suite_error),
              MW_E_CHANGED);
    assert_null(detected.type);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(believes_a_name_that_the_content_agrees_with),
    cmocka_unit_test(labels_a_text_with_its_charset),
    cmocka_unit_test(does_not_call_a_text_in_an_unknown_charset_text),
    cmocka_unit_test(reads_a_text_to_its_end_for_its_charset),
    cmocka_unit_test(does_not_believe_a_name_that_the_content_denies),
    cmocka_unit_test(finds_a_type_without_a_name),
    cmocka_unit_test(never_makes_a_message_of_a_file),
    cmocka_unit_test(asks_libmagic_for_the_rest),
    cmocka_unit_test(opens_libmagic_once_for_a_context),
    cmocka_unit_test(reports_a_source_that_has_changed),
};

SUITE_MAIN(TESTS)
