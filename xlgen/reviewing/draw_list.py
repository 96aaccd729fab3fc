"""抽取清单: what was drawn, how, and who was left out and why; a sheet to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.reviewing.drawing import Drawing, Drawn, Method
from xlgen.rules.expression import Value
from xlgen.text import chinese_day, one_line
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.finishing import PINNED_YEAR, workbook_bytes
from xlgen.xlsx.write.list_sheet import add_sheet, list_workbook, put_list, put_row, put_signatures, put_title

SHEET, OTHERS = "抽取清单", "未抽取的"
COLUMNS = {"序号": 6, "单位编码": 14, "单位": 40, "资金（万元）": 16, "抽取理由": 40}
OTHER_COLUMNS = {"序号": 6, "单位编码": 14, "单位": 40, "资金（万元）": 16, "未抽取的原因": 40}
SIGNERS = ("抽取人（签字）", "监督人（签字）", "负责人（签字）", "日期")
MONEY = replace(styles.LABEL, horizontal="right", format="#,##0.00")


def method_words(drawing: Drawing) -> str:
    """How a sample was drawn, as a sentence."""
    limit = f"抽 {drawing.count} 份" if drawing.count else f"抽到资金的 {drawing.share:.0%}" if drawing.share else ""
    seed = f"种子“{drawing.seed}”（按种子与单位的摘要排序，同一种子结果相同）" if drawing.seed else ""
    by = f"按“{drawing.amount_label}”从大到小" if drawing.method == Method.AMOUNT else drawing.method
    return "，".join(filter(None, (f"方法：{by}抽取", limit, seed)))


def coverage_words(drawing: Drawing) -> str:
    """How many were drawn, and what part of the funds they have."""
    counts = f"已接收 {drawing.population} 份，抽取 {len(drawing.chosen)} 份"
    if not drawing.amount_label:
        return f"{counts}；没有写明按表上哪一项金额，不算资金覆盖率"
    if drawing.coverage is None:
        return f"{counts}；各表都没有报{drawing.amount_label}，不算资金覆盖率"
    unknown = drawing.population - drawing.known
    more = f"（另有 {unknown} 份没有报，不计在内）" if unknown else ""
    funds = f"资金（{drawing.amount_label}）{drawing.drawn_funds:,.2f} / {drawing.funds:,.2f} 万元"
    return f"{counts}；{funds}，资金覆盖率 {drawing.coverage:.2%}{more}"


def draw_list(drawing: Drawing, title: str, bureau: str, day: str) -> bytes:
    """The workbook of a drawing. title: of the form, with its year; day: of the drawing, as 2026-03-01."""
    workbook = list_workbook()
    sheet = add_sheet(workbook, SHEET, COLUMNS)
    sheet.print_options.horizontalCentered = True
    width = len(COLUMNS)
    put_title(sheet, 1, f"{title}财政复核抽取清单", styles.TITLE, width)
    put_title(sheet, 2, f"{one_line(bureau)}　{chinese_day(day)}".strip("　"), styles.PLAIN, width)
    put_title(sheet, 3, method_words(drawing), styles.PLAIN, width)
    put_title(sheet, 4, coverage_words(drawing), styles.PLAIN, width)
    put_list(sheet, 5, COLUMNS, _lines(drawing.chosen))
    last = 5 + len(drawing.chosen)
    if drawing.funds:
        last += 1
        put_row(sheet, last, ["", "", "合计", drawing.drawn_funds, ""], styles.HEAD)
    _money(sheet, 6, last)
    put_signatures(sheet, last + 2, SIGNERS, width)
    others = [*drawing.excluded, *drawing.absent]
    if others:
        _others(workbook, title, others)
    return workbook_bytes(workbook, int(day[:4]) if day[:4].isdigit() else PINNED_YEAR)


def _others(workbook: Workbook, title: str, others: Sequence[Drawn]) -> None:
    """The forms that could not be drawn: reviewed of late, or not accepted."""
    sheet = add_sheet(workbook, OTHERS, OTHER_COLUMNS)
    put_title(sheet, 1, f"{title}　不在抽取之列的单位", styles.HEADING, len(OTHER_COLUMNS))
    put_list(sheet, 2, OTHER_COLUMNS, _lines(others))
    _money(sheet, 3, 2 + len(others))


def _lines(drawn: Sequence[Drawn]) -> Iterator[Sequence[Value | None]]:
    for number, form in enumerate(drawn, 1):
        yield [number, one_line(form.code), one_line(form.unit), form.amount, one_line(form.why)]


def _money(sheet: Worksheet, first: int, last: int) -> None:
    for row in range(first, last + 1):
        MONEY(sheet[f"D{row}"])
