/* SPDX-License-Identifier: MIT */

#include "read/scan.h"
#include "suite.h"

#include <stdlib.h>

/*
 * What a scan told, as text: an event a line, without the octets of those
 * that are cut anywhere, which are joined.
 */
typedef struct {
    mw_sink *sink;
    mw_buffer *shown;
    mw_buffer *octets; /* of all events */
    mw_scan_event_kind last;
    uint64_t line; /* where the event has to stand */
    mw_status refusal;
} witness;

static void show_text(mw_buffer *out, mw_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '\r')
            must(mw_buffer_append_text(out, "\\r", &suite_error));
        else if (text.data[i] == '\n')
            must(mw_buffer_append_text(out, "\\n", &suite_error));
        else
            must(mw_buffer_append_octet(out, text.data[i], &suite_error));
}

static void show_part(mw_buffer *out, const mw_scan_event *event)
{
    must(mw_buffer_printf(out, &suite_error, "%zu %s",
                          mw_scan_event_depth(event),
                          mw_scan_event_type(event)));
    if (mw_scan_event_charset(event)[0] != '\0')
        must(mw_buffer_printf(out, &suite_error, " %s",
                              mw_scan_event_charset(event)));
    if (strcmp(mw_scan_event_encoding(event), "7bit") != 0)
        must(mw_buffer_printf(out, &suite_error, " %s",
                              mw_scan_event_encoding(event)));
    if (mw_scan_event_boundary(event)[0] != '\0')
        must(mw_buffer_printf(out, &suite_error, " [%s]",
                              mw_scan_event_boundary(event)));
}

static void show_field(mw_buffer *out, const mw_scan_event *event)
{
    size_t size;
    const char *text = mw_scan_event_name(event, &size);

    show_text(out, (mw_bytes){ (const uint8_t *)text, size });
    must(mw_buffer_append_text(out, "=", &suite_error));
    text = mw_scan_event_body(event, &size);
    show_text(out, (mw_bytes){ (const uint8_t *)text, size });
}

static void show(witness *all, const mw_scan_event *event)
{
    static const char *const LABELS[] = {
        [MW_SCAN_FROM_LINE] = "from", [MW_SCAN_PART_BEGIN] = "begin",
        [MW_SCAN_FIELD] = "field ",   [MW_SCAN_HEADER_END] = "header ",
        [MW_SCAN_BODY] = "body ",     [MW_SCAN_DELIMITER] = "boundary",
        [MW_SCAN_PART_END] = "end",
    };
    const mw_scan_event_kind kind = mw_scan_event_kind_of(event);
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    if (kind != MW_SCAN_BODY || all->last != MW_SCAN_BODY)
        must(mw_buffer_printf(all->shown, &suite_error, "%s%s",
                              all->shown->size == 0 ? "" : "\n", LABELS[kind]));
    if (kind == MW_SCAN_HEADER_END)
        show_part(all->shown, event);
    else if (kind == MW_SCAN_FIELD)
        show_field(all->shown, event);
    else if (kind == MW_SCAN_BODY)
        show_text(all->shown, octets);
    else if (kind == MW_SCAN_DELIMITER && mw_scan_event_is_closing(event))
        must(mw_buffer_append_text(all->shown, "--", &suite_error));
    all->last = kind;
}

static mw_status witness_event(void *user, const mw_scan_event *event,
                               mw_error *error)
{
    witness *all = user;
    mw_bytes octets;

    octets.data = mw_scan_event_octets(event, &octets.size);
    assert_int_equal(mw_scan_event_offset(event), all->octets->size);
    assert_int_equal(mw_scan_event_line(event), all->line);
    for (size_t i = 0; i < octets.size; i++)
        all->line += octets.data[i] == '\n';
    must(mw_buffer_append_bytes(all->octets, octets, &suite_error));
    show(all, event);
    if (all->refusal != MW_OK)
        return mw_fail(error, all->refusal, "refused");
    return MW_OK;
}

static void end_sink(void *thing)
{
    mw_sink **sink = thing;

    mw_sink_free(*sink);
    *sink = NULL;
}

