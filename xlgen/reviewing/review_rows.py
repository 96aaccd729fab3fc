"""What a record keeps of reviews: what was drawn, given out and taken back, and the decisions that follow, in order."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, NoReturn, TypeAlias

from pydantic import TypeAdapter, ValidationError

from xlgen.campaign.record import MAX_RESULT_BYTES, CampaignRecord
from xlgen.campaign.record_file import damaged_record, typed_rows
from xlgen.reviewing.answers import Answer
from xlgen.reviewing.drawing import Drawing
from xlgen.reviewing.scoring import GroupScore
from xlgen.xlsx.values import CellValue

INSERT = "INSERT INTO review (time, author, form, kind, content) VALUES (?, ?, ?, ?, ?)"
SELECT = "SELECT time, author, form, kind, content FROM review WHERE length(content) <= ? ORDER BY number"


class RowKind(StrEnum):
    """What a row of the table is."""

    DRAWN = "抽取"
    OPENED = "发出底稿"
    TAKEN = "收回底稿"


class Decision(StrEnum):
    """Events of a form in its review (`campaign/events.py`); in brackets the event's subject and value."""

    ASKED = "征求意见"  # (value: the day)
    ANSWERED = "单位意见"  # (subject: a row of the form, or empty for all; value: 同意 or 不同意)
    RULED = "意见采纳"  # (subject: a row of the form, or empty; value: 采纳 or 不采纳)
    SETTLED = "复核定稿"  # (value: the day; reason: who signed)
    REOPENED = "撤销定稿"
    RECTIFY = "整改事项"  # (subject: number/who; value: the last day; reason: what)
    DROPPED = "移出复核"
    HANDED_OUT = "委托复核"  # (value: the third party)
    RECTIFIED = "整改完成"  # (subject: its number; value: the day)


@dataclass(frozen=True)
class Opened:
    """A review workbook that was given out: of which copy, and everything by which it is read back.

    rows: the reserved rows of the tables (`Identity.rows`). values, texts: what the unit filled in. laid_down: the
    items that were laid down before the form was issued.
    """

    id: str
    fingerprint: str
    file: str
    unit: str
    rows: str
    values: dict[str, CellValue]
    texts: dict[str, dict[str, str]]
    laid_down: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewedItem:
    """An item as it was reviewed, in words: the group that it belongs to, its label, both values, and what was said."""

    key: str
    group: str
    label: str
    own: str
    reviewed: str
    answer: Answer = field(default_factory=Answer)


@dataclass(frozen=True)
class Taken:
    """A review workbook as it was taken back: scores by rule, computed here, and what was said of every item.

    opened: the id of what was given out. heads: what was said of groups as a whole, by key.
    """

    opened: str
    fingerprint: str
    file: str
    reviewer: str
    day: str
    groups: tuple[GroupScore, ...]
    items: tuple[ReviewedItem, ...]
    heads: dict[str, Answer]
    own_total: float | None
    total: float | None
    own_grade: str
    grade: str
    quality: float | None = None
    by: str = ""  # the third party that filled it in; empty for the bureau itself


Content: TypeAlias = Drawing | Opened | Taken
_KINDS: dict[RowKind, TypeAdapter[Drawing] | TypeAdapter[Opened] | TypeAdapter[Taken]] = {
    RowKind.DRAWN: TypeAdapter(Drawing),
    RowKind.OPENED: TypeAdapter(Opened),
    RowKind.TAKEN: TypeAdapter(Taken),
}
_KIND_OF: dict[type[Content], RowKind] = {
    Drawing: RowKind.DRAWN,
    Opened: RowKind.OPENED,
    Taken: RowKind.TAKEN,
}


class _Stored(NamedTuple):
    """A row as it is kept; content: JSON."""

    time: str
    author: str
    form: str
    kind: str
    content: str


class ReviewRow(NamedTuple):
    """A row: when and by whom it was entered, of which form (empty: of the campaign), and what it says."""

    time: str
    author: str
    form: str
    content: Content


def enter_rows(record: CampaignRecord, rows: Sequence[ReviewRow]) -> None:
    """Enter rows into a record; all or none."""
    with record.database:
        record.database.executemany(INSERT, [_stored(row) for row in rows])


def _stored(row: ReviewRow) -> _Stored:
    kind = _KIND_OF[type(row.content)]
    text = TypeAdapter(type(row.content)).dump_json(row.content, warnings=False).decode("utf-8")
    return _Stored(row.time, row.author, row.form, kind, text)


def rows_of(record: CampaignRecord) -> Iterator[ReviewRow]:
    """All rows in their order. Raises RecordError for a damaged record."""
    for row in typed_rows(_Stored, record.database.execute(SELECT, (MAX_RESULT_BYTES,)), record.path):
        try:
            plain = json.loads(row.content, parse_constant=_refuse, parse_float=_finite)
            content = _KINDS[RowKind(row.kind)].validate_python(plain)
        except (ValueError, RecursionError, ValidationError) as error:
            raise damaged_record(record.path) from error
        yield ReviewRow(row.time, row.author, row.form, content)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
