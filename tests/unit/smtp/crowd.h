/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CROWD_H
#define UNIT_SMTP_CROWD_H

/*
 * A mail server that talks to several clients at once, a thread for each, and
 * counts how often it took which message: N is the one to "N@example.test".
 *
 * How many connect depends on which thread of the client is faster, so where
 * a test wants several, the first are made to wait for the others.
 */

#include "smtp/peers.h"

#include <stdlib.h>

#define CROWD_MESSAGES 24
#define CROWD_CONNECTIONS 64

typedef struct crowd {
    size_t most;     /* sessions at once; more are refused */
    size_t gathers;  /* connections, before which no message is taken */
    size_t breaks;   /* the connection that closes when it took a message,
                        without a reply; 0 for none */
    size_t wakes_at; /* messages, after which */
    int wakes;       /* this descriptor gets an octet */

    int listener;
    uint16_t port;
    pthread_t thread;
    atomic_bool ended;
    bool joined;

    pthread_mutex_t mutex;
    pthread_cond_t came; /* another connection, or the end */
    pthread_t guests[CROWD_CONNECTIONS];
    size_t connections;
    size_t now;
    size_t count;
    unsigned taken[CROWD_MESSAGES];
} crowd;

typedef struct crowd_guest {
    crowd *host;
    int connection;
    size_t number; /* from 1 */
    unsigned long message;
} crowd_guest;

/* A line without its end; false where there is none. */
static inline bool crowd_line(int connection, char line[512])
{
    size_t size = 0;

    while (peer_read(connection, line + size, 1) == 1) {
        if (line[size] == '\n') {
            line[size > 0 ? size - 1 : 0] = 0;
            return true;
        }
        if (size < 510)
            size++;
    }
    return false;
}

static inline void crowd_gather(crowd *host)
{
    pthread_mutex_lock(&host->mutex);
    while (host->connections < host->gathers && !atomic_load(&host->ended))
        pthread_cond_wait(&host->came, &host->mutex);
    pthread_mutex_unlock(&host->mutex);
}

/* Takes the message of GUEST; whether it gets a reply. */
static inline bool crowd_take(crowd_guest *guest)
{
    crowd *host = guest->host;
    char line[512] = "";

    crowd_gather(host);
    peer_say(guest->connection, "354 go\r\n");
    while (strcmp(line, ".") != 0)
        if (!crowd_line(guest->connection, line))
            return false;
    pthread_mutex_lock(&host->mutex);
    if (guest->message < CROWD_MESSAGES)
        host->taken[guest->message]++;
    if (++host->count == host->wakes_at && write(host->wakes, "", 1) != 1)
        host->wakes_at = 0;
    pthread_mutex_unlock(&host->mutex);
    return guest->number != host->breaks;
}

/* Counts a session that begins, if it may. */
static inline bool crowd_enter(crowd *host)
{
    bool welcome;

    pthread_mutex_lock(&host->mutex);
    welcome = host->now < host->most;
    host->now += welcome;
    pthread_mutex_unlock(&host->mutex);
    return welcome;
}

static inline void crowd_leave(crowd *host)
{
    pthread_mutex_lock(&host->mutex);
    host->now--;
    pthread_mutex_unlock(&host->mutex);
}

/* Talks until the end of the session; whether it was a QUIT. */
static inline bool crowd_talk(crowd_guest *guest)
{
    const int connection = guest->connection;
    char line[512];

    peer_say(connection, "220 mail.example.test\r\n");
    while (crowd_line(connection, line)) {
        if (strncmp(line, "RCPT TO:<", 9) == 0)
            guest->message = strtoul(line + 9, NULL, 10);
        if (strcmp(line, "DATA") == 0 && !crowd_take(guest))
            return false;
        if (strcmp(line, "QUIT") == 0)
            return true;
        peer_say(connection, "250 ok\r\n");
    }
    return false;
}

static inline void *crowd_receive(void *argument)
{
    crowd_guest *guest = argument;

    if (crowd_enter(guest->host)) {
        const bool quits = crowd_talk(guest);

        /* Before it is said: who has heard it may come again at once. */
        crowd_leave(guest->host);
        if (quits)
            peer_say(guest->connection, "221 bye\r\n");
    } else {
        peer_say(guest->connection, "421 4.7.0 too many\r\n");
    }
    close(guest->connection);
    free(guest);
    return NULL;
}

static inline void crowd_admit(crowd *host, crowd_guest *guest)
{
    pthread_mutex_lock(&host->mutex);
    if (pthread_create(&host->guests[host->connections], NULL, crowd_receive,
                       guest) == 0)
        host->connections++;
    pthread_cond_broadcast(&host->came);
    pthread_mutex_unlock(&host->mutex);
}

static inline void *crowd_run(void *argument)
{
    crowd *host = argument;

    while (host->connections < CROWD_CONNECTIONS) {
        crowd_guest *guest = calloc(1, sizeof *guest);
        const int connection = accept(host->listener, NULL, NULL);

        if (!guest || connection < 0 || atomic_load(&host->ended)) {
            if (connection >= 0)
                close(connection);
            free(guest);
            return NULL;
        }
        *guest = (crowd_guest){ host, connection, host->connections + 1,
                                CROWD_MESSAGES };
        crowd_admit(host, guest);
    }
    return NULL;
}

/* Waits until all have left; then what was counted can be read. */
static inline void crowd_end(void *argument)
{
    crowd *host = argument;
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(host->port) };
    int knock;

    if (host->joined)
        return;
    host->joined = true;
    pthread_mutex_lock(&host->mutex);
    atomic_store(&host->ended, true);
    pthread_cond_broadcast(&host->came);
    pthread_mutex_unlock(&host->mutex);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    knock = socket(AF_INET, SOCK_STREAM, 0);
    connect(knock, (struct sockaddr *)&address, sizeof address);
    pthread_join(host->thread, NULL);
    close(knock);
    close(host->listener);
    for (size_t i = 0; i < host->connections; i++)
        pthread_join(host->guests[i], NULL);
    pthread_cond_destroy(&host->came);
    pthread_mutex_destroy(&host->mutex);
}

/* Starts HOST, which is static and says what it does; ends with the test. */
static inline void crowd_start(crowd *host)
{
    pthread_mutex_init(&host->mutex, NULL);
    pthread_cond_init(&host->came, NULL);
    host->listener = peer_listen(&host->port);
    assert_int_equal(pthread_create(&host->thread, NULL, crowd_run, host), 0);
    suite_defer(crowd_end, host);
}

#endif
