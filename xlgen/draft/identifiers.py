"""Identifiers of what a form asks for in Chinese: words of the field where they are known."""

from __future__ import annotations

import re
from collections.abc import Collection

from xlgen.draft.glossary import english
from xlgen.text import normalize_text

WORDS = (
    (r"项目名称", "project_name"),
    (r"项目(编码|编号|代码)", "project_code"),
    (r"主管部门(编码|代码)", "department_code"),
    (r"主管(部门|单位)", "department"),
    (r"联系人", "contact"),
    (r"电话", "phone"),
    (r"填[报表]人|经办人|制表人", "filled_by"),
    (r"负责人|领导", "head"),
    (r"审核人|复核人", "reviewer"),
    (r"填[报表](日期|时间)$|^日期$", "filled_on"),
)
"""Words of labels, the first that occurs counts."""
UNIT_LABEL = re.compile(
    r"(?:填报|填表|预算|项目|实施|评价|被评价|自评|项目实施|项目执行|执行|申报)?(?:单位|部门)(?:\((?:单位|部门)\))?(?:名称|全称)?"
)
STAMP = re.compile(r"\((?:盖章|公章|签章|盖单位公章|单位公章)\)|[:]")


def identifier(label: str, taken: Collection[str], kind: str) -> str:
    """An id that is not taken yet for what is labelled like this; kind: what those without a known word are called."""
    word = next((name for phrase, name in WORDS if re.search(phrase, normalize_text(label))), "") or english(label)
    if not word:
        return numbered(kind, taken)
    return word if word not in taken else numbered(word, {*taken, f"{word}_1"})  # the second is _2


def numbered(kind: str, taken: Collection[str]) -> str:
    """The first of kind_1, kind_2 … that is not taken."""
    number = 1
    while f"{kind}_{number}" in taken:
        number += 1
    return f"{kind}_{number}"


def is_unit_label(label: str) -> bool:
    """Whether a label asks for the name of the unit that fills in the form."""
    return UNIT_LABEL.fullmatch(STAMP.sub("", normalize_text(label))) is not None
