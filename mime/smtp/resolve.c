/* SPDX-License-Identifier: MIT */

/*
 * getaddrinfo cannot be told to stop, so a thread asks it, and who gives up
 * waiting leaves the thread to itself. The question and its answer then
 * belong to two, and the last of them frees them; they come from malloc,
 * since the caller's allocator is for the caller's thread. An answer closes
 * the thread's end of a pipe, for which poll can wait.
 */

#include "config.h"

#include "smtp/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    atomic_int owners;
    int answered; /* the thread's end of the pipe */
    int family;
    int flags;   /* for getaddrinfo */
    int outcome; /* of it */
    struct addrinfo *found;
    char host[MW_HOST_MOST];
    char service[8];
} question;

static void leave(question *asked)
{
    if (atomic_fetch_sub(&asked->owners, 1) > 1)
        return;
    if (asked->found != NULL)
        freeaddrinfo(asked->found);
    free(asked);
}

static void *ask(void *argument)
{
    question *asked = argument;
    const struct addrinfo hints = { .ai_flags = asked->flags,
                                    .ai_family = asked->family,
                                    .ai_socktype = SOCK_STREAM };
    const int answered = asked->answered;

    asked->outcome =
        getaddrinfo(asked->host, asked->service, &hints, &asked->found);
    if (asked->outcome != 0)
        asked->found = NULL;
    leave(asked);
    close(answered);
    return NULL;
}

/* Starts the thread that answers ASKED; signals are for other threads. */
static int start_thread(question *asked)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    int failed = pthread_attr_init(&attributes);

    if (failed != 0)
        return failed;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&thread, &attributes, ask, asked);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return failed;
}

static mw_io make_pipe(int ends[2], mw_error *error)
{
    if (pipe(ends) != 0)
        return mw_io_fail_system(error, MW_IO_SYSTEM, "looking up the host",
                                 errno);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return MW_IO_OK;
}

static mw_io explain(const char *host, int family, int outcome, mw_error *error)
{
    const char *kind = family == AF_INET    ? "IPv4 "
                       : family == AF_INET6 ? "IPv6 "
                                            : "";

    switch (outcome) {
    case EAI_NONAME:
#if defined(EAI_NODATA) && EAI_NODATA != EAI_NONAME
    case EAI_NODATA:
#endif
#ifdef EAI_ADDRFAMILY
    case EAI_ADDRFAMILY:
#endif
        mw_io_fail(error, MW_IO_NO_HOST, "%s: there is no %saddress for it",
                   host, kind);
        mw_hint(error, "is the name of the server spelt right?");
        return MW_IO_NO_HOST;
    case EAI_MEMORY:
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    default:
        mw_io_fail(error, MW_IO_UNREACHABLE,
                   "%s: the name cannot be looked up now", host);
        mw_hint(error, "no name server answers; is the network up?");
        return MW_IO_UNREACHABLE;
    }
}

/* The next of FROM that is (or, with SAME false, is not) of FAMILY. */
static const struct addrinfo *next(const struct addrinfo *from, int family,
                                   bool same)
{
    while (from != NULL && (from->ai_family == family) != same)
        from = from->ai_next;
    return from;
}

static void keep(mw_addresses *addresses, const struct addrinfo *found)
{
    mw_host_address *address = &addresses->list[addresses->count];

    if (addresses->count == MW_ADDRESSES_MOST ||
        found->ai_addrlen > sizeof address->storage)
        return;
    address->size = found->ai_addrlen;
    memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
    addresses->count++;
}

/* Takes the family that the system put first and the other one in turn. */
static void take_in_turn(mw_addresses *addresses, const struct addrinfo *found)
{
    const int family = found->ai_family;
    const struct addrinfo *one = found;
    const struct addrinfo *other = next(found, family, false);

    *addresses = (mw_addresses){ 0 };
    while (one != NULL || other != NULL) {
        if (one != NULL) {
            keep(addresses, one);
            one = next(one->ai_next, family, true);
        }
        if (other != NULL) {
            keep(addresses, other);
            other = next(other->ai_next, family, false);
        }
    }
}

