"""填报清单 as units return it: whence a figure comes, and who gives it, is theirs to write."""

from __future__ import annotations

from pathlib import Path

from tests.factories.returned_forms import minimal, typed
from xlgen.scheme.load import digest
from xlgen.scheme.sheet_names import LIST
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.sheets.input_list import OFFICE, entries_of, source_cells

LATE = "late: {kind: count, label: 迟报次数,"


def test_source__another_one_makes_no_other_template_and_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "issued").mkdir()
    issued = minimal(tmp_path / "issued", (LATE, f"{LATE} source: 办公室,"))
    today = minimal(tmp_path, (LATE, f"{LATE} source: 财务科,"))
    assert digest(issued.scheme) == digest(today.scheme)
    assert source_cells(layout_of(issued.scheme)) != source_cells(layout_of(today.scheme))
    assert today.check(build(issued.scheme, issued.filling)) == []


def test_source_and_office__written_by_the_unit_are_no_finding(tmp_path: Path) -> None:
    form = minimal(tmp_path, (LATE, f"{LATE} source: 办公室,"))
    layout = layout_of(form.scheme)
    (row,) = (entry.row for entry in entries_of(layout) if entry.what == "迟报次数")
    (source,) = (place.address for place, words in source_cells(layout).items() if words)
    cells = {f"{LIST}!{source}": "2024年办文登记", f"{LIST}!{OFFICE}{row}": "办公室"}
    assert form.check(typed(cells, build(form.scheme, form.filling))) == []
