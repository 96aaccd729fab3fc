"""What a summary is made of: one row for each unit, why points were lost, and what is left out.

Rows are plain data, so that they can come from other processes; nothing of a file is kept but its row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from xlgen.returned.campaign import Verdict, verdict_of
from xlgen.returned.compare import HALF_CENT
from xlgen.returned.finding import finding, one_line, plain
from xlgen.returned.findings import Code, Level
from xlgen.returned.running import LOST, Checking, failed, in_order
from xlgen.returned.sources import Source
from xlgen.returned.submission import Submission
from xlgen.returned.validate import FileReport
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.rules.typed_text import narrow
from xlgen.scheme.model import Indicator
from xlgen.scoring.filling import Cell
from xlgen.scoring.form import IndicatorScore

NAMED_ERRORS = 3
"""So many errors of a file that is left out are given in words; the others are counted."""


class FormOf(NamedTuple):
    """What a unit filled in: which scheme's form, of which year."""

    scheme: str
    year: str

    def __str__(self) -> str:
        return f"{self.scheme} {self.year}年度"


class MixedForms(Exception):
    """Forms that do not belong in one table: the message names each, and says what to do."""


@dataclass(frozen=True)
class UnitRow:
    """One unit: scores by rule (None while something is missing) and full marks by indicator, and why points were lost.

    total: by rule; shown: as the workbook shows it.
    """

    name: str  # the file as reports call it
    fingerprint: str
    form: FormOf
    unit: str
    scores: Mapping[str, float | None]
    points: Mapping[str, float]
    reasons: Mapping[str, tuple[str, ...]]
    total: float | None
    shown: float | None
    errors: int

    @property
    def differs(self) -> bool:
        """The workbook shows another total than the rules give."""
        return self.total is not None and self.shown is not None and abs(self.total - self.shown) > HALF_CENT


@dataclass(frozen=True)
class LeftOut:
    """A file that is not summed up, and why."""

    name: str
    fingerprint: str
    unit: str
    why: str
    readable: bool = True


def applies(indicator: Indicator, unit: UnitRow) -> bool:
    """The indicator is applicable to a unit."""
    return indicator.not_applicable is None or unit.points[indicator.id] > 0


def is_scored(indicator: Indicator, unit: UnitRow) -> bool:
    """A unit has a score for an indicator."""
    return applies(indicator, unit) and unit.scores[indicator.id] is not None


Entry: TypeAlias = UnitRow | LeftOut


def entry_of(report: FileReport, include_failed: bool) -> Entry:
    """What a checked file adds: a row where it passed, or where failed ones are wanted and it could be scored."""
    if report.submission is None or not (report.passed or include_failed):
        return LeftOut(one_line(report.name), report.fingerprint, plain(report.unit), _why(report), _readable(report))
    comparison = report.submission.comparison
    scores = comparison.by_rule.indicators
    return UnitRow(
        one_line(report.name),
        report.fingerprint,
        FormOf(report.scheme, report.year),
        plain(report.unit),
        {each.indicator.id: each.score for each in scores},
        {each.indicator.id: excel_round(each.points, SCORE_PLACES) for each in scores},
        {each.indicator.id: found for each in scores if (found := tuple(_reasons(report.submission, each)))},
        report.by_rule,
        report.total,
        report.count(Level.ERROR),
    )


@dataclass(frozen=True)
class _Entering:
    """Checks a file and keeps only what the summary needs: work for any process."""

    check: Checking
    include_failed: bool

    def __call__(self, source: Source) -> Entry:
        return entry_of(self.check(source), self.include_failed)

    def lost(self, source: Source) -> Entry:
        """The entry of a file whose process was killed."""
        return entry_of(failed(source, LOST), self.include_failed)


def entries_of(sources: Sequence[Source], scheme: str, include_failed: bool, jobs: int) -> Iterator[Entry]:
    """What each file adds to the summary, in order. scheme: by which it is checked, else the one it names."""
    entering = _Entering(Checking(scheme), include_failed)
    return in_order(entering, sources, jobs, entering.lost)


def _readable(report: FileReport) -> bool:
    return verdict_of(report) not in (Verdict.UNREADABLE, Verdict.FAILED)


def _why(report: FileReport) -> str:
    errors = [each for each in report.findings if each.level is Level.ERROR]
    named = [f"{each.where}：{each.message}" if each.where else each.message for each in errors[:NAMED_ERRORS]]
    more = [f"等共 {len(errors)} 处错误"] if len(errors) > NAMED_ERRORS else []
    return "；".join([*named, *more])


def _reasons(submission: Submission, score: IndicatorScore) -> Iterator[str]:
    """The reasons a unit gives where it lost points; each once."""
    if score.score is not None and score.score < score.points:
        texts = _texts(submission, score.indicator, score)
        yield from dict.fromkeys(normal for text in texts if (normal := _normalised(text)))


def _texts(submission: Submission, indicator: Indicator, score: IndicatorScore) -> Iterator[Cell]:
    filling = submission.filling
    yield filling.remarks.get(indicator.id)
    yield from (filling.inputs.get(name) for name in indicator.reasons)
    if indicator.expansion is not None:
        table = indicator.expansion.table
        column = submission.scheme.tables[table].reason
        for key, row in zip(submission.scheme.form_rows(indicator), filling.tables.get(table, ()), strict=False):
            if column is not None and key in score.rows and score.rows[key].score < score.rows[key].points:
                yield row.get(column)


def _normalised(text: Cell) -> str:
    """A reason without what tells apart only how it was typed: spaces, line ends, the full stop."""
    return "" if text is None else " ".join(str(text).split()).strip("。；;，,.、 ")


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
