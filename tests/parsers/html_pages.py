# SPDX-License-Identifier: MIT
"""The pages of testdata/html and their pictures, which are made here."""

import os
import struct
import zlib

from harness import TOP

PAGES = os.path.join(TOP, "testdata", "html")

# All that the pages name; each picture has another colour.
PICTURES = [
    "a&b", "banner", "café", "chair", "cover-1", "cover-2", "cover-3", "dark",
    "grüner hof", "header", "hero", "icon", "knight", "logo", "logo-2x",
    "logo-dark", "logo-dark-2x", "paper", "party", "poire", "poster", "rain",
    "send", "signature", "soup", "soup-320", "spacer.gif", "stripes",
    "sub/deep", "tea", "tile", "vélo", "地图"]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'

CHARSETS = {"07-windows-1252": "windows-1252", "27-chinese-gbk": "gb2312"}


def chunk(name, octets):
    return (struct.pack(">I", len(octets)) + name + octets
            + struct.pack(">I", zlib.crc32(name + octets)))


def png(width, height, colour):
    """A picture of one colour, red, green and blue."""
    rows = (b"\0" + bytes(colour) * width) * height
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0,
                                         0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make_pictures(folder):
    """Makes img/ in FOLDER."""
    os.makedirs(os.path.join(folder, "img", "sub"))
    for number, name in enumerate(PICTURES):
        path = os.path.join(folder, "img", name + ".png")
        with open(path, "wb") as file:
            file.write(png(40 + number, 30, (number * 7, 99, 250 - number)))
    with open(os.path.join(folder, "img", "chart.svg"), "wb") as file:
        file.write(SVG)


def pages():
    """The names of all pages, without their ending."""
    return sorted(name[:-5] for name in os.listdir(PAGES)
                  if name.endswith(".html"))


def octets_of(page):
    with open(os.path.join(PAGES, page + ".html"), "rb") as file:
        return file.read()


def text_of(page):
    return octets_of(page).decode(CHARSETS.get(page, "utf-8"))
