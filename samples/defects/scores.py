"""The entries are right, but what is claimed of them is not: scores, sums, reasons, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from samples.defects.making import filled, filled_row, filled_rows, filling, layout, rebuilt, scheme, typed
from samples.defects.registry import defect
from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.findings.evidence import EvidenceCode
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.findings.sense import SenseCode
from xlgen.workbook.layout import GRADE_ON_CHECK
from xlgen.workbook.sheets.check import subtotals
from xlgen.xlsx.values import CellValue

CLAIMED = "自评总分{total:.2f}分，等次为{grade}。"


@defect(ArithmeticCode.SCORE_DIFFERS, "自己打的分")
def score_of_their_own() -> bytes:
    """19 points where the rule gives 18.40."""
    return rebuilt(replace(filling(), inputs=_concluding(99.0, "优"), reported={"execution": 19.0}))


@defect(ArithmeticCode.SCORE_DIFFERS, "四舍五入到整数")
def rounded_score() -> bytes:
    """A whole number where the rule gives decimals."""
    return rebuilt(replace(filling(), inputs=_concluding(98.0, "优"), reported={"execution": 18.0}))


@defect(ArithmeticCode.TOTAL_DIFFERS, "改了总分")
def total_of_their_own() -> bytes:
    """A total that is not the sum."""
    return typed(layout().total, 99.4, filled({"conclusion": "自评等次为优。"}))


@defect(ArithmeticCode.SUBTOTAL_DIFFERS, "改了一级指标的得分")
def subtotal_of_their_own() -> bytes:
    """A level's score that is not the sum of its indicators."""
    place, _ = next(subtotals(scheme()))
    return typed(place, 29.4)


@defect(ArithmeticCode.GRADE_DIFFERS, "改了等次")
def grade_of_their_own() -> bytes:
    """A grade that the total does not give."""
    return typed(GRADE_ON_CHECK, "良", filled({"conclusion": "自评总分98.40分。"}))


@defect(ArithmeticCode.SUM_DIFFERS, "分项合计不等于总额")
def parts_do_not_add_up() -> bytes:
    """600 + 380 is not 1000."""
    return filled({"project_budget": 380})


@defect(SenseCode.SCORE_ABOVE_POINTS, "得分超过分值")
def score_above_points() -> bytes:
    """6 of 5 points."""
    return rebuilt(replace(filling(), inputs=_concluding(99.4, "优"), reported={"disclosure": 6.0}))


@defect(SenseCode.UNEXPLAINED, "扣分没有原因")
def unexplained() -> bytes:
    """1.60 points lost without a word."""
    return filled(remarks={"execution": ""})


@defect(SenseCode.NOTHING_TO_EXPLAIN, "没扣分却有原因")
def nothing_to_explain() -> bytes:
    """A reason for a deduction that was not made."""
    return filled({"planning_reason": "预算编制不够细化，扣1分。"})


@defect(SenseCode.SAME_ROWS, "同一项目标填了两次")
def same_rows() -> bytes:
    """Two targets of one name."""
    rows = [dict(row) for row in filling().tables["targets"]]
    rows[2]["name"] = rows[0]["name"]
    return filled_rows(rows)


@defect(SenseCode.FAR_ABOVE_TARGET, "完成率250%")
def far_above_target() -> bytes:
    """12 planned, 30 done."""
    return filled_row(2, actual=30)


@defect(EvidenceCode.EVIDENCE_MISSING, "材料没有附上")
def evidence_missing() -> Mapping[str, bytes]:
    """A report is named, another one is there."""
    return {"评分表.xlsx": filled(evidence={"execution": "部门决算报表.pdf"}), "佐证材料/培训通知.pdf": b"%PDF-1.4\n"}


@defect(EvidenceCode.EVIDENCE_NOT_NAMED, "加分没有佐证")
def bonus_without_evidence() -> bytes:
    """A bonus without a proof."""
    return filled({"praised": 1, "conclusion": CLAIMED.format(total=99.4, grade="优")})


@defect(NarrativeCode.TOTAL_IN_TEXT, "正文总分不同")
def another_total_in_the_text() -> bytes:
    """97 in the text, 98.40 in the table."""
    return filled({"conclusion": "自评总分97分，等次为优。"})


@defect(NarrativeCode.GRADE_IN_TEXT, "正文等次不同")
def another_grade_in_the_text() -> bytes:
    """良 in the text, 优 by the total."""
    return filled({"conclusion": "自评总分98.40分，等次为良。"})


@defect(NarrativeCode.NUMBER_IN_TEXT, "正文的数不同")
def another_number_in_the_text() -> bytes:
    """22 events in the text, 24 in the table."""
    return filled({"overview": str(filling().inputs["overview"]).replace("24场", "22场")})


def _concluding(total: float, grade: str) -> dict[str, CellValue]:
    """The inputs with a conclusion that fits another total."""
    return {**filling().inputs, "conclusion": CLAIMED.format(total=total, grade=grade)}
