/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_H
#define MIMEWRIGHT_H

/*
 * libmimewright composes MIME messages in three steps: describe (message.h,
 * part.h, source.h), plan, and write (plan.h, sink.h). context.h holds what
 * outlives a message; scan.h and address.h read what others composed, and
 * field.h mends it.
 */

#include <mimewright/address.h>
#include <mimewright/context.h>
#include <mimewright/error.h>
#include <mimewright/field.h>
#include <mimewright/html.h>
#include <mimewright/message.h>
#include <mimewright/part.h>
#include <mimewright/plan.h>
#include <mimewright/scan.h>
#include <mimewright/sink.h>
#include <mimewright/source.h>
#include <mimewright/version.h>

#endif
