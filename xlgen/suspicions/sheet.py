"""Suspicions as a worksheet, to be filtered: what to sample, beside whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from openpyxl.workbook import Workbook

from xlgen.rules.expression import Value
from xlgen.suspicions.suspicion import Suspicion
from xlgen.text import one_line
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.list_sheet import add_sheet, put_list, put_title

SUSPICIONS_SHEET = "疑点"
COLUMNS = {
    "单位": 30,
    "疑点": 18,
    "说明": 64,
    "位置": 18,
    "文件": 40,
    "对照的单位": 30,
    "对照的位置": 18,
    "对照的文件": 40,
}
HEAD_ROW = 2
MAX_LISTED = 10_000
"""Suspicions on the sheet; nobody samples from more, and the sheet is held in memory while it is written."""
WHAT_IT_IS = "只供抽查参考，不是错误，不影响审核结论"


def write_suspicions(workbook: Workbook, suspicions: Iterable[Suspicion]) -> Mapping[str, int]:
    """Add the sheet 疑点 with the first `MAX_LISTED` suspicions; returns how many there are of each kind, in all.

    They are read one at a time, and where there are none no sheet is added.
    """
    counts: Counter[str] = Counter()
    listed: list[Suspicion] = []
    for suspicion in suspicions:
        counts[suspicion.kind] += 1
        if len(listed) < MAX_LISTED:
            listed.append(suspicion)
    if not counts:
        return counts
    subject = any(each.subject for each in listed)
    columns = dict(([("单位", 30), ("填报对象", 30)] if subject else [("单位", 30)]) + list(COLUMNS.items())[1:])
    sheet = add_sheet(workbook, SUSPICIONS_SHEET, columns)
    put_title(sheet, 1, _title(counts), styles.PLAIN, len(columns))
    put_list(sheet, HEAD_ROW, columns, _lines(listed, subject))
    return counts


def count_text(counts: Mapping[str, int]) -> str:
    """How many suspicions there are, and of which kinds, the most frequent first."""
    kinds = sorted(counts.items(), key=lambda pair: -pair[1])
    return f"疑点 {sum(counts.values())} 条：{'，'.join(f'{kind} {number}' for kind, number in kinds)}"


def _title(counts: Mapping[str, int]) -> str:
    more = f"。只列前 {MAX_LISTED} 条" if sum(counts.values()) > MAX_LISTED else ""
    return f"{count_text(counts)}。{WHAT_IT_IS}{more}"


def _lines(suspicions: Sequence[Suspicion], with_subject: bool) -> Iterator[Sequence[Value | None]]:
    for each in suspicions:
        whose = [each.unit, each.subject] if with_subject else [each.unit]
        other = each.other_unit, each.other_where, each.other_file
        texts = [*whose, each.kind.value, each.message, each.where, each.file, *other]
        yield [cast("Value | None", one_line(text)) for text in texts]
