"""Comparing two schemes: 0 where they are the same, 1 where they differ, 3 where one cannot be used."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import ENGLISH, Run, assert_complaint
from tests.factories.schemes import HERE, MINIMAL

NEXT_YEAR = HERE / "next_year.yaml"


def test_same__fine(xlgen: Run) -> None:
    done = xlgen("diff", "shenzhen-2021", "shenzhen-2021")
    assert (done.code, done.out, done.err) == (0, "两个表样相同\n", "")


def test_other__findings(xlgen: Run) -> None:
    done = xlgen("diff", "shenzhen-2021", NEXT_YEAR)
    assert (done.code, done.err) == (1, "")
    assert not ENGLISH.search(done.out)
    assert "  改动：“部门管理”\n    分值：20分 → 22分\n" in done.out
    assert "共 24 处不同：" in done.out.splitlines()[-1]


def test_broken_or_unknown__error(xlgen: Run) -> None:
    assert_complaint(xlgen("diff", MINIMAL, HERE / "bad" / "NOT_IN_BASE.yaml"), 3, "[NOT_IN_BASE]")
    assert_complaint(xlgen("diff", "没有这个表样", MINIMAL), 3, "shenzhen-2021")


def test_extending_scheme__is_a_scheme_like_any_other(xlgen: Run, tmp_path: Path) -> None:
    assert xlgen("lint", NEXT_YEAR).code == 0
    assert xlgen("new", NEXT_YEAR, "--year", 2026, "-o", tmp_path / "表.xlsx").code == 0
    assert "data_assets_missing:" in xlgen("inputs", NEXT_YEAR).out
    assert xlgen("score", tmp_path / "表.xlsx", "--scheme", NEXT_YEAR).code == 1  # nothing is filled in