/* A witness without a sink, made after its context: one a test. */
static witness *new_witness(void)
{
    static witness all;

    all = (witness){ .shown = suite_buffer(), .octets = suite_buffer() };
    suite_defer(end_sink, &all.sink);
    return &all;
}

static void begin_scan(witness *all, mw_context *context)
{
    end_sink(&all->sink);
    all->last = MW_SCAN_PART_END;
    all->line = 1;
    mw_buffer_truncate(all->shown, 0);
    mw_buffer_truncate(all->octets, 0);
    must(mw_sink_new_scanner(context, witness_event, all, &all->sink,
                             &suite_error));
}

/* What a scan of MESSAGE, PIECE octets at a time, tells. */
static const char *scan_in_pieces(witness *all, mw_context *context,
                                  const char *message, size_t piece)
{
    mw_bytes left = mw_bytes_of(message);
    uint8_t copy[100];

    assert_true(piece <= sizeof copy);
    begin_scan(all, context);
    while (left.size > 0) {
        const size_t size = left.size < piece ? left.size : piece;
        uint8_t *end = copy + sizeof copy - size;

        /* What is read past the octets given shows, and what is kept. */
        memset(copy, '?', sizeof copy);
        memcpy(end, left.data, size);
        must(mw_sink_write(all->sink, end, size, &suite_error));
        mw_bytes_skip(&left, size);
    }
    must(mw_sink_finish(all->sink, &suite_error));
    assert_string_equal(mw_buffer_text(all->octets), message);
    return mw_buffer_text(all->shown);
}

typedef struct {
    const char *message, *shown;
} scan_case;

static void assert_scans(const scan_case *table, size_t count)
{
    static const size_t PIECES[] = { 100, 1, 2, 3, 7 };
    mw_context *context = suite_context();
    witness *all = new_witness();

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof PIECES / sizeof PIECES[0]; j++)
            assert_string_equal(
                scan_in_pieces(all, context, table[i].message, PIECES[j]),
                table[i].shown);
}

#define ASSERT_SCANS(...)                                                      \
    assert_scans((const scan_case[]){ __VA_ARGS__ },                           \
                 sizeof((const scan_case[]){ __VA_ARGS__ }) /                  \
                     sizeof(scan_case))

static void tells_fields_and_content(void **state)
{
    (void)state;
    ASSERT_SCANS(
        { "From: a@x.test\r\nSubject: one\r\n two\r\n\r\nText\r\n.\r\n",
          "begin\nfield From=a@x.test\nfield Subject=one two\n"
          "header 0 text/plain\nbody Text\\r\\n.\\r\\n\nend" },
        { "A: b\nX-Empty:\nBcc \t: c\n\nText",
          "begin\nfield A=b\nfield X-Empty=\nfield Bcc=c\n"
          "header 0 text/plain\nbody Text\nend" });
}

static void takes_whatever_comes_for_a_message(void **state)
{
    (void)state;
    ASSERT_SCANS({ "", "begin\nheader 0 text/plain\nend" },
                 { "\n", "begin\nheader 0 text/plain\nend" },
                 { "A: b", "begin\nfield A=b\nheader 0 text/plain\nend" },
                 { "no field\nA: b\n",
                   "begin\nheader 0 text/plain\nbody no field\\nA: b\\n\nend" },
                 { " blank\nA: b\n",
                   "begin\nheader 0 text/plain\nbody  blank\\nA: b\\n\nend" },
                 { "A: b\nno field\n\nText",
                   "begin\nfield A=b\nheader 0 text/plain\n"
                   "body no field\\n\\nText\nend" },
                 { "A: b\n \nC: d\r\n\r\r\n",
                   "begin\nfield A=b\nfield C=d\nheader 0 text/plain\n"
                   "body \\r\\r\\n\nend" });
}

static void tells_the_from_line_of_an_mbox(void **state)
{
    (void)state;
    ASSERT_SCANS({ "From a@x.test Mon Feb  2 10:00:00 2026\nA: b\n\nFrom me\n",
                   "begin\nfrom\nfield A=b\nheader 0 text/plain\n"
                   "body From me\\n\nend" },
                 { "A: b\nFrom a@x.test\n",
                   "begin\nfield A=b\nheader 0 text/plain\n"
                   "body From a@x.test\\n\nend" });
}

