"""Writes fresh workbooks of damaged ones, each with a text that says what is in it and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlgen.errors import UsageError
from xlgen.files.atomic import save, unique_file_names
from xlgen.reports.feedback import WORKBOOK_SUFFIX
from xlgen.scheme.known_schemes import KnownSchemes, all_schemes
from xlgen.scheme.load import check_year
from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.submissions.repair.fresh import FreshForm, fresh_form
from xlgen.submissions.repair.report import transfer_text
from xlgen.submissions.sources import Source, find_sources
from xlgen.submissions.template import NoTemplateError, Templates, templates_of
from xlgen.xlsx.read.unreadable import UnreadableError

TEXT_SUFFIX = "转入说明.txt"


@dataclass(frozen=True)
class RepairedFile:
    """What became of one damaged file: the fresh form and the files written, or why there is none, in Chinese."""

    name: str
    form: FreshForm | None = None
    workbook: Path | None = None
    text: Path | None = None
    why: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything was put in place and nothing is doubtful."""
        return self.form is not None and not self.form.doubts and not self.form.unplaced


def repair_files(
    paths: Sequence[Path],
    folder: Path,
    *,
    schemes: KnownSchemes | None = None,
    year: int | None = None,
) -> list[RepairedFile]:
    """Repair the workbooks below paths into a folder.

    schemes: those that they may be of, else every known one. year: of copies that do not say.
    Raises UsageError, NothingToCheckError, and OSError where nothing can be written.
    """
    check_year(year)
    templates = templates_of(schemes or all_schemes())
    repaired = [_repaired(source, templates, year) for source in find_sources(paths).workbooks]
    return list(_written(repaired, folder))


def _repaired(source: Source, templates: Templates, year: int | None) -> RepairedFile:
    try:
        return RepairedFile(source.name, fresh_form(source.name, source.read(), templates, year))
    except UsageError as error:
        return RepairedFile(source.name, why=str(error))
    except UnreadableError as error:
        return RepairedFile(source.name, why=f"{error.message}。{error.remedy}")
    except NoTemplateError as error:
        return RepairedFile(source.name, why=str(error))
    except (SchemeError, UnknownSchemeError):
        raise  # not the file's fault
    except Exception as error:  # a fault of ours: one file must not end the run
        return RepairedFile(source.name, why=f"转入时出错（{type(error).__name__}：{error}）。请把文件发给维护人员")


def _written(repaired: Sequence[RepairedFile], folder: Path) -> Iterator[RepairedFile]:
    forms = [(each.name, each.form) for each in repaired if each.form is not None]
    names = unique_file_names(
        "_".join(filter(None, (form.unit, form.subject.code, form.subject.name))) if form.unit else Path(name).stem
        for name, form in forms
    )
    for each in repaired:
        if each.form is None:
            yield each
            continue
        name = next(names)
        workbook, text = folder / f"{name}_{WORKBOOK_SUFFIX}", folder / f"{name}_{TEXT_SUFFIX}"
        save(workbook, each.form.content)
        told = transfer_text(Path(each.name).name, each.form, workbook.name)
        save(text, told.encode("utf-8-sig"))
        yield RepairedFile(each.name, each.form, workbook, text)
