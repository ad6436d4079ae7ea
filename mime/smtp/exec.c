/* SPDX-License-Identifier: MIT */

/*
 * Writing and listening go by turns: a program that says much must not wait
 * for us while we wait for it. There is no portable way to poll for the end
 * of a process, so it is asked for, soon at first and then less often.
 */

#include "config.h"

#include "smtp/exec.h"

#include "smtp/exec_child.h"
#include "smtp/socket.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK_SIZE 8192
#define OUTPUT_MOST 400

/* Waits for the program are cut into pieces of so many milliseconds. */
#define PIECE 50

/* So many reads of 512 octets empty a pipe of the usual size. */
#define PIPE_READS 128

/* What it gets to clean up when it is told to end. */
#define FAREWELL 500

struct mw_exec {
    const mw_allocator *allocator;
    mw_exec_child child;
    bool is_running;
    bool has_cr; /* a CR was the last octet, and is not yet written */
    int status;  /* of waitpid, once it does not run */
    size_t output_size;
    char output[OUTPUT_MOST + 1];
    uint8_t block[BLOCK_SIZE];
};

/* ---- Starting ---- */

static mw_io check(const char *path, size_t recipient_count, mw_error *error)
{
    if (strchr(path, '/') == NULL) {
        mw_io_fail(error, MW_IO_USAGE, "exec:%.200s: has no '/'", path);
        mw_hint(error, "name the program by its path, such as "
                       "exec:/usr/sbin/sendmail");
        return MW_IO_USAGE;
    }
    if (recipient_count == 0)
        return mw_io_fail(error, MW_IO_USAGE, "%.200s: no recipients", path);
    return MW_IO_OK;
}

/* PATH -i -f FROM -- RCPT... and NULL; execv changes none of them. */
static void fill_arguments(const char **arguments, const char *path,
                           const char *from, const char *const *recipients,
                           size_t count)
{
    *arguments++ = path;
    *arguments++ = "-i";
    *arguments++ = "-f";
    *arguments++ = from[0] != '\0' ? from : "<>";
    *arguments++ = "--";
    for (size_t i = 0; i < count; i++)
        *arguments++ = recipients[i];
    *arguments = NULL;
}

static mw_io start(mw_exec *exec, const char *path, const char *from,
                   const char *const *recipients, size_t count, mw_error *error)
{
    const char **arguments;
    size_t size;
    mw_io io;

    if (__builtin_add_overflow(count, 6, &size) ||
        __builtin_mul_overflow(size, sizeof *arguments, &size))
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    arguments = mw_allocate(exec->allocator, NULL, 0, size);
    if (arguments == NULL)
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    fill_arguments(arguments, path, from, recipients, count);
    io = mw_exec_child_start((char *const *)arguments, &exec->child, error);
    mw_release(exec->allocator, arguments, size);
    return io;
}

mw_io mw_exec_start(const mw_allocator *allocator, const char *path,
                    const char *from, const char *const *recipients,
                    size_t recipient_count, mw_exec **exec, mw_error *error)
{
    mw_exec *made;
    mw_io io = check(path, recipient_count, error);

    if (io != MW_IO_OK)
        return io;
    made = mw_allocate(allocator, NULL, 0, sizeof *made);
    if (made == NULL)
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    *made = (mw_exec){ .allocator = allocator, .is_running = true };
    io = start(made, path, from, recipients, recipient_count, error);
    if (io != MW_IO_OK) {
        mw_release(allocator, made, sizeof *made);
        return io;
    }
    *exec = made;
    return MW_IO_OK;
}

/* ---- Talking ---- */

static void close_end(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
    *descriptor = -1;
}

/* Reads what the program has said, and keeps the beginning of it. No more
 * than a pipe holds: who talks faster than we read is not waited for. */
static void listen_to(mw_exec *exec)
{
    char heard[512];
    ssize_t size = 1;

    for (int i = 0; i < PIPE_READS && size > 0 && exec->child.output >= 0;
         i++) {
        const size_t room = OUTPUT_MOST - exec->output_size;

        size = read(exec->child.output, heard, sizeof heard);
        if (size > 0) {
            const size_t kept = (size_t)size < room ? (size_t)size : room;

            memcpy(exec->output + exec->output_size, heard, kept);
            exec->output_size += kept;
        } else if (size == 0 ||
                   (!mw_socket_would_block(errno) && errno != EINTR)) {
            close_end(&exec->child.output);
        }
    }
    exec->output[exec->output_size] = '\0';
}

/* Waits for a piece of WAIT until DESCRIPTOR is ready: MW_IO_OK also where
 * it is not and the wait goes on. A program that talks on and on is no
 * reason to wait longer. */
