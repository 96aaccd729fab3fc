"""Findings on what the rules allow and a reader would question."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, E, N, Part, W


class SenseCode(Code, part=Part.SENSE):
    """Whether what was filled in makes sense and is explained."""

    SCORE_ABOVE_POINTS = (E, "得分超过分值", "得分 {found} 分，超过分值 {points} 分", "请恢复自动计算的得分")
    UNEXPLAINED = (
        E,
        "扣分未说明原因",
        "得分 {found} 分，低于分值 {points} 分，没有说明原因",
        "请写明未达标原因和改进措施：写在这一格，或该指标的“评分说明”中",
    )
    NOTHING_TO_EXPLAIN = (
        N,
        "未扣分却写了扣分原因",
        "“{label}”写了“{found}”，却没有需要说明的扣分或情形",
        "请核对是否漏填、漏扣，或删去原因",
    )
    SAME_ROWS = (W, "指标重复", "《{table}》第 {rows} 行的“{name}”重复", "{advice}")
    FAR_ABOVE_TARGET = (
        W,
        "完成率异常偏高",
        "“{name}”的{label}为 {found}，超过 {limit}，没有说明原因",
        "请核对目标值和完成值，并说明原因",
    )
    TARGET_CHANGED = (
        E,
        "改动了已批复的内容",
        "“{label}”批复为“{expected}”，表中是“{found}”",
        "请恢复批复的内容；确需调整的，请按程序报批",
    )
    NOT_THE_ISSUED_FORM = (
        E,
        "不是下发的那一份",
        "表中留存的批复内容与下发记录不符：{items}",
        "请用下发给本单位的评分表填报，不要改动其中留存的批复内容",
    )
    PREFILLED_CHANGED = (
        N,
        "改动了预填的内容",
        "“{label}”下发时预填“{expected}”，表中是“{found}”",
        "请核对；预填的有误的，请说明",
    )
    REFERENCE_DIFFERS = (
        W,
        "数据与决算不符",
        "“{label}”表中是 {found}，决算（清单第 {line} 行）是 {expected}，相差 {difference}{mixed}",
        "请核对两边的数；口径不同的，请说明",
    )
    NO_REFERENCE = (
        N,
        "决算清单里没有",
        "决算清单里没有能用的这个单位的一行，没有与决算比较",
        "请核对清单里的单位名称、编码，或补上",
    )
    AUDIT_BROKEN = (E, "审核公式不成立", "{message}", "请核对{cells}，改正填错的数")
    AUDIT_UNEXPLAINED = (
        E,
        "需核实的没有说明",
        "{message}，没有说明",
        "请核对{cells}；数据无误的，在“核实说明”中写明原因",
    )
    AUDIT_EXPLAINED = (W, "需核实", "{message}。单位说明：{explanation}", "请审核人员核实说明是否成立")
    NOT_COMPARED = (N, "未与下发记录核对", "{what}，没有与下发记录核对", "{remedy}")
