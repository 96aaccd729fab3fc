"""The roster (应报送单位名单): who is due to return a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from xlgen.roster.details import details_of_lines, states_in_remarks
from xlgen.roster.roster_file import (
    CODE_HEADS,
    IS_ERROR_VALUE,
    NAME_HEADS,
    SCIENTIFIC_NOTATION,
    Listing,
    RosterError,
    SubjectHeads,
    cell_in,
    read_listing,
    rewritten,
)
from xlgen.roster.unit import Unit
from xlgen.roster.unit_status import Details, UnitStatus, status_in
from xlgen.scheme.subject import MAX_SUBJECT_LENGTH, NO_SUBJECT, Subject
from xlgen.text import display_text, looks_like_formula, normalize_text, one_line
from xlgen.xlsx.values import ErrorValue

SIMILARITY_CUTOFF = 0.6
"""How similar two names must be for one to be suggested for the other, from 0 to 1."""
BLANK_IN_NAME = re.compile(r"(?<=[^\x00-\x7f])[^\S\r\n]+|[^\S\r\n]+(?=[^\x00-\x7f])")
"""Blanks beside Chinese characters, where no name has any; those between Latin words stay."""


@dataclass(frozen=True)
class Roster:
    """The units of a roster; a unit with several forms once for each.

    details: what the roster says of them, by `Unit.identity`. notes: what is said of lines that were not read as they
    are written.
    """

    units: tuple[Unit, ...]
    details: Mapping[tuple[str, str], Details] = field(default_factory=dict)
    notes: Sequence[str] = ()

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        return {normalize_text(unit.name): unit for unit in self.units}

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        return {normalize_text(unit.code): unit for unit in reversed(self.units) if unit.code}

    @cached_property
    def _forms(self) -> dict[str, list[Unit]]:
        forms: dict[str, list[Unit]] = {}
        for unit in self.units:
            forms.setdefault(unit.identity[0], []).append(unit)
        return forms

    @cached_property
    def _by_identity(self) -> dict[tuple[str, str], Unit]:
        return {unit.identity: unit for unit in self.units}

    @cached_property
    def has_subjects(self) -> bool:
        """Whether it says what forms are about, so that each of these is due by itself."""
        return any(unit.subject.key for unit in self.units)

    def lines(self, with_subject: bool) -> list[Unit]:
        """The lines for forms of a kind: those with a subject, or those without; where there are none, every unit.

        with_subject: whether forms of this kind are about something beside their unit.
        """
        lines = [unit for unit in self.units if bool(unit.subject.key) is with_subject]
        return lines or [Unit(unit.name, unit.code) for unit in self._by_name.values()]

    def details_of(self, unit: Unit) -> Details:
        """What the roster says of a unit or of one of its forms, by the names of `DETAILS` and `STATUS`."""
        name, _ = unit.identity
        return self.details.get(unit.identity) or self.details.get((name, ""), {})

    def status_of(self, unit: Unit) -> UnitStatus | None:
        """Why no file is due from a unit; None where it is due as usual."""
        return status_in(self.details_of(unit))

    def find(self, name: str, subject: Subject = NO_SUBJECT) -> Unit | None:
        """The unit of this name and subject, regardless of spaces and of the width of brackets.

        The subject counts where the form is of a kind that has one and the roster says which are due.
        """
        if subject.called and self.has_subjects:
            return self._by_identity.get((normalize_text(name), subject.key))
        found = self._by_name.get(normalize_text(name))
        return found and Unit(found.name, found.code)

    def with_code(self, code: str) -> Unit | None:
        """The unit with this code, regardless of spaces and width."""
        found = self._by_code.get(normalize_text(code))
        return found and Unit(found.name, found.code)

    def forms_of(self, name: str) -> Sequence[Unit]:
        """The lines of a unit."""
        return self._forms.get(normalize_text(name), ())

    def subjects_of(self, name: str) -> list[Subject]:
        """What the forms of a unit are about."""
        return [unit.subject for unit in self.forms_of(name) if unit.subject.key]

    def nearest(self, name: str) -> str:
        """The most similar name on the roster; empty if none is similar enough."""
        near = get_close_matches(normalize_text(name), list(self._by_name), n=1, cutoff=SIMILARITY_CUTOFF)
        return self._by_name[near[0]].name if near else ""


def read_roster(path: Path, subjects: Sequence[SubjectHeads] = ()) -> Roster:
    """The roster in a CSV file (UTF-8 or GB18030) or workbook. Raises RosterError and UnreadableError.

    subjects: the headings under which it may say what forms are about, the first of them that it has.
    """
    listing = read_listing(path)
    named = [each for each in subjects if listing.column(each.name) >= 0]
    whole = [each for each in named if not each.code or listing.column(each.code) >= 0]
    units, problems = units_of(listing, whole[0] if whole else None)
    if problems and named and not whole:
        problems.append(f"{path}：{without_code(named[0])}")
    details, wrong = details_of_lines(listing)
    if problems or wrong:
        raise RosterError(*problems, *wrong)
    return Roster(tuple(units), by_unit(units, details), notes_on(listing))


def by_unit(units: Sequence[Unit], details: Sequence[Details]) -> dict[tuple[str, str], Details]:
    """The details of each unit's lines; under the unit's name alone those of its first line."""
    found: dict[tuple[str, str], Details] = {}
    for unit, each in zip(units, details, strict=True):
        found[unit.identity] = each
        found.setdefault((unit.identity[0], ""), each)
    return found


def notes_on(listing: Listing) -> tuple[str, ...]:
    """What is said of the lines of a roster that were not read as they are written."""
    names = listing.column(NAME_HEADS)
    typed = ((number, cell_in(cells, names)) for number, cells in listing.lines)
    tidied = [
        f"第 {number} 行：“{display_text(name)}”中有空格，已去掉" for number, name in typed if tidy_name(name) != name
    ]
    return (*listing.not_read, *tidied, *states_in_remarks(listing))


def tidy_name(name: str) -> str:
    """A unit's name without blanks beside Chinese characters, which stand there to fill a line."""
    return name if isinstance(name, ErrorValue) else BLANK_IN_NAME.sub("", name)


