/* SPDX-License-Identifier: MIT */
#ifndef CODEC_CLUSTER_H
#define CODEC_CLUSTER_H

#include "base/bytes.h"

/*
 * The octets at the front of TEXT, UTF-8 and not empty, that a reader sees as
 * one character: a base with the marks, variation selectors and skin tones
 * after it, characters held together by joiners, a pair of regional
 * indicators. That is less than Unicode's Annex 29 knows, but serves where a
 * cut is merely ugly. A cluster ends after 64 octets at the latest, so that
 * looking for one costs the same everywhere.
 */
size_t mw_cluster_size(mw_bytes text);

#endif
