/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "kit.h"

#include "message/message.h"
#include "message/source_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_LIBGUMBO

static const char PNG[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/* What was told, a line each: outcome, name, last component of what. */
static void note(void *user, mw_embed_outcome outcome, const char *name,
                 const char *what)
{
    mw_buffer *told = user;
    const char *slash = strrchr(what, '/');

    (void)mw_buffer_printf(told, NULL, "%d %s %s\n", (int)outcome, name,
                           slash == NULL ? what : slash + 1);
}

/* A message with the PAGE of this name and text, in a file of this test. */
static mw_part *page_of(const char *text, const char **path)
{
    mw_message *message = kit_message();
    mw_source *source;
    mw_part *page;

    *path = suite_file("page.html", text, strlen(text));
    must(mw_source_new_file(message, *path, &source, &suite_error));
    must(mw_message_set_body(message, MW_BODY_HTML, source, &page,
                             &suite_error));
    return page;
}

/* The content of PAGE once embedded, with each Content-ID as one letter. */
static const char *content_of(const mw_part *page)
{
    mw_buffer *out = suite_buffer();
    mw_bytes left = page->source->memory;

    while (left.size > 0) {
        size_t size = 1;

        if (left.size > 4 && !memcmp(left.data, "cid:", 4)) {
            const uint8_t *end = memmem(left.data, left.size, "@example.test",
                                        strlen("@example.test"));

            assert_non_null(end);
            size = (size_t)(end - left.data) + strlen("@example.test");
            must(mw_buffer_append_text(out, "CID", &suite_error));
        } else {
            must(mw_buffer_append_octet(out, left.data[0], &suite_error));
        }
        mw_bytes_skip(&left, size);
    }
    return mw_buffer_text(out);
}

/* The path of NAME in the folder of the file at PATH. */
static char *beside(const char *path, const char *name)
{
    const size_t folder = (size_t)(strrchr(path, '/') + 1 - path);
    const size_t size = folder + strlen(name) + 1;
    char *made = malloc(size);

    assert_non_null(made);
    (void)snprintf(made, size, "%.*s%s", (int)folder, path, name);
    return made;
}

static void end_entry(void *path)
{
    (void)remove(path);
    free(path);
}

/* Makes files, folders and links beside the file at PATH. */
static void put_file(const char *path, const char *name, const void *bytes,
                     size_t size)
{
    char *made = beside(path, name);
    FILE *file = fopen(made, "wb");

    suite_defer(end_entry, made);
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static const char *put_folder(const char *path, const char *name)
{
    char *made = beside(path, name);

    suite_defer(end_entry, made);
    assert_int_equal(mkdir(made, 0700), 0);
    return made;
}

static void put_link(const char *path, const char *name, const char *target)
{
    char *made = beside(path, name);

    suite_defer(end_entry, made);
    assert_int_equal(symlink(target, made), 0);
}

static size_t count_parts(const mw_part *page)
{
    size_t count = 0;

    for (const mw_part *part = page->message->inlines; part != NULL;
         part = part->next)
        count++;
    return count;
}

static void rewrites_the_names_of_pictures_and_nothing_else(void **state)
{
    static const char *const CASES[][2] = {
        { "<img src=a.png>", "<img src=CID>" },
        { "<IMG ALT='x'SRC = 'a.png' />", "<IMG ALT='x'SRC = 'CID' />" },
        { "<img src=\" a.png?v=1 \">", "<img src=\"CID\">" },
        { "<img srcset='a.png 1x,b.png 2x'>", "<img srcset='CID 1x,CID 2x'>" },
        { "<picture><source srcset=a.png></picture>",
          "<picture><source srcset=CID></picture>" },
        { "<table background=a.png><td style='x:url(b.png)'>",
          "<table background=CID><td style='x:url(CID)'>" },
        { "<p style=\"b:url(&quot;a.png&quot;)\">",
          "<p style=\"b:url(&quot;CID&quot;)\">" },
        { "<style>p{b:url(a.png)}/*url(a.png)*/</style>",
          "<style>p{b:url(CID)}/*url(a.png)*/</style>" },
        { "<input type=image src=a.png>", "<input type=image src=CID>" },
        { "<svg><image xlink:href=a.png /></svg>",
          "<svg><image xlink:href=CID /></svg>" },
        { "<!--[if mso]><v:fill src='a.png'/><![endif]-->",
          "<!--[if mso]><v:fill src='CID'/><![endif]-->" },
        { "<!-- <img src=b.png> --><img src=a.png>",
          "<!-- <img src=b.png> --><img src=CID>" },
        { "<b style='x:url(a.png)'><p>x</b>y",
          "<b style='x:url(CID)'><p>x</b>y" },
        { "<img src=a.png\r\n>\xc3\xbc", "<img src=CID\r\n>\xc3\xbc" },
        { "<video poster=a.png>", "<video poster=CID>" },
        { "<base href='./'><img src=a.png>", "<base href='./'><img src=CID>" },
        { "<img src=/a.png>", "<img src=CID>" },
        { "<img src='x&#39;.png'>", "<img src='CID'>" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const char *path;
        mw_part *page = page_of(CASES[i][0], &path);

        put_file(path, "a.png", PNG, sizeof PNG);
        put_file(path, "b.png", PNG, sizeof PNG);
        put_file(path, "x'.png", PNG, sizeof PNG);
        must(mw_html_embed(page, NULL, "utf-8", NULL, NULL, &suite_error));
        assert_string_equal(content_of(page), CASES[i][1]);
    }
}

#define UP "../../../../../../../../"

/* Wherever the tests are built. */
#define OUTSIDE UP UP UP UP "etc/passwd"

static void leaves_what_is_not_its_own(void **state)
{
    static const char PAGE[] =
        "<img src=https://e.example/a.png><img src=//e.example/a.png>"
        "<img src=cid:x@y><img src='#'><img src=''><img src>"
        "<img src=" OUTSIDE "><img src=note.txt>"
        "<a href=a.png></a><link rel=icon href=a.png>";
    mw_buffer *told = suite_buffer();
    const char *path;
    mw_part *page;

    (void)state;
    page = page_of(PAGE, &path);
    put_file(path, "a.png", PNG, sizeof PNG);
    put_file(path, "note.txt", "secret\n", 7);
    must(mw_html_embed(page, NULL, "utf-8", note, told, &suite_error));
    suite_end_if_refused();
    assert_string_equal(mw_buffer_text(told), "1 https://e.example/a.png \n"
                                              "1 //e.example/a.png \n"
                                              "1 cid:x@y \n"
                                              "2 " OUTSIDE " \n"
                                              "3 note.txt plain\n");
    assert_int_equal(count_parts(page), 0);
    assert_string_equal(mw_source_path(page->source), path);
}

static void makes_one_part_of_a_picture_that_is_named_twice(void **state)
{
    const char *path;
    mw_part *page;

    (void)state;
    page = page_of("<img src=a.png><img src=./a.png><img src=in/../a.png>"
                   "<img src=soft.png>",
                   &path);
    put_file(path, "a.png", PNG, sizeof PNG);
    put_link(path, "soft.png", "a.png");
    (void)put_folder(path, "in");
    must(mw_html_embed(page, NULL, "utf-8", NULL, NULL, &suite_error));
    assert_int_equal(count_parts(page), 1);
}

static void reads_nothing_outside_the_folder(void **state)
{
    static const char *const NAMES[] = {
        "../a.png",   "sub/../../a.png", "%2e%2e/a.png", "..\\a.png",
        "./../a.png", "out.png",         "up/a.png",
    };
    mw_buffer *text = suite_buffer();
    mw_buffer *told = suite_buffer();
    const char *path, *inside;
    mw_part *page;

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        must(mw_buffer_printf(text, &suite_error, "<img src='in/%s'>",
                              NAMES[i]));
    page = page_of(mw_buffer_text(text), &path);
    put_file(path, "a.png", PNG, sizeof PNG);
    inside = put_folder(path, "in");
    (void)put_folder(path, "in/sub");
    put_link(path, "in/out.png", path);
    put_link(path, "in/up", "..");
    must(mw_html_embed(page, inside, "utf-8", note, told, &suite_error));
    suite_end_if_refused();
    assert_int_equal(count_parts(page), 0);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        assert_holds(mw_buffer_text(told), NAMES[i]);
    assert_lacks(mw_buffer_text(told), "0 ");
}

static void says_which_picture_is_missing(void **state)
{
    const char *path;
    mw_part *page = page_of("<img src=gone.png>", &path);

    (void)state;
    must_fail(mw_html_embed(page, NULL, "utf-8", NULL, NULL, &suite_error),
              MW_E_NO_INPUT);
    assert_non_null(
        strstr(suite_error.message, "its picture \"gone.png\" is missing"));
}

static void refuses_what_is_no_page(void **state)
{
    mw_message *message = kit_message();
    mw_part *text = kit_body(message, MW_BODY_TEXT, "<img src=a.png>");
    const char *path;
    mw_part *page = page_of("\xff", &path);

    (void)state;
    must_fail(mw_html_embed(text, NULL, "utf-8", NULL, NULL, &suite_error),
              MW_E_USAGE);
    must_fail(mw_html_embed(page, NULL, "utf-8", NULL, NULL, &suite_error),
              MW_E_DATA);
}

static void keeps_to_the_limit_of_pages(void **state)
{
    mw_message *message = kit_message();
    mw_part *page = kit_body(message, MW_BODY_HTML, "<p>12345</p>");

    (void)state;
    mw_context_set_limit(message->context, MW_LIMIT_PAGE_SIZE, 12);
    must(mw_html_embed(page, ".", "utf-8", NULL, NULL, &suite_error));
    mw_context_set_limit(message->context, MW_LIMIT_PAGE_SIZE, 11);
    must_fail(mw_html_embed(page, ".", "utf-8", NULL, NULL, &suite_error),
              MW_E_LIMIT);
}

/* The same seed and page give the same ids; without a seed they differ. */
static void makes_ids_of_the_seed(void **state)
{
    const char *path, *one, *other;
    size_t size;
    mw_part *page;

    (void)state;
    page = page_of("<img src=a.png>", &path);
    put_file(path, "a.png", PNG, sizeof PNG);
    must(mw_html_embed(page, NULL, "utf-8", NULL, NULL, &suite_error));
    one = kit_compose(page->message, NULL);
    page = page_of("<img src=a.png>", &path);
    put_file(path, "a.png", PNG, sizeof PNG);
    must(mw_html_embed(page, NULL, "utf-8", NULL, NULL, &suite_error));
    other = kit_compose(page->message, NULL);
    assert_string_equal(one, other);
    assert_string_equal(kit_outline(kit_plan(page->message, NULL)),
                        "multipart/related(text/html,image/png)");
    size = page->message->inlines->content_id.size;
    assert_int_equal(size, 22 + strlen("@example.test"));
    assert_holds(one, "cid:");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(rewrites_the_names_of_pictures_and_nothing_else),
    cmocka_unit_test(leaves_what_is_not_its_own),
    cmocka_unit_test(makes_one_part_of_a_picture_that_is_named_twice),
    cmocka_unit_test(reads_nothing_outside_the_folder),
    cmocka_unit_test(says_which_picture_is_missing),
    cmocka_unit_test(refuses_what_is_no_page),
    cmocka_unit_test(keeps_to_the_limit_of_pages),
    cmocka_unit_test(makes_ids_of_the_seed),
};

#else

static void says_that_it_was_built_without_a_parser(void **state)
{
    mw_message *message = kit_message();
    mw_part *page = kit_body(message, MW_BODY_HTML, "<img src=a.png>");

    (void)state;
    must_fail(mw_html_embed(page, ".", "utf-8", NULL, NULL, &suite_error),
              MW_E_UNAVAILABLE);
    assert_string_equal(suite_error.message, "this build has no HTML parser");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(says_that_it_was_built_without_a_parser),
};

#endif

SUITE_MAIN(TESTS)
