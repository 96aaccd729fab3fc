"""A rate as inputs and a measure of a scheme."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from xlgen.draft.criteria.definitions import Definition
from xlgen.draft.identifiers import identifier
from xlgen.draft.kinds import UNCERTAIN, kind_of_term
from xlgen.scheme.todos import TODO

KIND = "种类（kind）没有把握：金额写 money，个数、人数写 count 并写明 unit"
ZERO = "表格没有写除数为0时怎么算：补上 zero（both_zero、base_zero、because）"


_PRINTED = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）"})


def as_printed(text: str) -> str:
    """A text in the spelling of Chinese forms."""
    return text.translate(_PRINTED).replace("<=", "≤").replace(">=", "≥")


class Rates:
    """The rates of one indicator: ids that are taken, inputs by label, measures."""

    def __init__(self, taken: Collection[str]) -> None:
        self.taken = set(taken)
        self.inputs: dict[str, dict[str, Any]] = {}
        self.measures: dict[str, dict[str, Any]] = {}
        self._by_label: dict[str, str] = {}

    def measure(self, definition: Definition, label: str) -> str:
        """The id of a measure computed as defined. Terms whose kind is not certain have a todo."""
        kinds = {kind_of_term(term) for term in definition.terms}
        kind = kinds.pop() if len(kinds) == 1 else UNCERTAIN
        todo = {TODO: KIND} if kind == UNCERTAIN else {}
        terms = [self.input(term, kind, **todo) for term in definition.terms]
        value = definition.expression.format(*terms)
        name = self._new(label, "rate")
        self.measures[name] = {"label": as_printed(label), "value": f"abs({value})" if definition.absolute else value}
        if definition.divides:
            self.measures[name][TODO] = ZERO
        return name

    def input(self, label: str, kind: str, **more: Any) -> str:
        """The id of an input with this label."""
        label = as_printed(label)
        if label not in self._by_label:
            name = self._new(label, {"yes_no": "met", "count": "count", "money": "amount"}.get(kind, "input"))
            self._by_label[label] = name
            unit = {"unit": "人" if "人" in label or "编制" in label else "个"} if kind == "count" else {}
            self.inputs[name] = {"kind": kind, "label": label, **unit, **more}
        return self._by_label[label]

    def _new(self, label: str, kind: str) -> str:
        name = identifier(label, self.taken, kind)
        self.taken.add(name)
        return name
