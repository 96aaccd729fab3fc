"""Public editions of the forms that came back: the printed form as values, without whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl.utils import get_column_letter

from xlgen.files.atomic import save, unique_file_names
from xlgen.reports.feedback import submitted_data
from xlgen.reports.outcomes import WrittenFile
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import Row
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.sources import Source, find_sources
from xlgen.submissions.submission import Submission
from xlgen.workbook.build import make_workbook
from xlgen.workbook.layout import TITLE_ROW
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.public_edition import public_edition

PUBLIC_SUFFIX = "公开版.xlsx"
HAS_ERRORS = "有 {count} 处错误，先退回改好，再公开"


def write_public_forms(
    paths: Sequence[Path], folder: Path, *, schemes: KnownSchemes | None = None
) -> Iterator[WrittenFile]:
    """Write the public edition of each form below paths that has no errors. Raises NothingToCheckError and OSError."""
    yield from public_forms_of(find_sources(paths).workbooks, folder, schemes or all_schemes())


def public_forms_of(sources: Iterable[Source], folder: Path, known: KnownSchemes) -> Iterator[WrittenFile]:
    """The same for files that were found already. Raises OSError."""
    checker = FileChecker(known)
    starts: list[str] = []
    names = unique_file_names(iter(starts.pop, None))
    for source in sources:
        try:
            content, start, why = _edition(checker, source)
        except (SchemeError, UnknownSchemeError):
            raise  # not the file's fault
        except Exception as error:  # a fault of ours: one file must not end the run
            content, start, why = b"", "", f"出错（{type(error).__name__}：{error}）。请把文件发给维护人员"
        if not content:
            yield WrittenFile(source.name, why=why)
            continue
        starts.append(start)
        file = folder / f"{next(names)}_{PUBLIC_SUFFIX}"
        save(file, content)
        yield WrittenFile(source.name, file)


def _edition(checker: FileChecker, source: Source) -> tuple[bytes, str, str]:
    """The bytes, the beginning of the file's name; or why there is none."""
    report, submission = checker.examine(source)
    if submission is None or not report.passed:
        errors = [each for each in report.findings if each.level is Level.ERROR]
        return b"", "", _why(errors)
    start = "_".join(filter(None, (report.unit, report.subject.code, report.subject.name))) or Path(report.name).stem
    return public_form(submission), start, ""


def _why(errors: Sequence[Finding]) -> str:
    return errors[0].message if len(errors) == 1 else HAS_ERRORS.format(count=len(errors))


def public_form(submission: Submission) -> bytes:
    """The public edition of a form: what it prints, as values; inputs that the scheme calls private stay blank.

    The 核对码 is left out: it is of the form with these inputs.
    """
    scheme, layout = submission.scheme, submission.template.layout
    private = {name for name, spec in scheme.all_inputs.items() if spec.private}
    data = submitted_data(submission)
    inputs = {name: value for name, value in data.inputs.items() if name not in private}
    tables = {name: [_without_private(submission, name, row) for row in rows] for name, rows in data.tables.items()}
    workbook = make_workbook(scheme, replace(data, inputs=inputs, tables=tables))
    last = layout.last_printed_row - (1 if layout.code is not None else 0)
    area = f"A{TITLE_ROW}:{get_column_letter(len(layout.form_columns))}{last}"
    return public_edition(workbook_bytes(workbook, scheme.year), {FORM: area}, scheme.year)


def _without_private(submission: Submission, table: str, row: Row) -> Row:
    columns = submission.scheme.tables[table].columns
    return {name: value for name, value in row.items() if name not in columns or not columns[name].private}
