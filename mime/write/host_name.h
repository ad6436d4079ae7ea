/* SPDX-License-Identifier: MIT */
#ifndef WRITE_HOST_NAME_H
#define WRITE_HOST_NAME_H

enum { MW_HOST_NAME_ROOM = 64 };

/*
 * Writes the name of this machine, which mailboxes on shared disks tell it
 * by, to NAME, ended by NUL: letters, digits, "-" and ".", others as "_",
 * beginning with no "."; "localhost" where it has none.
 */
void mw_host_name(char name[MW_HOST_NAME_ROOM]);

#endif
