"""What is to be said of single units when workbooks are issued: all of it in a file for Excel, some on the screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from xlgen.roster.unit import Unit
from xlgen.text import display_text, first_lines
from xlgen.xlsx.write.untrusted import csv_text

FILE = "下发说明.csv"
HEAD = ("事项", "单位编码", "单位名称", "填报项或文件", "说明")
NO_UNIT = Unit("")
FEW = 5
"""Notes of a matter that are shown on the screen."""


class NoticeKind(StrEnum):
    """What a note is about, in the order in which they are told."""

    NOT_WRITTEN = "没有写出"
    BEYOND = "名单里没有"
    LEFT = "不再使用的文件"
    RENAMED = "文件改名"
    NO_FOLDER = "没有分到文件夹"
    NOT_READ = "上年的文件没有用"
    SEVERAL = "上年有几份"
    NOT_CARRIED = "没有结转"


class Notice(NamedTuple):
    """Something to be said: of which unit, of which input or file, and what."""

    matter: NoticeKind
    unit: Unit
    what: str
    why: str

    def __str__(self) -> str:
        return "：".join(display_text(each) for each in (str(self.unit), self.what, self.why) if each)


def notices_file(notes: Sequence[Notice]) -> bytes:
    """Everything as CSV that Excel opens: codes keep their zeros, and nothing becomes a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEAD)
    for matter, unit, *rest in sorted(notes, key=_place):
        writer.writerow([matter, _code(unit.code), *map(_words, (unit.name, *rest))])
    return table.getvalue().encode("utf-8-sig")


def shown(notes: Sequence[Notice]) -> Iterator[str]:
    """The lines for the screen: of each matter the first few."""
    for matter in NoticeKind:
        found = [str(note) for note in notes if note.matter is matter]
        if found:
            yield f"{matter} {len(found)} 条："
            yield from first_lines(found, FEW, "条")


def _place(note: Notice) -> int:
    return list(NoticeKind).index(note.matter)


def _code(code: str) -> str:
    # Excel takes 0012 for 12, and 1-2 for a date; with a tab behind it is a text.
    return f"{code}\t" if code[:1].isdigit() else _words(code)


def _words(text: str) -> str:
    return csv_text(display_text(text))