static void tells_parts(void **state)
{
    (void)state;
    ASSERT_SCANS(
        { "Content-Type: multipart/mixed; boundary=\"b b\"\r\n\r\n"
          "before\r\n--b b\r\n\r\none\r\n-two\r\n\r\n--b b  \r\n"
          "Content-Type: text/html; charset=UTF-8\r\n"
          "Content-Transfer-Encoding: 8BIT\r\n\r\nthree\r\n"
          "--b b--\r\nbehind\r\n--b b\r\n",
          "begin\nfield Content-Type=multipart/mixed; boundary=\"b b\"\n"
          "header 0 multipart/mixed [b b]\nbody before\nboundary\n"
          "begin\nheader 1 text/plain\nbody one\\r\\n-two\\r\\n\nend\n"
          "boundary\nbegin\n"
          "field Content-Type=text/html; charset=UTF-8\n"
          "field Content-Transfer-Encoding=8BIT\n"
          "header 1 text/html UTF-8 8bit\nbody three\nend\n"
          "boundary--\nbody behind\\r\\n--b b\\r\\n\nend" });
}

static void ends_parts_that_nothing_closes(void **state)
{
    (void)state;
    ASSERT_SCANS({ "Content-Type: multipart/mixed; boundary=o\n\n--o\n"
                   "Content-Type: multipart/mixed; boundary=i\n\n--i\n\na\n"
                   "--o\n\nb\n--i\n",
                   "begin\nfield Content-Type=multipart/mixed; boundary=o\n"
                   "header 0 multipart/mixed [o]\nboundary\nbegin\n"
                   "field Content-Type=multipart/mixed; boundary=i\n"
                   "header 1 multipart/mixed [i]\nboundary\nbegin\n"
                   "header 2 text/plain\nbody a\nend\nend\nboundary\nbegin\n"
                   "header 1 text/plain\nbody b\\n--i\\n\nend\nend" });
}

static void gives_equal_boundaries_to_the_innermost(void **state)
{
    (void)state;
    ASSERT_SCANS({ "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                   "Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n"
                   "--b--\n--b--\nc",
                   "begin\nfield Content-Type=multipart/mixed; boundary=b\n"
                   "header 0 multipart/mixed [b]\nboundary\nbegin\n"
                   "field Content-Type=multipart/mixed; boundary=b\n"
                   "header 1 multipart/mixed [b]\nboundary\nbegin\n"
                   "header 2 text/plain\nbody a\nend\nboundary--\nend\n"
                   "boundary--\nbody c\nend" });
}

static void finds_boundaries_in_headers_and_at_the_end(void **state)
{
    (void)state;
    ASSERT_SCANS({ "Content-Type: multipart/mixed; boundary=b:\n\n--b:\nA: c\n"
                   "--b:\n--b:\nno field\n--b:--",
                   "begin\nfield Content-Type=multipart/mixed; boundary=b:\n"
                   "header 0 multipart/mixed [b:]\nboundary\nbegin\nfield A=c\n"
                   "header 1 text/plain\nend\nboundary\nbegin\n"
                   "header 1 text/plain\nend\nboundary\nbegin\n"
                   "header 1 text/plain\nbody no field\nend\nboundary--\nend" },
                 { "Content-Type: multipart/mixed; boundary=b\n--b\n\na\n--b",
                   "begin\nfield Content-Type=multipart/mixed; boundary=b\n"
                   "header 0 multipart/mixed [b]\nboundary\nbegin\n"
                   "header 1 text/plain\nbody a\nend\nboundary\nbegin\n"
                   "header 1 text/plain\nend\nend" });
}

