"""The workbooks that sequences of edits start from: blank, issued to a unit, half filled, complete, as published."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from tests.conftest import published_filling, shipped_scheme
from tests.factories.random_fillings import COMPLETE, HABITS, random_filling
from tests.random_editing.entries import Inputs, inputs_of
from xlgen.api import score
from xlgen.scoring.form_data import FormData
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build

T = TypeVar("T")
SIGNS, WORD = ("@", "*", "=1+1"), "已按计划完成"
UNIT = "某某市档案馆"
NAMES = (
    *("published",) * 6,
    *(f"complete {number}" for number in (0, 0, 1, 1, 2, 2, 3, 3)),
    *("sloppy 2", "unfinished 3", "careless 4", "half", "issued", "issued", "blank"),
)
"""By weight; numbers are of fillings at random. From a complete form, few edits lead to what separates the verdicts."""


class Start(NamedTuple):
    """A workbook, its form's name, and what it asks to fill in."""

    form: str
    name: str
    data: bytes
    inputs: Inputs

    def file(self, folder: Path) -> Path:
        """The workbook in a folder."""
        file = folder / f"{self.form}-{self.name}.xlsx"
        if not file.is_file():
            file.write_bytes(self.data)
        return file


@cache
def start(form: str, name: str) -> Start:
    """A start of a form by its name."""
    scheme, filling = shipped_scheme(form), _filling(form, name)
    unit = UNIT if name == "issued" else ""
    return Start(form, name, build(scheme, filling, unit=unit), inputs_of(layout_of(scheme), filling))


def _filling(form: str, name: str) -> FormData:
    scheme, published = shipped_scheme(form), replace(published_filling(form), reported={})
    match name.split():
        case ["published"]:
            return published
        case ["half"]:
            chance = random.Random(form)
            return replace(
                published, inputs={name: each for name, each in published.inputs.items() if chance.random() < 0.5}
            )
        case ["complete", number]:
            fillings = (random_filling(scheme, seed) for seed in count() if HABITS[seed % len(HABITS)] is COMPLETE)
            complete = (filling for filling in fillings if score(scheme, filling).complete)
            return _in_words(next(islice(complete, int(number), None)))
        case [_, seed]:
            return _in_words(random_filling(scheme, int(seed)))
    return FormData()


def _in_words(filling: FormData) -> FormData:
    """The filling with words where it has signs that stand for nothing: these are typed in sequences."""
    return replace(
        filling,
        inputs=_row_in_words(filling.inputs),
        tables={name: [_row_in_words(row) for row in rows] for name, rows in filling.tables.items()},
        remarks=_row_in_words(filling.remarks),
        explanations=_row_in_words(filling.explanations),
        evidence=_row_in_words(filling.evidence),
        notes=_row_in_words(filling.notes),
    )


def _row_in_words(row: Mapping[str, T]) -> dict[str, T]:
    return {name: value if value not in SIGNS else cast(T, WORD) for name, value in row.items()}
