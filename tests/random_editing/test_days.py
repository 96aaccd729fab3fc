"""Days and ticks as people type them in LibreOffice: the status says what the check says."""

from __future__ import annotations

from pathlib import Path

from tests.factories.form_workbooks import read_back
from tests.factories.returned_forms import kinds
from tests.random_editing.edits import place_of, typing
from tests.random_editing.program import Program
from xlgen.scoring.status import Status, status_in
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build

TYPED = {
    ("finished", "2025-12-06"): "",
    ("finished", "2025/12/7"): "",
    ("finished", "2025年12月8日"): "",
    ("finished", "20251208"): "OUT_OF_RANGE",
    ("finished", "2025-12-5 14:30"): "NOT_WHOLE",
    ("finished", "2025-13-1"): "TEXT_FOR_NUMBER",
    ("legal", "√"): "",
    ("legal", "✓"): "NOT_AN_OPTION",
    ("summary", "甲" * 21): "UNFIT_TEXT",
}


def test_typed__status_and_check_agree(tmp_path: Path) -> None:
    form = kinds()
    layout, issued, saved = layout_of(form.scheme), tmp_path / "form.xlsx", tmp_path / "saved.xlsx"
    issued.write_bytes(build(form.scheme, form.filling))
    with Program() as program:
        for (name, text), code in TYPED.items():
            program.open(issued)
            program.edit([typing(place_of(layout.values[name]), text)])
            program.save(saved)
            data, status = saved.read_bytes(), layout.statuses[name]
            sheet = read_back(data).sheet(status.sheet)
            assert sheet is not None
            shown = status_in(sheet.value(status.address))
            found = [finding.code.name for finding in form.check(data)]
            assert (text, found, shown) == (text, [code] if code else [], Status.INVALID if code else Status.FILLED)
