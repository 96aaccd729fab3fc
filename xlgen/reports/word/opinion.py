"""审核意见表: what was found in a unit's form, to be signed; and the messages that tell it in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlgen.campaign.validation import ValidationResult
from xlgen.docx.type_sheet import new_document
from xlgen.docx.writing import Table, document_bytes, put_line, put_signature, put_table, put_text, put_title
from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.reports.feedback_files import letterhead
from xlgen.reports.letters import Letterhead, asked_of, base_name, counts_text, message_text, save_letter
from xlgen.reports.totals import score_text
from xlgen.reports.unit_lines import Line, dates_of, unit_lines
from xlgen.roster.details import DETAILS
from xlgen.submissions.finding import Finding
from xlgen.submissions.validate import FileReport
from xlgen.summary.signing import SIGNERS
from xlgen.text import display_text

SUFFIX, MESSAGES = "审核意见表.docx", "消息.txt"
HEADS, WIDTHS = ["序号", "级别", "位置", "问题", "处理意见"], [3.0, 3.0, 8.0, 12.0, 10.0]
FACT_WIDTHS = [6.0, 12.0, 6.0, 12.0]
BETWEEN_MESSAGES = "\r\n\r\n"


@dataclass(frozen=True)
class OpinionFiles:
    """The forms that were written, and the file of all messages. without: forms of which no copy was at hand."""

    files: tuple[Path, ...]
    messages: Path
    without: tuple[str, ...]


def write_opinions(result: ValidationResult, folder: Path) -> OpinionFiles:
    """Write the form of each unit whose copy that counts was checked, and their messages. Raises UsageError, OSError.

    They are forms of a day: those of an earlier run are replaced.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}：是文件。请写一个文件夹", "output")
    lines = list(unit_lines(result.report))
    told = [(line, line.report) for line in lines if line.report is not None]
    names = unique_file_names(_start(line, report) for line, report in told)
    files, messages = [], []
    for (line, report), name in zip(told, names, strict=True):
        head = letterhead(result, report)
        file = folder / f"{name}_{SUFFIX}"
        save(file, opinion_form(head, line, report))
        files.append(file)
        messages.append(message_text(head, line.who or base_name(report.name), line.state, report))
    target = folder / MESSAGES
    save_letter(target, BETWEEN_MESSAGES.join(text.replace("\n", "\r\n") for text in messages))
    without = tuple(f"{line.who}　{line.state}" for line in lines if line.report is None and line.file)
    return OpinionFiles(tuple(files), target, without)


def opinion_form(head: Letterhead, line: Line, report: FileReport) -> bytes:
    """The form as the bytes of a .docx. head: form, year, bureau and day."""
    document, title = new_document(), f"{f'{head.year}年度' if head.year else ''}{head.form or '评分表'}审核意见表"
    put_title(document, title)
    put_table(document, Table("", [], list(_facts(line, report)), FACT_WIDTHS))
    findings = [finding.for_unit for finding in report.findings]
    if findings:
        rows = [_row(number, finding) for number, finding in enumerate(findings, 1)]
        put_table(document, Table("审核意见", HEADS, rows, WIDTHS))
    put_text(document, asked_of(report))
    for signer in SIGNERS:
        put_signature(document, f"{signer}（签字）")
    put_signature(document, "单位确认（公章）")
    for text in head.signature:
        put_line(document, text, right=True)
    return document_bytes(document, title, head.day)


def _facts(line: Line, report: FileReport) -> Iterator[list[str]]:
    unit, (shown, by_rule, grade) = line.unit, line.scores
    details = unit.details if unit else {}
    copy = unit.counted if unit else None
    called, contact, phone = (display_text(details.get(key, "")) for key in ("parent", "contact", "phone"))
    yield ["单位", line.who, DETAILS["parent"][0], called]
    yield [DETAILS["contact"][0], contact, DETAILS["phone"][0], phone]
    yield ["报送的文件", base_name(report.name), "保存和收到", dates_of(copy) if copy else ""]
    yield ["自评总分", score_text(shown), "按评分标准核算", score_text(by_rule)]
    yield ["等次", grade, "核对码", copy.code if copy else ""]
    yield ["审核结论", "：".join(filter(None, (line.state, line.why))), "问题", counts_text(report) or "无"]


def _row(number: int, finding: Finding) -> list[str]:
    return [str(number), str(finding.level), finding.where, f"{finding.message}。", f"{finding.remedy}。"]


def _start(line: Line, report: FileReport) -> str:
    named = "_".join(filter(None, (report.unit, report.subject.code, report.subject.name)))
    return named or line.who or base_name(report.name).rpartition(".")[0]
