"""The verbs of the public face: what `import xlgen` offers. None prints or reads options."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypedDict

from xlgen.campaign.summarizing import SummaryResult, summarize_returns
from xlgen.campaign.validation import ValidationResult, validate_returns
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor
from xlgen.execution.local import LocalExecutor
from xlgen.files.atomic import save
from xlgen.issuing.issue import IssueResult, issue_forms
from xlgen.reports.html import html_report
from xlgen.reports.json_report import ReportJson, json_report, report_data
from xlgen.reports.workbook import findings_workbook
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_scheme as _load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scheme.problems import BrokenFileError, DataError
from xlgen.scheme.yaml_file import read_file
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import IndicatorScore, score_form
from xlgen.scoring.open_points import OpenPoint, open_points
from xlgen.submissions.compare import Comparison
from xlgen.submissions.compare import compare as _compare
from xlgen.submissions.finding import Finding
from xlgen.submissions.read import open_workbook, read_returned
from xlgen.submissions.template import Templates
from xlgen.submissions.unit_row import total_of
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of
from xlgen.summary.book import write_summary
from xlgen.workbook.build import build as _build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.identity import Identity, identity_of
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

ONE_PROCESS = LocalExecutor(1)


def load_scheme(name: str | Path, year: int | None = None) -> Scheme:
    """A scheme by id or path, for its own year or another.

    Raises UnknownSchemeError, and SchemeError with every problem of the file.
    """
    return _load_scheme(str(name), year)


def read_data(path: str | Path, scheme: Scheme | None = None) -> FormData:
    """What a unit filled in, from a YAML data file (`xlgen inputs` writes its skeleton).

    Without a scheme, the shipped one that the file names, for the year that it names. Percents are ratios; amounts are
    in the money unit of the data, 万元 unless it says 元. Raises DataError with every problem of the file.
    """
    return load_form_data(Path(path), scheme or _scheme_of_data(Path(path)))


def _scheme_of_data(file: Path) -> Scheme:
    try:
        data = read_file(file).data
    except BrokenFileError as error:
        raise DataError(error.problems) from error
    name, year = data.get("scheme"), data.get("year")
    if not isinstance(name, str):
        raise UsageError(f"{file}：没有写明是哪个方案的数据。请补上“scheme: 方案名”，或指明方案", "scheme")
    return load_scheme(name, year if isinstance(year, int) else None)


@dataclass(frozen=True)
class Workbook:
    """A scoring workbook: its bytes, the scheme it was made from, and what it says of itself."""

    content: bytes
    scheme: Scheme
    identity: Identity

    def save(self, path: str | Path) -> Path:
        """Write the file whole or not at all; the path. Raises OSError."""
        save(Path(path), self.content)
        return Path(path)


def build(
    scheme: Scheme,
    data: FormData | None = None,
    *,
    unit: str = "",
    approved: FormData | None = None,
    formulas: str = FormulaStyle.NATIVE,
) -> Workbook:
    """A workbook: blank, for a named unit, or filled.

    Approved data (targets, for one) are filled in and locked. formulas: "native" (plain formulas), or calls of the
    custom functions: "udf" (Excel for Windows), "officejs" (Microsoft 365).
    Raises NotPortableError where the scheme needs what Excel 2010 cannot hold.
    """
    content = _build(scheme, data, unit, approved, FormulaStyle(formulas))
    return Workbook(content, scheme, identity_of(scheme, unit))


class IndicatorScoreJson(TypedDict):
    """An indicator's score by its rule; null while something is missing for it."""

    id: str
    name: str
    points: float
    score: float | None


class OpenPointJson(TypedDict):
    """What is missing, wrong or unexplained, and where."""

    indicator: str
    input: str
    status: str


class ScoreJson(TypedDict):
    """A score as other programs read it."""

    scheme: str
    year: int
    complete: bool
    total: float | None
    grade: str | None
    indicators: list[IndicatorScoreJson]
    open_points: list[OpenPointJson]


