"""自评报告: the draft of the written report on a form, in its bureau's outline, with everything that the form says.

Nothing is invented: where a person must write, the draft says 【待填】. Its numbers are those that the form shows,
with which a finished report is compared when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docx.document import Document as WordDocument

from xlgen.docx.type_sheet import new_document
from xlgen.docx.writing import document_bytes, put_cover, put_heading, put_table, put_text, to_write
from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.reports.outcomes import WrittenFile
from xlgen.reports.word.form_facts import (
    conclusion,
    figure_lines,
    full_of,
    indicator_lines,
    input_text,
    level_lines,
    levels_about,
    loss_lines,
    rate_lines,
    score_of,
    table_of,
)
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.scheme.model import Group, Indicator
from xlgen.scheme.report import MAX_LEVELS, Fact, ReportSection
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.findings.code import Level
from xlgen.submissions.narrative.material import says_nothing
from xlgen.submissions.sources import Source, find_sources
from xlgen.submissions.submission import Submission
from xlgen.text import NUMERALS, one_line
from xlgen.workbook.sheets.form_texts import fill_placeholders

SUFFIX = "自评报告（初稿）.docx"
UNSCORED = "这种表不计分，没有自评报告"
HAS_ERRORS = "表有 {count} 处错误；改好以后，请重新写一份初稿"


def write_self_reports(
    paths: Sequence[Path], output: Path, *, schemes: KnownSchemes | None = None
) -> Iterator[WrittenFile]:
    """Write the draft of the report on each form below paths. Raises UsageError, NothingToCheckError and OSError.

    output is a folder, or for a single form the .docx itself. No file that is there already is replaced: somebody may
    have written in it.
    """
    sources = find_sources(paths).workbooks
    if _is_document(output) and len(sources) != 1:
        raise UsageError(f"{output}：有 {len(sources)} 个文件，一份表写一份初稿。请写一个文件夹", "output")
    if output.is_file() and not _is_document(output):
        raise UsageError(f"{output}：是文件。请写一个文件夹，或 .docx 结尾的文件名", "output")
    yield from self_reports_of(sources, output, schemes or all_schemes())


def self_reports_of(sources: Iterable[Source], output: Path, known: KnownSchemes) -> Iterator[WrittenFile]:
    """The same for files that were found already. Raises OSError."""
    checker = FileChecker(known)
    starts: list[str] = []
    names = unique_file_names(iter(starts.pop, None))
    for source in sources:
        report, submission = checker.examine(source)
        if submission is None:
            yield WrittenFile(source.name, why="；".join(finding.message for finding in report.findings[:1]))
        elif not submission.scheme.scored:
            yield WrittenFile(source.name, why=UNSCORED)
        else:
            starts.append(_start(source, submission))
            file = output if _is_document(output) else output / f"{next(names)}_{SUFFIX}"
            if file.exists():
                yield WrittenFile(source.name, why=f"已有 {file}，没有覆盖。请移走它，或换一个地方")
                continue
            save(file, self_report(submission))
            errors = report.count(Level.ERROR)
            yield WrittenFile(source.name, file, HAS_ERRORS.format(count=errors) if errors else "")


def _is_document(output: Path) -> bool:
    return output.suffix.lower() == ".docx" and not output.is_dir()


def _start(source: Source, submission: Submission) -> str:
    subject = submission.subject
    return "_".join(filter(None, (submission.unit, subject.code, subject.name))) or Path(source.name).stem


def self_report(submission: Submission) -> bytes:
    """The draft of the report on a submitted form, as the bytes of a .docx."""
    outline, document = submission.scheme.report_outline, new_document()
    title = _filled(submission, outline.title)
    put_cover(document, title, [_cover_line(submission, line) for line in outline.cover])
    for section in outline.sections:
        _put_section(document, submission, section, 1)
    return document_bytes(document, title, f"{submission.scheme.year}-01-01")


def _filled(submission: Submission, text: str) -> str:
    return one_line(fill_placeholders(text, submission.filling.inputs, submission.scheme.all_inputs))


def _cover_line(submission: Submission, text: str) -> str:
    """A line of the cover; what was not filled in is to be written."""
    line = _filled(submission, text)
    return f"{line}{to_write()}" if line.endswith(("：", ":")) else line


def _put_section(document: WordDocument, submission: Submission, section: ReportSection, level: int) -> None:
    put_heading(document, section.heading, level)
    lost = any(loss_lines(submission))
    texts = [input_text(submission, name) for name in section.shows]
    texts = [text for text in texts if text and not (lost and says_nothing(text))]  # 无 beside lost points
    for text in texts:
        put_text(document, text)
    put = bool(texts)
    groups = levels_about(submission.scheme, section.about)
    for fact in section.facts:
        if fact is Fact.INDICATORS:
            _put_indicators(document, submission, groups, level)
            put = True
        for line in () if fact is Fact.INDICATORS else _lines(submission, fact, groups):
            put_text(document, line)
            put = True
    for wanted in section.tables:
        if (table := table_of(submission, wanted)) is not None:
            put_table(document, table)
            put = True
    if (section.write and not texts) or not (put or section.sections):
        put_text(document, to_write(section.write))
    for inner in section.sections:
        _put_section(document, submission, inner, level + 1)


def _lines(submission: Submission, fact: Fact, groups: Sequence[Group]) -> Iterator[str]:
    if fact is Fact.CONCLUSION:
        return conclusion(submission)
    if fact is Fact.LEVELS:
        return level_lines(submission, groups)
    if fact is Fact.FIGURES:
        return figure_lines(submission)
    if fact is Fact.LOSSES:
        return loss_lines(submission)
    return rate_lines(submission, [leaf for group in groups for leaf in group.leaves()])


def _put_indicators(document: WordDocument, submission: Submission, groups: Sequence[Group], level: int) -> None:
    """The indicators below these levels, one paragraph each, below headings with the scores of their levels."""
    adjustments = [
        adjustment
        for adjustment in submission.scheme.adjustments
        if adjustment.group in {group.name for group in groups}
    ]
    for number, group in enumerate(groups, 1):
        head = f"{group.name}（满分{full_of(submission, group):g}分，得{score_of(submission, group)}分）"
        if level < MAX_LEVELS:
            numbered = f"（{NUMERALS[(number - 1) % 10]}）" if level == 1 else f"{number}."
            put_heading(document, f"{numbered}{head}", level + 1)
        else:
            put_text(document, f"（{number}）{head}。")
        _put_lines(document, submission, group.indicators)
        _put_indicators(document, submission, group.groups, max(level + 1, MAX_LEVELS))
        _put_lines(document, submission, [adjustment for adjustment in adjustments if adjustment.group == group.name])


def _put_lines(document: WordDocument, submission: Submission, indicators: Sequence[Indicator]) -> None:
    reasons = not any(Fact.LOSSES in section.facts for section in submission.scheme.report_outline.all_sections)
    for line in indicator_lines(submission, indicators, reasons=reasons):
        put_text(document, line)
