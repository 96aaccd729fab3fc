"""What last year's forms say that this year's ask for again (上年数), as the scheme maps it (`carried_from`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.result_cache import CachedRunner
from xlgen.execution.executor import Executor
from xlgen.files.resources import scheme_files
from xlgen.issuing.notices import NO_UNIT, Notice, NoticeKind
from xlgen.roster.prefill import PrefilledUnit
from xlgen.roster.unit import Unit
from xlgen.scheme.inputs import MONEY_UNIT, UNIT_NAME, YUAN, YUAN_PER_TEN_THOUSAND, InputType
from xlgen.scheme.load import load_scheme, scheme_fingerprint
from xlgen.scheme.model import Scheme
from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.scoring.status import is_blank, why_wrong
from xlgen.submissions.read import identity_in, read_inputs
from xlgen.submissions.sources import Source, Sources
from xlgen.submissions.template import NoTemplateError, renew, template_for
from xlgen.text import normalize_text
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import workbook_of
from xlgen.xlsx.values import CellValue

LOST = "没有读出（进程意外结束）"


class LastYear(NamedTuple):
    """A form of the year before: whose, and what was filled in; or why it cannot be read."""

    file: str
    unit: str
    inputs: Mapping[str, CellValue]
    unreadable: str = ""


@dataclass(frozen=True)
class Reading:
    """How forms of the year before are read: by the shipped scheme that each names, else by this year's (a path).

    year: the one before. wanted: the ids of the inputs that are asked for. said: see `renew`.
    """

    scheme: str
    year: int
    wanted: tuple[str, ...]
    said: str = ""

    def __call__(self, source: Source) -> LastYear:
        """What was filled into a file."""
        renew(self.scheme, self.said)
        try:
            book = workbook_of(package_of(Path(source.name), source.read()))
            identity = identity_in(book)
            if identity is None:
                return LastYear(source.name, "", {}, "不是评分表")
            if identity.year != str(self.year):
                return LastYear(source.name, "", {}, f"是 {identity.year} 年度的评分表，不是 {self.year} 年度的")
            known = "" if identity.scheme in scheme_files() else self.scheme
            template = template_for(identity, known)
            inputs = read_inputs(book, template.scheme, template.layout)
            wanted = {name: inputs[name] for name in self.wanted if name in inputs}
            if not wanted.keys() - {MONEY_UNIT}:
                return LastYear(source.name, "", {}, f"是方案 {identity.scheme} 的评分表，没有要结转的数")
            return LastYear(source.name, str(inputs.get(UNIT_NAME) or identity.unit), wanted)
        except UnreadableError as error:
            return LastYear(source.name, "", {}, f"{error.message}。{error.remedy}")
        except NoTemplateError as error:
            return LastYear(source.name, "", {}, str(error))
        except (SchemeError, UnknownSchemeError):
            raise  # not the file's fault
        except Exception as error:  # ours: one file of last year must not end the run
            return LastYear(source.name, "", {}, f"没有读出（{type(error).__name__}：{error}）")


def _lost(source: Source) -> LastYear:
    return LastYear(source.name, "", {}, LOST)


def read_last_year(
    sources: Sources, scheme: Scheme, path: str, manifest: CampaignRecord, engine: Executor
) -> Iterator[LastYear]:
    """What this year's scheme asks for of each form, the oldest file first. path: of the scheme, or its id."""
    own = "" if path in scheme_files() else path
    said = own and scheme_fingerprint(load_scheme(own))
    before = scheme.year - 1
    wanted = (MONEY_UNIT, *(spec.carried_from for spec in scheme.all_inputs.values() if spec.carried_from))
    reading = Reading(path, before, wanted, said)
    options = [before, wanted]
    remembering = CachedRunner(manifest, engine, "结转", reading, _lost, _kept, _last_year, own, options)
    return remembering(sorted(sources.workbooks, key=lambda source: (source.modified, source.name)))


def by_unit(forms: Iterable[LastYear]) -> tuple[dict[str, LastYear], list[Notice]]:
    """The newest form of each unit, and what is to be said of the others."""
    found: dict[str, LastYear] = {}
    notes: list[Notice] = []
    for form in forms:
        older = found.get(normalize_text(form.unit))
        if form.unreadable:
            notes.append(Notice(NoticeKind.NOT_READ, NO_UNIT, form.file, form.unreadable))
        elif not form.unit:
            notes.append(Notice(NoticeKind.NOT_READ, NO_UNIT, form.file, "没有填单位名称"))
        elif older is not None:
            notes.append(Notice(NoticeKind.SEVERAL, Unit(form.unit), form.file, f"取这一份，它最新；不取 {older.file}"))
        if form.unit:
            found[normalize_text(form.unit)] = form
    return found, notes


def not_used(sources: Sources, due: Sequence[PrefilledUnit], last: Mapping[str, LastYear]) -> list[Notice]:
    """The files of last year that are no forms, and the forms of units that are not on the roster."""
    notes = [Notice(NoticeKind.NOT_READ, NO_UNIT, each.name, each.why) for each in sources.skipped]
    here = {normalize_text(each.unit.name) for each in due}
    others = [form for name, form in last.items() if name not in here and not form.unreadable]
    return notes + [Notice(NoticeKind.NOT_READ, Unit(each.unit), each.file, "名单里没有这个单位") for each in others]


def _kept(form: LastYear) -> Any:
    """What is remembered; a file that was not read may be readable next time."""
    return None if form.unreadable else list(form)


def _last_year(plain: Sequence[Any]) -> LastYear:
    return LastYear(*plain)


def carried(
    scheme: Scheme, due: Sequence[PrefilledUnit], last: Mapping[str, LastYear]
) -> tuple[list[PrefilledUnit], list[Notice]]:
    """The units with what is carried over filled in, where the roster says nothing; and what could not be."""
    wanted = {name: spec.carried_from for name, spec in scheme.all_inputs.items() if spec.carried_from}
    result: list[PrefilledUnit] = []
    notes: list[Notice] = []
    for each in due:
        form = last.get(normalize_text(each.unit.name))
        if form is None:
            notes.append(Notice(NoticeKind.NOT_CARRIED, each.unit, "", "没有上年的评分表"))
            result.append(each)
            continue
        given = dict(each.given)
        for name, source in wanted.items():
            if name not in given:
                why = _carry(scheme, name, source, form.inputs, given)
                notes += [Notice(NoticeKind.NOT_CARRIED, each.unit, scheme.all_inputs[name].label, why)] if why else []
        result.append(each._replace(given=given))
    return result, notes


def _carry(scheme: Scheme, name: str, source: str, last: Mapping[str, CellValue], given: dict[str, CellValue]) -> str:
    """Carry one input over, in the money unit of this year's form; say why not, or nothing."""
    spec, value = scheme.all_inputs[name], last.get(source)
    if is_blank(value, spec.kind):
        return "上年没有填"
    unit = last.get(MONEY_UNIT)
    if spec.kind is InputType.MONEY and isinstance(value, (int, float)) and isinstance(unit, str):
        now = given.setdefault(MONEY_UNIT, unit)
        if now != unit:
            value = value / YUAN_PER_TEN_THOUSAND if unit == YUAN else value * YUAN_PER_TEN_THOUSAND
    reason = why_wrong(spec, value, given.get(spec.limit_source or ""))
    if reason:
        return f"上年的“{value}”{reason}"
    given[name] = value
    return ""
