"""Workbooks of forms, built once per process: the shipped forms, blank or as published, and the minimal form."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.packages import parts_of, zipped
from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_file
from xlgen.scoring.data_file import load_form_data
from xlgen.workbook.build import build
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of

BLANK, FILLED = "blank", "filled"
BOOKS = [(scheme, state) for scheme in SCHEMES for state in (BLANK, FILLED)]


@cache
def built(scheme: str, state: str) -> bytes:
    """The workbook of a shipped form, blank or filled in as published."""
    return build(shipped_scheme(scheme), published_filling(scheme) if state == FILLED else None)


@cache
def opened(scheme: str, state: str) -> Workbook:
    """The same, as openpyxl reads it. Do not modify: tests share it."""
    return load_workbook(io.BytesIO(built(scheme, state)))


@cache
def published_form(scheme: str = "shenzhen-2021", unit: str = "") -> bytes:
    """A shipped form as published, in the name of another unit if one is given."""
    if not unit:
        return built(scheme, FILLED)
    filling = published_filling(scheme)
    return build(shipped_scheme(scheme), replace(filling, inputs={**filling.inputs, UNIT_NAME: unit}))


@cache
def minimal_form() -> bytes:
    """The minimal form, filled in without any defect."""
    scheme = load_file(MINIMAL)
    return build(scheme, load_form_data(DATA, scheme))


@cache
def minimal_form_parts() -> Mapping[str, bytes]:
    """The parts of that workbook by name."""
    return parts_of(minimal_form())


def minimal_form_with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The minimal form with one part changed."""
    parts = minimal_form_parts()
    return zipped({**parts, name: change(parts[name])})


def read_back(workbook: bytes) -> WorkbookRead:
    """A workbook as xlgen reads it."""
    return workbook_of(package_of(Path("returned.xlsx"), workbook))
