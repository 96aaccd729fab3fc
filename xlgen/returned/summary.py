"""The units summed up, and what is left out. Nothing of a file is kept but its row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from xlgen.returned.campaign import Verdict, verdict_of
from xlgen.returned.checking import Checked
from xlgen.returned.finding import finding, one_line, plain
from xlgen.returned.findings import Code, Level
from xlgen.returned.unit_row import FormOf, UnitRow
from xlgen.returned.validate import FileReport
from xlgen.rules.typed_text import narrow

NAMED_ERRORS = 3
"""So many errors of a file that is left out are given in words; the others are counted."""


class MixedForms(Exception):
    """Forms that do not belong in one table: the message names each, and says what to do."""


@dataclass(frozen=True)
class LeftOut:
    """A file that is not summed up, and why."""

    name: str
    fingerprint: str
    unit: str
    why: str
    readable: bool = True


Entry: TypeAlias = UnitRow | LeftOut


def entry_of(checked: Checked, include_failed: bool) -> Entry:
    """What a checked file adds: a row where it passed, or where failed ones are wanted and it could be scored."""
    report, row = checked
    if row is not None and (report.passed or include_failed):
        return row
    return LeftOut(one_line(report.name), report.fingerprint, plain(report.unit), _why(report), _readable(report))


def _readable(report: FileReport) -> bool:
    return verdict_of(report) not in (Verdict.UNREADABLE, Verdict.FAILED)


def _why(report: FileReport) -> str:
    errors = [each for each in report.findings if each.level is Level.ERROR]
    named = [f"{each.where}：{each.message}" if each.where else each.message for each in errors[:NAMED_ERRORS]]
    more = [f"等共 {len(errors)} 处错误"] if len(errors) > NAMED_ERRORS else []
    return "；".join([*named, *more])


@dataclass
class Summary:
    """The units summed up and the files left out."""

    units: list[UnitRow] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def form(self) -> FormOf | None:
        """The form that all units filled in; None without any. Raises MixedForms."""
        files: defaultdict[FormOf, list[str]] = defaultdict(list)
        for each in self.units:
            files[each.form].append(each.name)
        if len(files) > 1:
            found = "；".join(f"{form} {len(names)} 份，如 {names[0]}" for form, names in sorted(files.items()))
            advice = "不同年度的请分开文件夹汇总；不同方案的也可以用 --scheme 指明一个"
            raise MixedForms(f"不同方案或年度的表不能汇总在一起：{found}。{advice}")
        return next(iter(files), None)

    @property
    def twice(self) -> frozenset[str]:
        """The units that are in it more than once."""
        counts = Counter(narrow(each.unit) for each in self.units if each.unit)
        return frozenset(each.unit for each in self.units if counts[narrow(each.unit)] > 1)

    @property
    def reasons(self) -> Mapping[str, Counter[str]]:
        """How many units give each reason for the points they lost, by indicator."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for each in self.units:
            for indicator, reasons in each.reasons.items():
                found[indicator].update(reasons)
        return found


def summed_up(entries: Iterable[Entry]) -> Summary:
    """The summary of these files: units by name as a dictionary orders them, a file that is there twice only once."""
    summary, seen = Summary(), dict[str, str]()
    for each in entries:
        other = seen.setdefault(each.fingerprint, each.name) if each.fingerprint else each.name
        if isinstance(each, LeftOut):
            summary.left_out.append(each)
        elif other != each.name:
            why = finding(Code.SAME_FILE, others=other).message
            summary.left_out.append(LeftOut(each.name, each.fingerprint, each.unit, why))
        else:
            summary.units.append(each)
    summary.units.sort(key=lambda each: (_as_in_a_dictionary(each.unit), each.name))
    return summary


def _as_in_a_dictionary(name: str) -> bytes:
    return name.encode("gb18030", errors="replace")  # common hanzi stand in it by their pinyin
