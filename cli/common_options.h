/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMMON_OPTIONS_H
#define CLI_COMMON_OPTIONS_H

/*
 * The rows that every command's table of options ends with; STATE is the
 * type with the switches, TAKE sets the one at the option's datum.
 */
#define COMMON_OPTIONS(state, take_flag, flag_traits)                          \
    { .name = "help",                                                          \
      .letter = 'h',                                                           \
      .section = "Other",                                                      \
      .help = "print this help",                                               \
      .take = (take_flag),                                                     \
      .datum = offsetof(state, help),                                          \
      .traits = (flag_traits) },                                               \
    {                                                                          \
        .name = "version", .letter = 'V', .section = "Other",                  \
        .help = "print the version", .take = (take_flag),                      \
        .datum = offsetof(state, version), .traits = (flag_traits)             \
    }

#endif
