"""Percents that must lie in the band of a grade."""

from __future__ import annotations

from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node, NodeProblems
from xlgen.scheme.outline import WORST_GRADE, Outline, options_of, placeholders
from xlgen.scheme.problems import ProblemCode


def bands(outline: Outline) -> NodeProblems:
    """Every option of the grade has its band, the input is a percent, and nothing else limits it."""
    limited = {use.node.path[:-1] for use in outline.limits}
    for name, node, table in outline.graded:
        grades = outline.inputs(table)
        if name in grades and set(options_of(grades[name])) != {option for option, _ in node["ranges"].items()}:
            reason = f"的档次应与“{name}”的选项一致：{'、'.join(options_of(grades[name]))}"
            yield node, ProblemCode.WRONG_RANGE, {"key": "bands", "reason": reason}
        percents = outline.columns(table) if table else outline.names
        if percents.get(str(node.path[-2]), Node(None))["kind"].text != InputType.PERCENT:
            yield node, ProblemCode.WRONG_RANGE, {"key": "bands", "reason": "只能用于百分比（kind: percent）"}
        if node.path[:-1] in limited:
            yield node, ProblemCode.WRONG_RANGE, {"key": "bands", "reason": "不能与 no_more_than 同用"}


def same_bands(outline: Outline) -> NodeProblems:
    """The bands by which a percent is checked are those by which it is scored, of the grade it is scored with."""
    parts = [part for indicator in outline.indicators for part in indicator["parts"].elements()]
    for part in parts:
        if part["rule"].text == "band_score":
            pairs = zip(part["inputs"]["grades"].texts(), part["inputs"]["shares"].texts(), strict=False)
            for grade, share in pairs:
                yield from _same_bands(outline, part, grade.text, share.text)


def _same_bands(outline: Outline, part: Node, grade: str, share: str) -> NodeProblems:
    table = part["table"].text
    checked = {(use.table, use.node.path[-2]): use.node for use in outline.graded}
    node = checked.get((table, share), Node(None))
    if share in outline.scope(table) and node["ranges"].value != part["with"]["bands"].value:
        reason = f"应与填报项 {share} 的 bands 相同（可用锚点 & 和 *）"
        fields: dict[str, object] = {"rule": "band_score", "name": "bands", "reason": reason}
        yield part["with"], ProblemCode.WRONG_PARAMETER, fields
    elif node["by"].text in outline.inputs(table) and node["by"].text != grade:
        reason = f"的 by 应是与它一同计分的“{grade}”"
        yield node["by"], ProblemCode.WRONG_RANGE, {"key": "bands", "reason": reason}


def worst_grade(outline: Outline) -> NodeProblems:
    """Only grades that are filled in once have a worst one."""
    for indicator in outline.indicators:
        parts = indicator["parts"].elements()
        graded = any(part["rule"].text == "band_score" and not part["table"].text for part in parts)
        if WORST_GRADE in placeholders(indicator["result"].text) and not graded:
            advice = "最低的档次只有自己的填报项按档次计分（band_score）的指标才有"
            yield indicator["result"], ProblemCode.UNDEFINED_NAME, {"name": WORST_GRADE, "nearest": advice}
