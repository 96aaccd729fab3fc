"""Drafts of blank forms: levels, points and texts as printed; whatever is not certain is a todo that lint refuses."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bench.draft_structure import as_document, missing, of_draft, of_scheme
from tests.conftest import SCHEMES, shipped_scheme
from tests.factories.blank_forms import (
    DEPARTMENT,
    MONITORING,
    PROJECT,
    WEIGHTS,
    Rows,
    add_sheet,
    as_workbook,
    saved,
)
from tests.factories.form_workbooks import BLANK, built
from xlgen.draft.drafting import WrittenDraft, draft_from
from xlgen.draft.sources import grids_in
from xlgen.errors import UsageError
from xlgen.files.resources import scheme_files
from xlgen.scheme.lint import lint
from xlgen.scheme.yaml_file import read_yaml

BY_HAND = {"project": PROJECT, "department": DEPARTMENT, "weights": WEIGHTS, "monitoring": MONITORING}
KINDS = [".xlsx", ".docx"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("blank")


@cache
def _blank(name: str, folder: Path, kind: str = ".xlsx") -> Path:
    """A blank form: one that is shipped, or one made by hand, as a workbook or as a document."""
    file = folder / f"{name}{kind}"
    if kind == ".docx":
        (grid,) = grids_in(_blank(name, folder))
        file.write_bytes(as_document(grid, before=1))
    else:
        file.write_bytes(as_workbook(BY_HAND[name]) if name in BY_HAND else built(name, BLANK))
    return file


@cache
def _draft(name: str, folder: Path, kind: str = ".xlsx") -> WrittenDraft:
    return draft_from(_blank(name, folder, kind))


def _of(rows: Rows, folder: Path) -> dict[str, Any]:
    file = folder / "空白表.xlsx"
    file.write_bytes(as_workbook(rows))
    return draft_from(file).draft.data


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", scheme_files())
def test_shipped_form__structure_as_printed(name: str, kind: str, folder: Path) -> None:
    expected, found = of_scheme(shipped_scheme(name)), of_draft(_draft(name, folder, kind).draft.data)
    assert missing(expected, found) == ([], {}, [])
    invented = {name for _, name in found.levels} - {name for _, name in expected.levels}
    presets = {row.get("dimension") for table in shipped_scheme(name).tables.values() for row in table.preset}
    own = {group.name for _, group in shipped_scheme(name).levels()}
    assert invented - presets - own <= {"指标"}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*scheme_files(), *BY_HAND])
def test_draft__has_no_problem_but_its_todos(name: str, folder: Path, tmp_path: Path) -> None:
    written = _draft(name, folder)
    file = tmp_path / "scheme.yaml"
    file.write_text(written.text, encoding="utf-8")
    assert read_yaml(written.text, file).data == written.draft.data
    report = lint(str(file))
    assert {problem.code for problem in report.problems} == {"TODO"}
    assert len(report.problems) == len(written.draft.todos)


@pytest.mark.parametrize("name", [*SCHEMES, *BY_HAND])
def test_document__same_draft_as_the_workbook(name: str, folder: Path) -> None:
    book, document = (dict(_draft(name, folder, kind).draft.data) for kind in KINDS)
    forms = [each.pop("form") for each in (book, document)]
    assert document == book
    assert [form["columns"] for form in forms[1:]] == [form["columns"] for form in forms[:1]]


def test_points__every_number_has_its_words(folder: Path) -> None:
    for name in BY_HAND:
        lines = _draft(name, folder).text.splitlines()
        numbers = [line for line in lines if line.strip().removeprefix("- ").startswith(("points:", "each:", "score:"))]
        assert [line for line in numbers if "←" not in line and not _repeated(line)] == []


def _repeated(line: str) -> bool:
    """A part's points, which repeat those of the indicator, or a list whose numbers have lines of their own."""
    return line.strip().startswith("- points:") or line.endswith("each:") or "each: table" in line


def test_project_form__money_block_is_scored_in_the_header(folder: Path) -> None:
    data = _draft("project", folder).draft.data
    header = data["groups"][0]
    assert (header["name"], header["points"], header["in_header"]) == ("项目资金", 10, True)
    name = header["indicators"][0]["id"]
    texts = [cell["text"] for row in data["form"]["header"] for cell in row["cells"]]
    assert [text for text in texts if text.startswith(f"{{{name}.")] == [f"{{{name}.points}}", f"{{{name}.score}}"]
    labels = [spec["label"] for spec in data["inputs"].values()]
    assert "其他资金：全年执行数（B）" in labels
    assert "年度总体目标：预期目标" in labels
    assert not any("得分" in label for label in labels)


def test_project_form__rows_of_the_units_own_become_tables(folder: Path) -> None:
    data = _draft("project", folder).draft.data
    groups = data["groups"][1:]
    assert [(group["name"], group["points"]) for group in groups] == [
        ("产出指标（50分）", 50),
        ("效益指标（30分）", 30),
        ("满意度指标（10分）", 10),
    ]
    table = data["tables"][groups[0]["indicators"][0]["expansion"]["table"]]
    assert table["rows"] == 5
    assert table["columns"]["dimension"]["options"] == ["数量指标", "质量指标"]
    assert all("todo" in group["indicators"][0] for group in groups)


def test_project_form__grades_as_printed_and_the_label_beside_the_table_told(folder: Path) -> None:
    data = _draft("project", folder).draft.data
    assert [(grade["name"], grade["at_least"]) for grade in data["grades"]] == [
        ("优", 90),
        ("良", 80),
        ("中", 60),
        ("差", 0),
    ]
    assert "“绩效指标”没有列入栏目" in data["todo"]
    assert "year" not in data


