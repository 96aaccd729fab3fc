"""The rows of 基础数据, recognised by the heading of their indicator and their label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FIRST_EDITION_DATA
from xlgen.submissions.first_edition.grid import Found, Grid, Unplaced, labels_of
from xlgen.text import normalize_text

INPUT_SHEET = FIRST_EDITION_DATA
"""The sheet that tells the first edition; no later one has it."""
INPUTS = "inputs"
"""The field of inputs; the others are those of TEXTS."""
TEXTS = {"remarks": "评分说明（未达标原因、改进措施）", "evidence": "佐证材料", "notes": "备注"}
"""What that edition called the unit's own texts on an indicator."""
GENERAL = "单位基本情况"
"""Its heading of the inputs that belong to no indicator."""
LABEL, VALUE = "B", "C"
HEAD = "填报项"
POINTS = "分)"
"""How the heading of an indicator ends, 名称（n分）; a formula that was not computed begins with 名称（."""
CRITERIA, TABLE_LINK, MEASURE = "【", "《", "(自动计算)"
"""How the labels of rows begin or end that hold nothing of the unit's."""
UNKNOWN = "?"
"""The section below the heading of an indicator that the scheme does not have."""


class Key(NamedTuple):
    """What a row is for: an input by its id, or a text (remarks, evidence, notes) of an indicator."""

    field: str
    name: str


class _Row(NamedTuple):
    """A row of the unit's; section: the id of its indicator, empty for the general inputs."""

    row: int
    section: str
    label: str


@dataclass(frozen=True)
class InputSheet:
    """Where everything is: inputs and texts, the headings of indicators by id; and what has no place today."""

    found: Mapping[Key, Found]
    headings: Mapping[str, int]
    unplaced: Sequence[Unplaced]


def read_input_sheet(grid: Grid, scheme: Scheme) -> InputSheet:
    """Recognise the rows: first those whose heading and label fit; then by a label that only one input has."""
    known = _known(scheme)
    headings, rows = _sections(grid, scheme)
    homes = Counter(label for _, label in known)
    anywhere = {label: entry for (_, label), entry in known.items() if homes[label] == 1}
    found: dict[Key, Found] = {}
    open_rows = rows
    for exactly in (True, False):
        left = []
        for row in open_rows:
            key, former = (known.get(row[1:]) if exactly else anywhere.get(row.label)) or (None, False)
            if key is None or key in found:
                left.append(row)
            else:
                found[key] = Found(grid.place(VALUE, row.row), former)
        open_rows = left
    unplaced = [lost for row in open_rows for lost in grid.left(_label(grid, row.row), VALUE, row.row)]
    return InputSheet(found, headings, unplaced)


def _known(scheme: Scheme) -> dict[tuple[str, str], tuple[Key, bool]]:
    """What a row is for, by the indicator's id and the label; and whether it is the former label."""
    known: dict[tuple[str, str], tuple[Key, bool]] = {}
    sections = [("", scheme.inputs), *((indicator.id, indicator.inputs) for indicator in scheme.indicators)]
    for section, specs in sections:
        for name, spec in specs.items():
            for label, former in labels_of(spec).items():
                if not former or (section, label) not in known:
                    known[section, label] = Key(INPUTS, name), former
    for field, label in TEXTS.items():
        for indicator in scheme.indicators:
            known[indicator.id, normalize_text(label)] = Key(field, indicator.id), False
    return known


def _sections(grid: Grid, scheme: Scheme) -> tuple[dict[str, int], list[_Row]]:
    """The row of each indicator's heading, and the rows that the unit fills in."""
    names = [(normalize_text(indicator.name), indicator.id) for indicator in scheme.indicators]
    headings: dict[str, int] = {}
    rows: list[_Row] = []
    section = ""
    head = grid.row_of(LABEL, HEAD)
    for row in grid.rows:
        text = grid.text(LABEL, row)
        name, _, points = text.rpartition("(")
        if head is not None and row <= head:
            continue
        if text == normalize_text(GENERAL):
            section = ""
        elif grid.numbered(row) and (not points or text.endswith(POINTS)):
            section = next((key for each, key in names if each == name and key not in headings), UNKNOWN)
            headings[section] = row
        elif not text.startswith((CRITERIA, TABLE_LINK)) and not text.endswith(MEASURE):
            rows.append(_Row(row, section, text))
    return headings, rows


def _label(grid: Grid, row: int) -> str:
    return str(grid.cell(LABEL, row).value or "")
