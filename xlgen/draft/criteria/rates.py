"""A rate as inputs and a measure of a scheme."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from xlgen.draft.criteria.definitions import Definition
from xlgen.draft.identifiers import identifier
from xlgen.scheme.todos import TODO

_COUNT = re.compile(
    r"(人|项目|任务|工作|指标|目标|次|件|编制|培训|合同|事项)[^金额]*数量?(（.*）)?$|人数|编制数?(（.*）)?$|数量(（.*）)?$|个数$"
)
_MONEY = re.compile(
    r"金额|资金|预算|决算|支出|收入|经费|总额|规模|结转|结余|采购|投资|资产|拨款|成本|款|[费额](（.*）)?$"
)
_NEITHER = re.compile(
    r"(率|(?<!额)度|比例?|比重|占比|面积|时间|时长|[天日月年]数|[家户笔份宗台套辆页篇条批场期处]数|单位数|部门数|数量|名额)(（.*）)?$"
)
"""How terms end that are no amounts, although they speak of 预算 or 资产."""
UNCERTAIN = "number"
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
        kinds = {_kind(term) for term in definition.terms}
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


def _kind(term: str) -> str:
    """Of a term: an amount or a number of things; the printed word tells."""
    if _COUNT.search(term):
        return "count"
    return "money" if _MONEY.search(term) and not _NEITHER.search(term) else UNCERTAIN
