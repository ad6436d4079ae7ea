/* SPDX-License-Identifier: MIT */

/*
 * The parser asks us for its memory and takes for granted that it gets some,
 * so a refusal leaves it by longjmp: it holds nothing but what came from the
 * arena, and what is in the arena ends with it. For the same reason nothing
 * is freed one by one, and its own way of freeing a tree, which recurses, is
 * never called.
 *
 * It looks along its stack of open elements again and again, and along the
 * attributes of a tag, so a page that was made for it costs the square of its
 * size. No count of ours tells such a page from a real one, time does: it is
 * looked at as memory is asked for, which every tag does.
 *
 * The library is opened for each page and closed after it, as libidn2 is:
 * RTLD_NODELETE keeps it loaded, and there is no handle to keep.
 */

#include "config.h"

#include "html/parser.h"

#ifdef HAVE_LIBGUMBO

#include <gumbo.h>
#include <limits.h>
#include <setjmp.h>
#include <time.h>

/* Seconds of computing; a page of 16 MiB takes one. */
#define LONGEST 10

/* How many requests for memory are between two looks at the clock. */
#define LOOK_EVERY 256

typedef struct {
    mw_arena *arena;
    mw_error *error;
    mw_status status;
    time_t latest;
    unsigned requests;
    jmp_buf leave;
} parsing;

/* The processor time of this thread, in seconds. */
static time_t seconds_spent(void)
{
    struct timespec spent = { 0, 0 };

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return spent.tv_sec;
}

static void *give(void *user, size_t size)
{
    parsing *self = user;
    void *taken = mw_arena_take(self->arena, size, self->error);

    if (taken == NULL)
        self->status = MW_E_MEMORY;
    else if (++self->requests % LOOK_EVERY == 0 &&
             seconds_spent() > self->latest)
        self->status = mw_fail(self->error, MW_E_LIMIT,
                               "takes too long to be parsed as HTML");
    if (self->status != MW_OK)
        longjmp(self->leave, 1);
    return taken;
}

static void take_back(void *user, void *block)
{
    (void)user;
    (void)block;
}

typedef __typeof__(gumbo_parse_with_options) parse_function;

/* The jump lands here, where no variable changed since. */
static mw_status run(parse_function *parse, parsing *self, mw_bytes page,
                     const mw_html_tree **tree)
{
    const GumboOptions options = {
        .allocator = give,
        .deallocator = take_back,
        .userdata = self,
        .tab_stop = 8,
        .max_errors = 0,
        .fragment_context = GUMBO_TAG_LAST,
        .fragment_namespace = GUMBO_NAMESPACE_HTML,
    };

    if (setjmp(self->leave) == 0)
        *tree = parse(&options, (const char *)page.data, page.size);
    return self->status;
}

#if MW_DLOPEN

#include <dlfcn.h>

#ifndef RTLD_NODELETE
#define RTLD_NODELETE 0
#endif

static mw_status library_open(void **library, parse_function **parse,
                              mw_error *error)
{
    *library = dlopen(MW_GUMBO_SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (*library != NULL)
        *parse = (parse_function *)dlsym(*library, "gumbo_parse_with_options");
    if (*library != NULL && *parse != NULL)
        return MW_OK;
    if (*library != NULL)
        dlclose(*library);
    mw_fail(error, MW_E_UNAVAILABLE, "%s cannot be opened", MW_GUMBO_SONAME);
    mw_hint(error, "reading HTML needs the parser gumbo: install it");
    return MW_E_UNAVAILABLE;
}

static void library_close(void *library)
{
    dlclose(library);
}

#else

static mw_status library_open(void **library, parse_function **parse,
                              mw_error *error)
{
    (void)error;
    *library = NULL;
    *parse = gumbo_parse_with_options;
    return MW_OK;
}

static void library_close(void *library)
{
    (void)library;
}

#endif

mw_status mw_html_parse(mw_bytes page, mw_arena *arena,
                        const mw_html_tree **tree, mw_error *error)
{
    parsing self = { .arena = arena, .error = error };
    parse_function *parse = NULL;
    const mw_html_tree *made = NULL;
    void *library;
    mw_status status;

    /* It counts columns and offsets in unsigned int. */
    if (page.size > INT_MAX)
        return mw_fail(error, MW_E_LIMIT, "is too large for an HTML page");
    status = library_open(&library, &parse, error);
    if (status != MW_OK)
        return status;
    self.latest = seconds_spent() + LONGEST;
    status = run(parse, &self, page, &made);
    library_close(library);
    if (status == MW_OK)
        *tree = made;
    return status;
}

#else

mw_status mw_html_parse(mw_bytes page, mw_arena *arena,
                        const mw_html_tree **tree, mw_error *error)
{
    (void)page;
    (void)arena;
    (void)tree;
    mw_fail(error, MW_E_UNAVAILABLE, "this build has no HTML parser");
    mw_hint(error, "it was configured --without-gumbo");
    return MW_E_UNAVAILABLE;
}

#endif
