"""Identifiers for what a form calls in Chinese: words of the field where they are known, numbered ones elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection

WORDS = (
    ("项目名称", "project_name"),
    ("项目编码", "project_code"),
    ("主管部门", "department"),
    ("联系人", "contact"),
    ("联系电话|电话", "phone"),
    ("填报人", "filled_by"),
    ("负责人", "head"),
    ("填报日期|填表日期|日期", "filled_on"),
    ("年度总体目标|总目标|预期目标", "goal"),
    ("完成情况", "achievement"),
    ("金额单位", "money_unit"),
    ("年初预算", "planned"),
    ("全年预算|调整后预算|调整预算", "budget"),
    ("执行数|支出数", "executed"),
)
"""Words of headings and labels, the first that occurs counts."""
UNIT_LABEL = re.compile(
    r"(填报|预算|项目|实施|评价|自评)?(单位|部门)(（单位）)?(名称|全称)?|部门（单位）名称|填报(单位|部门)"
)


def identifier(label: str, taken: Collection[str], kind: str = "input") -> str:
    """An id that is not taken yet for what is labelled like this; kind: what the others are called and numbered."""
    word = next((name for phrase, name in WORDS if re.search(phrase, label)), kind)
    candidate, number = (word, 1) if word != kind else (f"{kind}_1", 1)
    while candidate in taken:
        number += 1
        candidate = f"{word}_{number}"
    return candidate


def is_unit_label(label: str) -> bool:
    """Whether a label asks for the name of the unit that fills in the form."""
    return UNIT_LABEL.fullmatch(re.sub(r"[（(]?(盖章|公章|签章)[）)]?|[：:\s]", "", label)) is not None
