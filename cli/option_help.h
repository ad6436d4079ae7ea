/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTION_HELP_H
#define CLI_OPTION_HELP_H

#include "option.h"

#include <stdio.h>

/* Prints the options of TABLE to STREAM, section by section. */
void option_help_print(const option_table *table, FILE *stream);

#endif
