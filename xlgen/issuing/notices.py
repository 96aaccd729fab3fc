"""Notices about single units when workbooks are issued: all of them in a file for Excel, some on the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from xlgen.roster.unit import Unit
from xlgen.text import display_text, first_lines
from xlgen.xlsx.write.untrusted import csv_text

NOTICES_FILE = "下发说明.csv"
HEAD, ABOUT = ("事项", "单位编码", "单位名称", "填报项或文件", "说明"), "填报对象"
"""The columns; one more behind the unit's name where forms are about something beside their unit."""
NO_UNIT = Unit("")
MAX_SHOWN_PER_KIND = 5
"""Notices of a kind that are shown on the screen."""


class NoticeKind(StrEnum):
    """What a notice is about, in the order of the file."""

    NOT_WRITTEN = "没有写出"
    SET_APART = "不下发"
    DROPPED_UNIT = "名单里没有"
    ORPHANED_FILE = "不再使用的文件"
    RENAMED = "文件改名"
    NO_FOLDER = "没有分到文件夹"
    NO_GOALS = "没有批复的目标"
    NOT_READ = "上年的文件没有用"
    SEVERAL = "上年有几份"
    NOT_CARRIED = "没有结转"


class Notice(NamedTuple):
    """A notice: its kind, the unit, the input or file that it is about, and what happened."""

    kind: NoticeKind
    unit: Unit
    subject: str
    why: str

    def __str__(self) -> str:
        return "：".join(display_text(part) for part in (str(self.unit), self.subject, self.why) if part)


def notices_csv(notices: Sequence[Notice]) -> bytes:
    """All notices as CSV that Excel opens: codes keep their zeros, and nothing becomes a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    with_subjects = any(notice.unit.subject.key for notice in notices)
    writer.writerow([*HEAD[:3], *([ABOUT] if with_subjects else []), *HEAD[3:]])
    for kind, unit, *rest in sorted(notices, key=_sort_key):
        whose = [unit.name, unit.subject.label] if with_subjects else [unit.name]
        writer.writerow([kind, _code_cell(unit.code), *map(_text_cell, (*whose, *rest))])
    return table.getvalue().encode("utf-8-sig")


def shown(notices: Sequence[Notice]) -> Iterator[str]:
    """The lines for the screen: of each kind the first few."""
    for kind in NoticeKind:
        lines = [str(notice) for notice in notices if notice.kind is kind]
        if lines:
            yield f"{kind} {len(lines)} 条："
            yield from first_lines(lines, MAX_SHOWN_PER_KIND, "条")


def _sort_key(notice: Notice) -> int:
    return list(NoticeKind).index(notice.kind)


def _code_cell(code: str) -> str:
    # Excel reads 0012 as 12, and 1-2 as a date; with a tab behind it is a text.
    return f"{code}\t" if code[:1].isdigit() else _text_cell(code)


def _text_cell(text: str) -> str:
    return csv_text(display_text(text))
