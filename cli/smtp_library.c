/* SPDX-License-Identifier: MIT */

/*
 * The submitter is opened by its soname when something is first sent, so
 * that a command which only prints a message does not pay for TLS; where
 * there are no shared libraries, it is linked.
 */

#include "config.h"

#include "smtp_library.h"

#include "fail.h"

#if defined(MW_SMTP_SONAME)
#include <dlfcn.h>
#include <string.h>

/*
 * POSIX lets a function pointer and what dlsym gives have one form; C only
 * lets the octets be copied.
 */
static mw_status find(void *handle, const char *name, void *function,
                      size_t size, mw_error *error)
{
    void *found = dlsym(handle, name);

    if (found == NULL)
        return fail(error, MW_E_UNAVAILABLE,
                    MW_SMTP_SONAME ": has no %s; it is of another version",
                    name);
    memcpy(function, &found, size);
    return MW_OK;
}

mw_status smtp_library_open(smtp_library *library, mw_error *error)
{
    /* Never closed: what it stands on has handlers at the process's end. */
    void *handle = dlopen(MW_SMTP_SONAME, RTLD_NOW | RTLD_LOCAL);
    mw_status status = MW_OK;

    if (handle == NULL) {
        const char *why = dlerror();

        fail(error, MW_E_UNAVAILABLE, "cannot send: %.400s",
             why != NULL ? why : MW_SMTP_SONAME " cannot be loaded");
        fail_hint(error, "sending needs libmimewright-smtp and the libraries "
                         "it stands on");
        return MW_E_UNAVAILABLE;
    }
#define FIND(name)                                                             \
    if (status == MW_OK)                                                       \
        status = find(handle, "mw_smtp_" #name, &library->name,                \
                      sizeof library->name, error);
    SMTP_LIBRARY_FUNCTIONS(FIND)
#undef FIND
    return status;
}
#elif defined(HAVE_SMTP)
mw_status smtp_library_open(smtp_library *library, mw_error *error)
{
    (void)error;
#define TAKE(name) library->name = mw_smtp_##name;
    SMTP_LIBRARY_FUNCTIONS(TAKE)
#undef TAKE
    return MW_OK;
}
#else
mw_status smtp_library_open(smtp_library *library, mw_error *error)
{
    (void)library;
    return fail(error, MW_E_UNAVAILABLE,
                "cannot send: this build has no submitter");
}
#endif
