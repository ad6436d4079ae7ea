/* SPDX-License-Identifier: MIT */

/*
 * libmagic reads what strangers wrote, so it gets little to do: the parsers
 * of whole formats in it (archives, office files, programs) are switched off
 * and the table of patterns is left, and what it says is an opinion that
 * type_detect.c checks. A library that cannot be opened is not looked for
 * again: the handle remembers it.
 */

#include "config.h"

#include "plan/magic.h"

#ifdef HAVE_LIBMAGIC

#include <magic.h>

#define FLAGS                                                                  \
    (MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS |                 \
     MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_ELF |            \
     MAGIC_NO_CHECK_APPTYPE | MAGIC_NO_CHECK_TOKENS)

typedef struct {
    const mw_allocator *allocator;
    void *library;  /* of dlopen, or NULL */
    magic_t cookie; /* NULL where libmagic is of no use */
    __typeof__(magic_open) *open;
    __typeof__(magic_load) *load;
    __typeof__(magic_buffer) *buffer;
    __typeof__(magic_close) *close;
} magic_handle;

#if MW_DLOPEN

#include <dlfcn.h>

static bool open_library(magic_handle *magic)
{
    void *library = dlopen(MW_MAGIC_SONAME, RTLD_NOW | RTLD_LOCAL);

    magic->library = library;
    if (library == NULL)
        return false;
    magic->open = (__typeof__(magic->open))dlsym(library, "magic_open");
    magic->load = (__typeof__(magic->load))dlsym(library, "magic_load");
    magic->buffer = (__typeof__(magic->buffer))dlsym(library, "magic_buffer");
    magic->close = (__typeof__(magic->close))dlsym(library, "magic_close");
    return magic->open != NULL && magic->load != NULL &&
           magic->buffer != NULL && magic->close != NULL;
}

static void close_library(const magic_handle *magic)
{
    if (magic->library != NULL)
        dlclose(magic->library);
}

#else

static bool open_library(magic_handle *magic)
{
    magic->open = magic_open;
    magic->load = magic_load;
    magic->buffer = magic_buffer;
    magic->close = magic_close;
    return true;
}

static void close_library(const magic_handle *magic)
{
    (void)magic;
}

#endif

/* Opens the library and its patterns, or leaves the cookie NULL. */
static void open_cookie(magic_handle *magic)
{
    magic_t cookie;

    if (!open_library(magic))
        return;
    cookie = magic->open(FLAGS);
    if (cookie == NULL)
        return;
    if (magic->load(cookie, NULL) == 0)
        magic->cookie = cookie;
    else
        magic->close(cookie);
}

static void release(void *handle)
{
    magic_handle *magic = handle;

    if (magic->cookie != NULL)
        magic->close(magic->cookie);
    close_library(magic);
    mw_release(magic->allocator, magic, sizeof *magic);
}

mw_status mw_magic_look(mw_context *context, mw_bytes front, const char **type,
                        mw_error *error)
{
    magic_handle *magic = context->magic;

    if (magic == NULL) {
        magic = mw_context_take(context, sizeof *magic, error);
        if (magic == NULL)
            return MW_E_MEMORY;
        magic->allocator = &context->allocator;
        open_cookie(magic);
        context->magic = magic;
        context->magic_release = release;
    }
    *type = magic->cookie == NULL
                ? NULL
                : magic->buffer(magic->cookie, front.data, front.size);
    return MW_OK;
}

#else

mw_status mw_magic_look(mw_context *context, mw_bytes front, const char **type,
                        mw_error *error)
{
    (void)context;
    (void)front;
    (void)error;
    *type = NULL;
    return MW_OK;
}

#endif
