"""The roster (应报送单位名单): who is due to return a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from xlgen.roster.roster_file import CODE_HEADS, NAME_HEADS, Listing, RosterError, cell_in, read_listing
from xlgen.roster.unit import Unit
from xlgen.text import display_text, looks_like_formula, normalize_text, one_line
from xlgen.xlsx.values import ErrorValue

SIMILARITY_CUTOFF = 0.6
"""How similar two names must be for one to be suggested for the other, from 0 to 1."""
NOT_UNITS = ("合计", "总计", "小计", *NAME_HEADS)
"""Names in lines that are not units: sums, and headings repeated on the next page."""
SCIENTIFIC_NOTATION = re.compile("[0-9.]+E[+][0-9]+", re.IGNORECASE)


@dataclass(frozen=True)
class Roster:
    """The units that are due."""

    units: tuple[Unit, ...]

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        return {normalize_text(unit.name): unit for unit in self.units}

    def find(self, name: str) -> Unit | None:
        """The unit of this name, regardless of spaces and of the width of brackets."""
        return self._by_name.get(normalize_text(name))

    def nearest(self, name: str) -> str:
        """The most similar name on the roster; empty if none is similar enough."""
        near = get_close_matches(normalize_text(name), list(self._by_name), n=1, cutoff=SIMILARITY_CUTOFF)
        return self._by_name[near[0]].name if near else ""


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file (UTF-8 or GB18030) or workbook. Raises RosterError and UnreadableError."""
    listing = read_listing(path)
    units, problems = units_of(listing)
    if problems:
        raise RosterError(*problems)
    return Roster(tuple(units))


def units_of(listing: Listing) -> tuple[list[Unit], list[str]]:
    """The unit of each line, and the problems of all lines."""
    names, codes = listing.column(NAME_HEADS), listing.column(CODE_HEADS)
    units: list[Unit] = []
    problems = [problem for problem in map(listing.repeated, (NAME_HEADS, CODE_HEADS)) if problem]
    first_lines: dict[str, int] = {}
    for number, cells in listing.lines:
        unit = Unit(cell_in(cells, names), cell_in(cells, codes))
        problems += [f"{listing.path} 第 {number} 行：{problem}" for problem in _unit_problems(unit, first_lines)]
        units.append(unit)
        for key in (normalize_text(unit.name), unit.code and _code_key(unit)):
            first_lines.setdefault(key, number)
    if not units:
        problems.append(f"{listing.path}：列名之下没有单位。请补充名单")
    return units, problems


def _unit_problems(unit: Unit, first_lines: dict[str, int]) -> Iterator[str]:
    name, code = display_text(unit.name), display_text(unit.code)
    if not unit.name:
        yield "没有单位名称。请补填，或删去这一行"
    elif one_line(unit.name) != unit.name:
        yield f"单位名称“{name}”中有换行或控制字符。请改成一行；名单是 .csv 的，看看引号是否成对"
    elif normalize_text(unit.name) in NOT_UNITS:
        yield f"“{name}”不是单位。请删去这一行"
    elif (first := first_lines.get(normalize_text(unit.name))) is not None:
        yield f"单位“{name}”与第 {first} 行重复。请删去其中一行"
    for what, value in (("单位名称", unit.name), (CODE_HEADS[0], unit.code)):
        if isinstance(value, ErrorValue):
            yield f"{what}“{value}”是公式的错误值。请改正公式，或直接键入"
        if looks_like_formula(value):
            yield f"{what}“{display_text(value)}”以“{value[0]}”开头，会被当作公式。请改正"
    if SCIENTIFIC_NOTATION.fullmatch(unit.code):
        yield f"单位编码“{code}”是 Excel 改写过的，后面的数字已经丢失。请把这一列设为文本，重新键入"
    elif unit.code and (first := first_lines.get(_code_key(unit))) is not None:
        yield f"单位编码“{code}”与第 {first} 行重复。请改正"


def _code_key(unit: Unit) -> str:
    return f"{CODE_HEADS[0]} {normalize_text(unit.code)}"  # with a space, which no normalised name has
