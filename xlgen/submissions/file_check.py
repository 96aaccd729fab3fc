"""Checking one file in any process: its report, its row of a summary, what it holds and its trace: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from xlgen.scheme.known_schemes import SHIPPED_SCHEMES, KnownSchemes
from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.submissions.contents import FormContents, contents_of
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.sources import Source
from xlgen.submissions.template import Templates, templates_of
from xlgen.submissions.traces import trace_of
from xlgen.submissions.unit_row import UnitRow, row_of
from xlgen.submissions.validate import ExaminedFile, FileReport, examine, unreadable
from xlgen.suspicions.trace import Trace
from xlgen.xlsx.read.unreadable import UnreadableError

PROCESS_DIED = "进程意外结束"


class CheckedFile(NamedTuple):
    """A file's report; its row of a summary, what it holds, and its trace, where it could be scored."""

    report: FileReport
    row: UnitRow | None = None
    contents: FormContents | None = None
    trace: Trace | None = None


@dataclass(frozen=True)
class FileChecker:
    """Checks files, in any process: each against its own one of the schemes that are known, for a due year."""

    known: KnownSchemes = SHIPPED_SCHEMES
    year: int | None = None

    @cached_property
    def templates(self) -> Templates:
        """The templates that this process has built."""
        return templates_of(self.known)

    def __call__(self, source: Source) -> CheckedFile:
        """Check one file. Never fails on what is in the file."""
        try:
            report, submission = self.examine(source)
            if submission is None:
                return CheckedFile(report)
            row, contents = row_of(report, submission), contents_of(submission)
            return CheckedFile(report, row, contents, trace_of(report, submission))
        except (SchemeError, UnknownSchemeError):
            raise  # not the file's fault
        except Exception as error:  # a fault of ours: one file must not end the run
            return failed_check(source, f"{type(error).__name__}：{error}")

    def examine(self, source: Source) -> ExaminedFile:
        """The report with everything that was read of the file. Does not catch faults of our own."""
        try:
            data = source.read()
            return examine(source.name, data, self.templates, self.year, source.material, source.reports)
        except UnreadableError as error:
            return ExaminedFile(FileReport(source.name, findings=(unreadable(error),)))


def failed_check(source: Source, detail: str = PROCESS_DIED) -> CheckedFile:
    """The report of a file that our own program failed on."""
    return CheckedFile(FileReport(source.name, findings=(finding(IdentityCode.CHECK_FAILED, detail=detail),)))
