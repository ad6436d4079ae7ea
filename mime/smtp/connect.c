/* SPDX-License-Identifier: MIT */

/*
 * All tries that are under way are polled together. Nothing is read or
 * written here, so a connection that stands too late costs the server no
 * more than a connection.
 */

#include "config.h"

#include "smtp/connect.h"

#include "smtp/socket.h"

#include <errno.h>
#include <poll.h>
#include <sys/un.h>
#include <unistd.h>

/* RFC 8305, section 8: the Connection Attempt Delay. */
#define ATTEMPT_DELAY 250

/* How soon a unix socket whose queue is full is tried again. */
#define QUEUE_DELAY 20

typedef struct {
    const mw_addresses *addresses;
    const mw_host_address *source;
    struct pollfd tries[MW_ADDRESSES_MOST + 1]; /* the last: the interrupt */
    size_t begun;
    size_t under_way;
    int connected; /* the socket that stands, or -1 */
    int failure;   /* errno of the try that failed and is told, or 0 */
    bool has_no_source;
} connection_race;

/* The first failure is told, unless it is that this machine has no address
 * of the kind: another kind came farther. */
static void failed(connection_race *race, int number)
{
    if (race->failure == 0 || race->failure == EADDRNOTAVAIL)
        race->failure = number;
}

/* Has SOCKET connect from SOURCE: 0, or why not. */
static int come_from(int socket, const mw_host_address *source)
{
    return bind(socket, (const struct sockaddr *)&source->storage,
                source->size) == 0
               ? 0
               : errno;
}

/* Begins a connection to ADDRESS: 0, EINPROGRESS, or why not. */
static int begin(connection_race *race, int socket,
                 const mw_host_address *address)
{
    int number = 0;

    if (!mw_socket_prepare(socket))
        return errno;
    if (race->source != NULL)
        number = come_from(socket, race->source);
    race->has_no_source = number == EADDRNOTAVAIL;
    if (number != 0)
        return number;
    if (connect(socket, (const struct sockaddr *)&address->storage,
                address->size) == 0)
        return 0;
    /* Interrupted, it goes on by itself. */
    return errno == EINTR ? EINPROGRESS : errno;
}

static void begin_next(connection_race *race)
{
    const mw_host_address *address = &race->addresses->list[race->begun];
    const int descriptor = socket(address->storage.ss_family, SOCK_STREAM, 0);
    int number = errno;

    race->tries[race->begun].fd = -1;
    race->tries[race->begun].events = POLLOUT;
    if (descriptor >= 0)
        number = begin(race, descriptor, address);
    if (descriptor >= 0 && number == 0) {
        race->connected = descriptor;
    } else if (descriptor >= 0 && number == EINPROGRESS) {
        race->tries[race->begun].fd = descriptor;
        race->under_way++;
    } else {
        failed(race, number);
        if (descriptor >= 0)
            close(descriptor);
    }
    race->begun++;
}

/* What became of the connection that SOCKET tried: 0, or why not. */
static int outcome(int socket)
{
    int number = 0;
    socklen_t size = sizeof number;

    if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &number, &size) != 0)
        return errno;
    return number;
}

/* Looks at the tries that poll found ready. */
static void settle(connection_race *race)
{
    for (size_t i = 0; i < race->begun && race->connected < 0; i++) {
        struct pollfd *one = &race->tries[i];
        int number;

        if (one->fd < 0 || one->revents == 0)
            continue;
        number = outcome(one->fd);
        if (number == 0) {
            race->connected = one->fd;
        } else {
            failed(race, number);
            close(one->fd);
        }
        one->fd = -1;
        race->under_way--;
    }
}

static void close_losers(connection_race *race)
{
    for (size_t i = 0; i < race->begun; i++)
        if (race->tries[i].fd >= 0)
            close(race->tries[i].fd);
}

