"""The written reports that came with a form, read one by one; what cannot be read is kept with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlgen.docx.document import REMEDY, why_unread
from xlgen.submissions.narrative.report import WrittenReport, file_name, report_in
from xlgen.submissions.reports_beside import is_of_project
from xlgen.submissions.sources import Source
from xlgen.xlsx.read.unreadable import UnreadableError

MAX_REPORTS = 5
"""Reports that are read with one form."""
NO_TEXT = "里面没有文字，可能只有图片或扫描件"
NO_TEXT_REMEDY = "请报送可以编辑的 Word 文档（.docx）"


@dataclass(frozen=True)
class Unread:
    """A report that says nothing to the check: why, and what to do."""

    name: str
    why: str
    remedy: str


@dataclass(frozen=True)
class Company:
    """The reports on a form, and those that could not be read."""

    reports: Sequence[WrittenReport] = ()
    unread: Sequence[Unread] = ()


def company_of(sources: Sequence[Source], *, of_project: bool) -> Company:
    """Read the reports on a form. of_project: it is a form for each project; else those of projects are left out."""
    reports: list[WrittenReport] = []
    unread: list[Unread] = []
    wanted = [source for source in sources if of_project or not is_of_project(file_name(source))]
    for source in wanted[:MAX_REPORTS]:
        try:
            report = report_in(source)
        except UnreadableError as error:
            unread.append(Unread(file_name(source), why_unread(error), REMEDY))
            continue
        if report.empty:
            unread.append(Unread(report.name, NO_TEXT, NO_TEXT_REMEDY))
        else:
            reports.append(report)
    for source in wanted[MAX_REPORTS:][:1]:
        why = f"这份表有 {len(wanted)} 份报告，只核对了前 {MAX_REPORTS} 份"
        unread.append(Unread(file_name(source), why, "请只报送最后的一份"))
    return Company(reports, unread)
