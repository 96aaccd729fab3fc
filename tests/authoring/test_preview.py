"""A preview: workbooks always, the printed form where LibreOffice is there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

import xlgen
from tests.factories.schemes import DATA, MINIMAL
from xlgen.authoring import preview
from xlgen.authoring.office import NO_OFFICE, NO_PICTURES, OfficeError
from xlgen.authoring.preview import BLANK, FILLED, Preview, write_preview
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import build

SCHEME = load_file(MINIMAL)
LEFT_OVER = f"{FILLED}-7.png"


def printing(monkeypatch: pytest.MonkeyPatch, pages: int | None) -> list[bytes]:
    """A LibreOffice that notes what it prints and gives so many pictures; None: it fails at them."""
    printed: list[bytes] = []

    def convert(office: Path, file: Path, target: str, folder: Path) -> Path:
        printed.append(file.read_bytes())
        made = folder / f"{file.stem}.{target}"
        made.write_bytes(b"%PDF")
        return made

    def pictures(office: Path, book: Path, pdf: Path) -> list[Path]:
        if pages is None:
            raise OfficeError("没有")
        files = [pdf.with_name(f"{pdf.stem}-{page}.png") for page in range(1, pages + 1)]
        for file in files:
            file.write_bytes(b"PNG")
        return files

    monkeypatch.setattr(preview, "find_office", lambda: Path("soffice"))
    monkeypatch.setattr(preview, "convert", convert)
    monkeypatch.setattr(preview, "pictures", pictures)
    return printed


def made(folder: Path, example: FormData | None = None) -> Preview:
    return write_preview(SCHEME, example or xlgen.read_data(DATA, SCHEME), folder)


def test_without_office__the_workbooks_and_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "find_office", lambda: None)
    written = made(tmp_path / "预览")
    assert [file.name for file in written.files] == [f"{BLANK}.xlsx", f"{FILLED}.xlsx"]
    assert written.missing == NO_OFFICE
    assert written.files[0].read_bytes() == build(SCHEME)
    assert written.files[1].read_bytes() == build(SCHEME, xlgen.read_data(DATA, SCHEME))


def test_with_office__the_form_alone_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = printing(monkeypatch, pages=2)
    (tmp_path / LEFT_OVER).write_bytes(b"of a longer form")
    (tmp_path / "自己的.png").write_bytes(b"of somebody else")
    written = made(tmp_path)
    assert written.missing == ""
    names = [f"{name}{ending}" for name in (BLANK, FILLED) for ending in (".pdf", "-1.png", "-2.png")]
    assert [file.name for file in written.files] == [f"{BLANK}.xlsx", f"{FILLED}.xlsx", *names]
    assert {file.name for file in tmp_path.iterdir()} == {*(file.name for file in written.files), "自己的.png"}
    blank, filled = (load_workbook(io.BytesIO(book)) for book in printed)
    assert blank.sheetnames == filled.sheetnames == [FORM]
    assert filled[FORM].print_area
    assert not [cell for row in filled[FORM] for cell in row if cell.data_type == "f"]


def test_without_pictures__the_pdf_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printing(monkeypatch, pages=None)
    written = made(tmp_path)
    assert [file.suffix for file in written.files] == [".xlsx", ".xlsx", ".pdf", ".pdf"]
    assert written.missing == NO_PICTURES


def test_office_that_fails__said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> Path:
        raise OfficeError("LibreOffice 出错。请再运行一次")

    printing(monkeypatch, pages=1)
    monkeypatch.setattr(preview, "convert", fails)
    written = made(tmp_path)
    assert [file.suffix for file in written.files] == [".xlsx", ".xlsx"]
    assert written.missing == "LibreOffice 出错。请再运行一次"


@pytest.mark.oracle
@pytest.mark.slow
def test_printed_by_libreoffice__the_form_with_its_scores(tmp_path: Path) -> None:
    written = xlgen.preview(SCHEME, tmp_path, xlgen.read_data(DATA, SCHEME))
    assert written.missing == ""
    suffixes = [file.suffix for file in written.files]
    assert suffixes == [".xlsx", ".xlsx", ".pdf", ".png", ".pdf", ".png"]
    assert written.files[2].read_bytes().startswith(b"%PDF")
    assert written.files[3].read_bytes().startswith(b"\x89PNG")
