"""The outline of the written report: its headings are not too deep, and it names what there is."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.scheme.node import Node, NodeProblems, undefined
from xlgen.scheme.outline import Outline
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.report import MAX_LEVELS


def report(outline: Outline) -> NodeProblems:
    """Levels and tables that a section names are those of the form; what texts show is checked with other texts."""
    groups = {node["name"].text for node in _below(outline.root["groups"], "groups")}
    for depth, section in _sections(outline.root["report"]["sections"]):
        if depth > MAX_LEVELS:
            reason = f"最多写 {MAX_LEVELS} 级标题"
            yield section["heading"], ProblemCode.WRONG_RANGE, {"key": "sections", "reason": reason}
        uses = [(level, groups) for level in section["about"].texts()]
        for table in section["tables"].elements():
            uses.append((table["table"], set(outline.tables)))
            known = set(outline.columns(table["table"].text))
            uses += [(column, known) for column in table["columns"].texts()]
        for node, known in uses:
            if node.text and node.text not in known:
                yield undefined(node, known)


def _sections(nodes: Node, depth: int = 1) -> Iterator[tuple[int, Node]]:
    for section in nodes.elements():
        yield depth, section
        yield from _sections(section["sections"], depth + 1)


def _below(nodes: Node, key: str) -> Iterator[Node]:
    for node in nodes.elements():
        yield node
        yield from _below(node[key], key)
