"""Forms as units return them: filled in, typed over, computed again, and the findings in them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import formualizer
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.conftest import published_filling, shipped_scheme
from tests.factories.form_workbooks import minimal_form
from tests.factories.packages import parts_of, zipped
from tests.factories.schemes import DATA, KINDS, MINIMAL, templates_of
from tests.factories.schemes import edited as edited_text
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Code, Part
from xlgen.submissions.validate import FileReport, check_bytes
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

Cells = Mapping[str, CellValue]
"""What is typed over what: by place, like 指标评分表!J5."""
Codes = list[tuple[str, str]]
"""Code and place (工作表!单元格, the sheet, or nothing) of each finding."""


class Form:
    """A scheme, by the name that the check is given, and a filling of it in which nothing is wrong.

    about: what the findings looked at are about; all of them where it is empty.
    """

    def __init__(self, name: str, scheme: Scheme, filling: FormData, about: Collection[Part] = ()) -> None:
        self.name, self.scheme, self.filling = name, scheme, replace(filling, reported={})
        self.about = about or tuple(Part)

    def filled(self, inputs: Mapping[str, CellValue], **changed: object) -> FormData:
        """The filling with some inputs, tables or words changed."""
        filling = replace(self.filling, inputs={**self.filling.inputs, **inputs})
        return replace(filling, **changed)  # type: ignore[arg-type]  # of the filling's own types, as the caller knows

    def rows(self, table: str, number: int, **changed: CellValue) -> dict[str, object]:
        """The tables with one row changed; number: from 0."""
        rows = [dict(row) for row in self.filling.tables[table]]
        rows[number].update(changed)
        return {"tables": {**self.filling.tables, table: rows}}

    def place(self, name: str) -> str:
        """Where an input is typed, like 指标评分表!H5."""
        return _place(layout_of(self.scheme).values[name])

    def cell(self, table: str, number: int, column: str) -> str:
        """Where a cell of a table is typed; number: of the row, from 0."""
        return _place(layout_of(self.scheme).tables[table].cell(column, number))

    def findings(self, filling: FormData, cells: Cells | None = None, dates: tuple[str, ...] = ()) -> list[Finding]:
        """What is found in a workbook with this filling, changed in these cells and computed again."""
        data = build(self.scheme, filling)
        return self.check(typed(cells or {}, data, dates) if cells or dates else data)

    def check(self, data: bytes) -> list[Finding]:
        """What is found in a workbook's bytes."""
        findings = check_bytes("returned.xlsx", data, templates_of(self.name)).findings
        return [finding for finding in findings if finding.code.part in self.about]


def _place(cell: CellRef) -> str:
    return f"{cell.sheet}!{cell.address}"


def shipped(name: str, about: Collection[Part] = ()) -> Form:
    """A shipped scheme as published, but for scores of the unit's own."""
    assert name in scheme_files()
    return Form(name, shipped_scheme(name), published_filling(name), about)


def minimal(folder: Path | None = None, *edits: tuple[str, str], about: Collection[Part] = ()) -> Form:
    """The minimal scheme, with edits in a folder of its own; what they leave out is not filled in."""
    if folder is None:
        return Form(str(MINIMAL), scheme := load_file(MINIMAL), load_form_data(DATA, scheme), about)
    file = folder / "scheme.yaml"
    file.write_text(edited_text(MINIMAL, *edits), encoding="utf-8")
    return Form(str(file), load_file(file), load_form_data(DATA, load_file(MINIMAL)), about)


def kinds(about: Collection[Part] = ()) -> Form:
    """The scheme with days, ticks and texts of limited length."""
    scheme = load_file(KINDS)
    return Form(str(KINDS), scheme, load_form_data(KINDS.with_name("kinds-data.yaml"), scheme), about)


def codes(findings: Collection[Finding]) -> Codes:
    """Each finding's code and place."""
    return [
        (finding.code.name, f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet)
        for finding in findings
    ]


def wording(code: Code, **fields: object) -> str:
    """The message of a finding with these fields: tests assert the fields, tests/golden the words around them."""
    return code.filled(**fields)[0]


def report(data: bytes, scheme: str = str(MINIMAL)) -> FileReport:
    """The report on a file of the minimal form, unless another scheme is named ("": a shipped one)."""
    return check_bytes("交回.xlsx", data, templates_of(scheme))


def found(data: bytes, scheme: str = str(MINIMAL)) -> Codes:
    """The codes and places of a file's findings."""
    return codes(report(data, scheme).findings)


def message(data: bytes, scheme: str = str(MINIMAL)) -> str:
    """The message of the only finding in a file."""
    (only,) = report(data, scheme).findings
    return only.message


def computed(data: bytes) -> bytes:
    """A file as Excel saves it: with the results of its formulas."""
    return bytes(formualizer.recalculate_xlsx_bytes(data)["bytes"])


def typed(cells: Cells, data: bytes | None = None, dates: tuple[str, ...] = ()) -> bytes:
    """The minimal form, or another, with cells typed over or formatted as dates, computed again as Excel does."""

    def type_all(book: Workbook) -> None:
        for place, value in cells.items():
            sheet, _, address = place.partition("!")
            book[sheet][address] = value
        for place in dates:
            sheet, _, address = place.partition("!")
            book[sheet][address].number_format = "yyyy-mm-dd"

    return edited(type_all, data)


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """The minimal form, or another, after a change, computed again."""
    return computed(uncomputed(change, data))


def uncomputed(change: Callable[[Workbook], object] = lambda book: None, data: bytes | None = None) -> bytes:
    """The same without the results of formulas."""
    book = load_workbook(io.BytesIO(data or minimal_form()))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def patched(part: str, old: str, new: str, data: bytes | None = None) -> bytes:
    """The minimal form, or another, with every match of a pattern in a part replaced; nothing is computed again."""
    parts = parts_of(data or minimal_form())
    text = etree.tostring(etree.fromstring(parts[part]), encoding="unicode")
    changed, times = re.subn(old, new, text)
    assert times, f"{old!r} does not match in {part}"
    return zipped({**parts, part: changed.encode()})
