"""What came of checking and of writing letters, in sentences: for the terminal and for pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlgen.campaign.validation import ValidationResult
from xlgen.files.storage import Location
from xlgen.reports.feedback_files import FeedbackResult


@dataclass(frozen=True)
class WrittenFile:
    """What became of one form: the document that was written, what to mind, or why there is none, in Chinese."""

    name: str
    file: Path | None = None
    why: str = ""


def known_lines(known: int) -> Iterator[str]:
    """How many files were not checked again."""
    if known:
        yield f"{known} 个文件此前已核对，没有变化，不再核对"


def recorded_lines(result: ValidationResult) -> Iterator[str]:
    """What was entered into the records of campaigns."""
    if not result.records:
        return
    others = len(result.report.reports) - result.recorded
    more = f"；另外 {others} 份无法读取，或不是这次下发给名单上单位的" if others else ""
    yield f"已记入 {'、'.join(map(str, result.records))}：{result.recorded} 份{more}"


def failure_lines(feedback: FeedbackResult) -> Iterator[str]:
    """The letters that were not written."""
    yield from (f"{failure}。请把文件发给维护人员" for failure in feedback.failures)


def feedback_lines(feedback: FeedbackResult, folder: Location) -> Iterator[str]:
    """The letters that were written."""
    yield f"已为 {feedback.written} 个文件写出退回意见：{folder}"
    if feedback.notices:
        yield f"另有 {feedback.notices} 个单位没有有效版本：已写出请确认有效版本的，或撤销接收的通知"