@dataclass(frozen=True)
class Score:
    """The score of a form by its rules: total and grade are None while any indicator lacks something.

    indicators: by id, each with its full marks (`points`) and its `score` to the cent. open_points: everything that is
    missing, wrong or unexplained.
    """

    scheme: Scheme
    total: float | None
    grade: str | None
    indicators: Mapping[str, IndicatorScore]
    open_points: tuple[OpenPoint, ...]

    @property
    def complete(self) -> bool:
        """Nothing is missing, wrong or unexplained."""
        return not self.open_points

    def to_json(self) -> ScoreJson:
        """Plain data for other programs."""
        return {
            "scheme": self.scheme.id,
            "year": self.scheme.year,
            "complete": self.complete,
            "total": self.total,
            "grade": self.grade,
            "indicators": [
                {"id": name, "name": result.indicator.name, "points": float(result.points), "score": result.score}
                for name, result in self.indicators.items()
            ],
            "open_points": [
                {"indicator": point.where, "input": point.what, "status": point.status} for point in self.open_points
            ],
        }


def score(scheme: Scheme, data: FormData) -> Score:
    """The score of what a unit filled in, by the rules of the scheme."""
    scores = score_form(scheme, data)
    shown = {key: row.score for result in scores.indicators for key, row in result.rows.items()}
    missing = tuple(open_points(scheme, data, scores, {**shown, **data.reported}))
    indicators = {result.indicator.id: result for result in scores.indicators}
    return Score(scheme, scores.total, scores.grade, indicators, missing)


def compare(path: str | Path, scheme: Scheme | None = None) -> Comparison:
    """The score by rule beside the score that a filled workbook shows.

    scheme: where it is not a shipped one. Raises UnreadableError for a file that is no filled scoring workbook, and
    NoTemplateError for one that was made from an unknown or another scheme.
    """
    file = Path(path)
    workbook, identity = open_workbook(file)
    template = Templates(scheme).template(identity)
    returned = read_returned(workbook, template.scheme, file)
    if not returned.computed:
        raise UnreadableError(file, Reason.NOT_COMPUTED)
    return _compare(template.scheme, returned, identity.unit)


Paths: TypeAlias = str | Path | Sequence[str | Path]

_FIELDS: Mapping[str, Callable[[FileReport, Finding], str | float | None]] = {
    "file": lambda report, finding: report.name,
    "unit": lambda report, finding: report.unit,
    "scheme": lambda report, finding: report.scheme,
    "year": lambda report, finding: report.year,
    "verdict": lambda report, finding: verdict_of(report),
    "total": lambda report, finding: report.total,
    "by_rule": lambda report, finding: report.by_rule,
    "code": lambda report, finding: finding.code.name,
    "level": lambda report, finding: finding.level,
    "sheet": lambda report, finding: finding.sheet,
    "cell": lambda report, finding: finding.cell,
    "indicator": lambda report, finding: finding.indicator,
    "message": lambda report, finding: finding.message,
    "remedy": lambda report, finding: finding.remedy,
}


