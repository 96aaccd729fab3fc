"""Finds what a template left behind for a person to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlgen.text import normalize_text

PLACEHOLDERS = (
    r"【待填[^【】]*+】",  # of the drafts that we write
    r"【[^【】]{0,20}(?:待填|待补|待定|填写|填入|填报|补充|说明:)[^【】]{0,40}】",
    r"\{\{[^{}]{0,60}\}\}|\$\{[^{}]{0,60}\}",  # of programs
    r"(?:[(][^()]{0,10})?(?:请(?:根据[^。;()]{0,20})?填[写入报]|(?:此处|在此)(?:填写|插入|输入))[^。;()]{0,20}",
    r"单击(?:或点击)?此处[^。;]{0,12}",  # of Word and WPS
    r"(?<![A-Za-z0-9])(?:[Xx]{2,}|[×\u2573\u2715]{2,})(?![A-Za-z0-9])[\u4e00-\u9fff%]{0,6}",
    r"(?<![A-Za-z0-9\u4e00-\u9fff])[Xx×](?=[年月日]|万元|亿元)",
    r"20[Xx×]{2}年?|_{3,}|(?<![0-9*])\*{3,}(?![0-9*])|待填写|待补充",
    r"\.{6}(?=分[,。;]|%|万元)",  # of the sentences that the workbook composes while a number is missing
)
"""In texts that went through `normalize_text`."""
MAX_BEFORE = 8
"""Characters before a placeholder by which a reader finds it."""
_LEFTOVER = re.compile("|".join(PLACEHOLDERS))
_CLAUSE = re.compile(r"[^。;,:\s]*$")


def leftovers(text: str) -> Iterator[str]:
    """The placeholders in a text, each with the words before it."""
    plain, last = normalize_text(text), 0
    for match in _LEFTOVER.finditer(plain):
        before = _CLAUSE.search(plain[max(last, match.start() - MAX_BEFORE) : match.start()])
        last = match.end()
        yield f"{before[0] if before else ''}{match[0]}"
