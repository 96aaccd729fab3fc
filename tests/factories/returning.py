"""Workbooks as units return them: made, typed into, computed again, and what is found in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import formualizer
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.factories.damaging import good
from tests.factories.schemes import MINIMAL, templates_of
from tests.factories.small import zipped
from xlgen.submissions.validate import FileReport, check_bytes

Found = list[tuple[str, str]]
"""Code and place (工作表!单元格, the sheet, or nothing) of each finding."""


def report(data: bytes, scheme: str = str(MINIMAL)) -> FileReport:
    """What is found in a file; of the small scheme, unless another one is named ("": a shipped one)."""
    return check_bytes("交回.xlsx", data, templates_of(scheme))


def found(data: bytes, scheme: str = str(MINIMAL)) -> Found:
    """Its findings in short."""
    findings = report(data, scheme).findings
    return [(each.code.name, f"{each.sheet}!{each.cell}" if each.cell else each.sheet) for each in findings]


def message(data: bytes, scheme: str = str(MINIMAL)) -> str:
    """What its only finding says."""
    (only,) = report(data, scheme).findings
    return only.message


def computed(data: bytes) -> bytes:
    """A file as Excel saves it: with the results of its formulas."""
    return bytes(formualizer.recalculate_xlsx_bytes(data)["bytes"])


def typed(changed: dict[str, float | str | None], data: bytes | None = None) -> bytes:
    """The small form, or another, with these cells (工作表!单元格) typed over, computed again."""

    def type_all(book: Workbook) -> None:
        for place, value in changed.items():
            sheet, _, address = place.partition("!")
            book[sheet][address] = value

    return edited(type_all, data)


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """The small form, or another, after a change, computed again."""
    return computed(uncomputed(change, data))


def uncomputed(change: Callable[[Workbook], object] = lambda book: None, data: bytes | None = None) -> bytes:
    """The same without the results of formulas."""
    book = load_workbook(io.BytesIO(data or good()))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def patched(part: str, old: str, new: str, data: bytes | None = None) -> bytes:
    """The small form, or another, with a pattern replaced wherever it stands in a part; nothing is computed again."""
    with zipfile.ZipFile(io.BytesIO(data or good())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = etree.tostring(etree.fromstring(members[part]), encoding="unicode")
    changed, times = re.subn(old, new, text)
    assert times, f"{old!r} does not stand in {part}"
    return zipped({**members, part: changed.encode()})
