/* SPDX-License-Identifier: MIT */

/*
 * --skip-empty has to know whether a body holds anything before it is
 * planned. A body is looked at up to its first character that is no white
 * space. A file is then simply read again; of a pipe, what was read is kept and
 * put in front of the rest.
 */

#include "config.h"

#include "compose_parts.h"

#include "blank.h"

#include "fail.h"
#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A pipe whose beginning was read. */
struct peeked {
    int fd;
    const char *name;
    mw_sink *kept;
    size_t given; /* octets of KEPT that were given again */
};

/* Reads to the first character that is no white space, and keeps all. */
static mw_status peek(int fd, const char *name, mw_sink *kept, bool *blank,
                      mw_error *error)
{
    blank_scan scan = { 0 };
    char buffer[4096];
    size_t got;
    mw_status status;

    do {
        status = input_read(fd, name, buffer, sizeof buffer, &got, error);
        if (status == MW_OK && kept != NULL && got > 0)
            status = mw_sink_write(kept, buffer, got, error);
        if (status == MW_OK)
            blank_feed(&scan, buffer, got);
    } while (status == MW_OK && !scan.found && got > 0);
    *blank = blank_end(&scan);
    return status;
}

static mw_status read_peeked(void *user, void *buffer, size_t size, size_t *got,
                             mw_error *error)
{
    struct peeked *peeked = user;
    size_t kept_size;
    const char *kept = mw_sink_memory(peeked->kept, &kept_size);
    const size_t left = kept_size - peeked->given;

    if (left == 0)
        return input_read(peeked->fd, peeked->name, buffer, size, got, error);
    *got = left < size ? left : size;
    memcpy(buffer, kept + peeked->given, *got);
    peeked->given += *got;
    return MW_OK;
}

static void release_peeked(void *user)
{
    struct peeked *peeked = user;

    mw_sink_free(peeked->kept);
    free(peeked);
}

static mw_status open_pipe(compose *state, int fd, const char *name,
                           bool *blank, mw_source **source, mw_error *error)
{
    struct peeked *peeked = calloc(1, sizeof *peeked);
    mw_status status;

    if (peeked == NULL)
        return fail_memory(error);
    peeked->fd = fd;
    peeked->name = name;
    status = mw_sink_new_memory(state->context, &peeked->kept, error);
    if (status == MW_OK)
        status = peek(fd, name, peeked->kept, blank, error);
    if (status == MW_OK)
        status = mw_source_new_callback(state->message, read_peeked, peeked,
                                        release_peeked, source, error);
    if (status != MW_OK)
        release_peeked(peeked);
    return status;
}

/* A file that can be read from its start again. */
static mw_status look_into(const char *path, int fd, bool *blank,
                           mw_error *error)
{
    const off_t start = lseek(fd, 0, SEEK_CUR);
    const mw_status status = peek(fd, input_name(path), NULL, blank, error);

    if (status == MW_OK && lseek(fd, start, SEEK_SET) != start)
        return fail_errno(error, MW_E_READ, input_name(path));
    return status;
}

/* Anything that is no file waits for the library to refuse or read it. */
static mw_status look_into_file(const char *path, bool *blank, mw_error *error)
{
    struct stat about;
    int fd;
    mw_status status;

    *blank = false;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return MW_OK;
    status = input_open(path, false, &fd, error);
    if (status != MW_OK)
        return status;
    status = look_into(path, fd, blank, error);
    input_close(path, fd);
    return status;
}

mw_status compose_open_body(compose *state, const char *path,
                            mw_source **source, mw_error *error)
{
    bool blank = false;
    int fd;
    mw_status status = MW_OK;

    if (!state->skip_empty || state->part_count > 0) {
        status = compose_open(state, path, source, error);
    } else if (!input_is_descriptor(path, &fd)) {
        status = look_into_file(path, &blank, error);
        if (status == MW_OK)
            status = compose_open(state, path, source, error);
    } else if (lseek(fd, 0, SEEK_CUR) >= 0) {
        status = look_into(path, fd, &blank, error);
        if (status == MW_OK)
            status = compose_open(state, path, source, error);
    } else {
        status = compose_claim(state, path, error);
        if (status == MW_OK)
            status =
                open_pipe(state, fd, input_name(path), &blank, source, error);
    }
    if (status == MW_OK && !blank)
        state->has_content = true;
    return status;
}
