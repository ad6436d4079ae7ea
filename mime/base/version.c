/* SPDX-License-Identifier: MIT */

/*
 * The version of the library that runs, which need not be that of the
 * headers its caller was compiled with.
 */

#include <mimewright/version.h>

#define DOTTED(major, minor, patch) #major "." #minor "." #patch
#define DOTTED_VALUES(major, minor, patch) DOTTED(major, minor, patch)

const char *mw_version(void)
{
    return DOTTED_VALUES(MW_VERSION_MAJOR, MW_VERSION_MINOR, MW_VERSION_PATCH);
}
