/* SPDX-License-Identifier: MIT */

/*
 * Nobody is told whether syslog took a record, and those over 1024 octets
 * with what syslog puts in front (RFC 3164, section 4.1) are cut off by some
 * daemons and libraries, so what can be done about both is done before.
 */

#include "config.h"

#include "system_log.h"

#include "fail.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

/* Octets of a record, behind the time, our name and our number. */
#define RECORD_MOST 900

#ifdef __linux__
#define SOCKET "/dev/log"

/* Other systems have no socket, or more than one. */
mw_status system_log_check(mw_error *error)
{
    const struct sockaddr_un address = { .sun_family = AF_UNIX,
                                         .sun_path = SOCKET };
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    mw_status status = MW_OK;

    if (fd < 0)
        return fail_errno(error, MW_E_SYSTEM, SOCKET);
    /* A socket of another kind has a listener, too. */
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0 &&
        errno != EPROTOTYPE) {
        status = fail_errno(error, MW_E_CREATE, SOCKET);
        fail_hint(error, "start a syslog daemon, or log to a file");
    }
    (void)close(fd);
    return status;
}
#else
mw_status system_log_check(mw_error *error)
{
    (void)error;
    return MW_OK;
}
#endif

static bool is_cut(const char *at)
{
    static const char STATUS[] = " status=";

    return *at == ' ' && strncmp(at, STATUS, sizeof STATUS - 1) != 0;
}

/* The size of what LINE starts with and one record can hold; more, where the
 * first key has more. Within quotation marks a backslash escapes. */
static size_t record_size(const char *line)
{
    size_t end = 0;
    size_t at = 0;
    bool is_quoted = false;

    for (; line[at] != '\0' && (at <= RECORD_MOST || end == 0); at++) {
        if (line[at] == '"')
            is_quoted = !is_quoted;
        else if (line[at] == '\\' && line[at + 1] != '\0')
            at++;
        else if (!is_quoted && is_cut(line + at))
            end = at;
    }
    return line[at] == '\0' && (at <= RECORD_MOST || end == 0) ? at : end;
}

static int severity_of(mw_smtp_result result)
{
    return result == MW_SMTP_OK          ? LOG_INFO
           : result == MW_SMTP_TEMPORARY ? LOG_WARNING
                                         : LOG_ERR;
}

void system_log_write(const char *line, mw_smtp_result result)
{
    openlog("mimewright", LOG_PID, LOG_MAIL);
    for (line += strspn(line, " "); *line != '\0'; line += strspn(line, " ")) {
        const size_t size = record_size(line);

        syslog(severity_of(result), "%.*s", (int)size, line);
        line += size;
    }
    closelog();
}
