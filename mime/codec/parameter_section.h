/* SPDX-License-Identifier: MIT */
#ifndef CODEC_PARAMETER_SECTION_H
#define CODEC_PARAMETER_SECTION_H

#include "codec/parameter.h"

/*
 * One NAME=VALUE as it was written, and how those that are sections of one
 * parameter (RFC 2231, section 3) become it. This is between
 * parameter_parse.c and parameter_join.c.
 */
typedef struct mw_parameter_section {
    mw_bytes name; /* up to the first "*" */
    bool numbered; /* NAME*0, NAME*0* */
    unsigned number;
    bool extended;      /* NAME*, NAME*0* */
    mw_bytes value;     /* quotes and backslashes undone, "%" not */
    size_t order;       /* among all sections, as written */
    mw_parameter *made; /* what this is the first written section of */
    struct mw_parameter_section *next;
} mw_parameter_section;

/*
 * Makes parameters of the COUNT sections from FIRST, in ARENA, in the order
 * in which the first of each was written, and appends them to *LIST. Fails
 * with MW_E_SYNTAX, and leaves *LIST as it was.
 */
mw_status mw_parameter_sections_join(mw_converter_cache *cache,
                                     mw_parameter_section *first, size_t count,
                                     mw_arena *arena, mw_parameter **list,
                                     mw_error *error);

#endif
