/* SPDX-License-Identifier: MIT */

#include "plan/boundary_probe.h"

void mw_boundary_probe_init(mw_boundary_probe *probe, mw_bytes start)
{
    *probe = (mw_boundary_probe){
        .start = start,
        .is_searching = start.size > 0,
    };
}

/* The octet of "--START" at INDEX. */
static uint8_t wanted(const mw_boundary_probe *probe, size_t index)
{
    return index < 2 ? '-' : probe->start.data[index - 2];
}

/* Compares the front of a line, as far as BYTES go, and takes what it saw. */
static void compare(mw_boundary_probe *probe, mw_bytes *bytes)
{
    const size_t length = probe->start.size + 2;

    while (bytes->size > 0 && probe->is_searching) {
        if (bytes->data[0] != wanted(probe, probe->matched)) {
            probe->is_searching = false;
            return;
        }
        mw_bytes_skip(bytes, 1);
        if (++probe->matched == length) {
            probe->found = true;
            probe->is_searching = false;
        }
    }
}

void mw_boundary_probe_add(mw_boundary_probe *probe, mw_bytes bytes)
{
    if (probe->start.size == 0 || probe->found)
        return;
    compare(probe, &bytes);
    while (bytes.size > 0 && !probe->found) {
        const uint8_t *lf = memchr(bytes.data, '\n', bytes.size);

        if (lf == NULL)
            return;
        mw_bytes_skip(&bytes, (size_t)(lf - bytes.data) + 1);
        probe->is_searching = true;
        probe->matched = 0;
        compare(probe, &bytes);
    }
}
