"""Checking a file wherever it is done: what is found, and what it adds to a summary. Plain data leave the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.submissions.finding import finding
from xlgen.submissions.findings import Code
from xlgen.submissions.sources import Source
from xlgen.submissions.template import renew
from xlgen.submissions.unit_row import UnitRow, row_of
from xlgen.submissions.validate import ExaminedFile, FileReport, examine, unreadable
from xlgen.xlsx.read.unreadable import UnreadableError

LOST = "进程意外结束"


class CheckedFile(NamedTuple):
    """A file's report, and its row of a summary where it could be scored."""

    report: FileReport
    row: UnitRow | None = None


@dataclass(frozen=True)
class FileChecker:
    """How files are checked: by which scheme (else the one each names), for which year; said: see `renew`."""

    scheme: str = ""
    year: int | None = None
    said: str = ""

    def __call__(self, source: Source) -> CheckedFile:
        """Check one file. Whatever is wrong with it, this does not fail."""
        renew(self.scheme, self.said)
        try:
            report, submission = self.examined(source)
            return CheckedFile(report, None if submission is None else row_of(report, submission))
        except (SchemeError, UnknownSchemeError):
            raise  # not the file's fault
        except Exception as error:  # ours: one file must not end the run
            return failed_check(source, f"{type(error).__name__}：{error}")

    def examined(self, source: Source) -> ExaminedFile:
        """The same with all that was read of the file. Raises what our own program fails with."""
        try:
            return examine(source.name, source.read(), self.scheme, self.year, source.material)
        except UnreadableError as error:
            return ExaminedFile(FileReport(source.name, findings=(unreadable(error),)))


def failed_check(source: Source, detail: str = LOST) -> CheckedFile:
    """What is said of a file that our own program failed on."""
    return CheckedFile(FileReport(source.name, findings=(finding(Code.CHECK_FAILED, detail=detail),)))
