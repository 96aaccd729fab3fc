"""Computers to install on: folders as Windows has them, below a folder of the test."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from xlgen.hosts.excel.doctor import library
from xlgen.hosts.excel.machine import Machine
from xlgen.hosts.excel.policies import Registry

PROGRAM_64 = 0x8664


def program(machine: int = PROGRAM_64) -> bytes:
    """The beginning of a Windows program for this kind of machine."""
    start = bytearray(256)
    start[:2] = b"MZ"
    struct.pack_into("<I", start, 0x3C, 128)
    struct.pack_into("<4sH", start, 128, b"PE\0\0", machine)
    return bytes(start)


def registry(values: Mapping[str, object]) -> Registry:
    """A registry with these values, by their places as regedit writes them; case does not matter, as on Windows."""
    stored = {place.lower(): value for place, value in values.items()}
    return lambda hive, key, name: stored.get(rf"{hive}\{key}\{name}".lower())


def computer(folder: Path) -> Machine:
    """A Windows computer that has everything, of a user whose name is Chinese."""
    scripts = folder / "venv" / "Scripts"
    excel = folder / "Office16" / "EXCEL.EXE"
    roaming = folder / "张三" / "AppData" / "Roaming"
    for made in (scripts, excel.parent, roaming):
        made.mkdir(parents=True)
    excel.write_bytes(program())
    (scripts.parent / library(64)).write_bytes(b"")
    return Machine(
        windows=True,
        interpreter=scripts / "python.exe",
        base=folder / "Python312",
        python="3.12.4，64 位",
        roaming=roaming,
        excel=excel,
        registry=registry({}),
        network=False,
        code_page="cp936",
    )


def without_windows(machine: Machine) -> Machine:
    """The same on another system."""
    return replace(machine, windows=False, roaming=None, excel=None)
