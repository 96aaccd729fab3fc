"""Blank forms as bureaus make them, by hand: merged here and not there, with lines around tables."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Border, Side

THIN = Side(style="thin")
LINE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
Rows = Sequence[str]
"""Each row as its cells with | between them; < belongs to the cell on its left, ^ to the one above."""

PROJECT: Rows = (
    "附件2|<|<|<|<|<|<|<|<|<",
    "项目支出绩效自评表|<|<|<|<|<|<|<|<|<",
    "（     年度）|<|<|<|<|<|<|<|<|<",
    "项目名称|<|<||<|<|<|<|<|<",
    "主管部门|<|<||<|<|实施单位||<|<",
    "项目资金（万元）||<|年初预算数|全年预算数（A）|<|全年执行数（B）|分值|执行率（B/A）|得分",
    "^|年度资金总额|<|||<||10||",
    "^|其中：当年财政拨款|<|||<||—||—",
    "^|      上年结转资金|<|||<||—||—",
    "^|  其他资金|<|||<||—||—",
    "年度总体目标|预期目标|<|<|<|<|实际完成情况|<|<|<",
    "^||<|<|<|<||<|<|<",
    "绩效指标|一级指标|二级指标|三级指标|<|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
    "^|产出指标（50分）|数量指标|指标1：|<|||||",
    "^|^|^|指标2：|<|||||",
    "^|^|^|……|<|||||",
    "^|^|质量指标|指标1：|<|||||",
    "^|^|^|……|<|||||",
    "^|效益指标（30分）|经济效益指标|指标1：|<|||||",
    "^|^|社会效益指标|指标1：|<|||||",
    "^|满意度指标（10分）|服务对象满意度指标|指标1：|<|||||",
    "总分|<|<|<|<|<|<|100||",
    "注：自评得分90（含）分以上为优、80（含）—90分为良、60（含）—80分为中、60分以下为差。|<|<|<|<|<|<|<|<|<",
)
"""The national form for projects: a scored money block, rows of the unit's own, points in the names of levels."""
DEPARTMENT: Rows = (
    "2018年度部门整体支出绩效评价指标表|<|<|<|<|<|<|<",
    "填报单位（盖章）：||<|<|<|<|自评总分：|",
    "一级指标|二级指标|三级指标|评分标准|分值|自评得分|扣分原因和其他说明|财政审核得分",
    "投入（15分）|预算配置（15分）|财政供养人员控制率|以100%为标准。在职人员控制率≦100%，计5分；每超过一个百分点扣0.5分，扣完为止。|5|||",
    "||“三公经费”变动率|“三公经费”变动率≦0，计5分；“三公经费”>0，每超过一个百分点扣0.5分，扣完为止。|5|||",
    "||重点支出安排率|重点支出安排率≥90%，计5分；80%（含）-90%，计4分；70%（含）-80%，计3分；60%（含）-70%，计2分；低于60%不得分。|5|||",
    "一级指标|二级指标|三级指标|评分标准|分值|自评得分|扣分原因和其他说明|财政审核得分",
    "过程（9分）|预算管理（8分）|管理制度健全性|①已制定管理制度，1分；|3|||",
    "|||②相关管理制度合法、合规、完整，1分；||||",
    "|||③相关管理制度得到有效执行，1分。||||",
    "||资金使用合规性|由评价组酌情打分。|3|||",
    "||公开|按时公开的得2分，否则不得分。|2分|||",
    "填报人：||<|联系电话：||<|填报日期：|",
)
"""Levels blank below their names, headings on every page, criteria over rows, no total row, a level that is wrong."""
WEIGHTS: Rows = (
    "某市2023年部门整体绩效自评表|<|<|<|<|<|<|<|<|<",
    "单位名称||<|<|<|<|评价等级||<|<",
    "序号|一级指标|<|二级指标|<|三级指标|<|指标解释|评价标准|得分",
    "|名称|权重(%)|名称|权重(%)|名称|权重(%)|||",
    "1|管理|60%|预算|60%|预算执行率|20%|反映预算执行情况。|预算执行率≥95%，得满分；低于95%不得分。|",
    "2|^|^|^|^|公开|40%|反映信息公开情况。|按时公开的得40分，否则不得分。|",
    "3|效益|40%|满意度|<|<|40%|服务对象的满意程度。|满意度≥90%，得40分；低于90%不得分。|",
    "合计|<|100%|<|<|<|100%|<|<|",
    "加分项|<|<|<|<|创新工作|+5|<|每受表彰一次加1分。|",
)
"""Headings in two rows, weights in percent, a column of numbers, an indicator right below the first level."""
MONITORING: Rows = (
    "黄石市项目支出绩效监控表|<|<|<|<|<",
    "（2019年度）|<|<|<|<|<",
    "项目单位（盖章）：||<|<|<|单位：万元",
    "项目属性|1、持续性项目 □  2、新增性项目 □|<|项目类型|□常年性项目 □延续性项目 □一次性项目|<",
    "项目资金|年初预算数|1-6月执行数|<|全年预计执行数|<",
    "^|||<||<",
    "一级指标|指标名称|指标值|半年度指标执行情况|完成目标可能性|备注",
    "|||||",
    "|||||",
    "|||||",
    "偏差原因分析||<|<|<|<",
    "注：1.完成目标可能性分确定能、有可能、不可能三级。|<|<|<|<|<",
)
"""Without scores: boxes to tick, rows of the unit's own."""


def as_workbook(rows: Rows, title: str = "Sheet1") -> bytes:
    """The form as a workbook; the rows of more than two cells have lines around them."""
    book = Workbook()
    add_sheet(book, rows, title)
    del book["Sheet"]
    return saved(book)


def add_sheet(book: Workbook, rows: Rows, title: str) -> None:
    """Add the form to a workbook."""
    sheet = book.create_sheet(title)
    cells = [row.split("|") for row in rows]
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            cell = sheet.cell(row + 1, column + 1)
            cell.value = None if text in ("", "<", "^") else int(text) if text.isdigit() else text
            if sum(each != "<" for each in texts) > 1:
                cell.border = LINE
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            wide = _run([each[column + 1 :] for each in cells][row], "<")
            high = _run([each[column] for each in cells[row + 1 :]], "^")
            if text not in ("<", "^") and (wide or high):
                sheet.merge_cells(
                    start_row=row + 1, start_column=column + 1, end_row=row + 1 + high, end_column=column + 1 + wide
                )


def _run(texts: Sequence[str], sign: str) -> int:
    return next((number for number, text in enumerate(texts) if text != sign), len(texts))


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
