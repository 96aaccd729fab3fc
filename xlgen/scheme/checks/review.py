"""Checks of how returned forms are reviewed (`review`)."""

from __future__ import annotations

from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node, NodeProblems
from xlgen.scheme.outline import Outline
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.suggest import nearest


def review(outline: Outline) -> NodeProblems:
    """The amount is an input that holds one; every reason has a code of its own."""
    amount = outline.root["review"]["amount"]
    known = {name: node for name, node in outline.inputs().items() if node["kind"].text == InputType.MONEY}
    if amount.text and amount.text not in known:
        advice = f"review 的 amount 写金额（kind: money）：{nearest(amount.text, known)}"
        yield amount, ProblemCode.UNDEFINED_NAME, {"name": amount.text, "nearest": advice}
    seen: dict[str, Node] = {}
    for reason in outline.root["review"]["reasons"].elements():
        code = reason["code"]
        if code.text and code.text in seen:
            yield code, ProblemCode.DUPLICATE_ID, {"name": code.text, "first": seen[code.text]}
        seen.setdefault(code.text, code)
