/* SPDX-License-Identifier: MIT */

/*
 * The faulty runs leave a test by longjmp, out of must; so what a test made
 * must not hang on its stack frame, and is ended from here.
 */

#include "config.h"

#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFERRED_MOST 256
#define FAULTS_MOST 20000

mw_error suite_error;

static struct {
    uint64_t requests;  /* since the test began */
    uint64_t refuse_at; /* the request to refuse; 0 for none */
    bool refused;
    size_t live; /* blocks not freed */
    jmp_buf leave;
} state;

static struct {
    void (*end)(void *thing);
    void *thing;
} deferred[DEFERRED_MOST];
static size_t deferred_count;

/* Each block carries its size in front, so that wrong sizes show. */
typedef union {
    size_t size;
    max_align_t aligned;
} prefix;

static void check_size(const prefix *block, size_t old_size)
{
    if (block->size != old_size) {
        fprintf(stderr, "a block of %zu octets was called one of %zu\n",
                block->size, old_size);
        abort();
    }
}

void *suite_allocate(void *user, void *block, size_t old_size, size_t new_size)
{
    prefix *old = block == NULL ? NULL : (prefix *)block - 1;
    prefix *made;

    (void)user;
    if (old != NULL)
        check_size(old, old_size);
    if (new_size == 0) {
        state.live -= old != NULL;
        free(old);
        return NULL;
    }
    if (++state.requests == state.refuse_at) {
        state.refused = true;
        return NULL;
    }
    made = malloc(sizeof(prefix) + new_size);
    if (made == NULL)
        abort();
    made->size = new_size;
    memset(made + 1, 0xa5, new_size);
    if (old != NULL) {
        memcpy(made + 1, block, old_size < new_size ? old_size : new_size);
        free(old);
    } else {
        state.live++;
    }
    return made + 1;
}

const mw_allocator *suite_allocator(void)
{
    static const mw_allocator allocator = { suite_allocate, NULL };

    return &allocator;
}

void suite_defer(void (*end)(void *thing), void *thing)
{
    assert_true(deferred_count < DEFERRED_MOST);
    deferred[deferred_count].end = end;
    deferred[deferred_count].thing = thing;
    deferred_count++;
}

static void end_deferred(void)
{
    while (deferred_count > 0) {
        deferred_count--;
        deferred[deferred_count].end(deferred[deferred_count].thing);
    }
}

static void end_buffer(void *thing)
{
    mw_buffer_free(thing);
    free(thing);
}

mw_buffer *suite_buffer(void)
{
    mw_buffer *buffer = calloc(1, sizeof *buffer);

    assert_non_null(buffer);
    mw_buffer_init(buffer, suite_allocator(), 0);
    suite_defer(end_buffer, buffer);
    return buffer;
}

static void end_arena(void *thing)
{
    mw_arena_free(thing);
    free(thing);
}

mw_arena *suite_arena(void)
{
    mw_arena *arena = calloc(1, sizeof *arena);

    assert_non_null(arena);
    mw_arena_init(arena, suite_allocator(), 0);
    suite_defer(end_arena, arena);
    return arena;
}

static void end_converters(void *thing)
{
    mw_converter_cache_free(thing);
    free(thing);
}

mw_converter_cache *suite_converters(void)
{
    mw_converter_cache *cache = calloc(1, sizeof *cache);

    assert_non_null(cache);
    mw_converter_cache_init(cache, suite_allocator());
    suite_defer(end_converters, cache);
    return cache;
}

static void end_context(void *thing)
{
    mw_context_free(thing);
}

mw_context *suite_context(void)
{
    mw_context *context = NULL;

    must(mw_context_new_with_allocator(suite_allocate, NULL, &context,
                                       &suite_error));
    suite_defer(end_context, context);
    return context;
}

static void end_message(void *thing)
{
    mw_message_free(thing);
}

mw_message *suite_message(mw_context *context)
{
    mw_message *message = NULL;

    must(mw_message_new(context, &message, &suite_error));
    suite_defer(end_message, message);
    return message;
}

static void end_sink(void *thing)
{
    mw_sink_free(thing);
}

void suite_defer_sink(mw_sink *sink)
{
    suite_defer(end_sink, sink);
}

mw_sink *suite_sink(mw_context *context)
{
    mw_sink *sink = NULL;

    must(mw_sink_new_memory(context, &sink, &suite_error));
    suite_defer_sink(sink);
    return sink;
}

mw_bytes suite_written(const mw_sink *sink)
{
    mw_bytes written;

    written.data = mw_sink_memory(sink, &written.size);
    return written;
}

bool suite_is_fault_run(void)
{
    return state.refuse_at != 0;
}

void suite_end_if_refused(void)
{
    if (state.refused)
        longjmp(state.leave, 1);
}

