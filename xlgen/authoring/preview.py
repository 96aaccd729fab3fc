"""A form as its author wants to see it before it is issued: blank and filled in, as a workbook and as printed."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from xlgen.authoring.office import NO_OFFICE, NO_PICTURES, OfficeError, convert, find_office, pictures
from xlgen.files.atomic import save
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import build

BLANK, FILLED = "空白表", "示例表"


@dataclass(frozen=True)
class Preview:
    """The files of a preview, and in Chinese why some are missing; empty where all are there."""

    files: tuple[Path, ...]
    missing: str = ""


def write_preview(scheme: Scheme, example: FormData, folder: Path) -> Preview:
    """Write both workbooks into a folder and, with LibreOffice, their form sheets as PDF and pictures of the pages.

    What an earlier preview left there under these names is replaced. Raises OSError and NotPortableError.
    """
    books = {BLANK: build(scheme), FILLED: build(scheme, example)}
    files = []
    for name, book in books.items():
        save(folder / f"{name}.xlsx", book)
        files.append(folder / f"{name}.xlsx")
        _forget(folder, name)
    office = find_office()
    if office is None:
        return Preview(tuple(files), NO_OFFICE)
    missing = ""
    with tempfile.TemporaryDirectory(prefix="xlgen-preview-") as work:
        for name, book in books.items():
            printed, missing = _printed(office, Path(work) / f"{name}.xlsx", book)
            for file in printed:
                save(folder / file.name, file.read_bytes())
                files.append(folder / file.name)
    return Preview(tuple(files), missing)


def _printed(office: Path, file: Path, book: bytes) -> tuple[list[Path], str]:
    """The form sheet of a workbook as PDF and as pictures, and why there are not both."""
    file.write_bytes(_form_alone(book))
    try:
        pdf = convert(office, file, "pdf", file.parent)
    except OfficeError as error:
        return [], str(error)
    try:
        return [pdf, *pictures(office, file, pdf)], ""
    except OfficeError:
        return [pdf], NO_PICTURES


def _form_alone(workbook: bytes) -> bytes:
    """The form sheet of a workbook with its values, to be printed: LibreOffice prints hidden sheets too."""
    book, alone = load_workbook(BytesIO(workbook), data_only=True), BytesIO()
    for title in book.sheetnames:
        if title != FORM:
            del book[title]
    book.save(alone)
    return alone.getvalue()


def _forget(folder: Path, name: str) -> None:
    """Delete what an earlier preview printed: of a longer form, pages would be left over."""
    for file in (folder / f"{name}.pdf", folder / f"{name}.png", *folder.glob(f"{name}-[0-9]*.png")):
        file.unlink(missing_ok=True)
