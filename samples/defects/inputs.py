"""The workbook as issued, with entries that cannot be meant."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from samples.defects.making import cell_at, edited, filled, filled_row, filled_rows, filling, layout, typed
from samples.defects.registry import defect
from xlgen.scheme.inputs import MAX_CHARACTERS
from xlgen.submissions.findings.inputs import InputCode

FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
"""Digits as an input method may write them."""


@defect(InputCode.BLANK, "漏填一项")
def blank() -> bytes:
    """Nothing where something is required."""
    return filled({"budget": None})


@defect(InputCode.BLANK, "漏填表中一格")
def blank_in_a_row() -> bytes:
    """A row without its target."""
    return filled_row(0, target=None)


@defect(InputCode.TEXT_FOR_NUMBER, "带单位的金额")
def amount_with_its_unit() -> bytes:
    """An amount with its unit typed behind it."""
    return filled({"budget": "1000万元"})


@defect(InputCode.TEXT_FOR_NUMBER, "全角数字")
def full_width_digits() -> bytes:
    """Digits as an input method writes them."""
    return filled({"spent": "920".translate(FULL_WIDTH)})


@defect(InputCode.TEXT_FOR_NUMBER, "千位分隔符")
def thousands_separator() -> bytes:
    """A number as text, with its separator."""
    return filled({"total_budget": "1,000.00"})


@defect(InputCode.TEXT_FOR_NUMBER, "文字的百分比")
def percent_as_text() -> bytes:
    """A percentage as text."""
    return filled({"satisfied": "95.60%"})


@defect(InputCode.TEXT_FOR_NUMBER, "空格")
def spaces() -> bytes:
    """A cell cleared with the space bar."""
    return filled({"praised": "  "})


@defect(InputCode.TEXT_FOR_NUMBER, "一句话")
def words_for_a_number() -> bytes:
    """Words from which no number can be read."""
    return filled({"staff": "详见附件"})


@defect(InputCode.TEXT_FOR_NUMBER, "填无")
def nothing_in_words() -> bytes:
    """无 for 0."""
    return filled({"blamed": "无"})


@defect(InputCode.TEXT_FOR_NUMBER, "填横线")
def dash() -> bytes:
    """A dash for 0."""
    return filled({"planning_deduction": "—"})


@defect(InputCode.PLACEHOLDER, "文字处填横线")
def dash_for_words() -> bytes:
    """A dash where words are asked for."""
    return filled({"overview": "—"})


@defect(InputCode.ERROR_VALUE, "公式错误")
def error_value() -> bytes:
    """A formula of the unit's own that fails."""
    return typed(layout().values["budget"], "=1000/0")


@defect(InputCode.DATE_FOR_NUMBER, "变成日期")
def date_for_a_number() -> bytes:
    """48 shown as 17 February 1900."""

    def edit(book: Workbook) -> None:
        cell_at(book, layout().values["staff"]).number_format = "yyyy-mm-dd"

    return edited(edit)


@defect(InputCode.OUT_OF_RANGE, "负数")
def negative() -> bytes:
    """A deduction typed with its sign."""
    return filled({"planning_deduction": -1})


@defect(InputCode.OUT_OF_RANGE, "超出上限")
def out_of_range() -> bytes:
    """More points deducted than there are."""
    return filled({"planning_deduction": 12, "planning_reason": "预算编制粗放。"})


@defect(InputCode.NOT_WHOLE, "人数有小数")
def not_whole() -> bytes:
    """Half a person."""
    return filled({"posts": 50.5})


@defect(InputCode.NOT_AN_OPTION, "自拟的选项")
def not_an_option() -> bytes:
    """An option nobody offered."""
    return filled({"disclosed": "已按要求公开"})


@defect(InputCode.NOT_AN_OPTION, "选项后有空格")
def option_with_a_space() -> bytes:
    """A space that nobody sees, but formulas do."""
    return filled({"procurement_rules": "是 "})


@defect(InputCode.PART_ABOVE_WHOLE, "部分大于总数")
def part_above_whole() -> bytes:
    """A part of the budget that is more than the budget."""
    return filled({"basic_budget": 1600, "project_budget": 0})


@defect(InputCode.OUTSIDE_BAND, "比例不在档内")
def outside_the_band() -> bytes:
    """The lower grade with the share of the higher one."""
    return filled({"systems_grade": "部分达成", "systems_share": 0.95})


@defect(InputCode.UNFIT_TEXT, "文字过长")
def text_too_long() -> bytes:
    """More words than the form has room for."""
    return filled({"overview": "一年来，本单位围绕中心、服务大局。" * (MAX_CHARACTERS // 16)})


@defect(InputCode.ODD_TEXT, "只有一个符号")
def text_without_words() -> bytes:
    """A required text that is only a mark nobody can read."""
    return filled({"overview": "※"})


@defect(InputCode.PERCENT_AS_NUMBER, "漏了百分号")
def percent_without_its_sign() -> bytes:
    """98 pasted into a percent cell: 9800 %."""
    return filled({"transfers_rate": 98})


@defect(InputCode.MONEY_UNIT, "元和万元混用")
def money_units_mixed() -> bytes:
    """One amount in 元, all others in 万元."""
    return filled({"budget": 10_000_000, "conclusion": "评价情况见评分表。"})


@defect(InputCode.TOO_FEW_ROWS, "只填一行")
def too_few_rows() -> bytes:
    """One target, where two are asked for."""
    first = filling().tables["targets"][0]
    return filled_rows([{**first, "points": 30}])


@defect(InputCode.TOO_FEW_KINDS, "只有一个方面")
def too_few_kinds() -> bytes:
    """All targets of one kind."""
    return filled_rows([{**row, "kind": "数量"} for row in filling().tables["targets"]])


@defect(InputCode.ROW_POINTS, "分值多一分")
def row_points() -> bytes:
    """Points of the rows that come to one more than there are."""
    return filled_row(0, points=11)
