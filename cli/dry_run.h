/* SPDX-License-Identifier: MIT */
#ifndef CLI_DRY_RUN_H
#define CLI_DRY_RUN_H

#include <mimewright.h>

#include <stdint.h>
#include <stdio.h>

/*
 * Draws PLAN for people: envelope, size, what the server must be able to do,
 * and the tree with the reason for each choice.
 */
void dry_run_draw(const mw_plan *plan, uint64_t output_size, FILE *stream);

#endif