/* Polls the tries for at most until DEADLINE. */
static mw_io poll_tries(connection_race *race, const mw_wait *wait,
                        int64_t deadline)
{
    struct pollfd *interrupt = &race->tries[race->begun];
    const int64_t now = mw_clock_now();
    const int64_t span = deadline > now ? deadline - now : 0;
    int count;

    *interrupt = (struct pollfd){ .fd = wait->interrupt, .events = POLLIN };
    count = mw_wait_poll(race->tries, race->begun + 1,
                         deadline == MW_NO_DEADLINE ? -1
                         : span > 60000             ? 60000
                                                    : (int)span,
                         wait);
    if (count < 0 && errno != EINTR && errno != EAGAIN)
        return MW_IO_SYSTEM;
    if (count > 0 && interrupt->revents != 0)
        return MW_IO_INTERRUPTED;
    if (count > 0)
        settle(race);
    return MW_IO_OK;
}

static mw_io run(connection_race *race, const mw_wait *wait)
{
    int64_t next_try = 0;

    while (race->connected < 0) {
        const bool more = race->begun < race->addresses->count;
        const int64_t now = mw_clock_now();
        mw_io io;

        if (now >= wait->deadline)
            return MW_IO_TIMEOUT;
        if (more && (race->under_way == 0 || now >= next_try)) {
            begin_next(race);
            next_try = now + ATTEMPT_DELAY;
            continue;
        }
        if (race->under_way == 0)
            return MW_IO_UNREACHABLE;
        io = poll_tries(race, wait,
                        more && next_try < wait->deadline ? next_try
                                                          : wait->deadline);
        if (io != MW_IO_OK)
            return io;
    }
    return MW_IO_OK;
}

static mw_io explain(mw_io io, int number, const char *what, mw_error *error)
{
    if (io != MW_IO_UNREACHABLE)
        return mw_io_fail_wait(error, io, what);
    mw_io_fail_system(error, io, what, number);
    if (number == ECONNREFUSED)
        mw_hint(error, "is it the right port, and does the server run?");
    return io;
}

mw_io mw_connect(const mw_addresses *addresses, const mw_host_address *source,
                 const char *what, const mw_wait *wait, int *descriptor,
                 mw_error *error)
{
    connection_race race = { .addresses = addresses,
                             .source = source,
                             .connected = -1 };
    const mw_io io = run(&race, wait);

    close_losers(&race);
    if (io == MW_IO_OK)
        *descriptor = race.connected;
    if (io == MW_IO_UNREACHABLE && race.has_no_source)
        return mw_io_fail(error, MW_IO_USAGE,
                          "%s: the source address is none of this machine's",
                          what);
    return explain(io, race.failure, what, error);
}

/* A full queue shows as EAGAIN, and there is nothing to poll for. */
static int connect_patiently(int socket, const struct sockaddr_un *address,
                             const mw_wait *wait, mw_io *io)
{
    for (;;) {
        if (connect(socket, (const struct sockaddr *)address,
                    sizeof *address) == 0)
            return 0;
        if (errno != EAGAIN && errno != EINTR)
            return errno;
        *io = mw_wait_pause(QUEUE_DELAY, wait);
        if (*io != MW_IO_OK)
            return EAGAIN;
    }
}

mw_io mw_connect_unix(const char *path, const mw_wait *wait, int *descriptor,
                      mw_error *error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    mw_io io = MW_IO_UNREACHABLE;
    int made, number;

    if (strlen(path) >= sizeof address.sun_path)
        return mw_io_fail(error, MW_IO_USAGE,
                          "%s: longer than the path of a socket can be", path);
    memcpy(address.sun_path, path, strlen(path));
    made = socket(AF_UNIX, SOCK_STREAM, 0);
    if (made < 0)
        return mw_io_fail_system(error, MW_IO_SYSTEM, path, errno);
    number = mw_socket_prepare(made)
                 ? connect_patiently(made, &address, wait, &io)
                 : errno;
    if (number == 0) {
        *descriptor = made;
        return MW_IO_OK;
    }
    close(made);
    return explain(io, number, path, error);
}

mw_io mw_connect_check_source(const mw_host_address *source, const char *name,
                              mw_error *error)
{
    const int made = socket(source->storage.ss_family, SOCK_STREAM, 0);
    int number = errno;

    if (made >= 0) {
        number = come_from(made, source);
        close(made);
    }
    /* What else is wrong may be right again when it comes to a connection. */
    if (number != EADDRNOTAVAIL && number != EAFNOSUPPORT && number != EINVAL)
        return MW_IO_OK;
    return mw_io_fail_system(error, MW_IO_USAGE, name, number);
}
