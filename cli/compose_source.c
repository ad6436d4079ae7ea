/* SPDX-License-Identifier: MIT */

/*
 * From what an option names to a source of the library. What is read from a
 * descriptor is gone after it, so each can be named once.
 */

#include "config.h"

#include "compose_parts.h"

#include "fail.h"
#include "input.h"

mw_status compose_claim(compose *state, const char *path, mw_error *error)
{
    int fd;

    state->inputs[state->input_count++] = path;
    if (!input_is_descriptor(path, &fd))
        return MW_OK;
    for (size_t i = 0; i < state->descriptor_count; i++)
        if (state->descriptors[i] == fd)
            return fail(error, MW_E_USAGE, "%.300s: is read twice",
                        input_name(path));
    state->descriptors[state->descriptor_count++] = fd;
    return MW_OK;
}

mw_status compose_open(compose *state, const char *path, mw_source **source,
                       mw_error *error)
{
    int fd;
    mw_status status = compose_claim(state, path, error);

    if (status != MW_OK)
        return status;
    if (path[0] == '\0')
        return fail(error, MW_E_NO_INPUT, "\"\": is no file name");
    if (input_is_descriptor(path, &fd))
        return mw_source_new_descriptor(state->message, fd, input_name(path),
                                        source, error);
    status = mw_source_new_file(state->message, path, source, error);
    if (status == MW_OK && state->allow_special)
        mw_source_allow_special(*source);
    return status;
}
