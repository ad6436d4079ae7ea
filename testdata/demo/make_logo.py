#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws the logo of the demonstration and prints it, a PNG, in base64.

    python3 make_logo.py >logo.png.base64

An envelope of 64 by 48 pixels in four colours. Nothing is compressed, so the
octets are the same with every version of zlib.
"""

import base64
import struct
import sys
import zlib

WIDTH, HEIGHT = 64, 48
PALETTE = [(255, 255, 255), (30, 64, 110), (225, 234, 245), (200, 60, 50)]


def colour(x, y):
    """The index in PALETTE of the pixel at X, Y."""
    if not (4 <= x < 60 and 6 <= y < 42):
        return 0
    if x in (4, 5, 58, 59) or y in (6, 7, 40, 41):
        return 1
    flap = 6 + (x - 4 if x < 32 else 59 - x) * 20 // 28
    if flap <= y < flap + 2:
        return 1
    if (x - 32) ** 2 + (y - 27) ** 2 < 25:
        return 3
    return 2


def row(y):
    """A line of four pixels an octet, with no filter in front."""
    pixels = [colour(x, y) for x in range(WIDTH)]
    packed = [
        a << 6 | b << 4 | c << 2 | d
        for a, b, c, d in zip(*[iter(pixels)] * 4)
    ]
    return bytes([0] + packed)


def chunk(kind, data):
    """One chunk of a PNG, with its checksum."""
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def stored(data):
    """DATA as a zlib stream of one block that is not compressed."""
    size = len(data)
    block = struct.pack("<BHH", 1, size, size ^ 0xFFFF) + data
    return b"\x78\x01" + block + struct.pack(">I", zlib.adler32(data))


def png():
    """The whole file."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 2, 3, 0, 0, 0)
    colours = b"".join(bytes(c) for c in PALETTE)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"PLTE", colours)
        + chunk(b"IDAT", stored(b"".join(row(y) for y in range(HEIGHT))))
        + chunk(b"IEND", b"")
    )


sys.stdout.write(base64.encodebytes(png()).decode("ascii"))
