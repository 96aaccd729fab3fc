"""Checking a file wherever it is done: what is found, and what it adds to a summary. Plain data leave the process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from xlgen.returned.finding import finding
from xlgen.returned.findings import Code
from xlgen.returned.sources import Source
from xlgen.returned.template import renew
from xlgen.returned.unit_row import UnitRow, row_of
from xlgen.returned.unreadable import Unreadable
from xlgen.returned.validate import Examined, FileReport, examine, unreadable
from xlgen.scheme.problems import BrokenScheme, UnknownScheme

LOST = "进程意外结束"


class Checked(NamedTuple):
    """A file's report, and its row of a summary where it could be scored."""

    report: FileReport
    row: UnitRow | None = None


@dataclass(frozen=True)
class Checking:
    """How files are checked: by which scheme (else the one each names), for which year; said: see `renew`."""

    scheme: str = ""
    year: int | None = None
    said: str = ""

    def __call__(self, source: Source) -> Checked:
        """Check one file. Whatever is wrong with it, this does not fail."""
        renew(self.scheme, self.said)
        try:
            report, submission = self.examined(source)
            return Checked(report, None if submission is None else row_of(report, submission))
        except (BrokenScheme, UnknownScheme):
            raise  # not the file's fault
        except Exception as error:  # ours: one file must not end the run
            return failed(source, f"{type(error).__name__}：{error}")

    def examined(self, source: Source) -> Examined:
        """The same with all that was read of the file. Raises what our own program fails with."""
        try:
            return examine(source.name, source.read(), self.scheme, self.year, source.material)
        except Unreadable as error:
            return Examined(FileReport(source.name, findings=(unreadable(error),)))


def failed(source: Source, detail: str = LOST) -> Checked:
    """What is said of a file that our own program failed on."""
    return Checked(FileReport(source.name, findings=(finding(Code.CHECK_FAILED, detail=detail),)))
