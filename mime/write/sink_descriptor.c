/* SPDX-License-Identifier: MIT */

/*
 * A sink that writes to a descriptor of the caller's. It is not flushed to
 * disk: whoever opened it knows whether that makes sense.
 */

#include "config.h"

#include "message/descriptor.h"
#include "write/sink.h"

typedef struct {
    mw_context *context;
    int descriptor;
    size_t name_size; /* with its NUL */
    char name[];
} descriptor_sink;

static mw_status write_all(void *user, const void *bytes, size_t size,
                           mw_error *error)
{
    const descriptor_sink *output = user;

    return mw_descriptor_write(output->descriptor, output->name, bytes, size,
                               error);
}

static void release(void *user)
{
    descriptor_sink *output = user;

    mw_context_give_back(output->context, output,
                         sizeof *output + output->name_size);
}

mw_status mw_sink_new_descriptor(mw_context *context, int fd, const char *name,
                                 mw_sink **sink, mw_error *error)
{
    const size_t name_size = strlen(name) + 1;
    descriptor_sink *output =
        mw_context_take(context, sizeof *output + name_size, error);

    if (output == NULL)
        return MW_E_MEMORY;
    output->context = context;
    output->descriptor = fd;
    output->name_size = name_size;
    memcpy(output->name, name, name_size);
    return mw_sink_wrap(context, write_all, NULL, output, release, sink, error);
}
