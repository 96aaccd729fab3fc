"""What forms of the family have beyond the first five: scores in the header, no scores, columns and levels of rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import xlgen
from tests.conftest import published_filling, shipped_scheme
from tests.factories.form_workbooks import BLANK, opened, read_back
from tests.factories.schemes import MINIMAL, edited, problems_of_text
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import CHECK, FORM, MATERIAL
from xlgen.scoring.form_data import FormData
from xlgen.scoring.form_score import score_form
from xlgen.scoring.status import Status
from xlgen.submissions.compare import Comparison, compare
from xlgen.submissions.read import read_returned
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.layout import VERDICT_ON_CHECK
from xlgen.workbook.verdict import READY
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import CellValue

PROJECT, CHONGQING, MONITORING, TARGETS = "national-project-2020", "chongqing-2021", "huangshi-2019", "ningxiang-2021"
HEADER_ROW = """        - {text: "单位名称：{unit_name}", columns: 4}
        - {text: "{{ year }}年度"}
"""
GROUP = """  - name: 绩效
    points: 10
    indicators:
      - id: execution
"""
TWO_GROUPS = """  - name: 执行
    points: 6
    in_header: true
    indicators:
      - id: execution
"""


def _shown(scheme: Scheme, filling: FormData) -> Comparison:
    """What the workbook computes of a filling, beside what the rules give."""
    book = read_back(build(scheme, filling))
    return compare(scheme, read_returned(book, scheme, Path("form.xlsx")), "")


def _value(scheme: Scheme, filling: FormData, place: CellRef) -> CellValue:
    sheet = read_back(build(scheme, filling)).sheet(place.sheet)
    assert sheet is not None
    return sheet.value(place.address)


def _scheme(folder: Path, *edits: tuple[str, str]) -> Scheme:
    file = folder / "scheme.yaml"
    file.write_text(edited(MINIMAL, *edits), encoding="utf-8")
    return load_file(file)


@pytest.mark.parametrize("name", [PROJECT, CHONGQING, "sichuan-project-2023", "yueyang-2018", "hunan-2018"])
def test_filled_form__same_in_workbook_and_by_rule(name: str) -> None:
    compared = _shown(shipped_scheme(name), published_filling(name))
    assert compared.clean
    assert compared.returned.total is not None


def test_header_score__computed_there_and_counted_in_level_and_total() -> None:
    scheme, filling = shipped_scheme(PROJECT), published_filling(PROJECT)
    layout = layout_of(scheme)
    assert layout.score("execution").row < layout.heading_row
    assert _value(scheme, filling, layout.score("execution")) == 8.62
    blank = replace(filling, inputs={**filling.inputs, "executed": None})
    assert _value(scheme, blank, layout.score("execution")) == ""
    assert _value(scheme, blank, layout.result(scheme.indicators[0])) == Status.MISSING
    assert _value(scheme, blank, layout.total) == "待填 1 项"


def test_header_score__typed_over_is_what_the_unit_reported() -> None:
    scheme = shipped_scheme(PROJECT)
    compared = _shown(scheme, replace(published_filling(PROJECT), reported={"execution": 9.0}))
    assert [score.indicator.id for score in compared.disagreements] == ["execution"]
    assert (compared.returned.total, compared.by_rule.total) == (99.0, 98.62)


def test_total_in_the_header__where_the_table_has_no_last_row() -> None:
    scheme = shipped_scheme(CHONGQING)
    layout = layout_of(scheme)
    assert scheme.form.total is None
    assert layout.total.row < layout.heading_row
    assert _value(scheme, published_filling(CHONGQING), layout.total) == 97.05


def test_texts__show_total_grade_scores_and_points(tmp_path: Path) -> None:
    shows = "{total}分，{grade}；{execution.score}/{execution.points}"
    text = f'        - {{text: "{{unit_name}}"}}\n        - {{text: "{shows}", columns: 4}}\n'
    scheme = _scheme(tmp_path, (HEADER_ROW, text))
    inputs: dict[str, CellValue] = {"unit_name": "甲", "money_unit": "万元", "spent": 9, "budget": 10, "late": 0}
    filling = FormData(
        {**inputs, "falsified": "否"}, {"tasks": [{"task": "一", "done": "完成"}]}, {"execution": "结余"}
    )
    place = CellRef(FORM, "B", layout_of(scheme).header_rows[0].span.first)
    assert score_form(scheme, filling).total == 9.5
    assert _value(scheme, filling, place) == "9.50分，优；5.50/6"
    assert _value(scheme, replace(filling, inputs={**filling.inputs, "spent": None}), place) == "分，；/6"


def test_form_without_scores__ready_when_filled_and_scores_nothing() -> None:
    for name in (MONITORING, TARGETS):
        scheme, filling = shipped_scheme(name), published_filling(name)
        book = read_back(build(scheme, filling))
        assert MATERIAL not in book.titles
        assert not scheme.scored
        compared = compare(scheme, read_returned(book, scheme, Path("form.xlsx")), "")
        assert (compared.clean, compared.by_rule.total, compared.returned.total) == (True, None, None)
        assert str(_value(scheme, filling, VERDICT_ON_CHECK)).startswith(READY)
        assert not str(_value(scheme, FormData(), VERDICT_ON_CHECK)).startswith(READY)
        assert "得分" not in {str(cell.value) for row in opened(name, BLANK)[CHECK].iter_rows() for cell in row}


def test_levels_named_by_rows__once_where_rows_follow_each_other() -> None:
    scheme, filling = shipped_scheme(PROJECT), published_filling(PROJECT)
    layout = layout_of(scheme)
    sheet = read_back(build(scheme, filling)).sheet(FORM)
    assert sheet is not None
    first = layout.block(scheme.table_indicators[0]).first
    shown = [[sheet.value(f"{letter}{row}") for row in range(first, first + 6)] for letter in "AB"]
    assert shown == [
        ["产出指标", "", "", "效益指标", "满意度指标", ""],
        ["数量指标", "质量指标", "时效指标", "社会效益指标", "服务对象满意度指标", ""],
    ]


def test_points_laid_down_for_options__each_must_add_up(tmp_path: Path) -> None:
    by_level = ", row_points: worth, points_by: {column: level, points: {产出指标: 50, 效益指标: 30, 满意度指标: 10}}}"
    text = Path(f"templates/{PROJECT}/scheme.yaml").read_text(encoding="utf-8")
    file = tmp_path / "scheme.yaml"
    file.write_text(text.replace(", row_points: worth}", by_level), encoding="utf-8")
    scheme, filling = load_file(file), published_filling(PROJECT)
    assert _shown(scheme, filling).clean
    rows = [dict(row) for row in filling.tables["targets"]]
    rows[3]["worth"], rows[4]["worth"] = 31, 9  # still 90 together
    changed = replace(filling, tables={"targets": rows})
    assert score_form(scheme, changed).tables["targets"].excess == {"效益指标": 1, "满意度指标": -1}
    status = _value(scheme, changed, layout_of(scheme).tables["targets"].overall)
    assert status == "有误：“效益指标”各行分值合计31分，应为30分"


def test_lost_points__need_no_reason_where_the_form_asks_for_none(tmp_path: Path) -> None:
    inputs: dict[str, CellValue] = {"unit_name": "甲", "money_unit": "万元", "spent": 9, "budget": 10, "late": 0}
    filling = FormData({**inputs, "falsified": "否"}, {"tasks": [{"task": "一", "done": "完成"}]})
    for edit, complete in (
        (("points: 10\ngrades:", "points: 10\nexplained: false\ngrades:"), True),
        (("        veto:", "        explained: false\n        veto:"), True),
        (("points: 10\ngrades:", "points: 10\nexplained: true\ngrades:"), False),
    ):
        assert _shown(_scheme(tmp_path, edit), filling).complete is complete, edit


def test_own_columns__typed_where_they_hold_an_input_alone(tmp_path: Path) -> None:
    scheme = _scheme(
        tmp_path,
        (HEADER_ROW, '        - {text: "单位名称：{unit_name}", columns: 6}\n        - {text: "{{ year }}年度"}\n'),
        (
            "    - {title: [得分], content: score, width: 8}\n",
            "    - {title: [得分], content: score, width: 8}\n"
            "    - {title: [实际支出], content: actual, width: 10}\n"
            "    - {title: [财政审核评分], content: reviewed, width: 10, reviewed: true}\n",
        ),
        ("        veto:", '        shows: {actual: "{spent}"}\n        veto:'),
    )
    layout = layout_of(scheme)
    assert layout.values["spent"] == CellRef(FORM, "F", layout.spans["execution"].first)
    for spent in (3.5, None):
        book = read_back(build(scheme, FormData({"spent": spent})))
        assert read_returned(book, scheme, Path("form.xlsx")).filling.inputs.get("spent") == spent


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        ([("points: 10\ngrades:", "grades:")], "MISSING_KEY"),
        ([(GROUP, TWO_GROUPS)], "FORM_COLUMNS"),
        ([("  total: {label: 总分, points: false}", "")], "MISSING_KEY"),
        ([("        veto:", "        shows: {other: 甲}\n        veto:")], "FORM_COLUMNS"),
        (
            [("content: score, width: 8}", "content: score, width: 8}\n    - {title: [核], content: own, width: 9}")],
            "FORM_COLUMNS",
        ),
        ([('{{ year }}年度"}', '{execution.scores}"}')], "UNDEFINED_NAME"),
    ],
    ids=[
        "points without grades",
        "in the header without a cell",
        "no total",
        "no such column",
        "column of nothing",
        "misspelt",
    ],
)
def test_problem__is_told(edits: list[tuple[str, str]], code: str, tmp_path: Path) -> None:
    assert code in {problem.code for problem in problems_of_text(edited(MINIMAL, *edits), tmp_path)}


def test_form_without_scores__left_out_of_summaries(tmp_path: Path) -> None:
    for name in (MONITORING, PROJECT):
        xlgen.build(shipped_scheme(name), published_filling(name)).save(tmp_path / f"{name}.xlsx")
    summary = xlgen.summarize(tmp_path)
    assert (summary.units, summary.left_out) == (1, 1)
    assert [each["why"] for each in summary.to_json()["left_out"]] == ["这种表不计分，没有可以汇总的分数"]
