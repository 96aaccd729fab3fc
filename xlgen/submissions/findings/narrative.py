"""Findings on what the texts of a form, and the written report on it, say of the form."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, Part, W


class NarrativeCode(Code, part=Part.NARRATIVE):
    """Whether texts agree with the form."""

    TOTAL_IN_TEXT = (
        W,
        "文字与总分不一致",
        "“{label}”中写的是 {found} 分，评分表总分是 {expected} 分",
        "请核对，使文字与评分表一致",
    )
    GRADE_IN_TEXT = (
        W,
        "文字与等次不一致",
        "“{label}”中写的是“{found}”，按总分 {total} 分应为“{expected}”",
        "请核对，使文字与评分表一致",
    )
    NUMBER_IN_TEXT = (
        W,
        "文字与表中的数不一致",
        "“{label}”中写的是“{found}”，{place}是“{expected}”",
        "请核对，使文字与评分表一致",
    )

    SCORE_IN_TEXT = (
        W,
        "文字与指标得分不一致",
        "“{label}”中写的是“{name}”得 {found} 分，评分表是 {expected} 分",
        "请核对，使文字与评分表一致",
    )
    FIGURE_IN_TEXT = (
        W,
        "文字与填报的数不一致",
        "“{label}”中写的是“{found}”，评分表填报的“{name}”是 {expected}（{place}）",
        "请核对，使文字与评分表一致；说的不是一回事的，请写清楚",
    )
    MONEY_UNIT_IN_TEXT = (
        W,
        "文字中金额单位疑似有误",
        "“{label}”中写的是“{found}”，评分表填报的“{name}”是 {expected}（{place}），相差一万倍，可能把元和万元混用了",
        "请核对金额单位",
    )
    NO_PROBLEMS = (
        W,
        "扣了分却写没有问题",
        "“{label}”写的是“{found}”，评分表却扣了分：{lost}",
        "请写明扣分反映的问题和改进措施",
    )
    LOSS_NOT_TOLD = (
        W,
        "扣分的指标没有提到",
        "“{label}”没有提到扣分的指标：{lost}",
        "请写明扣分的原因和改进措施",
    )
    LEFT_OVER = (W, "留有待填的内容", "“{label}”中还有待填的内容：{found}", "请补充完整，或删去")
    OTHER_YEAR_IN_TEXT = (
        W,
        "报告的年度不符",
        "“{label}”中写的是 {found} 年度，评分表是 {expected} 年度的",
        "请核对是否沿用了别的年度的报告",
    )
    OTHER_UNIT_IN_TEXT = (
        W,
        "报告写的是别的单位",
        "“{label}”中的单位是“{found}”，评分表的填报单位是“{expected}”",
        "请核对是否误用了别的单位的报告；简称、更名的请说明",
    )
    REPORT_UNREADABLE = (W, "报告无法读取", "{reason}，没有与评分表核对", "{remedy}")
