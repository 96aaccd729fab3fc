"""The workbooks of the shipped schemes, built once per process: blank, and filled as published."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from xlgen.workbook.build import build
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of

BLANK, FILLED = "blank", "filled"
BOOKS = [(scheme, state) for scheme in SCHEMES for state in (BLANK, FILLED)]


@cache
def built(scheme: str, state: str) -> bytes:
    """The bytes of a workbook."""
    return build(shipped_scheme(scheme), published_filling(scheme) if state == FILLED else None)


def read_back(workbook: bytes) -> WorkbookRead:
    """A workbook as xlgen reads it."""
    return workbook_of(package_of(Path("returned.xlsx"), workbook))
