"""Checks of what a form is about beside its unit (`subject`)."""

from __future__ import annotations

from xlgen.scheme.inputs import MONEY_UNIT, UNIT_NAME, InputType
from xlgen.scheme.node import NodeProblems
from xlgen.scheme.outline import Outline
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.suggest import nearest


def subject(outline: Outline) -> NodeProblems:
    """Its code and name are two general inputs, texts that every unit fills in."""
    general = dict(outline.root["inputs"].items())
    named = [node for key in ("code", "name") if (node := outline.root["subject"][key]).text]
    for node in named:
        if node.text not in general:
            advice = nearest(node.text, general)
            yield node, ProblemCode.UNDEFINED_NAME, {"name": node.text, "nearest": f"subject 写通用填报项：{advice}"}
        elif reason := _unfit(outline, node.text):
            yield node, ProblemCode.UNFIT_SUBJECT, {"name": node.text, "reason": reason}
    if len(named) > 1 and named[0].text == named[1].text:
        yield named[1], ProblemCode.UNFIT_SUBJECT, {"name": named[1].text, "reason": "编码和名称写了同一项"}


def _unfit(outline: Outline, name: str) -> str:
    """Why an input cannot tell what a form is about; empty if it can."""
    node = outline.root["inputs"][name]
    if name in (UNIT_NAME, MONEY_UNIT):
        return "它另有用处"
    if node["kind"].text != InputType.TEXT:
        return "它不是文字（kind: text）；编码也是文字，前面的 0 才不会丢"
    if node["required"].value is False or node["required_when"].value is not None:
        return "它可以不填"
    return ""
