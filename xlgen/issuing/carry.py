"""What last year's forms say that this year's ask for again (上年数), as the scheme maps it (`carried_from`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xlgen.issuing.units import Due
from xlgen.places import scheme_files
from xlgen.returned.book import workbook_of
from xlgen.returned.package import package_of
from xlgen.returned.read import identity_in, read_returned
from xlgen.returned.sources import Source, find_sources
from xlgen.returned.template import NoTemplate, template_for
from xlgen.returned.unreadable import Unreadable
from xlgen.rules.typed_text import narrow
from xlgen.running.engine import Engine
from xlgen.scheme.inputs import MONEY_UNIT, UNIT_NAME, YUAN, YUAN_PER_TEN_THOUSAND, Kind
from xlgen.scheme.model import Scheme
from xlgen.scoring.filling import Cell
from xlgen.scoring.status import is_blank, why_wrong
from xlgen.storage import Location

LOST = "没有读出（进程意外结束）"


class LastYear(NamedTuple):
    """A form of the year before: whose, and what was filled in; or why it cannot be read."""

    file: str
    unit: str
    inputs: Mapping[str, Cell]
    unreadable: str = ""


@dataclass(frozen=True)
class Reading:
    """How forms of the year before are read: by the shipped scheme that each names, else by this year's (a path)."""

    scheme: str

    def __call__(self, source: Source) -> LastYear:
        """What was filled into a file."""
        try:
            book = workbook_of(package_of(Path(source.name), source.read()))
            identity = identity_in(book)
            if identity is None:
                return LastYear(source.name, "", {}, "不是评分表")
            known = "" if identity.scheme in scheme_files() else self.scheme
            scheme = template_for(identity, known).scheme
            inputs = read_returned(book, scheme, book.path).filling.inputs
            return LastYear(source.name, str(inputs.get(UNIT_NAME) or identity.unit), inputs)
        except (Unreadable, NoTemplate) as error:
            return LastYear(source.name, "", {}, str(error))


def read_last_year(folder: Location, scheme: str, engine: Engine) -> tuple[dict[str, LastYear], list[str]]:
    """The forms in a folder by unit, and what is to be said of them. Raises NothingToCheck."""
    sources = find_sources([folder])
    found: dict[str, LastYear] = {}
    notes = [f"{each.name}：{each.why}，没有结转" for each in sources.skipped]

    def lost(source: Source) -> LastYear:
        return LastYear(source.name, "", {}, LOST)

    for form in engine(Reading(scheme), sources.workbooks, lost):
        if form.unreadable:
            notes.append(f"{form.file}：{form.unreadable}。没有结转")
        elif narrow(form.unit) in found:
            notes.append(f"{form.unit}：上年有几份，取 {form.file}，不取 {found[narrow(form.unit)].file}")
        if form.unit:
            found[narrow(form.unit)] = form
    return found, notes


def carried(scheme: Scheme, due: Sequence[Due], last: Mapping[str, LastYear]) -> tuple[list[Due], list[str]]:
    """The units with what is carried over filled in, where the roster says nothing; and what could not be."""
    wanted = {name: spec.carried_from for name, spec in scheme.all_inputs.items() if spec.carried_from}
    result, notes = [], []
    for each in due:
        form = last.get(narrow(each.unit.name))
        if form is None:
            notes.append(f"{each.unit}：没有上年的评分表，“上年”的数没有结转")
            result.append(each)
            continue
        given = dict(each.given)
        for name, source in wanted.items():
            if name not in given:
                notes += [f"{each.unit}：{why}" for why in _carry(scheme, name, source, form.inputs, given)]
        result.append(each._replace(given=given))
    return result, notes


def _carry(scheme: Scheme, name: str, source: str, last: Mapping[str, Cell], given: dict[str, Cell]) -> Iterator[str]:
    """Carry one input over, in the money unit of this year's form; say why not."""
    spec, value = scheme.all_inputs[name], last.get(source)
    if is_blank(value, spec.kind):
        yield f"“{spec.label}”上年没有填，没有结转"
        return
    unit = last.get(MONEY_UNIT)
    if spec.kind is Kind.MONEY and isinstance(value, (int, float)) and isinstance(unit, str):
        now = given.setdefault(MONEY_UNIT, unit)
        if now != unit:
            value = value / YUAN_PER_TEN_THOUSAND if unit == YUAN else value * YUAN_PER_TEN_THOUSAND
    reason = why_wrong(spec, value, given.get(spec.beside or ""))
    if reason:
        yield f"“{spec.label}”上年的“{value}”{reason}，没有结转"
    else:
        given[name] = value
