"""Single values: a workbook can hold them."""

from __future__ import annotations

import math

from xlgen.scheme.node import NodeProblems
from xlgen.scheme.outline import Outline
from xlgen.scheme.problems import ProblemCode
from xlgen.xlsx.limits import MAX_CELL_TEXT
from xlgen.xlsx.values import UNSTORABLE


def storable(outline: Outline) -> NodeProblems:
    """No text or number that a workbook cannot hold."""
    waiting = [outline.root]
    while waiting:
        node = waiting.pop()
        waiting += [child for _, child in node.items()] + node.elements()
        if len(node.text) > MAX_CELL_TEXT:
            fields: dict[str, object] = {"key": node.path[-1], "length": len(node.text), "limit": MAX_CELL_TEXT}
            yield node, ProblemCode.TEXT_TOO_LONG, fields
        infinite = isinstance(node.value, float) and not math.isfinite(node.value)
        if infinite or UNSTORABLE.search(node.text):
            yield node, ProblemCode.NOT_STORABLE, {"key": node.path[-1]}