def test_department_form__levels_reviewer_and_rows_of_criteria(folder: Path) -> None:
    data = _draft("department", folder).draft.data
    assert [group["name"] for group in data["groups"]] == ["投入（15分）", "过程（9分）"]
    assert data["groups"][1]["todo"] == "“过程（9分）”印的是9分，下级相加是8分，请核对"
    indicators = data["groups"][1]["groups"][0]["indicators"]
    assert [leaf["name"] for leaf in indicators] == ["管理制度健全性", "资金使用合规性", "公开"]
    assert len(indicators[0]["criteria"]) == 3
    assert "parts" not in indicators[1]
    assert data["form"]["columns"][-1] == {
        "title": ["财政审核得分"],
        "content": "review",
        "width": 9,
        "reviewed": True,
    }
    assert data["form"]["header"][0]["cells"][-1] == {"text": "{total}"}
    assert "total" not in data["form"]
    assert (data["year"], data["form"]["title"]) == (2018, "{{ year }}年度部门整体支出绩效评价指标表")
    assert [spec["kind"] for spec in data["inputs"].values()] == ["text", "text", "text", "date"]
    assert "各级分值相加是24分，不是100分" in data["todo"]


def test_weights_form__percent_numbers_and_an_indicator_below_the_first_level(folder: Path) -> None:
    data = _draft("weights", folder).draft.data
    assert data["points"] == 100
    satisfaction = data["groups"][1]["indicators"][0]
    assert (satisfaction["name"], satisfaction["points"], satisfaction["shows"]) == ("满意度", 40, {"column_1": "3"})
    assert data["adjustments"][0]["name"] == "创新工作"
    assert "+5" in data["adjustments"][0]["todo"]
    assert data["form"]["header"][0]["cells"][-1] == {"text": "{grade}", "columns": 3}


def test_monitoring_form__boxes_become_choices_and_blank_rows_a_table(folder: Path) -> None:
    data = _draft("monitoring", folder).draft.data
    assert not {"points", "grades", "groups"} & set(data)
    assert [spec["options"] for spec in data["inputs"].values() if spec["kind"] == "choice"] == [
        ["持续性项目", "新增性项目"],
        ["常年性项目", "延续性项目", "一次性项目"],
    ]
    assert [(table["rows"], len(table["columns"])) for table in data["tables"].values()] == [(3, 6)]
    assert data["year"] == 2019


@pytest.mark.parametrize(
    ("points", "why"),
    [("", "没有印分值"), ("5-8", "印的是“5-8”"), ("约5分", "印的是“约5分”")],
)
def test_points_that_are_no_number__todo(points: str, why: str, tmp_path: Path) -> None:
    rows = [
        "评分表|<|<|<",
        "一级指标|指标名称|分值|评分标准|得分",
        f"投入|执行率|{points}|执行率≥90%，得5分；低于90%不得分。|",
    ]
    leaf = _of(rows, tmp_path)["groups"][0]["indicators"][0]
    assert why in leaf["todo"]
    assert not {"points", "parts"} & set(leaf)


def test_criteria_of_two_indicators_in_one_cell__todo(tmp_path: Path) -> None:
    rows = [
        "部门评分表|<|<|<|<",
        "一级指标|指标名称|分值|评分标准|得分",
        "投入|执行率|5|完成率≥90%，得5分；低于90%不得分。|",
        "^|完成率|5|^|",
    ]
    leaves = _of(rows, tmp_path)["groups"][0]["indicators"]
    assert ["一格" in leaf["todo"] for leaf in leaves] == [True, True]


def test_header_with_more_cells_than_the_table_has_columns__told_and_nothing_lost(tmp_path: Path) -> None:
    rows = [
        "部门评分表|<|<|<|<|<",
        "甲|乙|丙|丁|戊|己",
        "一级指标|<|指标名称|分值|得分|<",
        "投入|<|执行率|5||<",
    ]
    row = _of(rows, tmp_path)["form"]["header"][0]
    assert "".join(cell["text"] for cell in row["cells"]).replace("　", "") == "甲乙丙丁戊己"
    assert "todo" in row


def test_braces_in_print__are_text(tmp_path: Path) -> None:
    rows = ["部门评分表|<|<|<", "说明{unit_name}{{ x }}|<|<|<", "指标名称|分值|评分标准|得分", "执行率|5|{a}得5分。|"]
    data = _of(rows, tmp_path)
    assert data["form"]["header"][0]["cells"][0]["text"] == "说明｛unit_name｝｛｛ x ｝｝"


HEADINGS = "一级指标|指标名称|分值|评分标准|得分"


def test_several_forms__asked_which(tmp_path: Path) -> None:
    book = Workbook()
    for title in ("甲表", "乙表"):
        add_sheet(book, ["部门评分表|<|<|<|<", HEADINGS, "甲|丙|1|有制度的得1分。|"], title)
    file = tmp_path / "forms.xlsx"
    file.write_bytes(saved(book))
    with pytest.raises(UsageError, match="甲表”、“乙表"):
        draft_from(file)
    assert draft_from(file, sheet="乙表").draft.understood == 1
    with pytest.raises(UsageError, match="没有名为"):
        draft_from(file, sheet="丙表")


def test_workbook_without_text__told(tmp_path: Path) -> None:
    file = tmp_path / "forms.xlsx"
    file.write_bytes(saved(Workbook()))
    with pytest.raises(UsageError, match="没有表格"):
        draft_from(file)
