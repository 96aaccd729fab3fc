"""A tolerant view of plain data: asking for what is absent is no error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeGuard

from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.source import Path
from xlgen.scheme.suggest import nearest
from xlgen.xlsx.values import is_number


@dataclass(frozen=True)
class Node:
    """A value of a file and its path; the node of an absent value holds None."""

    value: Any
    path: Path = ()

    def __getitem__(self, key: str) -> Node:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, (*self.path, key))

    def items(self) -> list[tuple[str, Node]]:
        """The entries of a mapping; none where this is no mapping."""
        return [(key, self[key]) for key in self.value] if isinstance(self.value, dict) else []

    def elements(self) -> list[Node]:
        """The elements of a list; none where this is no list."""
        elements = self.value if isinstance(self.value, list) else []
        return [Node(element, (*self.path, index)) for index, element in enumerate(elements)]

    @property
    def text(self) -> str:
        """The value if it is text, else an empty text."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def number(self) -> float | None:
        """The value if it is a number, else None."""
        return self.value if is_number(self.value) else None

    def texts(self) -> list[Node]:
        """The texts of a list, or the single text."""
        nodes = self.elements() if isinstance(self.value, list) else [self]
        return [node for node in nodes if node.text]


def is_name(source: object) -> TypeGuard[str]:
    """Whether what a rule takes is meant as an id, not as a number or a sign (≥) that the form lays down."""
    return isinstance(source, str) and re.search("[A-Za-z]", source) is not None


def names_taken(argument: Node) -> list[Node]:
    """The ids of what an argument of a rule takes, without what the form lays down."""
    return [node for node in argument.texts() if is_name(node.text)]


NodeProblems: TypeAlias = Iterator[tuple[Node, ProblemCode, dict[str, object]]]
"""What checks of plain data yield: where, what, and the fields of the message. A node among these means its place."""


def undefined(node: Node, known: Iterable[str]) -> tuple[Node, ProblemCode, dict[str, object]]:
    """The problem of a name that is none of the known ones."""
    return node, ProblemCode.UNDEFINED_NAME, {"name": node.text, "nearest": nearest(node.text, known)}


def levels(parent: Node) -> Iterator[Node]:
    """The levels below a scheme or a level. Those inside a level come before it, as their indicators do on the form."""
    for group in parent["groups"].elements():
        yield from levels(group)
        yield group


def header_indicators(parent: Node, inside: bool = False) -> Iterator[Node]:
    """The indicators that are scored in the header block."""
    for group in parent["groups"].elements():
        in_header = inside or group["in_header"].value is True
        yield from header_indicators(group, in_header)
        if in_header:
            yield from group["indicators"].elements()


def indicators(scheme: Node) -> Iterator[Node]:
    """The indicators in the order of the form, adjustments last."""
    for level in levels(scheme):
        yield from level["indicators"].elements()
    yield from scheme["adjustments"].elements()
