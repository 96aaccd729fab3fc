"""A tolerant view of plain data: asking for what is not there is no error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xlgen.scheme.source import Path
from xlgen.xlsx.values import is_number


@dataclass(frozen=True)
class Node:
    """A value of the file and its path; asking for what is not there gives an empty node."""

    value: Any
    path: Path = ()

    def __getitem__(self, key: str) -> Node:
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, (*self.path, key))

    def items(self) -> list[tuple[str, Node]]:
        """The entries of a mapping."""
        return [(key, self[key]) for key in self.value] if isinstance(self.value, dict) else []

    def each(self) -> list[Node]:
        """The items of a list."""
        items = self.value if isinstance(self.value, list) else []
        return [Node(item, (*self.path, index)) for index, item in enumerate(items)]

    @property
    def text(self) -> str:
        """The value if it is text, else nothing."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def number(self) -> float | None:
        """The value if it is a number."""
        return self.value if is_number(self.value) else None

    def texts(self) -> list[Node]:
        """The texts of a list, or the one text."""
        nodes = self.each() if isinstance(self.value, list) else [self]
        return [node for node in nodes if node.text]


def indicators(scheme: Node) -> Iterator[Node]:
    """The leaf indicators in the order of the form, adjustments last."""
    for group in scheme["groups"].each():
        yield from _leaves(group)
    yield from scheme["adjustments"].each()


def _leaves(group: Node) -> Iterator[Node]:
    """The indicators below a group."""
    for child in group["groups"].each():
        yield from _leaves(child)
    yield from group["indicators"].each()
