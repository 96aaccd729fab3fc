"""Blank forms as bureaus issue them: layouts of the family that no shipped form has, with what a draft must read.

The layouts follow public forms (达州, 湖南, 四川, 财预 2020-10 and others); the texts are usual ones.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[Any]


class Leaf(NamedTuple):
    """An indicator that must be read: its levels, name, points and criteria."""

    levels: tuple[str, ...]
    name: str
    points: float | None
    criteria: str = ""


class Blank(NamedTuple):
    """A blank form: the file's suffix, what makes it, and what it holds."""

    suffix: str
    make: Callable[[], bytes]
    leaves: Sequence[Leaf]


def _write(sheet: Worksheet, rows: Sequence[Row], merged: Sequence[str]) -> None:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)


def _workbook(rows: Sequence[Row], *merged: str) -> Callable[[], bytes]:
    """A workbook with one sheet."""

    def make() -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        _write(sheet, rows, merged)
        return _saved(book)

    return make


def _saved(book: Any) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _beside_others() -> bytes:
    """The form between a sheet of instructions and a hidden one."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "填报说明"
    _write(first, [["填报说明"], ["1.一级指标、二级指标不得修改。"], ["2.自评得分由单位填写。"]], [])
    _write(book.create_sheet("自评表"), PLAIN, ["A1:F1", "A4:A5", "B4:B5"])
    hidden = book.create_sheet("选项")
    _write(hidden, [["一级指标", "二级指标", "三级指标", "分值", "得分"], ["甲", "乙", "丙", 3, ""]], [])
    hidden.sheet_state = "hidden"
    return _saved(book)


def _table(document: Any, rows: Sequence[Row], *merged: tuple[int, int, int, int]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = str(text)
    for top, left, bottom, right in merged:
        text = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text


def _over_two_pages() -> bytes:
    """A Word form whose table goes on, with its headings, after a heading of the next page."""
    document = Document()
    document.add_paragraph("附件2")
    document.add_paragraph("2024年度部门整体支出绩效自评表")
    document.add_paragraph("填报单位（盖章）：＿＿＿＿＿＿　　填报日期：＿＿＿＿")
    heads = ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"]
    one = ["投入", "预算配置", "在职人员控制率", "5", "控制率≤100%，得5分；每超过1个百分点扣0.5分，扣完为止。", ""]
    two = ["过程", "预算执行", "预算完成率", "10", "", ""]
    _table(document, [heads, one, two])
    document.add_paragraph("2024年度部门整体支出绩效自评表（续）")
    three = ["过程", "预算管理", "制度健全性", "5", "制度健全的得5分，否则不得分。", ""]
    _table(document, [heads, three, ["合计", "", "", "20", "", ""]])
    document.add_paragraph("填报人：＿＿＿＿　　联系电话：＿＿＿＿")
    return _saved(document)


PLAIN: Sequence[Row] = [
    ["2024年度部门整体支出绩效自评表", "", "", "", "", ""],
    ["填报单位：＿＿＿＿＿＿", "", "", "", "", ""],
    ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "得分"],
    ["投入", "预算配置", "人员控制率", 6, "人员控制率≤100%得6分；＞100%不得分。", ""],
    ["", "", "公开", 4, "按时公开的得4分，否则不得分。", ""],
    ["合计", "", "", 10, "", ""],
]
PLAIN_LEAVES = [
    Leaf(("投入", "预算配置"), "人员控制率", 6, "人员控制率≤100%得6分；＞100%不得分。"),
    Leaf(("投入", "预算配置"), "公开", 4, "按时公开的得4分，否则不得分。"),
]
BLANKS: dict[str, Blank] = {
    "points in names": Blank(
        ".xlsx",
        _workbook(
            [
                ["部门整体支出绩效评价得分表", "", "", ""],
                ["一级指标", "二级指标", "三级指标", "得分"],
                ["部门决策(25分)", "目标任务(15分)", "相关性(5分)", ""],
                ["", "", "明确性(10分)", ""],
                ["", "预算编制（10 分）", "测算依据(10分)", ""],
                ["综合管理(5分)", "内控制度(5分)", "内部控制度健全完整(5分)", ""],
                ["合计", "", "", ""],
            ],
            "A1:D1",
            "A3:A5",
            "B3:B4",
        ),
        [
            Leaf(("部门决策(25分)", "目标任务(15分)"), "相关性(5分)", 5),
            Leaf(("部门决策(25分)", "目标任务(15分)"), "明确性(10分)", 10),
            Leaf(("部门决策(25分)", "预算编制（10 分）"), "测算依据(10分)", 10),
            Leaf(("综合管理(5分)", "内控制度(5分)"), "内部控制度健全完整(5分)", 5),
        ],
    ),
    "levels repeated, weights in percent": Blank(
        ".xlsx",
        _workbook(
            [
                ["项目支出绩效评价表", *[""] * 9],
                ["序号", "一级指标", "", "二级指标", "", "三级指标", "", "评分标准", "得分情况", ""],
                ["", "名称", "权重", "名称", "权重", "名称", "权重", "", "自评得分", "复核得分"],
                [1, "决策", "60%", "立项", "60%", "立项依据", "20%", "依据充分的得20分，否则不得分。", "", ""],
                [2, "决策", "60%", "立项", "60%", "立项程序", "40%", "", "", ""],
                [3, "过程", "40%", "资金", "40%", "资金到位率", "40%", "得分=到位率×分值。", "", ""],
                ["得分合计", "", "100%", "", "", "", "100%", "", "", ""],
            ],
            *("A1:J1", "A2:A3", "B2:C2", "D2:E2", "F2:G2", "H2:H3", "I2:J2"),
        ),
        [
            Leaf(("决策", "立项"), "立项依据", 20, "依据充分的得20分，否则不得分。"),
            Leaf(("决策", "立项"), "立项程序", 40),
            Leaf(("过程", "资金"), "资金到位率", 40, "得分=到位率×分值。"),
        ],
    ),
    "points before names, blank below": Blank(
        ".xlsx",
        _workbook(
            [
                ["部门整体支出绩效评价指标表"],
                ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评价标准", "指标说明", "得分"],
                ["投入", 13, "预算配置", 13, "在职人员控制率", 5, "以100%为标准。", "在职人员数/编制数", ""],
                ["", "", "", "", "变动率", 8, "变动率≤0，计8分；＞0不得分。", "", ""],
                ["过程", 7, "预算执行", 7, "预算完成率", 7, "100%计满分，每低于5%扣2分，扣完为止。", "", ""],
                ["总分", 20, "", 20, "", 20, "", "", ""],
                ["注：1.在职人员以年末数为准。"],
                ["2.没有的项目填0。"],
            ],
        ),
        [
            Leaf(("投入", "预算配置"), "在职人员控制率", 5, "以100%为标准。"),
            Leaf(("投入", "预算配置"), "变动率", 8, "变动率≤0，计8分；＞0不得分。"),
            Leaf(("过程", "预算执行"), "预算完成率", 7, "100%计满分，每低于5%扣2分，扣完为止。"),
        ],
    ),
    "total at the top, formulas": Blank(
        ".xlsx",
        _workbook(
            [
                ["绩效自评表", "", "", "", "", "", ""],
                ["一级指标", "二级指标", "三级指标", "满分", "计分标准", "自评分", "扣分原因"],
                ["总分", "", "", "=SUM(D4:D5)", "", "=SUM(F4:F5)", ""],
                ["管理", "制度", "制度建设", 4, "制度健全的得4分，不健全的不得分。", "", ""],
                ["效果", "满意", "群众满意度", 6, "", "", ""],
            ],
            *("A1:G1", "A3:C3"),
        ),
        [
            Leaf(("管理", "制度"), "制度建设", 4, "制度健全的得4分，不健全的不得分。"),
            Leaf(("效果", "满意"), "群众满意度", 6),
        ],
    ),
    "weights as fractions": Blank(
        ".xlsx",
        _workbook(
            [
                ["绩效评价表", "", "", "", ""],
                ["一级指标", "二级指标", "三级指标", "权重", "得分"],
                ["管理", "制度", "制度建设", 0.4, ""],
                ["效果", "满意", "群众满意度", 0.6, ""],
                ["合计", "", "", 1, ""],
            ],
            "A1:E1",
        ),
        [Leaf(("管理", "制度"), "制度建设", 40), Leaf(("效果", "满意"), "群众满意度", 60)],
    ),
    "money block, target values": Blank(
        ".xlsx",
        _workbook(
            [
                ["项目支出绩效自评表", *[""] * 7],
                ["（2024年度）", *[""] * 7],
                ["项目名称", "", "", "", "主管部门", "", "", ""],
                ["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "得分"],
                ["", "年度资金总额", "", "", "", "", 10, ""],
                ["", "其中：财政拨款", "", "", "", "", "—", "—"],
                ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
                ["", "产出指标（50分）", "数量指标", "指标1：", "", "", "", ""],
                ["", "", "质量指标", "指标1：", "", "", "", ""],
                ["", "效益指标（40分）", "社会效益", "指标1：", "", "", "", ""],
                ["总分", "", "", "", "", "", 100, ""],
            ],
            *("A1:H1", "A2:H2", "B3:D3", "F3:H3", "A4:A6", "B5:C5", "B6:C6", "A7:A10", "B8:B9", "A11:F11"),
        ),
        [],
    ),
    "word, over two pages": Blank(
        ".docx",
        _over_two_pages,
        [
            Leaf(("投入", "预算配置"), "在职人员控制率", 5, "控制率≤100%，得5分；每超过1个百分点扣0.5分，扣完为止。"),
            Leaf(("过程", "预算执行"), "预算完成率", 10),
            Leaf(("过程", "预算管理"), "制度健全性", 5, "制度健全的得5分，否则不得分。"),
        ],
    ),
    "several sheets": Blank(".xlsx", _beside_others, PLAIN_LEAVES),
    "empty rows and columns": Blank(
        ".xlsx",
        _workbook(
            [
                [],
                ["", "部门整体支出绩效自评表"],
                [],
                ["", "单位名称：", "", "", "", "金额单位：万元"],
                ["", "一级指标", "", "二级指标", "三级指标", "标准分", "评分办法", "自评得分", "备注"],
                ["", "投入", "", "预算", "执行率", 5, "执行率≥90%得5分；＜90%不得分。", "", ""],
                ["", "", "", "管理", "公开", 5, "", "", ""],
                ["", "总计", "", "", "", 10, "", "", ""],
                [],
                ["", "单位负责人：", "", "填表人：", "", "联系电话：", "", "", ""],
            ],
            *("B5:C5", "B6:C7"),
        ),
        [
            Leaf(("投入", "预算"), "执行率", 5, "执行率≥90%得5分；＜90%不得分。"),
            Leaf(("投入", "管理"), "公开", 5),
        ],
    ),
    "subtotals, scores below a heading": Blank(
        ".xlsx",
        _workbook(
            [
                ["绩效考核表", "", "", "", "", "", ""],
                ["序号", "考核项目", "考核内容", "分值", "评分标准", "得分情况", ""],
                ["", "", "", "", "", "自评", "复核"],
                ["一", "预算管理", "预算编制", "5分", "编制及时的得5分，否则不得分。", "", ""],
                ["", "", "预算执行", "2.5分", "", "", ""],
                ["", "", "小计", "7.5分", "", "", ""],
                ["二", "资产管理", "账实相符", "3分", "", "", ""],
                ["合计", "", "", "10.5分", "", "", ""],
            ],
            *("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2", "A4:A6", "B4:B6", "A8:C8"),
        ),
        [
            Leaf(("预算管理",), "预算编制", 5, "编制及时的得5分，否则不得分。"),
            Leaf(("预算管理",), "预算执行", 2.5),
            Leaf(("资产管理",), "账实相符", 3),
        ],
    ),
    "four levels": Blank(
        ".xlsx",
        _workbook(
            [
                ["部门整体绩效评价指标体系", *[""] * 6],
                ["一级指标", "二级指标", "三级指标", "四级指标", "分值", "评分标准", "得分"],
                ["履职", "产出", "数量", "完成率", 6, "完成率≥95%得6分；＜95%不得分。", ""],
                ["", "", "质量", "合格率", 4, "", ""],
                ["合计", "", "", "", 10, "", ""],
            ],
            *("A1:G1", "A3:A4", "B3:B4"),
        ),
        [
            Leaf(("履职", "产出"), "完成率", 6, "完成率≥95%得6分；＜95%不得分。"),
            Leaf(("履职", "产出"), "合格率", 4),
        ],
    ),
}
"""By layout."""
