"""Figures that the bureau has from elsewhere (决算导出): a line for each form, columns headed by labels of inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.roster.matching import find_form
from xlgen.roster.money import money_unit_of, with_units
from xlgen.roster.prefill import heads_of_input
from xlgen.roster.roster import Roster
from xlgen.roster.roster_file import (
    CODE_HEADS,
    NAME_HEADS,
    Listing,
    RosterError,
    SubjectHeads,
    cell_in,
    read_listing,
    subject_heads,
)
from xlgen.roster.unit import Unit
from xlgen.scheme.inputs import MONEY_UNIT, NUMERIC, TEN_THOUSAND_YUAN, YUAN, Input, InputType
from xlgen.scheme.model import Scheme
from xlgen.text import SYMBOLS, display_text, normalize_text, number_in

MONEY_UNIT_HEADS = (MONEY_UNIT, "金额单位")
MAX_PLACES = 6
"""Decimal places that are looked at: beyond them, programs leave traces of binary fractions."""


class Figure(NamedTuple):
    """A number of the list: its line, the unit of an amount, and what one in its column's last decimal place is worth.

    unit: 元 or 万元; empty for what is no amount. step: in that unit.
    """

    value: float
    unit: str
    step: float
    line: int


class Reference(NamedTuple):
    """The figures of forms of a scheme, by `Unit.identity` and input, and what is said of the lines."""

    figures: Mapping[tuple[str, str], Mapping[str, Figure]]
    notes: Sequence[str] = ()


def read_reference(path: Path) -> Listing:
    """The list as it is written. Raises RosterError and UnreadableError."""
    return read_listing(path, (*NAME_HEADS, *CODE_HEADS))


def reference_of(listing: Listing, scheme: Scheme, roster: Roster) -> Reference:
    """What a list says of the forms of a scheme, as far as they are on the roster.

    Lines of unknown units and of those with several are told and not used: nobody is accused by a guess. Raises
    RosterError where no column is an input, or one of amounts does not say whether they are in 元 or 万元.
    """
    columns = _columns(listing, scheme)
    problems = list(_problems(listing, scheme, columns))
    if problems:
        raise RosterError(*problems)
    heads = subject_heads(scheme.subject, scheme.inputs) if scheme.subject else None
    steps = {name: _step(listing, column) for name, column in columns.items()}
    lines: dict[Unit, list[int]] = {}
    figures: dict[tuple[str, str], dict[str, Figure]] = {}
    notes = list(listing.not_read)
    for number, cells in listing.lines:
        unit, why = find_form(roster, listing, cells, heads)
        if unit is None:
            notes.append(f"第 {number} 行：{why}，没有用")
            continue
        lines.setdefault(unit, []).append(number)
        own = figures.setdefault(unit.identity, {})
        for name, column in columns.items():
            text = cell_in(cells, column)
            value = number_in(text)
            if value is not None:
                own[name] = Figure(value, _unit(listing, scheme.all_inputs[name], column, cells), steps[name], number)
            elif normalize_text(text) not in SYMBOLS:
                notes.append(f"第 {number} 行：“{listing.head[column]}”写的是“{display_text(text)}”，不是数，没有用")
    for unit, numbers in lines.items():
        if len(numbers) > 1:
            del figures[unit.identity]
            notes.append(f"第 {'、'.join(map(str, numbers))} 行：都是“{unit.name}”的，不知道用哪一行，没有用")
    return Reference(figures, [*notes, *_unused(listing, scheme, columns, heads)])


def _columns(listing: Listing, scheme: Scheme) -> dict[str, int]:
    """The columns of numbers that the unit fills in too, by input."""
    numeric = {name: spec for name, spec in scheme.all_inputs.items() if spec.kind in NUMERIC}
    heads = {name: heads_of_input(name, spec) for name, spec in numeric.items()}
    heads |= {name: with_units(own) for name, own in heads.items() if numeric[name].kind is InputType.MONEY}
    return {name: column for name, own in heads.items() if (column := listing.column(own)) >= 0}


def _problems(listing: Listing, scheme: Scheme, columns: Mapping[str, int]) -> Iterable[str]:
    if not columns:
        yield f"{listing.path}：没有一列是表里填的数。列名请写填报项的名称或编号（见 xlgen inputs）"
    for name, column in columns.items():
        head, spec = listing.head[column], scheme.all_inputs[name]
        if problem := listing.repeated([normalize_text(head)]):
            yield problem
        if other := next((each for each in columns if each != name and columns[each] == column), None):
            yield f"{listing.path}：填报项 {name}、{other} 都叫“{head}”。列名请写要比较的那一项的编号"
        by_line = listing.column(MONEY_UNIT_HEADS) >= 0
        if spec.kind is InputType.MONEY and not by_line and money_unit_of(listing, column) is None:
            how = f"请把列名写成“{spec.label}（万元）”或“{spec.label}（元）”，或在列名上方写“单位：万元”"
            yield f"{listing.path}：“{head}”没有写明是元还是万元。{how}"


def _unit(listing: Listing, spec: Input, column: int, cells: Sequence[str]) -> str:
    if spec.kind is not InputType.MONEY:
        return ""
    own = normalize_text(cell_in(cells, listing.column(MONEY_UNIT_HEADS)))
    return own if own in (YUAN, TEN_THOUSAND_YUAN) else money_unit_of(listing, column) or ""


def _step(listing: Listing, column: int) -> float:
    """What one in the last decimal place that a column uses is worth: zeros at the end are not seen in a workbook."""
    numbers = (number_in(cell_in(cells, column)) for _, cells in listing.lines)
    written = [f"{number:.{MAX_PLACES}f}".rstrip("0") for number in numbers if number is not None]
    return float(10.0 ** -max((len(text.partition(".")[2]) for text in written), default=0))


def _unused(listing: Listing, scheme: Scheme, columns: Mapping[str, int], heads: SubjectHeads | None) -> Iterable[str]:
    own = (NAME_HEADS, CODE_HEADS, MONEY_UNIT_HEADS, *((heads.code, heads.name) if heads else ()))
    used = {*columns.values(), *map(listing.column, own)}
    unused = [head for column, head in enumerate(listing.head) if head and column not in used]
    if unused:
        yield f"《{scheme.name}》没有用到的列：{'、'.join(unused)}"
