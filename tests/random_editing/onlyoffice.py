"""Values typed at random in ONLYOFFICE's engine.

What its functions set ignores protection, so only unlocked cells are set; it has no clipboard, no dragging and no undo.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from tests.oracles.onlyoffice import Edited, before_and_after
from tests.random_editing.edits import Place, typing
from tests.random_editing.entries import entry
from tests.random_editing.law import Outcome, judged
from tests.random_editing.sequences import LONGEST
from tests.random_editing.starts import Start
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?(?:e[0-9]+)?)(%?)")


def outcomes(starts: Sequence[tuple[str, Start]], folder: Path) -> list[Outcome]:
    """What comes of 1 to 15 values typed into each workbook, by seed; all in one process of the engine."""
    typed = [_typed(seed, start) for seed, start in starts]
    saved = [folder / f"{number}.xlsx" for number in range(len(starts))]
    books = [
        Edited(
            start.file(folder), {_cell(place): _value(text) for place, text in texts.items()}, _settling(start), file
        )
        for (_, start), texts, file in zip(starts, typed, saved, strict=True)
    ]
    before_and_after(books)
    return [
        Outcome(seed, start, tuple(typing(*each) for each in texts.items()), judged(file.read_bytes()))
        for (seed, start), texts, file in zip(starts, typed, saved, strict=True)
    ]


def _settling(start: Start) -> dict[str, list[str]]:
    """The formulas that the verdict counts, shown until they no longer change: the engine computes one step late."""
    sheets = openpyxl.load_workbook(io.BytesIO(start.data))
    return {
        sheet.title: [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        for sheet in sheets.worksheets
        if sheet.sheet_state == "visible"
    }


def _typed(seed: str, start: Start) -> dict[Place, str]:
    book = openpyxl.load_workbook(io.BytesIO(start.data))
    unlocked = [place for place in start.inputs if not book[place.sheet][place.area].protection.locked]
    chance = random.Random(seed)
    chosen = chance.sample(unlocked, chance.choice((1, 1, 2, 3, LONGEST)))
    return {place: entry(start.inputs[place], chance) for place in chosen}


def _cell(place: Place) -> CellRef:
    column, row = re.fullmatch(r"([A-Z]+)([0-9]+)", place.area).groups()  # type: ignore[union-attr]  # one cell
    return CellRef(place.sheet, column, int(row))


def _value(text: str) -> CellValue:
    """A number or a percent as such; everything else is taken as a text."""
    number = NUMBER.fullmatch(text)
    return text if number is None else float(number[1]) / (100 if number[2] else 1)
