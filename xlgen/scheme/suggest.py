"""What to write instead of what was written: the nearest known word, the type that is expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

EXPECTED = {
    "string_type": "应当是文字",
    "int_type": "应当是整数",
    "float_type": "应当是数字",
    "bool_type": "应当是 true 或 false",
    "list_type": "应当是一列（每行以“- ”开头）",
    "dict_type": "应当是“键: 值”",
    "model_type": "应当是“键: 值”",
    "model_attributes_type": "应当是“键: 值”",
    "mapping_type": "应当是“键: 值”",
    "is_instance_of": "类型不对",
    "date_from_datetime_parsing": "应当是日期，如 2025-03-31",
    "date_from_datetime_inexact": "应当是日期，不写时刻",
    "date_parsing": "应当是日期，如 2025-03-31",
}
"""By pydantic's name of the error."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Advice that names the nearest known word, or all of them where none is near."""
    words = sorted(known)
    if advice := near(name, words):
        return advice
    return f"可用的有：{'、'.join(words)}" if words else "这里没有可用的名称"


def near(name: str, known: Iterable[str]) -> str:
    """Advice that names the nearest known word; empty where none is near."""
    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"是否想写“{found[0]}”" if found else ""
