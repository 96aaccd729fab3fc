"""A damaged form put into a fresh one, and what is in a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.factories.damages import saved
from tests.factories.schemes import MINIMAL, templates_of
from xlgen.scheme.model import Scheme
from xlgen.submissions.findings.code import Part
from xlgen.submissions.read import read_returned
from xlgen.submissions.repair.fresh import FreshForm, fresh_form
from xlgen.submissions.validate import check_bytes
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of
from xlgen.xlsx.values import CellValue

Contents = dict[str, object]


def repaired(data: bytes, scheme: str = str(MINIMAL), year: int | None = None) -> FreshForm:
    """The fresh form; its structure is as issued, whatever the damage was."""
    form = fresh_form("交回.xlsx", data, templates_of(scheme), year)
    report = check_bytes("新表.xlsx", form.content, templates_of(scheme))
    found = [str(finding) for finding in report.findings if finding.code.part in (Part.STRUCTURE, Part.IDENTITY)]
    assert found == [], found
    return form


def changed(data: bytes, change: Callable[[Workbook], object]) -> bytes:
    """A workbook after a change, with formulas but without their results."""
    book = load_workbook(io.BytesIO(data))
    change(book)
    return saved(book)


def contents(data: bytes, scheme: Scheme) -> Contents:
    """All that was filled into a workbook whose structure is as issued."""
    filling = read_returned(workbook_of(package_of(Path("表.xlsx"), data)), scheme, Path("表.xlsx")).filling
    tables = {f"表 {name}": [_filled(row) for row in rows] for name, rows in filling.tables.items()}
    texts = {kind: dict(getattr(filling, kind)) for kind in ("remarks", "explanations", "evidence", "notes")}
    return {**_filled(filling.inputs), **tables, **texts}


def _filled(row: Mapping[str, CellValue]) -> dict[str, CellValue]:
    return {name: value for name, value in row.items() if value is not None}
