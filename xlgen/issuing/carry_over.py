"""Carries figures of last year's forms over into this year's (上年数), as the scheme maps them (`carried_from`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from xlgen.campaign.record import CampaignRecord
from xlgen.campaign.result_cache import CachedRunner
from xlgen.execution.executor import Executor
from xlgen.issuing.notices import NO_UNIT, Notice, NoticeKind
from xlgen.roster.laid_down import are_items
from xlgen.roster.prefill import PrefilledUnit
from xlgen.roster.unit import Unit
from xlgen.scheme.input_words import limit_label
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, UNIT_NAME, YUAN, YUAN_PER_TEN_THOUSAND, InputType
from xlgen.scheme.known_schemes import SHIPPED_SCHEMES, KnownSchemes, all_schemes, only
from xlgen.scheme.load import scheme_fingerprint
from xlgen.scheme.model import Scheme
from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.scheme.subject import Subject
from xlgen.scoring.status import is_blank, why_wrong
from xlgen.submissions.intent import display_value
from xlgen.submissions.read import identity_in
from xlgen.submissions.sources import Source, Sources
from xlgen.submissions.submission import submission_of
from xlgen.submissions.template import NoTemplateError, Templates, templates_of
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import workbook_of
from xlgen.xlsx.values import CellValue

NOT_READ = "没有读出（进程意外结束）"


class LastYearForm(NamedTuple):
    """A form of the year before: its unit, the inputs asked for and the unit of money; or why it is not read.

    subject_code, subject_name: what it is about beside its unit.
    """

    file: str
    unit: str
    inputs: Mapping[str, CellValue]
    unreadable: str = ""
    subject_code: str = ""
    subject_name: str = ""

    @property
    def whose(self) -> Unit:
        """Whose form it is, and about what."""
        return Unit(self.unit, subject=Subject(self.subject_code, self.subject_name))


@dataclass(frozen=True)
class LastYearReader:
    """Reads forms of the year before, in any process.

    A form is read with the known scheme that it names, otherwise with this year's scheme.
    inputs: the ids of the inputs that are asked for.
    """

    scheme: Scheme
    inputs: tuple[str, ...]
    known: KnownSchemes = SHIPPED_SCHEMES

    @cached_property
    def _own(self) -> Templates:
        return Templates(only(self.scheme))

    @cached_property
    def _others(self) -> Templates:
        return templates_of(self.known)

    def __call__(self, source: Source) -> LastYearForm:
        """Read what was filled into a file."""
        try:
            return self._read(source)
        except UnreadableError as error:
            return _unread(source, f"{error.message}。{error.remedy}")
        except NoTemplateError as error:
            return _unread(source, str(error))
        except (SchemeError, UnknownSchemeError):
            raise  # not the file's fault
        except Exception as error:  # a fault of ours: one file of last year must not end the run
            return _unread(source, f"没有读出（{type(error).__name__}：{error}）")

    def _read(self, source: Source) -> LastYearForm:
        year = self.scheme.year - 1
        book = workbook_of(package_of(Path(source.name), source.read()))
        identity = identity_in(book)
        if identity is None:
            return _unread(source, "不是评分表")
        if identity.year != str(year):
            return _unread(source, f"是 {identity.year} 年度的评分表，不是 {year} 年度的")
        templates = self._others if identity.scheme in self.known.ids else self._own
        submission = submission_of(source.name, book, identity, templates)
        filled_in = submission.inputs
        inputs = {name: filled_in[name] for name in self.inputs if name in filled_in}
        if not inputs.keys() - {MONEY_UNIT}:
            return _unread(source, f"是表样 {identity.scheme} 的评分表，没有要结转的数")
        inputs[MONEY_UNIT] = filled_in.get(MONEY_UNIT, TEN_THOUSAND_YUAN)  # of a form that did not ask for it
        unit, about = str(filled_in.get(UNIT_NAME) or identity.unit), submission.subject
        return LastYearForm(source.name, unit, inputs, "", about.code, about.name)


def _unread(source: Source, why: str = NOT_READ) -> LastYearForm:
    return LastYearForm(source.name, "", {}, why)


def read_last_year(
    sources: Sources, scheme: Scheme, record: CampaignRecord, executor: Executor
) -> Iterator[LastYearForm]:
    """Read what this year's scheme asks for from each form, the oldest file first."""
    inputs = (MONEY_UNIT, *(spec.carried_from for spec in scheme.all_inputs.values() if spec.carried_from))
    known = all_schemes()
    reader = LastYearReader(scheme, inputs, known)
    made_with = [inputs, scheme_fingerprint(scheme)]
    cached = CachedRunner(record, executor, "结转", reader, _unread, _pack, _unpack, known, made_with)
    return cached(sorted(sources.workbooks, key=lambda source: (source.modified, source.name)))


