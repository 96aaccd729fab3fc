"""Days, ticks and limited texts in schemes: what may be written, and what every place says of them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.factories.schemes import KINDS, MINIMAL, assert_helpful, edited, problems_of_text
from xlgen.scheme import arithmetic
from xlgen.scheme.arithmetic import DATE, NUMBER, TRUTH, NotArithmeticError, expr_type_of, parse
from xlgen.scheme.describe import describe
from xlgen.scheme.diff import compare_schemes, report
from xlgen.scheme.doubts.all import doubts
from xlgen.scheme.input_words import expected, wanted
from xlgen.scheme.inputs import Input, InputType
from xlgen.scheme.load import checked_data, load_file, scheme_for_year
from xlgen.scoring.data_file import load_form_data, skeleton
from xlgen.scoring.form_data import presets
from xlgen.scoring.ladder import rungs_of
from xlgen.xlsx.dates import day_number

UNIT = "  unit_name: {kind: text, label: 单位名称}"
STARTED = (
    'started: {kind: date, label: 开始时间, minimum: "2020-01-01", maximum: "{{ year }}-12-31", no_more_than: finished}'
)
FINISHED = "finished: {kind: date, label: 完成时间}"
LATE = 'value: "max(finished - deadline, 0)"'
WRONG = {
    "greatest value of a text": ((UNIT, UNIT.replace("text,", "text, maximum: 9,")), "USELESS_KEY", "max_length"),
    "length of a date": ((FINISHED, FINISHED.replace("date,", "date, max_length: 9,")), "USELESS_KEY", "text"),
    "length of nothing": (("max_length: 20", "max_length: 0"), "WRONG_TYPE", "大于 0"),
    "length that no text may have": (("max_length: 20", "max_length: 2001"), "WRONG_TYPE", "不大于 2000"),
    "number as a bound": ((FINISHED, FINISHED.replace("date,", "date, minimum: 2020,")), "WRONG_RANGE", "应当是日期"),
    "bound that no calendar has": (('"2020-01-01"', '"2020-02-30"'), "WRONG_TYPE", "应当是日期"),
    "bound before Excel's days": (('"2020-01-01"', "1899-01-01"), "WRONG_RANGE", "不能早于"),
    "bounds the wrong way round": (('"2020-01-01"', '"2026-01-01"'), "WRONG_RANGE", "早于"),
    "date as a bound of a text": (("max_length: 20", "maximum: 2020-01-01"), "USELESS_KEY", "max_length"),
    "date limited by a tick": (("no_more_than: finished", "no_more_than: legal"), "BAD_EXPRESSION", "日期"),
    "option that a choice has not": (
        ("{nature:延续项目}", "{nature:续建项目}"),
        "BAD_EXPRESSION",
        "新增项目、延续项目",
    ),
    "format of a choice": (("{nature:延续项目}", "{nature:0.00}"), "BAD_EXPRESSION", "没有选项“0.00”"),
    "format of a tick": (("{planned}", "{planned:√}"), "BAD_EXPRESSION", "删去“:√”"),
    "format of a date": (("计划{deadline}", "计划{deadline:0}"), "BAD_EXPRESSION", "删去“:0”"),
    "option of a number": (("{late}天", "{late:天}天"), "BAD_EXPRESSION", "格式"),
    "tick compared with something else": (('falsified == "√"', 'falsified == "是"'), "BAD_EXPRESSION", "只有√"),
    "points that are a date": ((LATE, "value: finished"), "BAD_EXPRESSION", "应当是数"),
    "sum of dates": ((LATE, "value: finished + deadline"), "BAD_EXPRESSION", "日期只能相减"),
    "date compared with a number": ((LATE, "value: 1 if finished > 5 else 0"), "BAD_EXPRESSION", "日期只能与日期比较"),
    "date that a rule scores": (("counts: [late]", "counts: [finished]"), "WRONG_ARGUMENT", "日期须先相减"),
    "preset that is no date": (('due: "2025-03-01"', "due: 立项"), "WRONG_RANGE", "这一列"),
    "preset number for a date": (('due: "2025-03-01"', "due: 45747"), "WRONG_RANGE", "这一列"),
}


@pytest.mark.parametrize(("edit", "code", "words"), WRONG.values(), ids=WRONG)
def test_scheme__problem(edit: tuple[str, str], code: str, words: str, tmp_path: Path) -> None:
    problems = problems_of_text(edited(KINDS, edit), tmp_path)
    assert [each.code for each in problems] == [code]
    assert words in problems[0].message + problems[0].remedy
    assert_helpful(problems)


def test_tick_as_an_answer__refused(tmp_path: Path) -> None:
    rows = ("done: {kind: choice, label: 完成情况, options: [完成, 未完成]}", "done: {kind: tick, label: 完成}")
    scores = ("with: {scores: {完成: 4, 未完成: 0}}", "with: {scores: {√: 4}}")
    (only,) = problems_of_text(edited(MINIMAL, rows, scores), tmp_path)
    assert (only.code, "yes_no" in only.message) == ("WRONG_ARGUMENT", True)


def test_bounds__days_of_the_year(tmp_path: Path) -> None:
    scheme = load_file(KINDS)
    assert scheme.inputs["started"].bounds == (43831, 46022)
    assert scheme_for_year(scheme, 2026).inputs["started"].bounds == (43831, 46387)
    assert scheme.inputs["finished"].bounds == (32874, 73415)
    assert presets(scheme).tables["steps"] == [{"due": 45717}]


def test_tick__need_not_be_made_unless_the_scheme_says_so() -> None:
    assert not Input(label="甲", kind=InputType.TICK).required
    assert Input(label="甲", kind=InputType.TICK, required=True).required
    assert Input(label="甲", kind=InputType.DATE).required


def test_words__of_each_kind() -> None:
    scheme = load_file(KINDS)
    told = {
        name: (wanted(scheme.inputs[name]), expected(scheme.inputs[name])) for name in ("legal", "finished", "summary")
    }
    assert told == {
        "legal": ("选√", "选“√”，没有的留空"),
        "finished": ("填日期，如2025-3-31", "填写日期（如2025-3-31），1990年1月1日至2100年12月31日"),
        "summary": ("填文字，最多20字", "填写文字，最多20字"),
    }
    must = Input(label="甲", kind=InputType.TICK, required=True)
    assert (expected(must), [rung.why for rung in rungs_of(must)][-1]) == ("选“√”", "请选“√”")
    described = describe(scheme.inputs["started"], {})
    assert "种类 日期" in described
    assert "最小值 2020年1月1日" in described


def test_diff__bounds_and_lengths_in_words(tmp_path: Path) -> None:
    edits = [
        ('"2020-01-01"', '"2021-06-01"'),
        ("max_length: 20", "max_length: 300"),
        ("label: 列入规划}", "label: 列入规划, required: true}"),
    ]
    (tmp_path / "scheme.yaml").write_text(edited(KINDS, *edits), encoding="utf-8")
    text = "\n".join(report(compare_schemes(str(KINDS), str(tmp_path / "scheme.yaml"))))
    assert "2020年1月1日 → 2021年6月1日" in text
    assert "20 → 300" in text


TYPES: dict[str, arithmetic.ExprType] = {"a": DATE, "b": DATE, "n": NUMBER, "m": arithmetic.MONEY}


@pytest.mark.parametrize(
    ("text", "given"),
    [
        *(("a - b", NUMBER), ("a - 30", DATE), ("a + n", DATE), ("min(a, b) - b", NUMBER), ("abs(a - b)", NUMBER)),
        *(("a if n > 1 else b", DATE), ("a > b", TRUTH), ("a == b", TRUTH), ("a > 0", TRUTH), ("a - b > 30", TRUTH)),
        ("(a - b) * n", NUMBER),
    ],
)
def test_arithmetic_of_dates__type(text: str, given: arithmetic.ExprType) -> None:
    assert expr_type_of(parse(text), TYPES) == given


@pytest.mark.parametrize(
    "text",
    ["a + b", "n - a", "n + a", "a * 2", "a / b", "-a", "abs(a)", "max(a, n)", "a > n", "a + m", "a if n > 1 else n"],
)
def test_arithmetic_of_dates__refused(text: str) -> None:
    with pytest.raises(NotArithmeticError):
        expr_type_of(parse(text), TYPES)


def test_data__dates_however_yaml_writes_them(tmp_path: Path) -> None:
    scheme, file = load_file(KINDS), tmp_path / "data.yaml"
    days = {"started": "2025-03-31", "finished": '"2025-12-05"', "filled_in": "2025/12/31", "deadline": "2025-12-2"}
    lines = [f"  {name}: {text}" for name, text in days.items()]
    file.write_text(
        "\n".join(["inputs:", *lines, "  legal: √", "tables:", "  steps:", "    - {due: 2025-03-01}"]), encoding="utf-8"
    )
    found = load_form_data(file, scheme)
    numbers = [day_number(datetime.date(2025, *day)) for day in ((3, 31), (12, 5), (12, 31), (12, 2))]
    assert [found.inputs[name] for name in days] == numbers
    assert found.tables["steps"] == [{"due": 45717}]


def test_skeleton__reads_back(tmp_path: Path) -> None:
    scheme, file = load_file(KINDS), tmp_path / "data.yaml"
    file.write_text(skeleton(scheme), encoding="utf-8")
    assert load_form_data(file, scheme).tables["steps"][0]["due"] == 45717


@pytest.mark.parametrize(
    ("value", "doubtful"),
    [
        ("max(finished - deadline, 0)", False),
        ("max(reported - deadline, 0)", True),
        ("reported - deadline if reported > 0 else 0", False),
        ("reported - deadline if deadline > 0 else 0", True),
    ],
)
def test_date_that_may_stay_blank__doubt_unless_the_expression_asks(value: str, doubtful: bool, tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text(edited(KINDS, (LATE, f'value: "{value}"')), encoding="utf-8")
    found = doubts(*checked_data(tmp_path / "scheme.yaml", None))
    assert [each.code for each in found] == (["DATE_MAY_BE_BLANK"] if doubtful else [])
    assert not doubtful or "验收时间" in found[0].message


def test_words_of_bounds__numbers_as_one_writes_them() -> None:
    spec = Input(label="甲", kind=InputType.MONEY, minimum=-1e8, maximum=1234567.5)
    assert expected(spec) == "填写金额，不小于-100000000、不大于1234567.5"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("late: {kind: count,", "late: {kind: count, rolls_up: true,"), ""),
        (("falsified: {kind: yes_no,", "falsified: {kind: yes_no, rolls_up: true,"), "count、money、number"),
        (("task: {kind: text,", "task: {kind: text, rolls_up: false,"), "明细表的列"),
    ],
)
def test_rolls_up__only_what_has_a_sum(edit: tuple[str, str], words: str, tmp_path: Path) -> None:
    problems = problems_of_text(edited(MINIMAL, edit), tmp_path)
    assert bool(problems) == bool(words)
    assert any(words in f"{problem.message}{problem.remedy}" for problem in problems) or not words
