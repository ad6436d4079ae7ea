/* SPDX-License-Identifier: MIT */

/*
 * The version of the library that runs, which need not be that of the
 * headers its caller was compiled with.
 */

#include <mimewright/version.h>

#define TEXT(value) #value
#define TEXT_OF(value) TEXT(value)

const char *mw_version(void)
{
    return TEXT_OF(MW_VERSION_MAJOR) "." TEXT_OF(MW_VERSION_MINOR) "." TEXT_OF(
        MW_VERSION_PATCH);
}
