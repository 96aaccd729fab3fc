"""Drafts of blank forms: levels, points and texts as printed; whatever is not certain is a todo that lint refuses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.form_workbooks import BLANK, built
from tests.factories.word_forms import as_document
from xlgen.draft.drafting import WrittenDraft, draft_from
from xlgen.draft.sources import grids_in
from xlgen.errors import UsageError, XlgenError
from xlgen.scheme.form import Content
from xlgen.scheme.lint import lint
from xlgen.scheme.model import Group, Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.scheme.yaml_file import read_yaml
from xlgen.xlsx.read.unreadable import UnreadableError

WITHOUT_LEVELS = ["chongqing-2021", "huangshi-2019", "national-project-2020", "ningxiang-2021", "sichuan-project-2023"]
FORMS = [name for name in SCHEMES if name not in WITHOUT_LEVELS]


@cache
def _blank(name: str, folder: Path) -> Path:
    file = folder / f"{name}.xlsx"
    file.write_bytes(built(name, BLANK))
    return file


@cache
def _draft(name: str, folder: Path) -> WrittenDraft:
    return draft_from(_blank(name, folder))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("blank")


def _printed(scheme: Scheme) -> list[tuple[object, ...]]:
    """Levels and indicators of a shipped form as they are printed, from top to bottom."""
    found: list[tuple[object, ...]] = []
    contents = {column.content for column in scheme.form.columns}
    for above, element in scheme.walk():
        if isinstance(element, Group):
            if (Content.LEVEL_1, Content.LEVEL_2)[len(above)] in contents:
                found.append((len(above), element.name))
        elif element.expansion is None:
            criteria = "\n".join(element.criteria) if Content.CRITERIA in contents else ""
            explanation = element.explanation if Content.EXPLANATION in contents else ""
            found.append((element.name, element.points, criteria, explanation))
    return found


def _drafted(groups: list[dict[str, Any]], depth: int = 0) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for group in groups:
        found.append((depth, group["name"]))
        found += _drafted(group.get("groups", []), depth + 1)
        for leaf in group.get("indicators", []):
            if "由单位自己填指标" not in leaf.get("todo", ""):
                criteria = "\n".join(leaf.get("criteria", []))
                found.append((leaf["name"], leaf.get("points"), criteria, leaf.get("explanation", "")))
    return found


@pytest.mark.parametrize("name", FORMS)
def test_levels_points_texts__as_printed(name: str, folder: Path) -> None:
    scheme, drafted = shipped_scheme(name), _drafted(_draft(name, folder).draft.data["groups"])
    expected = [each for each in _printed(scheme) if each in drafted or isinstance(each[0], str)]
    if name == "jiangsu-2020":
        expected += [(spec["dimension"], spec["points"], "", "") for spec in scheme.tables["effects"].preset]
    found = [each for each in drafted if isinstance(each[0], str) and each[0] != "工作表现加减分指标"]
    assert found == [each for each in expected if isinstance(each[0], str)]
    names = [element.name for _, element in scheme.levels()]
    levels = [each[1] for each in drafted if isinstance(each[0], int)]
    assert [level for level in levels if level in names] == [level for level in levels if level != "加减分项"]


@pytest.mark.parametrize("name", FORMS)
def test_columns_that_every_scheme_has__ask_nothing(name: str, folder: Path) -> None:
    columns = read_yaml(_draft(name, folder).text, Path("draft.yaml")).data["form"]["columns"]
    assert [each["title"] for each in columns if "todo" in each and each["content"] in list(Content)] == []


@pytest.mark.parametrize("name", sorted({*SCHEMES, "huangshi-2019", "national-project-2020"}))
def test_draft__has_no_problem_but_its_todos(name: str, folder: Path, tmp_path: Path) -> None:
    written = _draft(name, folder)
    file = tmp_path / "scheme.yaml"
    file.write_text(written.text, encoding="utf-8")
    assert read_yaml(written.text, file).data == written.draft.data
    report = lint(str(file))
    assert {problem.code for problem in report.problems} == {"TODO"}
    assert len(report.problems) == len(written.draft.todos)


def test_word_document__same_draft_as_the_workbook(folder: Path, tmp_path: Path) -> None:
    (grid,) = [grid for grid in grids_in(_blank("yueyang-2018", folder)) if grid.name == FORM]
    file = tmp_path / "空白表.docx"
    file.write_bytes(as_document(grid))
    drafted, expected = draft_from(file).draft.data, _draft("yueyang-2018", folder).draft.data
    assert (drafted["groups"], drafted["name"]) == (expected["groups"], expected["name"])


def _form(folder: Path, rows: list[list[str]], *merged: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    file = folder / "空白表.xlsx"
    book.save(file)
    return file


HEADINGS = ["一级指标", "分值", "二级指标", "三级指标", "分值", "评分标准", "自评得分", "财政审核分"]


def test_points_that_do_not_add_up__are_told_at_their_level(tmp_path: Path) -> None:
    rows = [
        ["2025年度部门整体支出绩效自评表", *[""] * 7],
        ["单位名称", "", *[""] * 6],
        HEADINGS,
        ["投入", "15", "预算", "执行率", "6", "执行率≥90%，得6分；低于90%不得分。", "", ""],
        ["", "", "", "公开", "5", "按时公开的得5分，否则不得分。", "", ""],
        ["合计", "15", "", "", "15", "", "", ""],
    ]
    file = _form(tmp_path, rows, "A1:H1", "B2:H2", "A4:A5", "B4:B5", "C4:C5")
    written = draft_from(file)
    data = written.draft.data
    assert (data["year"], data["form"]["title"]) == (2025, "{{ year }}年度部门整体支出绩效自评表")
    assert data["groups"][0]["todo"] == "“投入”印的是15分，下级相加是11分，请核对"
    assert "表格印的合计是15分，各级相加是11分" in data["todo"]
    assert [leaf["parts"][0]["rule"] for leaf in data["groups"][0]["groups"][0]["indicators"]] == [
        "tier_score",
        "criteria_score",
    ]
    assert "todo" in data["form"]["columns"][-1]
    assert data["form"]["header"][0]["cells"] == [{"text": "单位名称"}, {"text": "{unit_name}", "columns": 7}]
    assert "← “" in written.text or "←“" in written.text


@pytest.mark.parametrize(
    ("rows", "words"),
    [([[""]], "没有表格"), ([HEADINGS, ["甲", "1", "乙", "丙", "1", "", "", ""]], "")],
    ids=["nothing", "a form"],
)
def test_workbook__says_what_is_missing(rows: list[list[str]], words: str, tmp_path: Path) -> None:
    file = _form(tmp_path, rows)
    if words:
        with pytest.raises(UsageError, match=words):
            draft_from(file)
    else:
        assert draft_from(file).draft.indicators == 1


def test_several_forms__asked_which(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title in ("甲表", "乙表"):
        sheet = book.create_sheet(title)
        for row in (HEADINGS, ["甲", "1", "乙", "丙", "1", "有制度的得1分。", "", ""]):
            sheet.append(row)
    file = tmp_path / "forms.xlsx"
    book.save(file)
    with pytest.raises(UsageError, match="甲表”、“乙表"):
        draft_from(file)
    assert draft_from(file, sheet="乙表").draft.understood == 1
    with pytest.raises(UsageError, match="没有名为"):
        draft_from(file, sheet="丙表")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nothing", b"PK\x05\x06" + bytes(18)])
def test_damaged_file__is_told(name: str, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises((UnreadableError, XlgenError)):
        draft_from(file)
