/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PART_FACTS_H
#define SMTP_PART_FACTS_H

#include "smtp/prepare_scan.h"

/* Counts the octets of EVENT, content of the part of FACTS. */
void mw_part_facts_add(mw_part_facts *facts, const mw_scan_event *event);

/* Says that the text of a multipart goes on behind a boundary. */
void mw_part_facts_skip(mw_part_facts *facts);

/* Says that there is no more, in LINE. */
void mw_part_facts_end(mw_part_facts *facts, uint64_t line);

#endif
