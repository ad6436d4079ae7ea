/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_SIGNATURE_H
#define SMTP_PREPARE_SIGNATURE_H

#include "smtp/prepare.h"

/* Whether EVENT is a field of a signature over a message. */
bool mw_prepare_is_signature(const mw_scan_event *event);

/* Takes note of the field EVENT where it is a signature. */
void mw_prepare_signature_add(mw_prepare_header *header,
                              const mw_scan_event *event);

#endif
