"""Forms as units return them: filled in, then changed in a few cells, and what is found in them."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import formualizer
from openpyxl import load_workbook

from tests.conftest import published_filling, shipped_scheme
from tests.factories.schemes import DATA, MINIMAL, edited, templates_of
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings import Part
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

Cells = Mapping[str, CellValue]
"""What is typed over what: by place, like 基础数据!C5."""


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

    def findings(self, filling: FormData, cells: Cells | None = None, dates: tuple[str, ...] = ()) -> list[Finding]:
        """What is found in a workbook with this filling, changed in these cells and computed again."""
        return self.check(typed_over(build(self.scheme, filling), cells or {}, dates))

    def check(self, data: bytes) -> list[Finding]:
        """What is found in a workbook's bytes."""
        found = check_bytes("returned.xlsx", data, templates_of(self.name)).findings
        return [each for each in found if each.code.part in self.about]


def shipped(name: str, about: Collection[Part] = ()) -> Form:
    """A shipped scheme as published, but for scores of the unit's own."""
    assert name in scheme_files()
    return Form(name, shipped_scheme(name), published_filling(name), about)


def small(folder: Path | None = None, *edits: tuple[str, str], about: Collection[Part] = ()) -> Form:
    """The small scheme, with edits in a folder of its own; what they leave out is not filled in."""
    if folder is None:
        return Form(str(MINIMAL), scheme := load_file(MINIMAL), load_form_data(DATA, scheme), about)
    file = folder / "scheme.yaml"
    file.write_text(edited(MINIMAL, *edits), encoding="utf-8")
    return Form(str(file), load_file(file), load_form_data(DATA, load_file(MINIMAL)), about)


def typed_over(data: bytes, cells: Cells, dates: tuple[str, ...] = ()) -> bytes:
    """A workbook in which cells were typed over or formatted as dates, computed again as Excel does."""
    if not cells and not dates:
        return data
    workbook = load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        sheet, _, address = place.partition("!")
        workbook[sheet][address].value = value
    for place in dates:
        sheet, _, address = place.partition("!")
        workbook[sheet][address].number_format = "yyyy-mm-dd"
    written = io.BytesIO()
    workbook.save(written)
    return bytes(formualizer.recalculate_xlsx_bytes(written.getvalue())["bytes"])


def codes(findings: list[Finding]) -> list[tuple[str, str]]:
    """Each finding's code and place."""
    return [(each.code.name, f"{each.sheet}!{each.cell}") for each in findings]
