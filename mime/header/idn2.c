/* SPDX-License-Identifier: MIT */

/*
 * The library is opened and closed for each domain, so there is no handle
 * to keep anywhere and no lock to take; RTLD_NODELETE keeps it loaded after
 * the first, so the next opening only finds it. Its own error texts follow
 * the locale, the names of its errors do not.
 */

#include "config.h"

#include "header/idn2.h"

#ifdef HAVE_LIBIDN2

#include <idn2.h>

typedef struct {
    void *handle; /* NULL where the library is linked */
    __typeof__(idn2_lookup_u8) *lookup;
    __typeof__(idn2_to_unicode_8z8z) *to_unicode;
    __typeof__(idn2_strerror_name) *error_name;
    __typeof__(idn2_free) *release;
} library;

#if MW_DLOPEN

#include <dlfcn.h>

#ifndef RTLD_NODELETE
#define RTLD_NODELETE 0
#endif

static bool find_all(library *idn2)
{
    void *handle = idn2->handle;

    idn2->lookup = (__typeof__(idn2->lookup))dlsym(handle, "idn2_lookup_u8");
    idn2->to_unicode =
        (__typeof__(idn2->to_unicode))dlsym(handle, "idn2_to_unicode_8z8z");
    idn2->error_name =
        (__typeof__(idn2->error_name))dlsym(handle, "idn2_strerror_name");
    idn2->release = (__typeof__(idn2->release))dlsym(handle, "idn2_free");
    return idn2->lookup != NULL && idn2->to_unicode != NULL &&
           idn2->error_name != NULL && idn2->release != NULL;
}

static void library_close(const library *idn2)
{
    dlclose(idn2->handle);
}

static mw_status library_open(library *idn2, mw_error *error)
{
    idn2->handle =
        dlopen(MW_IDN2_SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (idn2->handle != NULL && find_all(idn2))
        return MW_OK;
    if (idn2->handle != NULL)
        library_close(idn2);
    mw_fail(error, MW_E_UNAVAILABLE, "%s cannot be opened", MW_IDN2_SONAME);
    mw_hint(error, "a domain outside ASCII needs libidn2: install it, or give "
                   "the domain in A-labels (xn--...)");
    return MW_E_UNAVAILABLE;
}

#else

static mw_status library_open(library *idn2, mw_error *error)
{
    (void)error;
    *idn2 = (library){ NULL, idn2_lookup_u8, idn2_to_unicode_8z8z,
                       idn2_strerror_name, idn2_free };
    return MW_OK;
}

static void library_close(const library *idn2)
{
    (void)idn2;
}

#endif

typedef int (*conversion)(const library *idn2, const char *domain,
                          char **converted);

static int to_a_labels(const library *idn2, const char *domain,
                       char **converted)
{
    uint8_t *labels = NULL;
    const int result = idn2->lookup((const uint8_t *)domain, &labels,
                                    IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);

    *converted = (char *)labels;
    return result;
}

static int to_u_labels(const library *idn2, const char *domain,
                       char **converted)
{
    return idn2->to_unicode(domain, converted, 0);
}

/* Appends what FUNCTION makes of DOMAIN, which NUL ends. */
static mw_status convert(const char *domain, conversion function,
                         mw_buffer *out, mw_error *error)
{
    char *converted = NULL;
    library idn2;
    int result;
    mw_status status = library_open(&idn2, error);

    if (status != MW_OK)
        return status;
    result = function(&idn2, domain, &converted);
    if (result == IDN2_OK)
        status = mw_buffer_append_text(out, converted, error);
    else if (result == IDN2_MALLOC)
        status = mw_fail_memory(error);
    else
        status =
            mw_fail(error, MW_E_RANGE, "domain \"%s\" is none by IDNA 2008: %s",
                    domain, idn2.error_name(result));
    if (converted != NULL)
        idn2.release(converted);
    library_close(&idn2);
    return status;
}

static mw_status convert_bytes(mw_bytes domain, conversion function,
                               mw_buffer *out, mw_error *error)
{
    mw_buffer text;
    mw_status status;

    mw_buffer_init(&text, out->allocator, 0);
    status = mw_buffer_append_bytes(&text, domain, error);
    if (status == MW_OK)
        status = convert(mw_buffer_text(&text), function, out, error);
    mw_buffer_free(&text);
    return status;
}

mw_status mw_idn2_to_a_labels(mw_bytes domain, mw_buffer *out, mw_error *error)
{
    return convert_bytes(domain, to_a_labels, out, error);
}

mw_status mw_idn2_to_u_labels(mw_bytes domain, mw_buffer *out, mw_error *error)
{
    return convert_bytes(domain, to_u_labels, out, error);
}

#else

/* Built without libidn2. */
static mw_status refuse(mw_error *error)
{
    mw_fail(error, MW_E_UNAVAILABLE, "this build has no libidn2");
    mw_hint(error, "give the domain in A-labels (xn--...)");
    return MW_E_UNAVAILABLE;
}

mw_status mw_idn2_to_a_labels(mw_bytes domain, mw_buffer *out, mw_error *error)
{
    (void)domain;
    (void)out;
    return refuse(error);
}

mw_status mw_idn2_to_u_labels(mw_bytes domain, mw_buffer *out, mw_error *error)
{
    (void)domain;
    (void)out;
    return refuse(error);
}

#endif
