/* SPDX-License-Identifier: MIT */

/*
 * usage: sink [-d MILLISECONDS] [-k KEYWORDS]
 *
 * An SMTP server that takes every message and keeps none, to send to when
 * senders are measured: it looks at nothing but the ends of messages, so that
 * it is not what is waited for. It listens on a free port of 127.0.0.1, which
 * it prints. Each answer waits for MILLISECONDS first, which stands for the
 * way there and back: what a sender takes then counts its round trips. EHLO is
 * answered by KEYWORDS, parted by commas. Not a server: no check is made.
 */

#define _GNU_SOURCE

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define KEYWORDS "PIPELINING,8BITMIME,SMTPUTF8,SIZE 0,CHUNKING"

enum { ROOM = 1 << 20, ANSWERS = 64 << 10 };

typedef enum { COMMANDS, DATA_AT_LINE, DATA, CHUNK } phase;

typedef struct {
    int socket;
    phase phase;
    unsigned long long chunk; /* octets of it that are still to come */
    bool ended;               /* by QUIT */
    char *input;
    size_t at, size; /* what is unread of the input */
    size_t answered;
    char answers[ANSWERS];
} client;

static unsigned delay;
static char greeting[1024];

static void answer(client *from, const char *line)
{
    const size_t size = strlen(line);

    if (size > sizeof from->answers - from->answered)
        return;
    memcpy(from->answers + from->answered, line, size);
    from->answered += size;
}

static void command(client *from, const char *line)
{
    const char *ok = "250 2.0.0 Ok\r\n";

    if (!strncasecmp(line, "EHLO", 4)) {
        answer(from, greeting);
    } else if (!strncasecmp(line, "DATA", 4)) {
        from->phase = DATA_AT_LINE;
        answer(from, "354 go on\r\n");
    } else if (!strncasecmp(line, "BDAT ", 5)) {
        from->chunk = strtoull(line + 5, NULL, 10);
        from->phase = CHUNK;
    } else if (!strncasecmp(line, "QUIT", 4)) {
        from->ended = true;
        answer(from, "221 2.0.0 Bye\r\n");
    } else {
        answer(from, ok);
    }
}

static void end_message(client *from, size_t size)
{
    from->at += size;
    from->phase = COMMANDS;
    answer(from, "250 2.0.0 Ok\r\n");
}

/* Takes a command, or a piece of a message: whether there was one. */
static bool take(client *from)
{
    char *here = from->input + from->at;
    const size_t left = from->size - from->at;
    char *end;

    switch (from->phase) {
    case COMMANDS:
        end = memchr(here, '\n', left);
        if (end == NULL)
            return false;
        from->at = (size_t)(end + 1 - from->input);
        command(from, here);
        return !from->ended;
    case DATA_AT_LINE:
        if (left >= 3 && !memcmp(here, ".\r\n", 3)) {
            end_message(from, 3);
            return true;
        }
        if (left < 5)
            return false;
        from->phase = DATA;
        return true;
    case DATA:
        end = memmem(here, left, "\r\n.\r\n", 5);
        if (end != NULL)
            end_message(from, (size_t)(end + 5 - here));
        else if (left > 4)
            from->at = from->size - 4;
        return end != NULL;
    case CHUNK:
        if (left < from->chunk) {
            from->chunk -= left;
            from->at = from->size;
            return false;
        }
        end_message(from, (size_t)from->chunk);
        return true;
    }
    return false;
}

static bool send_answers(client *from)
{
    const size_t size = from->answered;

    from->answered = 0;
    if (size > 0)
        (void)usleep(delay * 1000);
    return size == 0 ||
           write(from->socket, from->answers, size) == (ssize_t)size;
}

static void *serve(void *socket)
{
    client *from = calloc(1, sizeof *from);
    const int yes = 1;
    ssize_t got;

    if (from == NULL || (from->input = malloc(ROOM)) == NULL)
        abort();
    from->socket = (int)(intptr_t)socket;
    setsockopt(from->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    answer(from, "220 sink ESMTP\r\n");
    while (send_answers(from) && !from->ended) {
        memmove(from->input, from->input + from->at, from->size - from->at);
        from->size -= from->at;
        from->at = 0;
        got = read(from->socket, from->input + from->size, ROOM - from->size);
        if (got <= 0)
            break;
        from->size += (size_t)got;
        while (take(from))
            continue;
    }
    close(from->socket);
    free(from->input);
    free(from);
    return NULL;
}

static void set_greeting(const char *keywords)
{
    char *list = strdup(keywords), *rest = list, *word;
    size_t size = (size_t)snprintf(greeting, sizeof greeting, "250-sink\r\n");

    while ((word = strsep(&rest, ",")) != NULL && size < sizeof greeting - 99)
        size +=
            (size_t)snprintf(greeting + size, sizeof greeting - size,
                             "250%c%.90s\r\n", rest == NULL ? ' ' : '-', word);
    free(list);
}

static int listen_somewhere(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (listener < 0 ||
        bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 500) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        perror("sink");
        exit(1);
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int main(int count, char **arguments)
{
    int option, listener;

    set_greeting(KEYWORDS);
    while ((option = getopt(count, arguments, "d:k:")) != -1) {
        if (option == 'd')
            delay = (unsigned)strtoul(optarg, NULL, 10);
        else if (option == 'k')
            set_greeting(optarg);
        else
            return 64;
    }
    signal(SIGPIPE, SIG_IGN);
    listener = listen_somewhere();
    for (;;) {
        const int socket = accept(listener, NULL, NULL);
        pthread_t thread;

        if (socket < 0 ||
            pthread_create(&thread, NULL, serve, (void *)(intptr_t)socket) != 0)
            continue;
        pthread_detach(thread);
    }
}
