"""The roster as issuing reads it: the units, and what is filled in for each beforehand. All problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xlgen.returned.roster import (
    CODE_HEADS,
    NAME_HEADS,
    BrokenRoster,
    Listing,
    Unit,
    cell_in,
    read_listing,
    units_of,
)
from xlgen.rules.typed_text import narrow, number_in
from xlgen.scheme.inputs import UNIT_NAME, Input
from xlgen.scheme.model import Scheme
from xlgen.scoring.filling import Cell
from xlgen.scoring.status import expected_of, why_wrong
from xlgen.workbook.formulas import NotPortable
from xlgen.workbook.identity import Identity, identity_line, identity_of

DETAILS: Mapping[str, tuple[str, ...]] = {
    "parent": ("主管部门", "主管单位"),
    "type": ("单位类型", "单位性质"),
    "contact": ("联系人", "联系方式", "联系电话"),
    "district": ("区划", "地区", "区县"),
}
"""What a roster may say of a unit besides its name and code, by the name that a layout of files uses for it."""
NAME, CODE = "name", "code"


class Due(NamedTuple):
    """A unit that gets a workbook, what the roster says of it, and what is filled in for it."""

    unit: Unit
    details: Mapping[str, str]
    given: Mapping[str, Cell]  # by the id of the input, the unit's name among them


@dataclass(frozen=True)
class Issue:
    """Everything that is due, and the columns of the roster that are not used."""

    due: Sequence[Due]
    unused: Sequence[str]


def read_units(path: Path, scheme: Scheme) -> Issue:
    """The units of a roster with what is filled in for them; a column may be headed by an input's id or label.

    Raises BrokenRoster with every line that is wrong, and Unreadable.
    """
    listing = read_listing(path)
    units, wrong = units_of(listing)
    columns, identity = dict(_inputs(listing, scheme)), identity_of(scheme)
    due = []
    for unit, (number, cells) in zip(units, listing.lines, strict=True):
        given, problems = _given(unit, cells, columns, scheme)
        problems += _unstorable(replace(identity, unit=unit.name))
        wrong += [f"{path} 第 {number} 行：{problem}" for problem in problems]
        details = {name: cell_in(cells, listing.column(heads)) for name, heads in DETAILS.items()}
        due.append(Due(unit, {NAME: unit.name, CODE: unit.code, **details}, given))
    if wrong:
        raise BrokenRoster("\n".join(wrong))
    return Issue(due, [head for head in listing.head if head and not _is_used(listing, head, columns)])


def _unstorable(identity: Identity) -> list[str]:
    """Why a workbook cannot say whom it is for; told here, with the line, and not in the middle of the run."""
    try:
        identity_line(identity)
    except NotPortable as error:
        return [str(error)]
    return []


def _inputs(listing: Listing, scheme: Scheme) -> Iterator[tuple[str, int]]:
    for name, spec in scheme.all_inputs.items():
        column = listing.column([narrow(name), narrow(spec.label), *([narrow(spec.short)] if spec.short else [])])
        if name != UNIT_NAME and column >= 0:
            yield name, column


def _is_used(listing: Listing, head: str, columns: Mapping[str, int]) -> bool:
    known = (*NAME_HEADS, *CODE_HEADS, *(each for heads in DETAILS.values() for each in heads))
    return narrow(head) in known or listing.head.index(head) in columns.values()


def _given(
    unit: Unit, cells: Sequence[str], columns: Mapping[str, int], scheme: Scheme
) -> tuple[dict[str, Cell], list[str]]:
    """What is filled in for a unit, and what cannot be; blank cells fill in nothing."""
    specs = scheme.all_inputs
    texts = {name: cell_in(cells, column) for name, column in columns.items()}
    given: dict[str, Cell] = {UNIT_NAME: unit.name}
    given |= {name: _value(specs[name], text) for name, text in texts.items() if text}
    problems = []
    for name, value in given.items():
        reason = why_wrong(specs[name], value, given.get(specs[name].beside or ""))
        if reason:
            problems.append(
                f"“{specs[name].label}”{reason}（写的是“{texts.get(name, value)}”）。请{expected_of(name, specs)}"
            )
    return given, problems


def _value(spec: Input, text: str) -> Cell:
    if spec.options:
        return next((option for option in spec.options if narrow(option) == narrow(text)), text)
    if not spec.numeric:
        return text
    number = number_in(text)
    return text if number is None else number
