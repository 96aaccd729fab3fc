"""Workbooks as they come back broken: a good one, taken apart and put together wrongly."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.load import load_file
from xlgen.scoring.data_file import load_form_data
from xlgen.workbook.build import build
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, LOCAL_SIGNATURE

BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"a" * 50
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 50) for letter in range(ord("b"), ord("k")))
    + b"]>"
)
"""An entity that stands for some 10^16 characters."""


@cache
def good() -> bytes:
    """The small scheme, filled in."""
    scheme = load_file(MINIMAL)
    return build(scheme, load_form_data(DATA, scheme))


@cache
def parts() -> Mapping[str, bytes]:
    """The parts of that workbook by name."""
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of these parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return result.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    return zipped({**parts(), name: change(parts()[name])})


def with_headers(offset_local: int, offset_central: int, value: bytes) -> bytes:
    """The workbook with bytes written over the same field of every zip header."""
    data = bytearray(good())
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
    data = bytearray(good())
    at = data.find(b"xl/worksheets/sheet2.xml") + 100
    data[at : at + 40] = bytes(byte ^ 0xFF for byte in data[at : at + 40])
    return bytes(data)
