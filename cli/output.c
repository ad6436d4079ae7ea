/* SPDX-License-Identifier: MIT */

/*
 * Names of descriptors are never opened as paths: /dev/stdout is a link, and
 * where it leads to a file a new file would take the link's place.
 */

#include "config.h"

#include "output.h"

#include "fail.h"
#include "input.h"
#include "interrupt.h"
#include "mailbox.h"
#include "place.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_descriptor(const char *path, int *fd)
{
    if (!strcmp(path, "-") || !strcmp(path, "/dev/stdout")) {
        *fd = STDOUT_FILENO;
        return true;
    }
    if (!strcmp(path, "/dev/stderr")) {
        *fd = STDERR_FILENO;
        return true;
    }
    return strncmp(path, "/dev/fd/", 8) == 0 && input_is_descriptor(path, fd);
}

bool output_is_stdout(const char *path)
{
    int fd;

    return is_descriptor(path, &fd) && fd == STDOUT_FILENO;
}

mw_status output_find(const char *path, place *found, mw_error *error)
{
    int fd;

    if (!is_descriptor(path, &fd))
        return place_of_path(mailbox_path(path), found, error);
    place_of_descriptor(fd, found);
    return MW_OK;
}

mw_status output_open(mw_context *context, const char *path, mw_sink **sink,
                      mw_error *error)
{
    int fd;

    if (!is_descriptor(path, &fd))
        return interrupt_new_file(context, path, sink, error);
    return mw_sink_new_descriptor(
        context, fd, fd == STDOUT_FILENO ? OUTPUT_STDOUT_NAME : path, sink,
        error);
}

mw_status output_open_message(mw_context *context, const char *path,
                              const char *sender, mw_sink **sink,
                              mw_error *error)
{
    if (mailbox_is(path))
        return mailbox_open(context, path, sender, sink, error);
    return output_open(context, path, sink, error);
}

mw_status output_print_line(mw_context *context, const mw_sink *line,
                            mw_error *error)
{
    size_t size;
    const void *bytes = mw_sink_memory(line, &size);
    mw_sink *out;
    mw_status status = output_open(context, "-", &out, error);

    if (status != MW_OK)
        return status;
    status = mw_sink_write(out, bytes, size, error);
    if (status == MW_OK)
        status = mw_sink_finish(out, error);
    mw_sink_free(out);
    return status;
}

mw_status output_close_stdout(mw_error *error)
{
    const bool failed = ferror(stdout) != 0;

    if (fclose(stdout) != 0)
        return fail_errno(error, MW_E_WRITE, OUTPUT_STDOUT_NAME);
    if (failed)
        return fail(error, MW_E_WRITE, OUTPUT_STDOUT_NAME ": writing failed");
    return MW_OK;
}
