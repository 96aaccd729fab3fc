"""Findings on what was filled in."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, E, Part, W


class InputCode(Code, part=Part.INPUTS):
    """Whether every input is there, of its kind and within its range."""

    BLANK = (E, "未填", "“{label}”没有填写", "请{expected}")
    TEXT_FOR_NUMBER = (E, "数（日期）填成了文字", "“{label}”填的是“{found}”{meant}", "{reason}")
    PLACEHOLDER = (E, "用符号代替", "“{label}”填的是“{found}”", "{reason}")
    ERROR_VALUE = (E, "公式错误值", "“{label}”是错误值 {found}", "{reason}")
    DATE_FOR_NUMBER = (
        W,
        "数填成了日期",
        "“{label}”显示为日期，实际按 {found} 计算",
        "请核对这个数；单元格格式可改回数值",
    )
    OUT_OF_RANGE = (E, "超出范围", "“{label}”填的是 {found}{meant}", "{reason}")
    NOT_WHOLE = (E, "应为整数（整日）", "“{label}”填的是 {found}{meant}", "{reason}")
    NOT_AN_OPTION = (E, "不在选项之中", "“{label}”填的是“{found}”，不在选项之中{meant}", "{reason}")
    PART_ABOVE_WHOLE = (E, "部分大于总数，日期先后颠倒", "“{label}”填的是 {found}{meant}", "{reason}；请核对这两处")
    OUTSIDE_BAND = (E, "百分比不在档内", "“{label}”填的是 {found}{meant}", "{reason}")
    UNFIT_TEXT = (E, "文字过长", "“{label}”填的是“{found}”", "{reason}")
    ODD_TEXT = (W, "文字看不出内容", "“{label}”{what}：“{found}”", "请核对；没有的写“无”")
    PERCENT_AS_NUMBER = (
        W,
        "百分比疑为漏填百分号",
        "“{label}”填的是 {found}（即 {percent}），可能是想填 {meant}",
        "请核对；百分比请连同百分号键入",
    )
    MONEY_UNIT = (
        W,
        "金额单位疑似有误",
        "“{label}”填的是 {found}，与“{other}”（{other_found}）相差约一万倍，可能把元和万元混用了",
        "请核对金额单位，全表按同一单位填写",
    )
    TOO_FEW_ROWS = (E, "行数不足", "《{table}》填了 {found} 行，至少应填 {least} 行", "请补填")
    TOO_FEW_KINDS = (
        E,
        "方面不足",
        "《{table}》的“{column}”只有 {found} 种，至少应有 {least} 种",
        "请补充其他方面的指标",
    )
    ROW_POINTS = (
        E,
        "各行分值不等于总分值",
        "《{table}》各行分值合计 {found} 分，应为 {expected} 分",
        "请调整各行的分值",
    )
