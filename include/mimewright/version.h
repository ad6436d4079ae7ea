/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_VERSION_H
#define MIMEWRIGHT_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

/* The version of these headers. configure reads it from here. */
#define MW_VERSION_MAJOR 0
#define MW_VERSION_MINOR 1
#define MW_VERSION_PATCH 0

/* The same as one number that grows: 0xMMmmpp. */
#define MW_VERSION_NUMBER                                                      \
    ((MW_VERSION_MAJOR << 16) | (MW_VERSION_MINOR << 8) | MW_VERSION_PATCH)

/*
 * Gives the version of the library that is running, such as "0.1.0". The
 * string is constant.
 */
const char *mw_version(void);

#ifdef __cplusplus
}
#endif

#endif
