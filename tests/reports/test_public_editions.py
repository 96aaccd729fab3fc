"""Public editions: only what is printed, as values; read back with our own reader, and nobody to call is left."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.factories.campaigns import run
from tests.factories.form_workbooks import published_form
from tests.oracles.cells import stored
from xlgen.reports.public_forms import write_public_forms
from xlgen.scheme.sheet_names import FORM
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import WorkbookRead, workbook_of
from xlgen.xlsx.write.public_edition import PHONE


def read(file: Path) -> WorkbookRead:
    return workbook_of(package_of(file, file.read_bytes()))


def values_only(book: WorkbookRead) -> bool:
    sheets = [book.sheet(sheet.title) for sheet in book.sheets]
    return all(sheet is not None and all(cell.stored is None for cell in sheet.cells.values()) for sheet in sheets)


def test_form__as_printed_without_whom_to_call(tmp_path: Path) -> None:
    (back := tmp_path / "交回").mkdir()
    for name in ("chongqing-2021", "shenzhen-2021"):
        (back / f"{name}.xlsx").write_bytes(published_form(name))
    done, refused = write_public_forms([back], tmp_path / "公开")
    assert (refused.file, "分" in refused.why) == (None, True)  # its published score is wrong
    assert done.file is not None
    book, before, after = read(done.file), stored(back / "chongqing-2021.xlsx")[FORM], stored(done.file)[FORM]
    assert [sheet.title for sheet in book.sheets] == [FORM]
    assert values_only(book)
    assert (book.names, book.properties) == ({}, {})
    printed = {address: value for address, value in before.items() if address[:1] in "ABCDEFGHIJ"}
    shown = set(map(str, printed.values())) - set(map(str, after.values()))
    assert {"王某", "00000000"} <= shown
    assert {"1000", "97.05"} <= set(map(str, after.values()))
    with zipfile.ZipFile(done.file) as parts:
        names = " ".join(parts.namelist())
        assert not any(part in names for part in ("comments", "custom.xml", "externalLink", "vmlDrawing"))
        assert "王某".encode() not in b"".join(map(parts.read, parts.namelist()))


def test_phone_numbers__in_texts() -> None:
    for text in ("联系人电话13800138000", "0755-83911234", "0755 83911234", "(010)62345678"):
        assert PHONE.search(text), text
    for text in ("2024-12345678", "13800138000.00", "金额138001380001"):
        assert not PHONE.search(text), text


def test_summary__public_edition_has_no_file_reason_or_list(tmp_path: Path) -> None:
    (back := tmp_path / "交回").mkdir()
    (back / "秘密文件名.xlsx").write_bytes(published_form("chongqing-2021"))
    edition = tmp_path / "公开版.xlsx"
    assert run("summary", back, "-o", tmp_path / "汇总.xlsx", "--public", edition, "--jobs", 1) == 0
    book = read(edition)
    assert [sheet.title for sheet in book.sheets] == ["汇总表", "指标分析"]
    assert values_only(book)
    assert "秘密文件名" not in "".join(str(value) for cells in stored(edition).values() for value in cells.values())
    assert 97.05 in stored(edition)["汇总表"].values()
    assert run("summary", back, "-o", edition, "--public", edition) == 3
