"""The edits are a user's: locked cells refuse each of them, unlocked ones take it, and it can be undone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from tests.factories.form_workbooks import minimal_form
from tests.factories.schemes import MINIMAL
from tests.oracles.failed import OracleFailedError
from tests.random_editing import edits
from tests.random_editing import program as program_module
from tests.random_editing.edits import Edit, Foreign, Place, place_of
from tests.random_editing.entries import inputs_of
from tests.random_editing.program import Program
from xlgen.scheme.load import load_file
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.layout import VERDICT_ON_CHECK

LAYOUT = layout_of(load_file(MINIMAL))
FIRST, SECOND, LAST = (place_of(LAYOUT.tables["tasks"].cell("task", row)) for row in range(3))
BESIDE = place_of(LAYOUT.tables["tasks"].cell("done", 0))
DOWN, RIGHT = f"{FIRST.area}:{LAST.area}", f"{FIRST.area}:{BESIDE.area}"
BOTH_ENDS = re.compile(r"(\$[^.;()]+\.)(\$?[A-Z]+\$?[0-9]+):\1")
LOCKED = 2
"""Filled locked cells that are tried beside the verdict and the total."""
FOREIGN = [[Foreign("12.5", "0.00")]]


def kinds_of_edits(at: Place, other: Place, down: Place, right: Place) -> Iterator[Edit]:
    """Each kind of edit of a cell, with another one that is unlocked and filled, and of two areas that start at it."""
    yield edits.typing(at, "别的")
    yield edits.clearing(at)
    yield edits.deleting(at)
    for how in ("all", "values", "formats", "text"):
        yield edits.pasting(at, FOREIGN, how)
    for how in ("all", "values"):
        yield edits.copying(at, other, how)
    yield edits.cutting(at, other)
    yield edits.cutting(other, at)
    yield edits.dragging(at, other)
    yield edits.dragging(other, at)
    yield edits.filling(down, "down")
    yield edits.filling(down, "series")
    yield edits.filling(right, "right")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    file = tmp_path_factory.mktemp("form") / "form.xlsx"
    file.write_bytes(minimal_form())
    with Program() as program:
        program.open(file)
        yield program


def filled(program: Program) -> dict[Place, str]:
    """What stands in the filled cells. After a move, both ends of a range may name its sheet, which is the same."""
    return {
        Place(sheet, f"{get_column_letter(column)}{row}"): BOTH_ENDS.sub(r"\1\2:", content)
        for sheet, rows in program.contents().items()
        for row, line in enumerate(rows, 1)
        for column, content in enumerate(line, 1)
        if content
    }


def test_unlocked_cells__are_what_the_layout_asks_for(program: Program) -> None:
    assert set(inputs_of(LAYOUT, FormData())) <= set(program.unlocked())


def test_locked_cells__refuse_every_kind_of_edit(program: Program) -> None:
    """Also where they are among the cells that an edit is of. What is cut is gone, though it cannot be pasted."""
    before, unlocked = filled(program), set(program.unlocked())
    visible = {place.sheet for place in unlocked} | {LAYOUT.total.sheet, VERDICT_ON_CHECK.sheet}
    locked = [place for place in before if place.sheet in visible and place not in unlocked]
    for at in [place_of(VERDICT_ON_CHECK), place_of(LAYOUT.total), *random.Random(1).sample(locked, LOCKED)]:
        for edit in kinds_of_edits(at, SECOND, at.sized(3), at.sized(1, 2)):
            program.edit([edit])
            after = filled(program)
            if edit == edits.cutting(at, SECOND):
                assert after.pop(SECOND, None) is None
                program.edit([edits.undoing(1)])
                after = filled(program)
            assert after == before, edit
            assert program.locked(at), edit
    assert set(program.unlocked()) == unlocked


def test_unlocked_cells__take_every_kind_of_edit_and_undo_brings_back_what_was(program: Program) -> None:
    """On their sheet: LibreOffice 7.4 does not bring back what formulas elsewhere referred to before a drag."""

    def state() -> object:
        return program.locked(FIRST), {at: it for at, it in filled(program).items() if at.sheet == FIRST.sheet}

    before = state()
    for edit in kinds_of_edits(FIRST, SECOND, Place(FIRST.sheet, DOWN), Place(FIRST.sheet, RIGHT)):
        program.edit([edit])
        assert state() != before, edit
        program.edit([edits.undoing(2 if edit.command == "cut" else 1)])
        assert state() == before, edit


def test_pasting_all__brings_the_lock_along(program: Program) -> None:
    program.edit([edits.pasting(FIRST, FOREIGN, "all"), edits.typing(FIRST, "改正")])
    assert filled(program)[FIRST] == "12.5"
    assert program.locked(FIRST)
    program.edit([edits.undoing(1)])


def test_cell_setter__ignores_protection(program: Program) -> None:
    """So no edit is one."""
    program.overwrite(place_of(VERDICT_ON_CHECK), "改了")
    assert filled(program)[place_of(VERDICT_ON_CHECK)] == "改了"
    program.edit([edits.undoing(1)])


def test_program__missing_is_an_error_with_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(program_module, "SOFFICE", str(tmp_path / "soffice"))
    with pytest.raises(OracleFailedError, match="tests/oracles/install"), Program():
        pass


def test_program__that_fails_says_at_what() -> None:
    with Program() as program, pytest.raises(OracleFailedError, match="no such sheet"):
        program.edit([edits.typing(Place("no such sheet", "A1"), "")])