static void tells_embedded_messages(void **state)
{
    (void)state;
    ASSERT_SCANS({ "Content-Type: multipart/digest; boundary=b\n\n--b\n\n"
                   "From x\nA: c\n\nd\n--b\nContent-Type: message/rfc822\n"
                   "Content-Transfer-Encoding: base64\n\nQUJD\n--b--\n",
                   "begin\nfield Content-Type=multipart/digest; boundary=b\n"
                   "header 0 multipart/digest [b]\nboundary\nbegin\n"
                   "header 1 message/rfc822\nbegin\nfrom\nfield A=c\n"
                   "header 2 text/plain\nbody d\nend\nend\nboundary\nbegin\n"
                   "field Content-Type=message/rfc822\n"
                   "field Content-Transfer-Encoding=base64\n"
                   "header 1 message/rfc822 base64\nbody QUJD\nend\n"
                   "boundary--\nend" },
                 { "Content-Type: message/rfc822\n\n--b\n",
                   "begin\nfield Content-Type=message/rfc822\n"
                   "header 0 message/rfc822\nbegin\nheader 1 text/plain\n"
                   "body --b\\n\nend\nend" });
}

static void reads_content_types_that_are_wrong(void **state)
{
    static const struct {
        const char *body, *shown;
    } TABLE[] = {
        { "multipart/mixed; boundary=--=_a/b?", "multipart/mixed [--=_a/b?]" },
        { "Multipart/Mixed; BOUNDARY=\"a b \"", "multipart/mixed [a b]" },
        { "multipart/mixed; x; boundary=a; boundary=b", "multipart/mixed [a]" },
        { "multipart/mixed; x=\"a;\\\"boundary=c\"; boundary=b=;",
          "multipart/mixed [b=]" },
        { "multipart/mixed; boundary*0=a; boundary*1=b",
          "multipart/mixed [ab]" },
        { "(c) multipart/mixed (c); (c) boundary=a (c)",
          "multipart/mixed [a]" },
        { "multipart/mixed", "multipart/mixed" },
        { "text/plain; charset==utf-8", "text/plain =utf-8" },
        { "text", "text/plain" },
        { "", "text/plain" },
        { "(", "text/plain" },
    };

    mw_context *context = suite_context();
    mw_buffer *message = suite_buffer();
    witness *all = new_witness();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        const char *shown;

        mw_buffer_truncate(message, 0);
        must(mw_buffer_printf(message, &suite_error, "Content-Type: %s\n\n",
                              TABLE[i].body));
        shown = scan_in_pieces(all, context, mw_buffer_text(message), 100);
        must(mw_buffer_printf(message, &suite_error, "header 0 %s\nend",
                              TABLE[i].shown));
        assert_string_equal(strstr(shown, "header"),
                            strstr(mw_buffer_text(message), "header"));
    }
}

/* Whatever the line is, and wherever it is cut, it is content. */
static void passes_over_lines_that_are_no_boundary(void **state)
{
    static const char HEAD[] =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n";
    mw_context *context = suite_context();
    mw_buffer *message = suite_buffer();
    mw_buffer *wanted = suite_buffer();
    witness *all = new_witness();
    mw_bytes text;

    (void)state;
    must(mw_buffer_append_text(message, HEAD, &suite_error));
    must(mw_buffer_append_text(message, "\r\n--bb\r\n--b-\r\n-\r\r\n",
                               &suite_error));
    must(mw_buffer_append_text(message, "--b--x\r\n--b", &suite_error));
    for (int i = 0; i < 1200; i++)
        must(mw_buffer_append_octet(message, i % 2 ? ' ' : '\r', &suite_error));
    text = mw_buffer_bytes(message);
    mw_bytes_skip(&text, strlen(HEAD));
    show_text(wanted, text);
    must(mw_buffer_append_text(message, "\n--b--", &suite_error));
    must(mw_buffer_append_text(wanted, "\nend\nboundary--\nend", &suite_error));
    for (size_t piece = 1; piece < 40; piece += 6) {
        const char *shown =
            scan_in_pieces(all, context, mw_buffer_text(message), piece);

        assert_string_equal(strstr(shown, "body ") + 5, mw_buffer_text(wanted));
    }
}

/* The octets of a field that count are those of all its lines. */
static void limits_a_field(void **state)
{
    mw_context *context = suite_context();
    witness *all = new_witness();

    (void)state;
    mw_context_set_limit(context, MW_LIMIT_READ_FIELD_SIZE, 8);
    begin_scan(all, context);
    must(mw_sink_write(all->sink, "A: b\n c\nD: efg\n", 15, &suite_error));
    must_fail(mw_sink_write(all->sink, " \n", 2, &suite_error), MW_E_LIMIT);
    assert_string_equal(suite_error.message,
                        "line 3: a header field of more than 8 octets");
}

