"""The minimal form with bytes of its file damaged."""

from __future__ import annotations

import struct

from tests.factories.form_workbooks import minimal_form
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, LOCAL_SIGNATURE

BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"a" * 50
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 50) for letter in range(ord("b"), ord("k")))
    + b"]>"
)
"""An entity that stands for some 10^16 characters."""


def with_headers(offset_local: int, offset_central: int, value: bytes) -> bytes:
    """The workbook with bytes written over the same field of every zip header."""
    data = bytearray(minimal_form())
    for signature, offset in ((LOCAL_SIGNATURE, offset_local), (CENTRAL_SIGNATURE, offset_central)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset : at + offset + len(value)] = value
            at = data.find(signature, at + 4)
    return bytes(data)


def encrypted() -> bytes:
    """As a zip program marks members with a password."""
    return with_headers(6, 8, struct.pack("<H", 1))


def compressed_in_an_unknown_way() -> bytes:
    """As a zip program writes that knows a newer method."""
    return with_headers(8, 10, struct.pack("<H", 99))


def unpacking_to_gigabytes() -> bytes:
    """Members that say they are huge."""
    return with_headers(22, 24, struct.pack("<I", 0xFFFFFFF0))


def scratched() -> bytes:
    """A few bytes of the compressed data lost, as on a bad memory stick."""
    data = bytearray(minimal_form())
    at = data.find(b"xl/worksheets/sheet2.xml") + 100
    data[at : at + 40] = bytes(byte ^ 0xFF for byte in data[at : at + 40])
    return bytes(data)
