"""`xlgen repair`: fresh workbooks, a text beside each, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.defects.moving import insert_row
from tests.cli.running import Run, assert_complaint
from tests.factories.form_workbooks import minimal_form
from tests.factories.repaired import changed
from tests.factories.schemes import MINIMAL
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM
from xlgen.workbook.arrangement import layout_of

LAYOUT = layout_of(load_file(MINIMAL))
SPENT = LAYOUT.values["spent"]


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A folder with a form in which a row was inserted."""
    folder = tmp_path / "交回"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(changed(minimal_form(), lambda book: insert_row(book, FORM, SPENT.row)))
    return folder


def test_complete__a_workbook_and_a_text(xlgen: Run, returned: Path, tmp_path: Path) -> None:
    done = xlgen("repair", returned, "-o", tmp_path / "新", "--scheme", MINIMAL)
    names = sorted(file.name for file in (tmp_path / "新").iterdir())
    assert (done.code, done.err) == (0, "")
    assert [name.split("_")[-1] for name in names] == ["已转入新表.xlsx", "转入说明.txt"]
    assert f"甲.xlsx → {tmp_path / '新' / names[0]}" in done.out
    text = (tmp_path / "新" / names[1]).read_text(encoding="utf-8-sig")
    assert text.startswith(f"由“甲.xlsx”转入“{names[0]}”")
    assert "请打开新表，逐项核对后用新表报送。" in text
    checked = xlgen("validate", tmp_path / "新" / names[0], "--scheme", MINIMAL)
    assert checked.code == 0


def test_doubts__listed_in_the_text_and_printed(xlgen: Run, returned: Path, tmp_path: Path) -> None:
    def change(book: object) -> None:
        book[FORM][SPENT.address] = "约30万元"  # type: ignore[index]
        book[FORM][LAYOUT.values["late"].address] = "没记"  # type: ignore[index]

    (returned / "甲.xlsx").write_bytes(changed(minimal_form(), change))
    done = xlgen("repair", returned, "-o", tmp_path / "新", "--scheme", MINIMAL)
    (text,) = (file.read_text(encoding="utf-8-sig") for file in (tmp_path / "新").glob("*.txt"))
    assert done.code == 1
    for line in ("实际支出：原填“约30万元”，按 30 转入，请核对", "“没记”：“迟报次数”填的不是数字，读不出来，没有转入"):
        assert line in text
        assert line in done.out


def test_several_of_one_unit__each_has_its_name(xlgen: Run, returned: Path, tmp_path: Path) -> None:
    (returned / "又一份.xlsx").write_bytes(minimal_form())
    assert xlgen("repair", returned, "-o", tmp_path / "新", "--scheme", MINIMAL).code == 0
    assert len(list((tmp_path / "新").glob("*_已转入新表.xlsx"))) == 2


def test_no_form__said_and_the_others_are_repaired(xlgen: Run, returned: Path, tmp_path: Path) -> None:
    (returned / "坏.xlsx").write_bytes(b"PK not a workbook")
    done = xlgen("repair", returned, "-o", tmp_path / "新", "--scheme", MINIMAL)
    assert done.code == 2
    assert "坏.xlsx：没有转入。" in done.err
    assert len(list((tmp_path / "新").glob("*.xlsx"))) == 1


def test_into_the_returned_folder__refused(xlgen: Run, returned: Path) -> None:
    assert_complaint(xlgen("repair", returned, "-o", returned / "新"), 3, "在要核对的文件夹")
