/* SPDX-License-Identifier: MIT */
#ifndef PLAN_BOUNDARY_PROBE_H
#define PLAN_BOUNDARY_PROBE_H

#include "base/bytes.h"

/*
 * Looks for a line of content that a reader would take for one of the
 * message's boundaries (RFC 2046, section 5.1.1): "--" and what all of them
 * start with, at the start of a line.
 */
typedef struct mw_boundary_probe {
    mw_bytes start;    /* what boundaries start with, without "--" */
    size_t matched;    /* octets of "--" and START seen on this line */
    bool is_searching; /* the line may still be one */
    bool found;
} mw_boundary_probe;

/* START lives as long as PROBE; empty, it finds nothing. */
void mw_boundary_probe_init(mw_boundary_probe *probe, mw_bytes start);

/* Shows the next octets of one content. */
void mw_boundary_probe_add(mw_boundary_probe *probe, mw_bytes bytes);

#endif