static void end_file(void *thing)
{
    char *path = thing;
    char *slash;

    unlink(path);
    slash = strrchr(path, '/');
    *slash = '\0';
    rmdir(path);
    free(path);
}

const char *suite_file(const char *name, const void *bytes, size_t size)
{
    const char *folder = getenv("TMPDIR");
    char path[1024];
    size_t used;
    FILE *file;
    char *kept;

    snprintf(path, sizeof path - 256, "%s/mimewright-unit-XXXXXX",
             folder == NULL ? "/tmp" : folder);
    assert_non_null(mkdtemp(path));
    used = strlen(path);
    snprintf(path + used, sizeof path - used, "/%s", name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    kept = strdup(path);
    assert_non_null(kept);
    suite_defer(end_file, kept);
    return kept;
}

/* Whether STATUS says that this build was told to do without a library. */
static bool is_left_out(mw_status status)
{
#ifdef HAVE_LIBIDN2
    (void)status;
    return false;
#else
    return status == MW_E_UNAVAILABLE;
#endif
}

void suite_must(mw_status status, mw_status wanted, const char *call,
                const char *file, int line)
{
    if (status == MW_E_MEMORY && state.refused)
        longjmp(state.leave, 1);
    if (status != wanted && is_left_out(status))
        longjmp(state.leave, 1);
    if (status != wanted) {
        print_error("%s gave %s, not %s: %s\n", call, mw_status_name(status),
                    mw_status_name(wanted),
                    status == MW_OK ? "" : suite_error.message);
        _fail(file, line);
    }
}

void suite_assert_bytes(mw_bytes bytes, mw_bytes wanted, const char *file,
                        int line)
{
    if (mw_bytes_equal(bytes, wanted))
        return;
    print_error("got    [%.*s]\nwanted [%.*s]\n", (int)bytes.size,
                (const char *)bytes.data, (int)wanted.size,
                (const char *)wanted.data);
    _fail(file, line);
}

void suite_assert_file(const char *path, const char *wanted, const char *file,
                       int line)
{
    uint8_t seen[4096];
    FILE *opened = fopen(path, "rb");
    size_t got;

    assert_non_null(opened);
    got = fread(seen, 1, sizeof seen, opened);
    assert_int_equal(fclose(opened), 0);
    suite_assert_bytes((mw_bytes){ seen, got }, mw_bytes_of(wanted), file,
                       line);
}

static int begin_test(void **ignored)
{
    (void)ignored;
    state.requests = 0;
    state.refused = false;
    suite_error = (mw_error){ 0 };
    return 0;
}

static int end_test(void **ignored)
{
    (void)ignored;
    end_deferred();
    if (state.live != 0) {
        print_error("%zu blocks were not freed\n", state.live);
        state.live = 0;
        return -1;
    }
    return 0;
}

static const struct CMUnitTest *all_tests;
static size_t all_count;

/* Runs one test; what needs a library that is left out ends there. */
static void run_once(void **test)
{
    const struct CMUnitTest *wanted = *test;
    void *nothing = NULL;

    if (setjmp(state.leave) == 0)
        wanted->test_func(&nothing);
    else
        print_message("# %s ended early: %s\n", wanted->name,
                      suite_error.message);
}

/* Runs TEST with request number N refused; false once it needs fewer. */
static bool run_refusing(const struct CMUnitTest *test, uint64_t n)
{
    void *nothing = NULL;

    begin_test(NULL);
    state.refuse_at = n;
    if (setjmp(state.leave) == 0) {
        test->test_func(&nothing);
        if (state.refused)
            print_error("%s swallowed refusal %u\n", test->name, (unsigned)n);
        assert_false(state.refused);
    }
    state.refuse_at = 0;
    assert_int_equal(end_test(NULL), 0);
    return state.refused;
}

static void ends_well_whichever_allocation_fails(void **ignored)
{
    (void)ignored;
    for (size_t i = 0; i < all_count; i++) {
        volatile uint64_t n = 1;

        while (run_refusing(&all_tests[i], n)) {
            n++;
            assert_true(n < FAULTS_MOST);
        }
    }
}

int suite_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
    struct CMUnitTest *run = calloc(count + 1, sizeof *run);
    int failed;

    if (run == NULL)
        return 1;
    all_tests = tests;
    all_count = count;
    for (size_t i = 0; i < count; i++) {
        run[i] = tests[i];
        run[i].test_func = run_once;
        run[i].initial_state = (void *)(uintptr_t)&tests[i];
        run[i].setup_func = begin_test;
        run[i].teardown_func = end_test;
    }
    run[count] = (struct CMUnitTest)cmocka_unit_test(
        ends_well_whichever_allocation_fails);
    failed = _cmocka_run_group_tests(name, run, count + 1, NULL, NULL);
    free(run);
    return failed != 0;
}
