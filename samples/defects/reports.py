"""The form is right, but not the written report that comes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from samples.defects.documents import FORM, REPORT, report_with
from samples.defects.making import filling, good
from samples.defects.registry import Files, defect
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.narrative import NarrativeCode

CHANGES: tuple[tuple[Code, str, str, str], ...] = (
    (NarrativeCode.TOTAL_IN_TEXT, "报告总分不同", "自评总分98.40分", "自评总分97分"),
    (NarrativeCode.GRADE_IN_TEXT, "报告等次不同", "等次为优", "等次为良"),
    (NarrativeCode.SCORE_IN_TEXT, "报告中指标得分不同", "得18.40分", "得19分"),
    (NarrativeCode.NUMBER_IN_TEXT, "报告中的数不同", "活动24场", "活动22场"),
    (NarrativeCode.FIGURE_IN_TEXT, "报告中的比率不同", "预算执行率92%", "预算执行率95%"),
    (NarrativeCode.MONEY_UNIT_IN_TEXT, "报告中元和万元混用", "全年支出920万元", "全年支出920元"),
    (NarrativeCode.NO_PROBLEMS, "报告写没有问题", "一个项目推迟招标，预算执行没有到位。", "无。"),
    (
        NarrativeCode.LOSS_NOT_TOLD,
        "报告没有提到扣分",
        "一个项目推迟招标，预算执行没有到位。",
        "绩效管理制度还不够细。",
    ),
    (NarrativeCode.LEFT_OVER, "报告没有写完", "提前开展项目招标。", "由XX科室【请填写责任人】提前开展项目招标。"),
    (NarrativeCode.OTHER_YEAR_IN_TEXT, "报告是上年的", "2024年度", "2023年度"),
    (NarrativeCode.OTHER_UNIT_IN_TEXT, "报告是别的单位的", "示例市科技服务中心", "示例市文化馆"),
)
"""Code, name of the sample, and what is changed in the good report."""


def _make(old: str, new: str) -> Callable[[], Files]:
    def handed_in() -> Mapping[str, bytes]:
        return {FORM: good(), REPORT: report_with(old, new)}

    return handed_in


for code, name, old, new in CHANGES:
    defect(code, name)(_make(old, new))


@defect(NarrativeCode.REPORT_UNREADABLE, "报告是旧版Word文档")
def old_document() -> Mapping[str, bytes]:
    """A .doc with another ending."""
    directory = "WordDocument".encode("utf-16-le")
    return {FORM: good(), REPORT: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory + bytes(100)}


assert str(filling().inputs[UNIT_NAME]) == "示例市科技服务中心", "the reports name the unit of the form"