/* Waits for the answer to ASKED at ANSWER, the reader's end of the pipe. */
static mw_io await(const question *asked, int answer, const mw_wait *wait,
                   mw_error *error)
{
    mw_io io = mw_wait_for(answer, POLLIN, wait, NULL);

    if (io != MW_IO_OK) {
        mw_io_fail_wait(error, io, asked->host);
        if (io == MW_IO_TIMEOUT)
            mw_hint(error, "no name server answers; is the network up?");
        return io;
    }
    /* The thread left before it closed its end. Asking for that also makes
     * what it wrote ours to read. */
    if (atomic_load(&asked->owners) != 1)
        return mw_io_fail(error, MW_IO_SYSTEM,
                          "%s: the thread that looked it "
                          "up is gone",
                          asked->host);
    if (asked->outcome != 0 || asked->found == NULL)
        return explain(asked->host, asked->family, asked->outcome, error);
    return MW_IO_OK;
}

static question *question_new(const char *host, uint16_t port, int family,
                              int flags)
{
    question *asked = calloc(1, sizeof *asked);

    if (asked == NULL)
        return NULL;
    atomic_init(&asked->owners, 2);
    asked->family = family;
    asked->flags = flags;
    snprintf(asked->host, sizeof asked->host, "%s", host);
    snprintf(asked->service, sizeof asked->service, "%u", (unsigned)port);
    return asked;
}

/* Asks ASKED, which this thread leaves unless the answer is MW_IO_OK. */
static mw_io ask_and_await(question *asked, const mw_wait *wait,
                           mw_error *error)
{
    int ends[2];
    int failed;
    mw_io io;

    if (asked == NULL)
        return mw_io_fail(error, MW_IO_MEMORY, "out of memory");
    io = make_pipe(ends, error);
    if (io != MW_IO_OK) {
        free(asked);
        return io;
    }
    asked->answered = ends[1];
    failed = start_thread(asked);
    if (failed == 0) {
        io = await(asked, ends[0], wait, error);
        if (io != MW_IO_OK)
            leave(asked);
    } else {
        io = mw_io_fail_system(error, MW_IO_SYSTEM, "looking up the host",
                               failed);
        close(ends[1]);
        free(asked);
    }
    close(ends[0]);
    return io;
}

mw_io mw_resolve(const char *host, uint16_t port, int family,
                 const mw_wait *wait, mw_addresses *addresses, mw_error *error)
{
    mw_host_address address;
    question *asked;
    mw_io io;

    if (mw_host_address_parse(host, port, &address)) {
        if (family != AF_UNSPEC && family != address.storage.ss_family)
            return explain(host, family, EAI_NONAME, error);
        *addresses = (mw_addresses){ .list = { address }, .count = 1 };
        return MW_IO_OK;
    }
    if (strlen(host) >= MW_HOST_MOST || host[0] == '\0')
        return mw_io_fail(error, MW_IO_USAGE, "'%.80s' is no host name", host);
    asked = question_new(host, port, family, 0);
    io = ask_and_await(asked, wait, error);
    if (io != MW_IO_OK)
        return io;
    take_in_turn(addresses, asked->found);
    leave(asked);
    return MW_IO_OK;
}

void mw_resolve_canonical(const char *host, const mw_wait *wait,
                          char name[MW_HOST_MOST])
{
    const char *found;
    question *asked;
    mw_error ignored;

    name[0] = '\0';
    if (strlen(host) >= MW_HOST_MOST || host[0] == '\0')
        return;
    asked = question_new(host, 0, AF_UNSPEC, AI_CANONNAME);
    if (ask_and_await(asked, wait, &ignored) != MW_IO_OK)
        return;
    found = asked->found->ai_canonname;
    if (found != NULL && strlen(found) < MW_HOST_MOST)
        memcpy(name, found, strlen(found) + 1);
    leave(asked);
}
