"""Reports and campaigns made by hand, so that what is written of them can be tested without any check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.factories.form_workbooks import published_form
from xlgen.campaign.validation import listed_report
from xlgen.campaign.validation_report import ValidationReport
from xlgen.roster.roster import Roster
from xlgen.roster.unit import Unit
from xlgen.submissions.batch import DueForm, combined
from xlgen.submissions.file_check import CheckedFile, FileChecker
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.structure import StructureCode
from xlgen.submissions.sources import Skipped, Source
from xlgen.submissions.submission import Submission
from xlgen.submissions.validate import FileReport, examine
from xlgen.xlsx.refs import CellRef

TIME = "2026-03-01 09:30:00.125"
EVIL = '=1+1</script><script>alert("x")</script>[red]'
SCORE = CellRef("指标评分表", "I", 52)


def wrong_score(indicator: str = "固定资产利用率") -> Finding:
    return finding(ArithmeticCode.SCORE_DIFFERS, SCORE, indicator, found="0.99", expected="1.00", rule="≥90%得1分")


def reported(
    reports: Sequence[FileReport],
    skipped: tuple[Skipped, ...] = (),
    roster: Roster | None = None,
    due: Sequence[DueForm] = (),
) -> ValidationReport:
    """What is reported of these files together."""
    if roster is None:
        batch = combined(reports)
        return ValidationReport(batch.reports, skipped, twice=batch.twice, time=TIME)
    pairs = [(CheckedFile(report), Source(report.name, Path(report.name))) for report in reports]
    return listed_report(pairs, skipped, roster, due, FileChecker(), TIME, TIME[:10])


def every_verdict() -> ValidationReport:
    """Every verdict, a hostile name, and every list."""
    reports = [
        FileReport("交回/甲.xlsx", "1", "甲中心", "form", "2024", 90.0, 91.5, "优", (wrong_score(),), form="评分表"),
        FileReport("交回/乙.xlsx", "2", "乙中心", "form", "2024", 99.0, 99.0, "优", form="评分表"),
        FileReport("交回/乙2.xlsx", "3", "乙 中心", "form", "2024", 98.0, 98.0, "优", form="评分表"),
        FileReport("交回/丙.xlsx", "4", EVIL, "form", "2024", findings=(finding(StructureCode.MACROS),), form="评分表"),
        FileReport("交回/坏.xlsx", findings=(finding(IdentityCode.UNREADABLE, reason="读不出", remedy="请重报"),)),
        FileReport("交回/错.xlsx", findings=(finding(IdentityCode.CHECK_FAILED, detail="KeyError：x"),)),
        FileReport("交回/丁.xlsx", "5", "丁中心", "form", "2024", 97.0, 97.0, "优", form="评分表"),
    ]
    roster = Roster((Unit("甲中心", "001"), Unit("乙中心", "002"), Unit("丁中心"), Unit("未报中心", "004")))
    return reported(reports, (Skipped("交回/~$甲.xlsx", "表格打开期间的临时文件"),), roster)


def submission_of(data: bytes) -> Submission:
    submission = examine("交回/表.xlsx", data).submission
    assert submission is not None
    return submission


def folder_of_returns(folder: Path) -> Path:
    """Two good forms, one with a wrong score, a copy of it, and one that cannot be read."""
    folder.mkdir()
    (folder / "江门.xlsx").write_bytes(published_form("jiangmen-2024"))
    (folder / "江苏.xlsx").write_bytes(published_form("jiangsu-2020"))
    (folder / "深圳.xlsx").write_bytes(published_form("shenzhen-2021"))
    (folder / "深圳2.xlsx").write_bytes(published_form("shenzhen-2021"))
    (folder / "空.xlsx").write_bytes(b"")
    return folder
