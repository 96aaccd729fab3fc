"""Cells of a workbook call the functions in LibreOffice: each shows what Python gives."""

from __future__ import annotations

from pathlib import Path

from tests.oracles.calls import AROUND, NA, SHEET, Call, cases, contents, differing, examples, written
from tests.oracles.cells import CellError, stored
from tests.oracles.libreoffice import recalculated, recalculated_cells
from udf.outcome import VALUE


def test_calls__show_what_python_gives(tmp_path: Path) -> None:
    file = tmp_path / "calls.xlsx"
    addresses = written([*examples(), *cases(), *contents(), *AROUND], file)
    computed = recalculated([file], tmp_path / "office", functions=True)[file]
    found = differing(addresses, stored(computed)[SHEET])
    assert not found, "\n".join(found[:20])


def test_calls__as_rows(tmp_path: Path) -> None:
    calls = [
        Call("=RATIO_SCORE(@0,2)", [0.9848], 1.97),
        Call("=RATIO_SCORE(@0,2)", [None], ""),
        Call("=RATIO_SCORE(@0,2)", [NA], NA),
        Call("=GRADE(@0)", ["八十"], CellError(VALUE)),
        Call("=GRADE(@0)", [85.0], "良"),
    ]
    file = tmp_path / "calls.xlsx"
    written(calls, file)
    rows = recalculated_cells([file], [SHEET], tmp_path / "office", functions=True)[file][SHEET]
    assert [row[0] for row in rows] == [str(call.result) for call in calls]


def test_what_libreoffice_cannot_tell(tmp_path: Path) -> None:
    """TRUE is the number 1, which is no answer; what is left out between other arguments is 0."""
    calls = [
        Call("=CRITERIA_SCORE(@0,{1})", [True], CellError(VALUE)),
        Call("=COMPLETION_SCORE(@0,15)", [2.0], 7.5),
        Call("=COMPLETION_SCORE(@0,15,0.6,1,1.5,,FALSE)", [2.0], 0.0),  # 0 % of the points, where 50 % is usual
    ]
    file = tmp_path / "calls.xlsx"
    addresses = written(calls, file)
    computed = recalculated([file], tmp_path / "office", functions=True)[file]
    assert differing(addresses, stored(computed)[SHEET]) == []
