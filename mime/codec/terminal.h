/* SPDX-License-Identifier: MIT */
#ifndef CODEC_TERMINAL_H
#define CODEC_TERMINAL_H

#include "base/bytes.h"

/*
 * Takes out of a text what commands a terminal: the escape and control
 * sequences of ECMA-48 (colours, cursor, titles), in UTF-8. A sequence that
 * is broken off by something it cannot hold ends there, and a string that
 * nobody ended, at the end of its line, so that no text is lost to it.
 */
typedef struct mw_terminal {
    int state; /* 0 at the start */
} mw_terminal;

/* Strips the SIZE octets in place, and gives how many are left. */
size_t mw_terminal_strip(mw_terminal *terminal, uint8_t *octets, size_t size);

#endif