def units_of(listing: Listing, heads: SubjectHeads | None = None) -> tuple[list[Unit], list[str]]:
    """The unit of each line, and the problems of all lines. heads: those of what its forms are about, if it says so."""
    names, codes = listing.column(NAME_HEADS), listing.column(CODE_HEADS)
    units: list[Unit] = []
    subject_columns = () if heads is None else (heads.code, heads.name)
    problems = [problem for problem in map(listing.repeated, (NAME_HEADS, CODE_HEADS, *subject_columns)) if problem]
    if heads is not None and heads.code and listing.column(heads.code) < 0:
        problems.append(f"{listing.path}：{without_code(heads)}")
    lines: dict[object, tuple[int, Unit]] = {}
    for number, cells in listing.lines:
        unit = Unit(tidy_name(cell_in(cells, names)), cell_in(cells, codes), _subject(listing, cells, heads))
        wrong = [*_unit_problems(unit, lines), *(_subject_problems(unit.subject, heads) if heads else ())]
        problems += [f"{listing.path} 第 {number} 行：{problem}" for problem in wrong]
        units.append(unit)
        for key in (unit.identity, normalize_text(unit.name), unit.code and _code_key(unit)):
            lines.setdefault(key, (number, unit))
    if not units:
        problems.append(f"{listing.path}：列名之下没有单位。请补充名单")
    return units, problems


def without_code(heads: SubjectHeads) -> str:
    """The problem with a roster that names what forms are about without their codes."""
    return f"有“{heads.called}名称”，没有“{heads.called}编码”一列：一个单位有几个{heads.called}的，靠它分清。请补上"


def _subject(listing: Listing, cells: Sequence[str], heads: SubjectHeads | None) -> Subject:
    """What the form of a line is about."""
    if heads is None:
        return NO_SUBJECT
    code = cell_in(cells, listing.column(heads.code)) if heads.code else ""
    return Subject(code, cell_in(cells, listing.column(heads.name)), heads.called)


def _subject_problems(subject: Subject, heads: SubjectHeads) -> Iterator[str]:
    """A line says all of what its form is about, or nothing."""
    parts = {f"{heads.called}编码": subject.code, f"{heads.called}名称": subject.name}
    for what, text in parts.items():
        needed = bool(heads.code) or text is subject.name
        if subject.key and not text and needed:
            yield f"没有{what}。请补填"
        elif one_line(text) != text:
            yield f"{what}“{display_text(text)}”中有换行或控制字符。请改成一行"
        elif len(text) > MAX_SUBJECT_LENGTH:
            yield f"{what}太长（{len(text)} 个字）。请缩短到 {MAX_SUBJECT_LENGTH} 个字以内"
        yield from _cell_problems(what, text)
    if SCIENTIFIC_NOTATION.fullmatch(subject.code):
        yield f"{heads.called}编码{rewritten(subject.code)}"


def _cell_problems(what: str, value: str) -> Iterator[str]:
    if isinstance(value, ErrorValue):
        yield f"{what}“{value}”{IS_ERROR_VALUE}"
    if looks_like_formula(value):
        yield f"{what}“{display_text(value)}”以“{value[0]}”开头，会被当作公式。请改正"


def _unit_problems(unit: Unit, lines: Mapping[object, tuple[int, Unit]]) -> Iterator[str]:
    name, code = display_text(unit.name), display_text(unit.code)
    if not unit.name:
        yield "没有单位名称。请补填，或删去这一行"
    elif one_line(unit.name) != unit.name:
        yield f"单位名称“{name}”中有换行或控制字符。请改成一行；名单是 .csv 的，看看引号是否成对"
    elif same := lines.get(unit.identity):
        subject = f"的{unit.subject.called}“{unit.subject.label}”" if unit.subject.key else ""
        yield f"单位“{name}”{subject}与第 {same[0]} 行重复。请删去其中一行"
    elif (other := lines.get(unit.identity[0])) and _code_key(other[1]) != _code_key(unit):
        yield f"单位“{name}”的编码与第 {other[0]} 行的不同。请改正"
    for what, value in (("单位名称", unit.name), (CODE_HEADS[0], unit.code)):
        yield from _cell_problems(what, value)
    if SCIENTIFIC_NOTATION.fullmatch(unit.code):
        yield f"单位编码{rewritten(unit.code)}"
    elif unit.code and (other := lines.get(_code_key(unit))) and other[1].identity[0] != unit.identity[0]:
        yield f"单位编码“{code}”与第 {other[0]} 行重复。请改正"


def _code_key(unit: Unit) -> str:
    return f"{CODE_HEADS[0]} {normalize_text(unit.code)}"  # with a space, which no normalised name has