def by_unit(forms: Iterable[LastYearForm]) -> tuple[dict[tuple[str, str], LastYearForm], list[Notice]]:
    """The newest form of each unit, and of what it is about, by `Unit.identity`; and notices of the others."""
    newest: dict[tuple[str, str], LastYearForm] = {}
    notices: list[Notice] = []
    for form in forms:
        older = newest.get(form.whose.identity)
        if form.unreadable:
            notices.append(Notice(NoticeKind.NOT_READ, NO_UNIT, form.file, form.unreadable))
        elif not form.unit:
            notices.append(Notice(NoticeKind.NOT_READ, NO_UNIT, form.file, "没有填单位名称"))
        elif older is not None:
            why = f"取这一份，它最新；不取 {older.file}"
            notices.append(Notice(NoticeKind.SEVERAL, form.whose, form.file, why))
        if form.unit:
            newest[form.whose.identity] = form
    return newest, notices


def not_used(
    sources: Sources, units: Sequence[PrefilledUnit], last_year: Mapping[tuple[str, str], LastYearForm]
) -> list[Notice]:
    """Notices of the files of last year that are not forms, and of the forms of units that are not on the roster."""
    notices = [Notice(NoticeKind.NOT_READ, NO_UNIT, skipped.name, skipped.why) for skipped in sources.skipped]
    due, names = {unit.unit.identity for unit in units}, {unit.unit.identity[0] for unit in units}
    for whose, form in last_year.items():
        if whose not in due and not form.unreadable:
            why = "名单里没有这个单位" if whose[0] not in names else "名单里这个单位没有它"
            notices.append(Notice(NoticeKind.NOT_READ, form.whose, form.file, why))
    return notices


def _pack(form: LastYearForm) -> Any:
    """What the cache keeps; a file that was not read may be readable next time."""
    return None if form.unreadable else list(form)


def _unpack(plain: Sequence[Any]) -> LastYearForm:
    file, unit, inputs, unreadable, *about = plain
    if not all(isinstance(text, str) for text in (file, unit, unreadable, *about)):
        raise TypeError(plain)
    if not are_items({name: "" if value is None else value for name, value in inputs.items()}):
        raise TypeError(inputs)
    return LastYearForm(file, unit, inputs, "", *about)


def carried(
    scheme: Scheme, units: Sequence[PrefilledUnit], last_year: Mapping[tuple[str, str], LastYearForm]
) -> tuple[list[PrefilledUnit], list[Notice]]:
    """The units with last year's figures filled in where the roster has none, and notices of what was not."""
    wanted = {name: spec.carried_from for name, spec in scheme.all_inputs.items() if spec.carried_from}
    result: list[PrefilledUnit] = []
    notices: list[Notice] = []
    for unit in units:
        form = last_year.get(unit.unit.identity)
        if form is None:
            notices.append(Notice(NoticeKind.NOT_CARRIED, unit.unit, "", "没有上年的评分表"))
            result.append(unit)
            continue
        inputs = dict(unit.inputs)
        for name, source in wanted.items():
            if name not in inputs and (why := _carry(scheme, name, source, form.inputs, inputs)):
                notices.append(Notice(NoticeKind.NOT_CARRIED, unit.unit, scheme.all_inputs[name].label, why))
        result.append(unit._replace(inputs=inputs))
    return result, notices


def _carry(
    scheme: Scheme, name: str, source: str, last_year: Mapping[str, CellValue], inputs: dict[str, CellValue]
) -> str:
    """Carry one input over, in the money unit of this year's form; returns why not, or nothing."""
    spec, value = scheme.all_inputs[name], last_year.get(source)
    if is_blank(value, spec.kind):
        return "上年没有填"
    if spec.kind is InputType.MONEY and isinstance(value, (int, float)):
        unit = last_year.get(MONEY_UNIT)
        if unit not in (YUAN, TEN_THOUSAND_YUAN):
            return "上年没有选金额单位"
        asked = MONEY_UNIT in scheme.all_inputs
        this_unit = inputs.setdefault(MONEY_UNIT, unit) if asked else TEN_THOUSAND_YUAN
        if this_unit != unit:
            value = value / YUAN_PER_TEN_THOUSAND if unit == YUAN else value * YUAN_PER_TEN_THOUSAND
    limit = inputs.get(spec.limit_source or "")
    reason = why_wrong(spec, value, limit, limit_label(spec, scheme.all_inputs))
    if reason:
        return f"上年的“{display_value(value, spec.kind) if spec.kind is InputType.DATE else value}”{reason}"
    inputs[name] = value
    return ""
