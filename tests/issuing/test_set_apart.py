"""Units that a roster sets apart: who gets a workbook, and who is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.campaigns import SCHEME, issued, run

LINES = "单位编码,单位名称,报送要求\n1,甲局,\n2,乙局,免报\n3,丙局,线下报送\n4,丁局,涉密\n5,戊 局,撤并\n,合计,\n"


def test_round__units_set_apart_get_no_form_and_are_not_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units, folder = tmp_path / "名单.csv", tmp_path / "下发"
    units.write_text(LINES, encoding="utf-8")
    assert run("new", SCHEME, "--year", 2026, "--units", units, "-o", folder, "--jobs", 1) == 0
    said = capsys.readouterr().out
    assert [file.name for file in issued(folder)] == ["1_甲局.xlsx", "3_丙局.xlsx"]
    assert "第 7 行：合计，不是单位，没有读" in said
    assert "第 6 行：“戊 局”中有空格，已去掉" in said
    assert "不下发 3 条：" in said
    assert "名单里写着“撤并”，没有生成评分表" in said
    assert run("validate", folder / "3_丙局.xlsx", "--units", units, "--jobs", 1) == 1
    said = capsys.readouterr().out
    assert "第 7 行：合计，不是单位，没有读" in said
    assert "未报送 1，另列：线下报送 1，另列：涉密 1，另列：免报 1，另列：撤并 1" in said
    assert "未报送 1 个：\n    1　甲局\n" in said
