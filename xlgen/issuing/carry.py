"""What last year's forms say that this year's ask for again (上年数), as the scheme maps it (`carried_from`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xlgen.issuing.notes import NOBODY, Matter, Note
from xlgen.issuing.units import Due
from xlgen.places import scheme_files
from xlgen.returned.book import workbook_of
from xlgen.returned.package import package_of
from xlgen.returned.read import identity_in, read_returned
from xlgen.returned.roster import Unit
from xlgen.returned.sources import Source, find_sources
from xlgen.returned.template import NoTemplate, template_for
from xlgen.returned.unreadable import Unreadable
from xlgen.rules.typed_text import narrow
from xlgen.running.engine import Engine
from xlgen.scheme.inputs import MONEY_UNIT, UNIT_NAME, YUAN, YUAN_PER_TEN_THOUSAND, Kind
from xlgen.scheme.load import UnknownScheme
from xlgen.scheme.model import Scheme
from xlgen.scheme.problems import BrokenScheme
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
        except Unreadable as error:
            return LastYear(source.name, "", {}, f"{error.message}。{error.remedy}")
        except NoTemplate as error:
            return LastYear(source.name, "", {}, str(error))
        except (BrokenScheme, UnknownScheme):
            raise  # not the file's fault
        except Exception as error:  # ours: one file of last year must not end the run
            return LastYear(source.name, "", {}, f"没有读出（{type(error).__name__}：{error}）")


def read_last_year(folder: Location, scheme: str, engine: Engine) -> tuple[dict[str, LastYear], list[Note]]:
    """The forms in a folder by unit, the newest file of each, and what is to be said of them. Raises NothingToCheck."""
    sources = find_sources([folder])
    found: dict[str, LastYear] = {}
    notes = [Note(Matter.NOT_READ, NOBODY, each.name, each.why) for each in sources.skipped]

    def lost(source: Source) -> LastYear:
        return LastYear(source.name, "", {}, LOST)

    oldest_first = sorted(sources.workbooks, key=lambda source: (source.modified, source.name))
    for form in engine(Reading(scheme), oldest_first, lost):
        older = found.get(narrow(form.unit))
        if form.unreadable:
            notes.append(Note(Matter.NOT_READ, NOBODY, form.file, form.unreadable))
        elif not form.unit:
            notes.append(Note(Matter.NOT_READ, NOBODY, form.file, "没有填单位名称"))
        elif older is not None:
            notes.append(Note(Matter.SEVERAL, Unit(form.unit), form.file, f"取这一份，它最新；不取 {older.file}"))
        if form.unit:
            found[narrow(form.unit)] = form
    return found, notes


def carried(scheme: Scheme, due: Sequence[Due], last: Mapping[str, LastYear]) -> tuple[list[Due], list[Note]]:
    """The units with what is carried over filled in, where the roster says nothing; and what could not be."""
    wanted = {name: spec.carried_from for name, spec in scheme.all_inputs.items() if spec.carried_from}
    result: list[Due] = []
    notes: list[Note] = []
    for each in due:
        form = last.get(narrow(each.unit.name))
        if form is None:
            notes.append(Note(Matter.NOT_CARRIED, each.unit, "", "没有上年的评分表"))
            result.append(each)
            continue
        given = dict(each.given)
        for name, source in wanted.items():
            if name not in given:
                why = _carry(scheme, name, source, form.inputs, given)
                notes += [Note(Matter.NOT_CARRIED, each.unit, scheme.all_inputs[name].label, why)] if why else []
        result.append(each._replace(given=given))
    return result, notes


def _carry(scheme: Scheme, name: str, source: str, last: Mapping[str, Cell], given: dict[str, Cell]) -> str:
    """Carry one input over, in the money unit of this year's form; say why not, or nothing."""
    spec, value = scheme.all_inputs[name], last.get(source)
    if is_blank(value, spec.kind):
        return "上年没有填"
    unit = last.get(MONEY_UNIT)
    if spec.kind is Kind.MONEY and isinstance(value, (int, float)) and isinstance(unit, str):
        now = given.setdefault(MONEY_UNIT, unit)
        if now != unit:
            value = value / YUAN_PER_TEN_THOUSAND if unit == YUAN else value * YUAN_PER_TEN_THOUSAND
    reason = why_wrong(spec, value, given.get(spec.beside or ""))
    if reason:
        return f"上年的“{value}”{reason}"
    given[name] = value
    return ""
