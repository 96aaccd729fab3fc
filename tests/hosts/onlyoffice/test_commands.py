"""`xlgen addin onlyoffice`: the library written, and what the doctor says of a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.defects.making import BAD, filling, good, scheme
from samples.defects.onlyoffice import with_library
from tests.cli.running import assert_complaint, run
from xlgen.errors import EXIT_FINDINGS, EXIT_OK, EXIT_UNREADABLE, EXIT_USAGE
from xlgen.files.resources import FUNCTIONS_JS
from xlgen.hosts.onlyoffice.doctor import PASTE, REPLACE, checks
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle

OURS = FUNCTIONS_JS.read_text(encoding="utf-8")


def found(data: bytes, folder: Path) -> list[tuple[bool, str, str]]:
    """Whether each check of a workbook passed, what it found, and the remedy."""
    file = folder / "评分表.xlsx"
    file.write_bytes(data)
    return [(check.passed, check.state, check.remedy) for check in checks(file)]


def test_build__is_the_shipped_file_and_says_where_it_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "functions.js"
    done = run(capsys, "addin", "onlyoffice", "build", "-o", file)
    assert done.code == EXIT_OK
    assert file.read_bytes() == FUNCTIONS_JS.read_bytes()
    assert "“自定义函数”" in f"{done.out}{done.err}"


def test_build__only_a_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (tmp_path, tmp_path / "functions.xlsx"):
        assert_complaint(run(capsys, "addin", "onlyoffice", "build", "-o", wrong), EXIT_USAGE, "只能写成 .js")


def test_doctor__all_is_there(tmp_path: Path) -> None:
    called = build(scheme(), filling(), formulas=FormulaStyle.UDF)
    library, others, calls = found(with_library(OURS, called), tmp_path)
    assert library[0]
    assert library[1].startswith("工作簿里有")
    assert others == (True, "没有", "")
    assert (calls[0], calls[1][-2:]) == (True, " 个")


def test_doctor__nothing_is_there(tmp_path: Path) -> None:
    assert found(good(), tmp_path) == [(False, "工作簿里没有", PASTE), (True, "没有", ""), (True, "没有", "")]


def test_doctor__other_version(tmp_path: Path) -> None:
    older = OURS.replace(OURS.splitlines()[0], "// The functions of xlgen 0.0.9 for somebody.")
    for changed in (older, OURS.replace("return", "return 1 +", 1)):
        (library, others, _) = found(with_library(changed), tmp_path)
        assert (library[0], library[2]) == (False, REPLACE)
        assert others[0], "it is ours"
    assert "xlgen 0.0.9 的" in found(with_library(older), tmp_path)[0][1]


def test_doctor__program_of_somebody_else(tmp_path: Path) -> None:
    for data in (with_library("Api.AddCustomFunction(f);"), with_library(OURS, macro="Api.GetActiveSheet();")):
        assert not found(data, tmp_path)[1][0]


def test_doctor__calls_that_found_no_function(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sample, *_) = sorted((BAD / "FUNCTIONS_MISSING").iterdir())
    passed, state, remedy = found(sample.read_bytes(), tmp_path)[2]
    assert not passed
    assert "#NAME?" in state
    assert "F9" in remedy
    assert run(capsys, "addin", "onlyoffice", "doctor", sample).code == EXIT_FINDINGS


def test_doctor__no_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert_complaint(
        run(capsys, "addin", "onlyoffice", "doctor", tmp_path / "无.xlsx"), EXIT_UNREADABLE, "没有这个文件"
    )
