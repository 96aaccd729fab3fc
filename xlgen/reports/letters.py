"""Letters to units, as texts to paste or print: what to change, which copy is valid, that an acceptance is revoked.

None names a folder of the bureau: units know their files by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlgen.campaign.copy_contents import MAX_DIFFERENCES, CopyHistory
from xlgen.campaign.progress import UnitProgress
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.files.atomic import save
from xlgen.files.storage import Location
from xlgen.reports.totals import score_text
from xlgen.reports.unit_lines import dates_of
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.repair.fresh import FreshForm
from xlgen.submissions.repair.report import transfer_lines
from xlgen.submissions.validate import FileReport
from xlgen.text import chinese_day, display_text, first_lines, one_line, shorten

LEVEL_REQUESTS = {Level.ERROR: "必须修改", Level.WARNING: "请核对，有误的请修改", Level.NOTICE: "供参考"}
SENT_BACK, WHICH_COPY, REVOKED, MESSAGE = "退回修改意见", "请确认有效版本", "撤销接收通知", "消息"
"""What the letters are called, and the ends of their files' names."""
MAX_IN_MESSAGE, MAX_LENGTH_IN_MESSAGE = 5, 60
"""Problems that a message names, and the characters of each."""


class Letterhead(NamedTuple):
    """What every letter carries: the form's name, its year, the bureau, and the day, as 2026-03-01."""

    form: str
    year: str
    bureau: str
    day: str

    def title(self, about: str) -> str:
        """What a letter is about."""
        year = f"{self.year}年度" if self.year else ""
        return f"关于{year}{self.form or '评分表'}的{about}"

    @property
    def signature(self) -> list[str]:
        """Who writes, and when; the lines at the end."""
        return [line for line in (self.bureau, chinese_day(self.day)) if line]


def letter(head: Letterhead, about: str, unit: str, lines: Sequence[str]) -> str:
    """A whole letter: what it is about, whom it is to, its lines, who writes and when."""
    parts = [head.title(about), "", f"{display_text(unit) or '报送单位'}：", "", *lines, "", *head.signature, ""]
    return "\r\n".join(parts)


def save_letter(path: Location, text: str) -> None:
    """Write a letter whole or not at all, as a text that Windows opens. Raises OSError."""
    save(path, text.encode("utf-8-sig"))


def base_name(file: str) -> str:
    """A file's name without the bureau's folders."""
    return one_line(file.replace("\\", "/").rpartition("/")[2])


def opinion_text(
    head: Letterhead, report: FileReport, copy: str, fresh_name: str = "", fresh: FreshForm | None = None
) -> str:
    """退回修改意见. copy, fresh_name: of the annotated copy and the fresh form, or ""."""
    about = f"{report.subject.called}“{report.subject.label}”的" if report.subject.key else ""
    lines = [f"你单位报送的{about}评分表（{base_name(report.name)}）经审核，意见如下："]
    for level in Level:
        findings = [finding for finding in report.findings if finding.level is level]
        lines += ["", f"【{level}】{LEVEL_REQUESTS[level]}（{len(findings)} 处）"] if findings else []
        lines += [f"{number}. {_finding_text(finding)}" for number, finding in enumerate(findings, 1)]
    if fresh is not None:
        lines += ["", f"你单位填的内容已转入新表“{fresh_name}”，请核对、改好后用它重新报送。", *transfer_lines(fresh)]
    marked = f"各处已在“{copy}”中标出。" if copy else ""
    return letter(head, SENT_BACK, report.unit, [*lines, "", f"{marked}{asked_of(report)}"])


def asked_of(report: FileReport) -> str:
    """What a unit is to do about what was found in its form."""
    if not report.findings:
        return "没有发现问题，不必修改。"
    return "确有错误的，请修改后重新报送；没有错误的，不必再报。" if report.passed else "请修改后重新报送。"


def counts_text(report: FileReport) -> str:
    """How many places must be changed, and so on; empty where nothing was found."""
    counts = {LEVEL_REQUESTS[level].partition("，")[0]: report.count(level) for level in Level}
    return "，".join(f"{asked} {count} 处" for asked, count in counts.items() if count)


def message_text(head: Letterhead, who: str, state: str, report: FileReport) -> str:
    """A message to paste into QQ, 微信 or the office system: what became of a form, the first problems, what to do."""
    year = f"{head.year}年度" if head.year else ""
    lines = [f"{who}：你单位报送的{year}{head.form or '评分表'}（{base_name(report.name)}）审核结论：{state}。"]
    lines += [f"{counted}："] if (counted := counts_text(report)) else []
    for number, found in enumerate(report.findings[:MAX_IN_MESSAGE], 1):
        where = f"{found.for_unit.where}：" if found.where else ""
        lines.append(f"{number}. {where}{shorten(found.for_unit.message, MAX_LENGTH_IN_MESSAGE)}")
    more = len(report.findings) - MAX_IN_MESSAGE
    lines += [f"另有 {more} 处，见审核意见表。"] if more > 0 else []
    return "\n".join([*lines, f"{asked_of(report)}{'　'.join(head.signature)}"])


def _finding_text(finding: Finding) -> str:
    where = f"{finding.where}：" if finding.where else ""
    return f"{where}{finding.message}。{finding.remedy}。"


def choice_text(head: Letterhead, unit: UnitProgress, history: CopyHistory) -> str:
    """请确认有效版本: the unit's copies, what differs between the two that are in question, and what to answer."""
    numbers = {copy.fingerprint: f"第{number}份" for number, copy in enumerate(unit.copies, 1)}
    lines = [f"你单位报送了{_about(unit)}{len(unit.copies)}份内容不同的评分表，不知以哪一份为准：", ""]
    lines += [f"{numbers[copy.fingerprint]}：{_copy_text(copy)}" for copy in unit.copies]
    if history.compared and history.differing:
        before, after = (numbers[copy.fingerprint] for copy in history.compared)
        lines += ["", f"{before}与{after}有{len(history.differing)}处不同（“{before}的”→“{after}的”）："]
        lines += first_lines([str(each) for each in history.differing], MAX_DIFFERENCES, "处")
    asked = "请书面回复以哪一份为准；都不对的，请重新报送，并注明替代以前各份。确认之前，各份都不计入汇总。"
    return letter(head, WHICH_COPY, unit.form.name, [*lines, "", asked])


def revocation_text(head: Letterhead, unit: UnitProgress) -> str:
    """撤销接收通知: which copy is not accepted any more, why, and what to do."""
    copy = unit.judgement.counted
    named = f"（{base_name(copy.file)}）" if copy else ""
    told = f"你单位报送的{_about(unit)}评分表{named}原已接收，现撤销接收。"
    why = one_line(unit.why).partition("：")[2]
    return letter(head, REVOKED, unit.form.name, [told, *([f"理由：{why}。"] if why else []), "", "请修改后重新报送。"])


def _about(unit: UnitProgress) -> str:
    subject = unit.form.unit.subject
    return f"{subject.called}“{display_text(subject.label)}”的" if subject.key else ""


def _copy_text(copy: RecordedSubmission) -> str:
    parts = base_name(copy.file), dates_of(copy), f"表中总分 {score_text(copy.total)}", f"审核结论：{copy.verdict}"
    return "，".join(filter(None, parts))
