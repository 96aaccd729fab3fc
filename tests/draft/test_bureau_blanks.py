"""Blank forms of layouts that no shipped form has: what they print is read, and nothing else is wrong but the todos."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.factories.bureau_blanks import BLANKS, Leaf
from xlgen.draft.drafting import WrittenDraft, draft_from
from xlgen.scheme.lint import lint


def _leaves(groups: list[dict[str, Any]], above: tuple[str, ...] = ()) -> Iterator[Leaf]:
    for group in groups:
        levels = (*above, group["name"])
        yield from _leaves(group.get("groups", []), levels)
        for each in (leaf for leaf in group.get("indicators", []) if "expansion" not in leaf):
            yield Leaf(levels, each["name"], each.get("points"), "\n".join(each.get("criteria", [])))


def _draft(layout: str, folder: Path) -> WrittenDraft:
    blank = BLANKS[layout]
    file = folder / f"空白表{blank.suffix}"
    file.write_bytes(blank.make())
    return draft_from(file)


@pytest.mark.parametrize("layout", BLANKS)
def test_layout__read_as_printed_with_no_problem_but_todos(layout: str, tmp_path: Path) -> None:
    written = _draft(layout, tmp_path)
    assert list(_leaves(written.draft.data.get("groups", []))) == list(BLANKS[layout].leaves)
    file = tmp_path / "scheme.yaml"
    file.write_text(written.text, encoding="utf-8")
    assert {problem.code for problem in lint(str(file)).problems} == {"TODO"}


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("points in names", "没有读出分值一栏"),
        ("total at the top, formulas", "合计行印在表的最前面"),
        ("weights as fractions", "权重印的是小数"),
        ("subtotals, scores below a heading", "小计行没有写进草稿"),
        ("several sheets", "“填报说明”没有读进来"),
    ],
)
def test_what_cannot_be_told__is_a_todo(layout: str, words: str, tmp_path: Path) -> None:
    assert any(words in todo for todo in _draft(layout, tmp_path).draft.todos)


def test_third_level__shown_beside_each_indicator(tmp_path: Path) -> None:
    (group,) = _draft("four levels", tmp_path).draft.data["groups"]
    assert [each["shows"] for each in group["groups"][0]["indicators"]] == [{"level_3": "数量"}, {"level_3": "质量"}]


def test_formulas__total_is_shown_and_cells_are_blank(tmp_path: Path) -> None:
    data = _draft("total at the top, formulas", tmp_path).draft.data
    assert data["form"]["total"]["points"] is True
    assert "=" not in str(data["form"])


def test_other_table_of_a_document__is_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "空白表.docx"
    file.write_bytes(BLANKS["word, over two pages"].make())
    document = Document(str(file))
    document.add_table(rows=1, cols=2).cell(0, 0).text = "附：明细"
    document.save(str(file))
    assert any("“第3张表格”没有读进来" in todo for todo in draft_from(file).draft.todos)
