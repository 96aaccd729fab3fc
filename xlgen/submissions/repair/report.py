"""转入说明: what was put into a fresh workbook, what is to be checked in it, and what is not in it."""

from __future__ import annotations

from xlgen.submissions.intent import display_value
from xlgen.submissions.repair.fresh import Doubt, FreshForm
from xlgen.submissions.repair.placing import Unplaced
from xlgen.text import display_text

BY_ROWS = (
    "原表里没有下发时的标识（可能是复制到新工作簿的，或自己重做的），"
    "按表中的文字认出是 {year} 年度的《{form}》，请核对。"
)


def transfer_text(name: str, form: FreshForm, workbook: str) -> str:
    """The whole text. name: of the damaged file; workbook: of the fresh one."""
    lines = [f"由“{name}”转入“{workbook}”", "", *transfer_lines(form)]
    lines += ["", "请打开新表，逐项核对后用新表报送。", ""]
    return "\r\n".join(lines)


def transfer_lines(form: FreshForm) -> list[str]:
    """Its lines between the heading and the request to check."""
    lines = [f"已转入 {form.count} 格；得分由新表自动计算。"]
    if form.by_rows:
        lines.append(BY_ROWS.format(form=form.scheme.name, year=form.scheme.year))
    if form.doubts:
        lines += ["", f"【请核对】已转入、但要核对的（{len(form.doubts)} 处，新表里加了批注）"]
        lines += [f"{number}. {_doubt(doubt)}" for number, doubt in enumerate(form.doubts, 1)]
    if form.unplaced:
        lines += ["", f"【没有转入】请自己核对、填写的（{len(form.unplaced)} 处，位置是原表的）"]
        lines += [f"{number}. {_unplaced(each)}" for number, each in enumerate(form.unplaced, 1)]
    return lines


def _doubt(doubt: Doubt) -> str:
    return f"{doubt.place.sheet}!{doubt.place.address}　{display_text(doubt.label)}：{doubt.text}"


def _unplaced(unplaced: Unplaced) -> str:
    where = display_text(f"{unplaced.sheet}!{unplaced.cell}" if unplaced.cell else unplaced.sheet)
    shown = "" if unplaced.value is None else f"“{display_value(unplaced.value)}”"
    return f"{where}　{shown}：{unplaced.why}" if shown else f"{where}：{unplaced.why}"
