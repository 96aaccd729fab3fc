"""What the verbs of the public face give: values, which write files only when they are asked to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypedDict

from xlgen.authoring.approval import approval_page, in_short
from xlgen.authoring.explanation import Explanation
from xlgen.campaign.summarizing import SummaryResult
from xlgen.campaign.validation import ValidationResult
from xlgen.campaign.validation_report import MissingForm
from xlgen.errors import UsageError
from xlgen.files.atomic import save
from xlgen.reports.html import html_report
from xlgen.reports.json_report import ReportJson, json_report, report_data
from xlgen.reports.workbook import findings_workbook
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_score import IndicatorScore
from xlgen.scoring.open_points import OpenPoint
from xlgen.submissions.finding import Finding
from xlgen.submissions.read import identity_in
from xlgen.submissions.unit_row import total_of
from xlgen.submissions.validate import FileReport
from xlgen.submissions.verdict import verdict_of
from xlgen.summary.book import write_summaries
from xlgen.workbook.identity import Identity
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of


@dataclass(frozen=True)
class Workbook:
    """A scoring workbook: its bytes, and the scheme that it was made from."""

    content: bytes
    scheme: Scheme

    @cached_property
    def identity(self) -> Identity:
        """What the file says of itself: its scheme, version, year, unit and template."""
        identity = identity_in(workbook_of(package_of(Path(f"{self.scheme.id}.xlsx"), self.content)))
        assert identity is not None, "every workbook is written with one"
        return identity

    def save(self, path: str | Path) -> Path:
        """Write the file whole or not at all; the path. Raises OSError."""
        save(Path(path), self.content)
        return Path(path)


@dataclass(frozen=True)
class Explained:
    """A scheme explained: its rules in words beside the printed text, with the scores around every bound."""

    explanation: Explanation

    @property
    def code(self) -> str:
        """The code by which an issued form is known to be the one that was approved."""
        return self.explanation.code

    @property
    def text(self) -> str:
        """The rules and their scores, a few lines for each indicator."""
        return "\n".join(in_short(self.explanation))

    def save(self, path: str | Path) -> Path:
        """Write the page to be signed, one .html file that loads nothing; the path. Raises OSError."""
        save(Path(path), approval_page(self.explanation))
        return Path(path)


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
    check_code: str
    indicators: list[IndicatorScoreJson]
    open_points: list[OpenPointJson]


@dataclass(frozen=True)
class Score:
    """The score of a form by its rules: total and grade are None while any indicator lacks something.

    indicators: by id, each with its full marks (`points`) and its `score` to the cent. open_points: everything that is
    missing, wrong or unexplained. check_code: the 核对码 that a workbook with these scores prints, empty until it is
    complete.
    """

    scheme: Scheme
    total: float | None
    grade: str | None
    indicators: Mapping[str, IndicatorScore]
    open_points: tuple[OpenPoint, ...]
    check_code: str = ""

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
            "check_code": self.check_code,
            "indicators": [
                {"id": name, "name": result.indicator.name, "points": float(result.points), "score": result.score}
                for name, result in self.indicators.items()
            ],
            "open_points": [
                {"indicator": point.where, "input": point.what, "status": point.status} for point in self.open_points
            ],
        }


_FIELDS: Mapping[str, Callable[[FileReport, Finding], str | float | None]] = {
    "file": lambda report, finding: report.name,
    "unit": lambda report, finding: report.unit,
    "subject_code": lambda report, finding: report.subject.code,
    "subject_name": lambda report, finding: report.subject.name,
    "scheme": lambda report, finding: report.scheme,
    "form": lambda report, finding: report.form,
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
    def files(self) -> Sequence[FileReport]:
        """Each file with its unit, scores and findings."""
        return self.result.report.reports

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, in the order of the files."""
        return tuple(finding for report in self.files for finding in report.findings)

    @property
    def missing(self) -> tuple[MissingForm, ...]:
        """The forms that did not come, each with its `unit` of the roster, `scheme` and `form`; none without one."""
        return self.result.report.missing

    @property
    def passed(self) -> bool:
        """Every file passed and none is missing."""
        return self.result.clean

    def flatten(self, *fields: str) -> list[list[str | float | None]]:
        """A row for each finding with these fields, such as "file", "sheet", "cell", "code".

        The other fields: "unit", "subject_code", "subject_name", "scheme", "form", "year", "verdict", "total",
        "by_rule", "level", "indicator", "message", "remedy". Raises KeyError for any other.
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


class LeftOutJson(TypedDict):
    """A file that is not in a summary, and why."""

    file: str
    unit: str
    why: str


class SummedUnitJson(TypedDict):
    """A form that is summed up; total is null while a score is missing."""

    unit: str
    subject_code: str
    subject_name: str
    scheme: str
    year: str
    total: float | None
    file: str


class SummaryJson(TypedDict):
    """A summary as other programs read it: totals by rule, to the cent."""

    units: list[SummedUnitJson]
    left_out: list[LeftOutJson]


@dataclass(frozen=True, eq=False)
class SummaryReport:
    """The units summed up. They lie in a temporary database, which is gone with this object."""

    result: SummaryResult

    @property
    def units(self) -> int:
        """How many forms are summed up, of as many units where a unit has only one."""
        return self.result.summary.counted

    @property
    def left_out(self) -> int:
        """How many files are not."""
        return self.result.summary.not_counted

    def to_json(self) -> SummaryJson:
        """Plain data for other programs."""
        return {
            "units": [
                {
                    "unit": row.unit,
                    "subject_code": row.subject.code,
                    "subject_name": row.subject.name,
                    "scheme": row.form.scheme,
                    "year": row.form.year,
                    "total": total_of(scheme, row),
                    "file": row.name,
                }
                for scheme, part, *_ in self.result.parts
                for row, _ in part.units()
            ],
            "left_out": [
                {"file": out.name, "unit": out.unit, "why": out.why} for out in self.result.summary.left_out()
            ],
        }

    def save(self, path: str | Path) -> list[Path]:
        """Write the workbook, one for each form where there are several; every file written.

        Several have the form's name behind that of the path. Where there are too many units for a sheet, lists are
        written beside it.

        Raises UsageError where there is nothing to sum up, and OSError.
        """
        if not self.result.parts:
            raise UsageError("没有可以汇总的表，什么也没有写")
        written = write_summaries(Path(path), self.result.parts)
        return [file for workbook, _, lists in written for file in (workbook, *lists)]
