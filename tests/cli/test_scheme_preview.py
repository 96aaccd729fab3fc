"""Previewing a scheme: files are named; what could not be made is said, with the exit code for something missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run, assert_complaint
from tests.factories.schemes import DATA, MINIMAL
from xlgen.authoring import preview
from xlgen.authoring.office import NO_OFFICE
from xlgen.scheme.load import load_file
from xlgen.scoring.data_file import load_form_data
from xlgen.submissions.read import open_workbook


@pytest.fixture(autouse=True)
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "find_office", lambda: None)


def test_preview__an_example_for_the_year(xlgen: Run, tmp_path: Path) -> None:
    done = xlgen("scheme", "preview", MINIMAL, "-o", tmp_path / "预览", "--year", 2026)
    assert (done.code, done.out) == (1, f"已写到 {tmp_path / '预览'}：空白表.xlsx、示例表.xlsx\n")
    assert done.err == f"{NO_OFFICE}\n"
    book, identity = open_workbook(tmp_path / "预览" / "示例表.xlsx")
    assert identity.year == "2026"
    sheet = book.sheet("指标评分表")
    assert sheet is not None
    assert "示例单位" in {cell.value for cell in sheet.cells.values()}


def test_preview__with_data(xlgen: Run, tmp_path: Path) -> None:
    assert xlgen("scheme", "preview", MINIMAL, "-o", tmp_path, "--data", DATA).code == 1
    sheet = open_workbook(tmp_path / "示例表.xlsx")[0].sheet("指标评分表")
    assert sheet is not None
    assert load_form_data(DATA, load_file(MINIMAL)).inputs["budget"] in {cell.value for cell in sheet.cells.values()}


def test_preview__wrong_data(xlgen: Run, tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text("scheme: minimal\ninputs: {没有这一项: 1}\n", encoding="utf-8")
    assert_complaint(xlgen("scheme", "preview", MINIMAL, "-o", tmp_path, "--data", data), 1, "没有这一项")
    assert [file.name for file in tmp_path.iterdir()] == ["数据.yaml"]
