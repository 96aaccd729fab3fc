"""Findings on scores, sums and the grade."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, E, Part, W

SUM_OF_SCORES, TOTAL_BY_RULE = "各项得分之和", "各项得分折算、限高后"
"""What a total must be: usually, and where it is rescaled or capped."""


class ArithmeticCode(Code, part=Part.ARITHMETIC):
    """Whether scores, sums and the grade are those by rule."""

    SCORE_DIFFERS = (
        E,
        "得分与规则不符",
        "表中 {found} 分，按规则应为 {expected} 分（{rule}）",
        "请恢复自动计算的得分；对规则有不同理解的，请书面说明",
    )
    TOTAL_DIFFERS = (E, "总分与各项得分不符", "总分 {found} 分，{how}为 {expected} 分", "请恢复总分的公式")
    SUBTOTAL_DIFFERS = (
        E,
        "小计不等于各项之和",
        "“{level}”的得分 {found} 分，所属各项之和为 {expected} 分",
        "请恢复小计的公式",
    )
    GRADE_DIFFERS = (E, "等次与总分不符", "等次“{found}”，按总分 {total} 分应为“{expected}”", "请恢复等次的公式")
    SUM_DIFFERS = (
        W,
        "分项合计与总数不符",
        "{parts} 合计 {found}，“{whole}”却是 {expected}，相差 {difference}",
        "请核对这几个数",
    )