static void limits_depth_and_parts(void **state)
{
    static const char MULTIPART[] =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
    mw_context *context = suite_context();
    witness *all = new_witness();

    (void)state;
    begin_scan(all, context);
    for (int i = 0; i < 100; i++)
        must(mw_sink_write(all->sink, MULTIPART, strlen(MULTIPART),
                           &suite_error));
    must_fail(
        mw_sink_write(all->sink, MULTIPART, strlen(MULTIPART), &suite_error),
        MW_E_LIMIT);
    assert_string_equal(suite_error.message,
                        "line 304: more than 100 parts within each other");
    mw_context_set_limit(context, MW_LIMIT_PARTS, 3);
    begin_scan(all, context);
    must(mw_sink_write(all->sink, MULTIPART, strlen(MULTIPART), &suite_error));
    must(mw_sink_write(all->sink, "--b\n", 4, &suite_error));
    must_fail(mw_sink_write(all->sink, "--b\n", 4, &suite_error), MW_E_LIMIT);
    assert_string_equal(suite_error.message, "line 6: more than 3 parts");
}

static void ends_where_the_handler_fails(void **state)
{
    mw_context *context = suite_context();
    witness *all = new_witness();

    (void)state;
    begin_scan(all, context);
    all->refusal = MW_E_DATA;
    must_fail(mw_sink_write(all->sink, "A: b\n\nc", 7, &suite_error),
              MW_E_DATA);
    assert_string_equal(suite_error.message, "refused");
    assert_string_equal(mw_buffer_text(all->shown), "begin");
}

static mw_status count_events(void *user, const mw_scan_event *event,
                              mw_error *error)
{
    (void)event;
    (void)error;
    ++*(uint64_t *)user;
    return MW_OK;
}

/* T17: as many events as octets at most, whatever the octets. */
static void works_in_proportion_to_what_comes(void **state)
{
    static const char *const PIECES[] = { "-",   "\n-", "--b\n", "\r", "(",
                                          "A:(", "\n ", "\"",    ";x=" };
    const size_t size = (size_t)1 << 20;
    mw_context *context = suite_context();
    witness *all = new_witness();
    char *message;

    (void)state;
    if (suite_is_fault_run())
        return;
    message = malloc(size);
    assert_non_null(message);
    for (size_t i = 0; i < sizeof PIECES / sizeof PIECES[0]; i++) {
        const char *head =
            i % 2 ? "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                  : "Content-Type: multipart/mixed; boundary=";
        uint64_t count = 0;

        memcpy(message, head, strlen(head));
        for (size_t at = strlen(head); at < size; at++)
            message[at] = PIECES[i][at % strlen(PIECES[i])];
        mw_context_set_limit(context, MW_LIMIT_PARTS, UINT64_MAX);
        mw_context_set_limit(context, MW_LIMIT_READ_FIELD_SIZE, 2 * size);
        end_sink(&all->sink);
        must(mw_sink_new_scanner(context, count_events, &count, &all->sink,
                                 &suite_error));
        must(mw_sink_write(all->sink, message, size, &suite_error));
        must(mw_sink_finish(all->sink, &suite_error));
        assert_true(count <= size);
    }
    free(message);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(tells_fields_and_content),
    cmocka_unit_test(takes_whatever_comes_for_a_message),
    cmocka_unit_test(tells_the_from_line_of_an_mbox),
    cmocka_unit_test(tells_parts),
    cmocka_unit_test(ends_parts_that_nothing_closes),
    cmocka_unit_test(gives_equal_boundaries_to_the_innermost),
    cmocka_unit_test(finds_boundaries_in_headers_and_at_the_end),
    cmocka_unit_test(tells_embedded_messages),
    cmocka_unit_test(reads_content_types_that_are_wrong),
    cmocka_unit_test(passes_over_lines_that_are_no_boundary),
    cmocka_unit_test(limits_a_field),
    cmocka_unit_test(limits_depth_and_parts),
    cmocka_unit_test(ends_where_the_handler_fails),
    cmocka_unit_test(works_in_proportion_to_what_comes),
};

SUITE_MAIN(TESTS)
