"""The roster as issuing reads it: the units, and what is filled in for each beforehand. All problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xlgen.errors import NotPortableError
from xlgen.roster.roster import units_of
from xlgen.roster.roster_file import CODE_HEADS, NAME_HEADS, Listing, RosterError, cell_in, read_listing
from xlgen.roster.unit import Unit
from xlgen.scheme.describe import expected_of
from xlgen.scheme.inputs import UNIT_NAME, Input
from xlgen.scheme.model import Scheme
from xlgen.scoring.status import why_wrong
from xlgen.text import display_text, normalize_text, number_in
from xlgen.workbook.identity import Identity, identity_line, identity_of
from xlgen.xlsx.values import CellValue, ErrorValue

DETAILS: Mapping[str, tuple[str, ...]] = {
    "parent": ("主管部门", "主管单位"),
    "type": ("单位类型", "单位性质"),
    "contact": ("联系人", "联系方式", "联系电话"),
    "district": ("区划", "地区", "区县"),
}
"""What a roster may say of a unit besides its name and code, by the name that a layout of files uses for it."""
NAME, CODE = "name", "code"
ERROR = "是公式的错误值。请改正公式，或直接键入"


class PrefilledUnit(NamedTuple):
    """A unit that gets a workbook, what the roster says of it, and what is filled in for it."""

    unit: Unit
    details: Mapping[str, str]  # what it does not say is not there
    given: Mapping[str, CellValue]  # by the id of the input, the unit's name among them


@dataclass(frozen=True)
class PrefilledRoster:
    """Everything that is due, and the columns of the roster that are not used."""

    due: Sequence[PrefilledUnit]
    unused: Sequence[str]


def read_prefilled_roster(path: Path, scheme: Scheme) -> PrefilledRoster:
    """The units of a roster with what is filled in for them; a column may be headed by an input's id or label.

    Raises BrokenRoster with every line that is wrong, and Unreadable.
    """
    listing = read_listing(path)
    units, wrong = units_of(listing)
    details = {name: listing.column(heads) for name, heads in DETAILS.items()}
    columns, identity = _inputs(listing, scheme), identity_of(scheme)
    wrong += _ambiguous(listing, scheme, columns)
    due = []
    for unit, (number, cells) in zip(units, listing.lines, strict=True):
        said = {name: text for name, column in details.items() if (text := cell_in(cells, column))}
        given, problems = _given(unit, cells, columns, scheme)
        problems += [f"“{listing.head[details[name]]}”{ERROR}" for name in said if isinstance(said[name], ErrorValue)]
        problems += _unstorable(replace(identity, unit=unit.name))
        wrong += [f"{path} 第 {number} 行：{problem}" for problem in problems]
        due.append(PrefilledUnit(unit, {NAME: unit.name, CODE: unit.code, **said}, given))
    if wrong:
        raise RosterError(*wrong)
    used = {listing.column(NAME_HEADS), listing.column(CODE_HEADS), *details.values(), *columns.values()}
    return PrefilledRoster(due, [head for column, head in enumerate(listing.head) if head and column not in used])


def _unstorable(identity: Identity) -> list[str]:
    """Why a workbook cannot say whom it is for; told here, with the line, and not in the middle of the run."""
    try:
        identity_line(identity)
    except NotPortableError as error:
        return [str(error)]
    return []


def _heads(name: str, spec: Input) -> list[str]:
    return [normalize_text(head) for head in (name, spec.label, spec.short) if head]


def _inputs(listing: Listing, scheme: Scheme) -> dict[str, int]:
    """The columns of inputs, by their ids. The unit's name has its own column, which says whose the line is."""
    specs = {name: spec for name, spec in scheme.all_inputs.items() if name != UNIT_NAME}
    columns = {name: listing.column(_heads(name, spec)) for name, spec in specs.items()}
    return {name: column for name, column in columns.items() if column >= 0}


def _ambiguous(listing: Listing, scheme: Scheme, columns: Mapping[str, int]) -> Iterator[str]:
    """Columns of which nobody can say what they fill in: several of one heading, or inputs of one label."""
    sought = [*DETAILS.values(), *(_heads(name, scheme.all_inputs[name]) for name in columns)]
    yield from dict.fromkeys(why for why in map(listing.twice, sought) if why)
    for column in sorted(set(columns.values())):
        names = [name for name, place in columns.items() if place == column]
        if len(names) > 1:
            which = f"{len(names)} 个填报项（{'、'.join(names)}）"
            yield f"{listing.path}：{which}都叫“{listing.head[column]}”。列名请写要预填的那一项的编号"


def _given(
    unit: Unit, cells: Sequence[str], columns: Mapping[str, int], scheme: Scheme
) -> tuple[dict[str, CellValue], list[str]]:
    """What is filled in for a unit, and what cannot be; blank cells fill in nothing."""
    specs = scheme.all_inputs
    texts = {name: cell_in(cells, column) for name, column in columns.items()}
    given: dict[str, CellValue] = {UNIT_NAME: unit.name}
    given |= {name: _value(specs[name], text) for name, text in texts.items() if text}
    problems = []
    for name in (each for each in columns if each in given):
        reason = why_wrong(specs[name], given[name], given.get(specs[name].limit_source or ""))
        if reason:
            written = display_text(texts[name])
            problems.append(f"“{specs[name].label}”{reason}（写的是“{written}”）。请{expected_of(name, specs)}")
    return given, problems


def _value(spec: Input, text: str) -> CellValue:
    if spec.options:
        return next((option for option in spec.options if normalize_text(option) == normalize_text(text)), text)
    if not spec.numeric:
        return text
    number = number_in(text)
    return text if number is None else number
