"""A roster with prefilled inputs, as issuing reads it. All problems are reported at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from xlgen.errors import NotPortableError
from xlgen.roster.details import columns_of_details, details_of_lines
from xlgen.roster.roster import notes_on, units_of
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
from xlgen.scheme.input_words import expected_of, limit_label
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, UNIT_NAME, Input, InputType
from xlgen.scheme.model import Scheme
from xlgen.scheme.subject import subject_inputs
from xlgen.scoring.status import why_wrong
from xlgen.text import display_text, normalize_text, number_in
from xlgen.workbook.identity import Identity, identity_line, identity_of
from xlgen.xlsx.dates import intended_day
from xlgen.xlsx.values import CellValue

NAME, CODE = "name", "code"
FIXED_MONEY_UNIT = Input(label="金额单位", kind=InputType.CHOICE, options=[TEN_THOUSAND_YUAN])
"""What a roster may say of the unit of money where the form does not ask for it."""


class PrefilledUnit(NamedTuple):
    """A unit of the roster, its details, and the inputs that are prefilled for it."""

    unit: Unit
    details: Mapping[str, str]  # by a layout's names, and its status; blank ones are left out
    inputs: Mapping[str, CellValue]  # by item (see workbook/approved.py), the unit's name among them
    adjustments: Mapping[str, str] = {}  # of approved values in the middle of the year, by item


@dataclass(frozen=True)
class PrefilledRoster:
    """The units of the roster, the columns that are not used, and what is said of lines that were not read."""

    units: Sequence[PrefilledUnit]
    unused_columns: Sequence[str]
    notes: Sequence[str] = ()


def read_prefilled_roster(path: Path, scheme: Scheme) -> PrefilledRoster:
    """The units of a roster with their prefilled inputs; a column may be headed by an input's id or label.

    Raises RosterError with the problems of all lines, and UnreadableError.
    """
    listing = read_listing(path)
    heads = subject_heads(scheme.subject, scheme.inputs) if scheme.subject else None
    units, problems = units_of(listing, heads)
    if heads is not None:
        problems += _subject_missing(listing, units, heads)
    details, wrong_details = details_of_lines(listing)
    problems += wrong_details
    columns, identity = _input_columns(listing, scheme), identity_of(scheme)
    problems += _ambiguous_columns(listing, scheme, columns)
    prefilled = []
    for unit, texts, (number, cells) in zip(units, details, listing.lines, strict=True):
        inputs, wrong = _prefilled_inputs(unit, cells, columns, scheme)
        wrong += _unstorable(replace(identity, unit=unit.name))
        problems += [f"{path} 第 {number} 行：{problem}" for problem in wrong]
        prefilled.append(
            PrefilledUnit(unit, {NAME: unit.name, CODE: unit.code, **texts, **subject_texts(scheme, unit)}, inputs)
        )
    if problems:
        raise RosterError(*problems)
    identities = [NAME_HEADS, CODE_HEADS, *((heads.code, heads.name) if heads else ())]
    used = {*map(listing.column, identities), *columns_of_details(listing), *columns.values()}
    unused = [head for column, head in enumerate(listing.head) if head and column not in used]
    return PrefilledRoster(prefilled, unused, notes_on(listing))


def subject_texts(scheme: Scheme, unit: Unit) -> dict[str, str]:
    """What a unit's form is about, by the ids of the inputs, as a layout of files uses them."""
    return {name: str(value) for name, value in subject_inputs(scheme.subject, unit.subject).items()}


def _subject_missing(listing: Listing, units: Sequence[Unit], heads: SubjectHeads) -> Iterator[str]:
    """Every line of a roster says what its form is about: a form that did not say so could not be told from others."""
    if listing.column(heads.name) < 0:
        wanted = "”“".join([*([f"{heads.called}编码"] if heads.code else []), f"{heads.called}名称"])
        how = "不知道各单位有哪些的，请下发一份空白表（不写名单）"
        yield f"{listing.path}：没有“{wanted}”列，这张表一个{heads.called}填一份。请补上，一个{heads.called}一行；{how}"
        return
    for unit, (number, _) in zip(units, listing.lines, strict=True):
        if not unit.subject.key:
            yield f"{listing.path} 第 {number} 行：没有{heads.called}名称。请补填，或删去这一行"


def _unstorable(identity: Identity) -> list[str]:
    """Why a workbook cannot store its unit's name: reported with the line, and not in the middle of the run."""
    try:
        identity_line(identity)
    except NotPortableError as error:
        return [str(error)]
    return []


def heads_of_input(name: str, spec: Input) -> list[str]:
    """The headings under which a list gives an input: its id, its label, its short label."""
    return [normalize_text(head) for head in (name, spec.label, spec.short) if head]


def _specs(scheme: Scheme) -> Mapping[str, Input]:
    """The inputs that a roster may prefill, and the unit of money even where the form does not ask for it."""
    return {MONEY_UNIT: FIXED_MONEY_UNIT, **scheme.all_inputs}


def _input_columns(listing: Listing, scheme: Scheme) -> dict[str, int]:
    """The columns of inputs, by input id. The unit's name and its form's subject have columns of their own."""
    own = {UNIT_NAME, *(scheme.subject.names if scheme.subject else ())}
    specs = {name: spec for name, spec in _specs(scheme).items() if name not in own}
    columns = {name: listing.column(heads_of_input(name, spec)) for name, spec in specs.items()}
    return {name: column for name, column in columns.items() if column >= 0}


def _ambiguous_columns(listing: Listing, scheme: Scheme, columns: Mapping[str, int]) -> Iterator[str]:
    """Problems of columns that may mean several inputs: several with one heading, or inputs with the same label."""
    heads = [heads_of_input(name, _specs(scheme)[name]) for name in columns]
    yield from dict.fromkeys(problem for problem in map(listing.repeated, heads) if problem)
    for column in sorted(set(columns.values())):
        names = [name for name, own in columns.items() if own == column]
        if len(names) > 1:
            which = f"{len(names)} 个填报项（{'、'.join(names)}）"
            yield f"{listing.path}：{which}都叫“{listing.head[column]}”。列名请写要预填的那一项的编号"


def _prefilled_inputs(
    unit: Unit, cells: Sequence[str], columns: Mapping[str, int], scheme: Scheme
) -> tuple[dict[str, CellValue], list[str]]:
    """The inputs that a line prefills, and the problems with them; blank cells prefill nothing."""
    specs = _specs(scheme)
    texts = {name: cell_in(cells, column) for name, column in columns.items()}
    about = subject_texts(scheme, unit)
    texts |= about
    inputs: dict[str, CellValue] = {UNIT_NAME: unit.name}
    inputs |= {name: _value(specs[name], text) for name, text in texts.items() if text}
    problems = []
    for name in (name for name in (*columns, *about) if name in inputs):
        spec = specs[name]
        limit = inputs.get(spec.limit_source or "")
        reason = why_wrong(spec, inputs[name], limit, limit_label(spec, specs))
        if reason:
            written = display_text(texts[name])
            problems.append(f"“{specs[name].label}”{reason}（写的是“{written}”）。请{expected_of(name, specs)}")
    return {name: value for name, value in inputs.items() if name in scheme.all_inputs}, problems


def _value(spec: Input, text: str) -> CellValue:
    if spec.options:
        return next((option for option in spec.options if normalize_text(option) == normalize_text(text)), text)
    if not spec.numeric:
        return text
    if spec.kind is InputType.DATE and (day := intended_day(text)) is not None:
        return day  # in a workbook, a date is a number already
    number = number_in(text)
    return text if number is None else number
