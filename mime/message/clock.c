/* SPDX-License-Identifier: MIT */

/*
 * A date shows the local clock, so the zone's offset at that very second is
 * asked for; it changes with the seasons.
 */

#include "config.h"

#include "message/clock.h"

#include "message/failure.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_SYS_RANDOM_H
#include <sys/random.h>
#endif
#ifndef HAVE_GETENTROPY
#include "message/descriptor.h"

#include <fcntl.h>
#endif

#ifdef HAVE_STRUCT_TM_TM_GMTOFF

static bool offset_seconds(time_t now, long *offset)
{
    struct tm local;

    if (localtime_r(&now, &local) == NULL)
        return false;
    *offset = local.tm_gmtoff;
    return true;
}

#else

/* What the local clock shows is less than two days from UTC's. */
static bool offset_seconds(time_t now, long *offset)
{
    struct tm local, utc;
    long days;

    if (localtime_r(&now, &local) == NULL || gmtime_r(&now, &utc) == NULL)
        return false;
    days = local.tm_yday - utc.tm_yday;
    if (local.tm_year != utc.tm_year)
        days = local.tm_year > utc.tm_year ? 1 : -1;
    *offset = ((days * 24 + local.tm_hour - utc.tm_hour) * 60 + local.tm_min -
               utc.tm_min) *
                  60 +
              local.tm_sec - utc.tm_sec;
    return true;
}

#endif

mw_status mw_system_clock(void *user, int64_t *seconds, int *utc_offset,
                          mw_error *error)
{
    const time_t now = time(NULL);
    long offset;

    (void)user;
    if (now == (time_t)-1)
        return mw_fail(error, MW_E_SYSTEM, "the system's clock does not tell");
    tzset();
    if (!offset_seconds(now, &offset))
        return mw_fail(error, MW_E_SYSTEM, "the time zone cannot be told");
    *seconds = now;
    *utc_offset = (int)(offset / 60);
    return MW_OK;
}

#ifdef HAVE_GETENTROPY

/* getentropy refuses more at once. */
#define ENTROPY_MOST 256

mw_status mw_system_random(void *user, void *bytes, size_t size,
                           mw_error *error)
{
    uint8_t *at = bytes;

    (void)user;
    while (size > 0) {
        const size_t part = size < ENTROPY_MOST ? size : ENTROPY_MOST;

        if (getentropy(at, part) != 0)
            return mw_fail_system(error, MW_E_SYSTEM, "random octets", errno);
        at += part;
        size -= part;
    }
    return MW_OK;
}

#else

#define RANDOM_DEVICE "/dev/urandom"

mw_status mw_system_random(void *user, void *bytes, size_t size,
                           mw_error *error)
{
    const int device = mw_descriptor_open(RANDOM_DEVICE, O_RDONLY, 0);
    mw_status status = MW_OK;
    uint8_t *at = bytes;
    size_t got = 1;

    (void)user;
    if (device < 0)
        return mw_fail_system(error, MW_E_SYSTEM, RANDOM_DEVICE, errno);
    while (size > 0 && got > 0 && status == MW_OK) {
        status =
            mw_descriptor_read(device, RANDOM_DEVICE, at, size, &got, error);
        if (status == MW_OK) {
            at += got;
            size -= got;
        }
    }
    close(device);
    if (status == MW_OK && size > 0)
        status = mw_fail(error, MW_E_SYSTEM, RANDOM_DEVICE " has ended");
    return status;
}

#endif
