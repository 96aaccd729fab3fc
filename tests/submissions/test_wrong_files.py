"""Files that are no scoring workbook, or one no longer: why not and what to do, exit code 2, never a traceback."""

from __future__ import annotations

import gc
import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.workbook import Workbook

from tests.cli.running import Run, assert_complaint
from tests.factories.damaged_forms import (
    BOMB,
    compressed_in_an_unknown_way,
    encrypted,
    scratched,
    unpacking_to_gigabytes,
)
from tests.factories.form_workbooks import minimal_form, minimal_form_parts, minimal_form_with_part
from tests.factories.packages import zipped
from tests.factories.schemes import MINIMAL
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM, IDENTITY
from xlgen.scheme.sheet_names import FORM as DATA_SHEET
from xlgen.submissions.read import open_workbook, read_returned
from xlgen.xlsx.read.unreadable import UnreadableError


def saved(workbook: Workbook) -> bytes:
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def foreign() -> bytes:
    return saved(Workbook())


def renamed(sheet: str) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(minimal_form()))
    workbook[sheet].title = "改了名"
    return saved(workbook)


def without_identity() -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(minimal_form()))
    del workbook[IDENTITY]
    del workbook.defined_names["xlgen_identity"]
    workbook.properties.keywords = None
    vars(workbook)["custom_doc_props"] = CustomPropertyList()  # the type stubs do not know it
    return saved(workbook)


def bombed(part: str) -> bytes:
    def explosive(content: bytes) -> bytes:
        head, end, rest = content.partition(b"?>")
        return (head + end + BOMB + rest).replace(b"</v>", b"&j;</v>", 1)

    return minimal_form_with_part(part, explosive)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "不是 .xlsx 工作簿"),
    "text": ("评分表".encode, "不是 .xlsx 工作簿"),
    "web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "不是 .xlsx 工作簿"),
    "old Excel or encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "不是 .xlsx 工作簿"),
    "half": (lambda: minimal_form()[: len(minimal_form()) // 2], "已损坏"),
    "without its end": (lambda: minimal_form()[:-1], "已损坏"),
    "document": (
        lambda: zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<a/>"}),
        "Word 文档",
    ),
    "empty zip": (lambda: zipped({}), "已损坏"),
    "not by xlgen": (foreign, "不是由 xlgen 生成"),
    "without identity": (without_identity, "不是由 xlgen 生成"),
    "data sheet renamed": (lambda: renamed(DATA_SHEET), f"缺少工作表“{DATA_SHEET}”"),
    "form renamed": (lambda: renamed(FORM), f"缺少工作表“{FORM}”"),
    "table renamed": (lambda: renamed("年度任务"), "缺少工作表“年度任务”"),
    "entity bomb": (lambda: bombed("xl/workbook.xml"), "DOCTYPE"),
    "entity bomb in the data": (lambda: bombed("xl/worksheets/sheet2.xml"), "DOCTYPE"),
    "huge when unpacked": (unpacking_to_gigabytes, "远超正常表格"),
    "encrypted members": (encrypted, "已损坏"),
    "unknown compression": (compressed_in_an_unknown_way, "已损坏"),
    "scratched": (scratched, "已损坏"),
}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_wrong_file__error(case: tuple[Callable[[], bytes], str], xlgen: Run, tmp_path: Path) -> None:
    content, complaint = case
    file = tmp_path / "交回 的表.xlsx"
    file.write_bytes(content())
    assert_complaint(xlgen("score", file, "--scheme", MINIMAL), 2, str(file), complaint)
    assert_complaint(xlgen("score", file, "--scheme", MINIMAL, "--json"), 2, str(file), complaint)


def test_missing_file__error(xlgen: Run, tmp_path: Path) -> None:
    assert_complaint(xlgen("score", tmp_path / "没有.xlsx"), 2, "没有.xlsx：没有这个文件")


def test_folder__error(xlgen: Run, tmp_path: Path) -> None:
    assert_complaint(xlgen("score", tmp_path), 2, f"{tmp_path}：是文件夹")


@pytest.mark.parametrize("name", ["表.xls", "表.et", "表"])
def test_other_ending__ok(name: str, xlgen: Run, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(minimal_form())
    done = xlgen("score", file, "--scheme", MINIMAL)
    assert (done.code, done.err) == (0, "")


def damages() -> list[tuple[str, bytes]]:
    found = []
    for name, content in minimal_form_parts().items():
        found += [
            (f"{name} cut in half", minimal_form_with_part(name, lambda text: text[: len(text) // 2])),
            (f"{name} empty", minimal_form_with_part(name, lambda _: b"")),
            (f"{name} no XML", minimal_form_with_part(name, lambda _: b"\x00\xff nothing")),
            (f"{name} other XML", minimal_form_with_part(name, lambda _: b"<a/>")),
            (f"{name} missing", zipped({other: text for other, text in minimal_form_parts().items() if other != name})),
        ]
        assert content
    return found


def test_damaged_parts__read_or_refused(tmp_path: Path) -> None:
    scheme, file = load_file(MINIMAL), tmp_path / "表.xlsx"
    crashed = []
    for name, data in damages():
        file.write_bytes(data)
        try:
            workbook, _ = open_workbook(file)
            read_returned(workbook, scheme, file)
        except UnreadableError as error:
            assert str(error).startswith(f"{file}：")  # noqa: PT017  # of each file, not of one
        except Exception as error:
            crashed.append(f"{name}: {error!r}")
    assert crashed == []


def refused(file: Path) -> bool:
    try:
        workbook, _ = open_workbook(file)
        workbook.sheet(DATA_SHEET)
    except UnreadableError:
        return True
    return False


def test_refused_file__is_closed(tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(minimal_form_with_part("xl/worksheets/sheet2.xml", lambda text: text[: len(text) // 2]))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert refused(file)
        gc.collect()
    assert [str(warning.message) for warning in caught] == []


def test_other_packing__ok(xlgen: Run, tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    for data in (
        zipped(minimal_form_parts(), zipfile.ZIP_STORED),
        minimal_form() + b"junk after",
    ):
        file.write_bytes(data)
        assert xlgen("score", file, "--scheme", MINIMAL).code == 0