@dataclass(frozen=True)
class Report:
    """What was found in the files that came back."""

    result: ValidationResult

    @property
    def files(self) -> tuple[FileReport, ...]:
        """Each file with its unit, scores and findings."""
        return self.result.report.reports

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, in the order of the files."""
        return tuple(finding for report in self.files for finding in report.findings)

    @property
    def missing(self) -> tuple[Unit, ...]:
        """The units of the roster from which nothing came; none without a roster."""
        return self.result.report.missing

    @property
    def passed(self) -> bool:
        """Every file passed and none is missing."""
        return self.result.clean

    def flatten(self, *fields: str) -> list[list[str | float | None]]:
        """A row for each finding with these fields, such as "file", "sheet", "cell", "code".

        The other fields: "unit", "scheme", "year", "verdict", "total", "by_rule", "level", "indicator", "message",
        "remedy". Raises KeyError for any other.
        """
        getters = [_FIELDS[field] for field in fields]
        return [[get(report, finding) for get in getters] for report in self.files for finding in report.findings]

    def to_json(self) -> ReportJson:
        """Plain data for other programs."""
        return report_data(self.result.report)

    def save(self, path: str | Path) -> Path:
        """Write the report as .json, .html or .xlsx, whole or not at all; the path. Raises UsageError and OSError."""
        writers = {".json": json_report, ".html": html_report, ".xlsx": findings_workbook}
        file = Path(path)
        if file.suffix.lower() not in writers:
            raise UsageError(f"{file}：报告只能写成 {'、'.join(writers)} 文件。请换一个文件名", "path")
        save(file, writers[file.suffix.lower()](self.result.report))
        return file


def validate(
    paths: Paths,
    *,
    roster: str | Path | None = None,
    scheme: Scheme | None = None,
    year: int | None = None,
    executor: Executor = ONE_PROCESS,
) -> Report:
    """Check the workbooks that came back: files, folders and zip archives.

    roster: a list of the units that are due, or the folder of a campaign, whose record then keeps the results.
    scheme: where the forms are not of a shipped one. year: the year that is due. executor: one process unless said
    otherwise; a script that asks for several needs the usual `if __name__ == "__main__":`.
    Raises UsageError, and NothingToCheckError where a path leads nowhere.
    """
    result = validate_returns(
        _paths(paths), roster=None if roster is None else Path(roster), scheme=scheme, year=year, executor=executor
    )
    return Report(result)


def issue(
    scheme: Scheme,
    roster: str | Path,
    folder: str | Path,
    *,
    layout: str | None = None,
    carry: str | Path | None = None,
    drop: bool = False,
    formulas: str = FormulaStyle.NATIVE,
    executor: Executor = ONE_PROCESS,
) -> IssueResult:
    """Write a workbook for every unit of a roster, and the campaign's record beside them.

    layout: the path of each file below the folder, like {district}/{code}_{name}.xlsx. carry: the folder of last
    year's forms, whose values are carried over. drop: units that are no longer on the roster are not due any more.
    Stopped and called again, it goes on; no workbook that somebody saved since is replaced.
    Raises UsageError, RecordError and OSError.
    """
    last_year = None if carry is None else Path(carry)
    return issue_forms(
        scheme,
        Path(roster),
        Path(folder),
        layout=layout,
        carry=last_year,
        drop=drop,
        formulas=FormulaStyle(formulas),
        executor=executor,
    )


class LeftOutJson(TypedDict):
    """A file that is not in a summary, and why."""

    file: str
    unit: str
    why: str


class SummedUnitJson(TypedDict):
    """A unit that is summed up; total is null while a score is missing."""

    unit: str
    total: float | None
    file: str


class SummaryJson(TypedDict):
    """A summary as other programs read it: totals by rule, to the cent."""

    units: list[SummedUnitJson]
    left_out: list[LeftOutJson]


class SummaryReport:
    """The units summed up. They lie in a temporary database, which is gone with this object."""

    def __init__(self, stack: ExitStack, result: SummaryResult) -> None:
        self._result = result
        self._close = weakref.finalize(self, stack.close)

    @property
    def units(self) -> int:
        """How many units are summed up."""
        return self._result.summary.counted

    @property
    def left_out(self) -> int:
        """How many files are not."""
        return self._result.summary.not_counted

    def to_json(self) -> SummaryJson:
        """Plain data for other programs."""
        summary, scheme = self._result.summary, self._result.scheme
        rows = (summed.row for summed in summary.units())
        return {
            "units": [
                {"unit": row.unit, "total": total_of(scheme, row) if scheme else None, "file": row.name} for row in rows
            ],
            "left_out": [{"file": out.name, "unit": out.unit, "why": out.why} for out in summary.left_out()],
        }

    def save(self, path: str | Path) -> list[Path]:
        """Write the workbook, and lists beside it where there are too many units for a sheet; every file written.

        Raises UsageError where there is nothing to sum up, and OSError.
        """
        if self._result.scheme is None:
            raise UsageError("没有可以汇总的表，什么也没有写")
        return [Path(path), *write_summary(Path(path), self._result.scheme, self._result.summary)]


def summarize(
    paths: Paths,
    *,
    campaign: str | Path | None = None,
    scheme: Scheme | None = None,
    include_failed: bool = False,
    executor: Executor = ONE_PROCESS,
) -> SummaryReport:
    """Sum up the forms that came back: scores by rule, grades, ranks, statistics.

    campaign: the folder of a campaign, of whose units then only the form that counts is taken. include_failed: also
    forms with errors. Raises UsageError, and MixedFormsError for forms of several schemes or years.
    """
    with ExitStack() as stack:
        result = stack.enter_context(
            summarize_returns(
                _paths(paths),
                campaign=None if campaign is None else Path(campaign),
                scheme=scheme,
                include_failed=include_failed,
                executor=executor,
            )
        )
        return SummaryReport(stack.pop_all(), result)


def _paths(paths: Paths) -> list[Path]:
    return [Path(paths)] if isinstance(paths, (str, Path)) else [Path(path) for path in paths]
