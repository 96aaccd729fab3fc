"""Each way in which an input can be wrong, in a workbook with that one defect: one finding, at its cell."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories import returned_forms
from tests.factories.form_workbooks import FILLED, built, minimal_form_parts, read_back
from tests.factories.packages import zipped
from tests.factories.random_fillings import random_filling
from tests.factories.returned_forms import codes, typed, wording
from tests.factories.schemes import KINDS
from xlgen.scheme.inputs import MAX_CHARACTERS
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.scoring.form_score import input_statuses
from xlgen.scoring.ladder import Fault
from xlgen.scoring.status import BLOCKING, Status
from xlgen.scoring.tables import row_status, score_table
from xlgen.scoring.values import input_names, statuses_of
from xlgen.submissions.checks import inputs
from xlgen.submissions.findings.code import Level, Part
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.read import Returned
from xlgen.submissions.submission import Submission
from xlgen.submissions.template import SHIPPED_TEMPLATES
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.identity import identity_of
from xlgen.xlsx.values import CellValue

ABOUT = {Part.INPUTS}
"""What the findings that these tests look at are about."""
shipped, small = partial(returned_forms.shipped, about=ABOUT), partial(returned_forms.minimal, about=ABOUT)
kinds = partial(returned_forms.kinds, about=ABOUT)

SHENZHEN, JIANGMEN, JIANGNING, JIANGSU = "shenzhen-2021", "jiangmen-2024", "jiangning", "jiangsu-2020"
IN_NUMBERS: dict[str, tuple[CellValue, str, str]] = {
    "blank": (None, "BLANK", "“迟报次数”没有填写。请填写整数，不小于0、不大于12"),
    "full width": ("\uff11", "TEXT_FOR_NUMBER", "“迟报次数”填的是“\uff11”，可按 1 理解。是文字，请键入数字"),
    "thousands": ("1,000", "TEXT_FOR_NUMBER", "，可按 1000 理解。是文字，请键入数字"),
    "percent": ("92.99%", "TEXT_FOR_NUMBER", "，可按 92.99% 理解。是文字，请键入数字"),
    "with another unit": ("12万元", "TEXT_FOR_NUMBER", "，可按 12 万元 理解。是文字，请键入数字"),
    "with its unit": ("12次", "TEXT_FOR_NUMBER", "填的是“12次”，可按 12 理解。只填数字，不写“次”"),
    "about": ("约12", "TEXT_FOR_NUMBER", "，可按 12 理解。"),
    "number as text": ("5", "TEXT_FOR_NUMBER", "，可按 5 理解。"),
    "words": ("三次", "TEXT_FOR_NUMBER", "“迟报次数”填的是“三次”。只填数字，不写“次”"),
    "spaces": ("  ", "TEXT_FOR_NUMBER", "“迟报次数”填的是“空格”。是文字，请键入数字"),
    "truth": (True, "TEXT_FOR_NUMBER", "“迟报次数”填的是“TRUE”。是文字，请键入数字"),
    "dash": ("—", "TEXT_FOR_NUMBER", "“迟报次数”填的是“—”，没有发生的填 0。是文字，请键入数字"),
    "none": ("无", "TEXT_FOR_NUMBER", "“迟报次数”填的是“无”，没有发生的填 0。"),
    "same": ("同上", "TEXT_FOR_NUMBER", "“迟报次数”填的是“同上”，没有发生的填 0。是文字，请键入数字"),
    "slash": ("/", "TEXT_FOR_NUMBER", "“迟报次数”填的是“/”，没有发生的填 0。"),
    "negative": (-1, "OUT_OF_RANGE", "“迟报次数”填的是 -1。应为0至12"),
    "too large": (13, "OUT_OF_RANGE", "“迟报次数”填的是 13。应为0至12"),
    "not whole": (1.5, "NOT_WHOLE", "“迟报次数”填的是 1.5。应为整数"),
}
"""What stands in 迟报次数 of the small form: a count of at most 12."""


@pytest.mark.parametrize(("value", "code", "said"), IN_NUMBERS.values(), ids=IN_NUMBERS)
def test_number__error(value: CellValue, code: str, said: str) -> None:
    form = small()
    (found,) = form.findings(form.filled({"late": value}))
    assert codes([found]) == [(code, form.place("late"))]
    assert found.indicator == "预算执行率"
    assert said in f"{found.message}。{found.remedy}"


def test_error_value__error() -> None:
    form = small()
    (found,) = form.findings(form.filling, {form.place("late"): "#N/A"})
    assert codes([found]) == [("ERROR_VALUE", form.place("late"))]
    assert found.message == wording(InputCode.ERROR_VALUE, label="迟报次数", found="#N/A")


def test_date_in_range__warning() -> None:
    form = small()
    (found,) = form.findings(form.filled({"late": 5}), dates=(form.place("late"),))
    assert codes([found]) == [("DATE_FOR_NUMBER", form.place("late"))]
    assert found.code.level is Level.WARNING
    assert "实际按 5 计算" in found.message


def test_date_out_of_range__error() -> None:
    form = small()
    (found,) = form.findings(form.filled({"late": 45000}), dates=(form.place("late"),))
    assert codes([found]) == [("OUT_OF_RANGE", form.place("late"))]
    assert found.code.level is Level.ERROR
    assert found.remedy == "应为0至12"


def test_date_in_a_text__ok() -> None:
    form = small()
    place = form.place("unit_name")
    assert form.findings(form.filling, {place: 45000}, dates=(place,)) == []


OPTIONS: dict[str, tuple[CellValue, str]] = {
    "space": ("是 ", "，去掉空格才是“是”。请选“是”或“否”"),
    "more words": ("是的", "，是否想选“是”。"),
    "tick": ("√", "，是否想选“是”。"),
    "truth": (False, "填的是“FALSE”，不在选项之中，是否想选“否”。"),
    "something else": ("不清楚", "不在选项之中。"),
    "nothing like it": ("待查", "不在选项之中。"),
    "spaces": (" ", "填的是“空格”，不在选项之中。"),
    "dash": ("—", "填的是“—”，不在选项之中。"),
}


@pytest.mark.parametrize(("value", "said"), OPTIONS.values(), ids=OPTIONS)
def test_option__error(value: CellValue, said: str) -> None:
    form = small()
    (found,) = form.findings(form.filled({"falsified": value}))
    assert codes([found]) == [("NOT_AN_OPTION", form.place("falsified"))]
    assert said in f"{found.message}。{found.remedy}"


@pytest.mark.parametrize(("name", "value"), [("falsified", "否\u200b"), ("spent", "\ufeff80")])
def test_invisible_character__named(name: str, value: str) -> None:
    form = small()
    (found,) = form.findings(form.filling, {form.place(name): value})
    assert f"{found.sheet}!{found.cell}" == form.place(name)
    assert "含有看不见的字符 U+" in found.message
    assert value not in found.message


TEXTS: dict[str, tuple[CellValue, list[str]]] = {
    "blank": (None, ["BLANK"]),
    "spaces": ("   ", ["BLANK"]),
    "dash": ("—", ["PLACEHOLDER"]),
    "star": ("*", ["PLACEHOLDER"]),
    "marks": ("。！？", ["ODD_TEXT"]),
    "none": ("无", []),
    "number": (5, []),
    "too long": ("长" * (MAX_CHARACTERS + 1), ["UNFIT_TEXT"]),
}


@pytest.mark.parametrize(("value", "expected"), TEXTS.values(), ids=TEXTS)
def test_text(value: CellValue, expected: list[str]) -> None:
    form = small()
    place = form.place("unit_name")
    assert codes(form.findings(form.filling, {place: value})) == [(code, place) for code in expected]


def test_text_that_may_be_blank__dash_ok() -> None:
    form = shipped(SHENZHEN)
    assert form.findings(form.filled({}, **form.rows("effects", 0, deduction=None, reason=None))) == []
    assert codes(form.findings(form.filled({}, **form.rows("effects", 1, reason="—")))) == [
        ("PLACEHOLDER", "履职效果指标!G6")
    ]


def test_control_character__warning() -> None:
    written = "任务一".encode("ascii", "xmlcharrefreplace")
    changed = {name: part.replace(written, b"_x0001_") for name, part in minimal_form_parts().items()}
    form = small()
    (found,) = form.check(zipped(changed))
    assert codes([found]) == [("ODD_TEXT", form.cell("tasks", 0, "task"))]
    assert found.code.level is Level.WARNING
    assert "“《年度任务》第 1 行任务”含有不能显示的控制字符" in found.message


def test_cells_of_a_table__error() -> None:
    form = small()
    rows = {"tasks": [{"task": "任务一", "done": "已完成"}, {"done": "完成"}]}
    first, second = form.findings(form.filled({}, tables=rows))
    assert codes([first, second]) == [("NOT_AN_OPTION", "年度任务!C5"), ("BLANK", "年度任务!B6")]
    assert first.message == "“《年度任务》第 1 行完成情况”填的是“已完成”，不在选项之中，是否想选“完成”"
    assert (first.indicator, second.indicator) == ("任务完成", "任务完成")


def test_row_that_is_not_used__ok() -> None:
    form = small()
    rows = {"tasks": [{"task": "任务一", "done": "完成"}, {"task": " "}, {"task": "任务三", "done": "完成"}]}
    assert form.findings(form.filled({}, tables=rows)) == []


def test_condition__blank_only_where_it_holds() -> None:
    form = shipped(JIANGMEN)
    found = form.findings(form.filled({"goals_deduction": 1}, remarks={**form.filling.remarks}))
    assert [(finding.code.name, finding.message) for finding in found] == [("BLANK", "“绩效目标扣分原因”没有填写")]


def test_percent_above_its_maximum__error_with_the_likely_meaning() -> None:
    form = shipped(SHENZHEN)
    (found,) = form.findings(form.filled({"progress_q4": 92.99}))
    assert found.code.name == "OUT_OF_RANGE"
    assert found.message.endswith("填的是 9299%，可能是想填 92.99%")


RATES = ("late: {kind: count, label: 迟报次数, unit: 次, maximum: 12}", "late: {kind: percent, label: 迟报率}")


@pytest.mark.parametrize(("value", "meant"), [(92.99, "92.99%"), (3, "3%"), (2, None), (1.2, None), (0, None)])
def test_percent_without_maximum__warning(value: float, meant: str | None, tmp_path: Path) -> None:
    form = small(tmp_path, RATES)
    remarked = form.filled({"late": value})
    found = form.findings(remarked)
    assert codes(found) == ([("PERCENT_AS_NUMBER", form.place("late"))] if meant else [])
    assert all(finding.message.endswith(f"可能是想填 {meant}") for finding in found)


def test_outside_band__error() -> None:
    form = shipped(JIANGNING)
    (found,) = form.findings(form.filled({"long_plan_1_share": 0.7}))
    assert found.code.name == "OUTSIDE_BAND"
    assert found.message == wording(InputCode.OUTSIDE_BAND, label="要点①的具体比例", found="70%", meant="")
    assert found.remedy == "达成应为80%至100%"
    (found,) = form.findings(form.filled({"long_plan_1_share": 85}))
    assert found.code.name == "OUTSIDE_BAND"
    assert found.message.endswith("填的是 8500%，可能是想填 85%")


def test_part_above_whole__error() -> None:
    form = small()
    (found,) = form.findings(form.filled({"spent": 101}))
    assert codes([found]) == [("PART_ABOVE_WHOLE", form.place("spent"))]
    assert f"{found.message}。{found.remedy}" == "“实际支出”填的是 101，“预算”是 100。不能大于“预算”；请核对这两处"


def test_part_in_the_other_unit__error_says_so() -> None:
    form = small()
    (found,) = form.findings(form.filled({"spent": 800_000}))
    assert found.code.name == "PART_ABOVE_WHOLE"
    assert found.message.endswith("，“预算”是 100，两数相差约一万倍，可能把元和万元混用了")


def test_amounts_of_a_rate_in_two_units__warning() -> None:
    form = small()
    (found,) = form.findings(form.filled({"spent": 80, "budget": 1_000_000}))
    assert (*codes([found]), found.indicator) == (("MONEY_UNIT", form.place("spent")), "预算执行率")
    assert found.message.startswith("“实际支出”填的是 80，与“预算”（1000000）相差约一万倍")


@pytest.mark.parametrize(("spent", "budget"), [(0, 1_000_000), (0.001, 1000), (1, 1000), (0, 0), (80, 100)])
def test_amounts_of_a_rate__ok(spent: float, budget: float) -> None:
    form = small()
    assert form.findings(form.filled({"spent": spent, "budget": budget})) == []


@pytest.mark.parametrize("factor", [1e4, 1e-4])
@pytest.mark.parametrize(
    ("scheme", "name"),
    [
        ("jiangning", "basic_actual"),
        ("jiangning", "basic_budget"),
        ("jiangning", "sangong_this"),
        ("jiangning", "sangong_last"),
        ("shenzhen-2021", "daily_actual"),
        ("jiangsu-2020", "spending_actual"),
    ],
)
def test_one_amount_in_the_other_unit__warning_whatever_the_rule_rewards(scheme: str, name: str, factor: float) -> None:
    form = shipped(scheme)
    before = form.filling.inputs[name]
    assert isinstance(before, (int, float))
    found = form.findings(form.filled({name: before * factor}))
    assert "MONEY_UNIT" in [finding.code.name for finding in found]


def test_rate_that_should_be_low__only_the_high_one_is_a_warning() -> None:
    form = shipped(JIANGMEN)
    assert form.findings(form.filled({"funds_adjusted": 0.87})) == []
    adjusted = form.findings(form.filled({"funds_adjusted": 86_000_000}))
    assert [finding.code.name for finding in adjusted] == ["MONEY_UNIT"]


@pytest.mark.parametrize("name", ["basic_spending", "project_spending", "total_budget"])
def test_amount_of_a_sum_in_the_other_unit__warning(name: str) -> None:
    form = shipped(JIANGMEN)
    value = form.filling.inputs[name]
    assert isinstance(value, float)
    (found,) = form.findings(form.filled({name: value * 10_000}))
    assert found.code.name == "MONEY_UNIT"
    assert found.message.startswith(f"“{form.scheme.all_inputs[name].label}”填的是 ")


def test_too_few_rows__error() -> None:
    form = small()
    (found,) = form.findings(form.filled({}, tables={}))
    assert (found.code.name, found.sheet, found.cell) == ("TOO_FEW_ROWS", "年度任务", "B5")
    assert found.message == wording(InputCode.TOO_FEW_ROWS, table="年度任务", found="0", least="1")


def test_too_few_rows__ok_where_none_are_demanded() -> None:
    form = shipped(JIANGMEN)
    tables = {**form.filling.tables, "outputs": [], "benefits": []}
    assert form.findings(form.filled({"goals_filed": "否"}, tables=tables)) == []


def test_too_few_kinds__error() -> None:
    form = shipped(SHENZHEN)
    rows = [{**row, "dimension": "社会效益"} for row in form.filling.tables["effects"]]
    (found,) = form.findings(form.filled({}, tables={"effects": rows}))
    assert codes([found]) == [("TOO_FEW_KINDS", "履职效果指标!C5")]
    assert found.message == wording(InputCode.TOO_FEW_KINDS, table="履职效果指标", column="方面", found="1", least="3")


@pytest.mark.parametrize(("points", "total"), [(19, "29"), (21, "31")])
def test_row_points__error(points: float, total: str) -> None:
    form = shipped(JIANGSU)
    (found,) = form.findings(form.filled({}, **form.rows("duties", 0, points=points)))
    assert codes([found]) == [("ROW_POINTS", "部门履职!D5")]
    assert found.message == wording(InputCode.ROW_POINTS, table="部门履职", found=total, expected="30")


def submission_of(scheme: Scheme, filling: FormData) -> Submission:
    """As read from a workbook with this filling: quicker than building it."""
    issued = read_back(built(scheme.id, FILLED))
    submission = Submission(
        "returned.xlsx", issued, identity_of(scheme), SHIPPED_TEMPLATES.template(identity_of(scheme))
    )
    vars(submission)["returned"] = Returned(filling, {}, None, None, computed=False, without_functions=False)
    return submission


def blocking_cells(scheme: Scheme, filling: FormData) -> set[tuple[str, str]]:
    """The cells whose status is 待填 or 有误, rows that are not used left out."""
    layout, statuses = layout_of(scheme), input_statuses(scheme, filling)
    found = {
        (layout.values[name].sheet, layout.values[name].address) for name in statuses if statuses[name] in BLOCKING
    }
    for name, rows in filling.tables.items():
        table, place = scheme.tables[name], layout.tables[name]
        for number, row in enumerate(rows):
            if row_status(table, row, number) is not Status.OPTIONAL:
                cells = statuses_of(table.columns, row, input_names(table.columns, row))
                letters = [place.columns[column] for column, state in cells.items() if state in BLOCKING]
                found |= {(place.sheet, f"{letter}{place.first + number}") for letter in letters}
    return found


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.slow
def test_random_fillings__one_finding_for_each_cell_that_is_missing_or_wrong(name: str) -> None:
    scheme = shipped_scheme(name)
    seen: Counter[str] = Counter()
    for seed in range(60):
        filling = with_overrides(random_filling(scheme, seed), presets(scheme))
        submission = submission_of(scheme, filling)
        found = [finding for finding in inputs.cells(submission) if finding.code.level is Level.ERROR]
        places = [(finding.sheet, finding.cell) for finding in found]
        assert len(places) == len(set(places))
        assert set(places) == blocking_cells(scheme, filling)
        said = [finding.message.lstrip("“") for finding in (*found, *inputs.tables(submission))]
        at_fault = {
            table.label
            for table in scheme.tables.values()
            if any(words.startswith(f"《{table.label}》") for words in said)
        }
        blocked = {
            table.label for key, table in scheme.tables.items() if score_table(scheme, key, filling).status in BLOCKING
        }
        assert at_fault == blocked
        seen.update(finding.code.name for finding in found)
    assert len(seen) >= 5


@pytest.mark.parametrize("name", SCHEMES)
def test_published_form__ok(name: str) -> None:
    assert list(inputs.cells(submission_of(shipped_scheme(name), published_filling(name)))) == []


def test_points_of_a_row_finer_than_a_cent__error() -> None:
    form = shipped("jiangsu-2020")
    rows = [dict(row) for row in form.filling.tables["duties"]]
    rows[0]["points"], rows[1]["points"] = 19.995, 10.005
    found = form.findings(form.filled({}, tables={**form.filling.tables, "duties": rows}))
    assert [finding.code.name for finding in found] == ["OUT_OF_RANGE", "OUT_OF_RANGE"]
    assert "分值最多写到两位小数" in found[0].remedy


@pytest.mark.parametrize("blank", ["\u3000", "\n", "\xa0 ", "\u200b", " \ufeff\u2060"])
def test_text_of_blanks__error(blank: str) -> None:
    form = shipped("jiangning")
    assert codes(form.findings(form.filled({"problems": blank}))) == [("BLANK", form.place("problems"))]


@pytest.mark.parametrize("blank", ["\u3164", "\u2800\u202e", "\U000e0041", "\u3164 \u3000"])
def test_text_of_rare_signs_that_show_nothing__warning(blank: str) -> None:
    form = shipped("jiangning")
    (found,) = form.findings(form.filled({"problems": blank}))
    assert codes([found]) == [("ODD_TEXT", form.place("problems"))]
    assert found.code.level is Level.WARNING


def test_percent_a_hundredth_of_what_is_likely__error() -> None:
    form = shipped("shenzhen-2021")
    found = form.findings(form.filled({"progress_q1": 0.00376}))
    assert [(finding.code.name, "37.6%" in finding.message) for finding in found] == [("PERCENT_AS_NUMBER", True)]


FAULTS: dict[Fault, tuple[str, str, CellValue]] = {
    Fault.ERROR: ("", "late", "#N/A"),
    Fault.TOO_LONG: ("", "unit_name", "长" * (MAX_CHARACTERS + 1)),
    Fault.SYMBOL: ("", "unit_name", "——"),
    Fault.NOT_AN_OPTION: ("", "falsified", "是 "),
    Fault.UNIT_WRITTEN: ("", "spent", "80万元"),
    Fault.NOT_A_NUMBER: ("", "late", "五"),
    Fault.OUT_OF_RANGE: ("", "late", 13),
    Fault.NOT_WHOLE: ("", "late", 1.5),
    Fault.OUTSIDE_BAND: (JIANGNING, "long_plan_1_share", 0.7),
    Fault.ABOVE_LIMIT: ("", "spent", 101),
    Fault.NOT_A_DATE: (str(KINDS), "finished", "2025.12.5"),
    Fault.WITH_TIME: (str(KINDS), "finished", 45996.5),
}
"""For each fault: a form, an input, and a value at fault."""


@pytest.mark.parametrize("fault", Fault)
def test_fault__same_words_in_the_workbook_and_in_the_finding(fault: Fault) -> None:
    scheme, name, value = FAULTS[fault]
    form = kinds() if scheme == str(KINDS) else shipped(scheme) if scheme else small()
    data = typed({form.place(name): value}, build(form.scheme, form.filling))
    status = layout_of(form.scheme).statuses[name]
    sheet = read_back(data).sheet(status.sheet)
    assert sheet is not None
    shown = sheet.value(status.address)
    (found,) = form.check(data)
    code, _ = inputs.FINDINGS[fault]
    assert codes([found]) == [(code.name, form.place(name))]
    assert shown == f"{Status.INVALID}：{found.remedy.removesuffix('；请核对这两处')}"
