"""The lines of a roster that are no units: sums, notes, and headings repeated on the next page."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from xlgen.text import display_text, normalize_text, shorten

MAX_SHOWN = 30
"""Characters of a note that are shown."""
SUM = re.compile(r"[^:]*(合计|总计|小计|共计)(:?[0-9]*[个家户]?(单位)?|\(.*\)):?")
"""A sum, or that of a department: 合计, 教育局小计, 合计(12个). No unit's name ends so."""
NOTE = re.compile(
    r"(注|附注|备注|说明|(填表|填报|编制|名单)说明)([0-9一二三四五六七八九十]*[:.、].*|[0-9]*)", re.DOTALL
)
"""A note below the units: 注：…, 备注1.…, 说明."""
SIGNATURE = re.compile(
    r"(填表|制表|填报|审核|复核|经办|负责|联系|单位负责|编制|打印|导出)(人|单位|日期|时间)?:.*", re.DOTALL
)
"""The line in which those who made the list sign it."""


def what_instead(cells: Sequence[str], column: int, headings: Collection[str]) -> str:
    """What a line is instead of a unit, in its own words; empty for a unit, and for a line that is wrong.

    column: that of the units' names; headings: what stands above them. A line without a name may say it in any cell,
    one with a name in those up to it.
    """
    texts = [normalize_text(cell) for cell in cells]
    name = texts[column] if column < len(texts) else ""
    if name in headings:
        return name
    if name and (NOTE.fullmatch(name) or SIGNATURE.fullmatch(name)):
        return _shown(cells[column])
    looked_at = range(column + 1) if name else range(len(texts))
    total = next((cells[place] for place in looked_at if SUM.fullmatch(texts[place])), "")
    first = "" if name else next((cell for cell in cells if normalize_text(cell)), "")
    is_note = NOTE.fullmatch(normalize_text(first)) or SIGNATURE.fullmatch(normalize_text(first))
    return _shown(total or (first if is_note else ""))


def _shown(text: str) -> str:
    return shorten(display_text(text), MAX_SHOWN)
