"""Explaining a scheme: on the screen, or as a page; the code is that of the check and of the issued form."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.running import Run, assert_complaint
from tests.factories.schemes import MINIMAL

CODE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}")


def code(text: str) -> str:
    (found,) = set(CODE.findall(text))
    return str(found)


def test_explain__page_check_and_issued_form_have_one_code(xlgen: Run, tmp_path: Path) -> None:
    shown, page = xlgen("scheme", "explain", MINIMAL), tmp_path / "审签.html"
    written = xlgen("scheme", "explain", MINIMAL, "-o", page)
    assert [(done.code, done.err) for done in (shown, written)] == [(0, "")] * 2
    assert "预算执行率 ＝ 实际支出 ÷ 预算" in shown.out
    texts = (
        shown.out,
        written.out,
        page.read_text(encoding="utf-8"),
        xlgen("lint", MINIMAL).out,
        xlgen("new", MINIMAL, "-o", tmp_path / "表.xlsx").out,
    )
    assert len({code(text) for text in texts}) == 1


def test_explain__for_another_year(xlgen: Run) -> None:
    done = xlgen("scheme", "explain", MINIMAL, "--year", 2026)
    assert "2026年度" in done.out
    assert code(done.out) != code(xlgen("scheme", "explain", MINIMAL).out)


def test_explain__unknown_scheme(xlgen: Run) -> None:
    assert_complaint(xlgen("scheme", "explain", "没有这个"), 3, "没有这个")