static mw_io wait_a_piece(int descriptor, short events, int milliseconds,
                          const mw_wait *wait)
{
    const int64_t end = mw_clock_after(milliseconds);
    const mw_wait piece = { wait->deadline < end ? wait->deadline : end,
                            wait->interrupt, wait->baton };
    mw_io io;

    if (mw_clock_now() >= wait->deadline)
        return MW_IO_TIMEOUT;
    io = mw_wait_for(descriptor, events, &piece, NULL);
    return io == MW_IO_TIMEOUT && piece.deadline < wait->deadline ? MW_IO_OK
                                                                  : io;
}

static mw_io write_block(mw_exec *exec, mw_bytes left, const mw_wait *wait,
                         mw_error *error)
{
    while (left.size > 0) {
        ssize_t size;
        mw_io io = MW_IO_OK;

        listen_to(exec);
        size = mw_exec_child_write(&exec->child, left.data, left.size);
        if (size > 0)
            mw_bytes_skip(&left, (size_t)size);
        else if (size < 0 && mw_socket_would_block(errno))
            io = wait_a_piece(exec->child.input, POLLOUT, PIECE, wait);
        else if (size < 0 && errno != EINTR)
            return mw_io_fail(error, MW_IO_CLOSED,
                              "the program reads no "
                              "more");
        if (io != MW_IO_OK)
            return mw_io_fail_wait(error, io, "the program");
    }
    return MW_IO_OK;
}

/* Takes octets off BYTES into the block, with LF for CR LF, until either is
 * done. A CR is kept back until it is known what follows. */
static size_t convert(mw_exec *exec, mw_bytes *bytes)
{
    size_t used = 0;

    while (bytes->size > 0 && used + 2 <= BLOCK_SIZE) {
        const uint8_t octet = bytes->data[0];

        if (exec->has_cr && octet != '\n')
            exec->block[used++] = '\r';
        exec->has_cr = octet == '\r';
        if (!exec->has_cr)
            exec->block[used++] = octet;
        mw_bytes_skip(bytes, 1);
    }
    return used;
}

mw_io mw_exec_write(mw_exec *exec, const void *bytes, size_t size,
                    const mw_wait *wait, mw_error *error)
{
    mw_bytes left = { bytes, size };

    while (left.size > 0) {
        const size_t used = convert(exec, &left);
        const mw_io io =
            write_block(exec, (mw_bytes){ exec->block, used }, wait, error);

        if (io != MW_IO_OK)
            return io;
    }
    return MW_IO_OK;
}

const char *mw_exec_output(const mw_exec *exec)
{
    return exec->output;
}

/* ---- The end ---- */

/* Whether the program has ended; where nobody can know, it has, badly. */
static bool has_ended(mw_exec *exec)
{
    const pid_t id = waitpid(exec->child.id, &exec->status, WNOHANG);

    if (id == 0 || (id < 0 && errno == EINTR))
        return false;
    if (id < 0)
        exec->status = SIGKILL;
    exec->is_running = false;
    return true;
}

static mw_io await_end(mw_exec *exec, const mw_wait *wait)
{
    int milliseconds = 1;

    for (;;) {
        mw_io io;

        listen_to(exec);
        if (!exec->is_running || has_ended(exec))
            break;
        io = wait_a_piece(exec->child.output, POLLIN, milliseconds, wait);
        if (io != MW_IO_OK)
            return io;
        if (milliseconds < PIECE)
            milliseconds *= 2;
    }
    listen_to(exec);
    return MW_IO_OK;
}

mw_io mw_exec_finish(mw_exec *exec, const mw_wait *wait, int *exit_status,
                     mw_error *error)
{
    mw_io io = MW_IO_OK;

    if (exec->has_cr && exec->child.input >= 0)
        io = write_block(exec, mw_bytes_of("\r"), wait, error);
    exec->has_cr = false;
    /* Where it reads no more, its status says why. */
    if (io != MW_IO_OK && io != MW_IO_CLOSED)
        return io;
    close_end(&exec->child.input);
    io = await_end(exec, wait);
    if (io != MW_IO_OK)
        return mw_io_fail_wait(error, io, "the program");
    if (!WIFEXITED(exec->status))
        return mw_io_fail(error, MW_IO_RESET,
                          "the program was ended by signal %d",
                          WTERMSIG(exec->status));
    *exit_status = WEXITSTATUS(exec->status);
    return MW_IO_OK;
}

static void kill_group(mw_exec *exec)
{
    const mw_wait farewell = { mw_clock_after(FAREWELL), -1, NULL };

    kill(-exec->child.id, SIGTERM);
    if (await_end(exec, &farewell) == MW_IO_OK)
        return;
    kill(-exec->child.id, SIGKILL);
    while (waitpid(exec->child.id, NULL, 0) < 0 && errno == EINTR)
        continue;
}

void mw_exec_free(mw_exec *exec)
{
    if (exec == NULL)
        return;
    if (exec->is_running)
        kill_group(exec);
    close_end(&exec->child.input);
    close_end(&exec->child.output);
    mw_release(exec->allocator, exec, sizeof *exec);
}
