"""Lists that are too long for a sheet, as CSV files: the units with the columns of 汇总表, and 未计入."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from xlgen.files.atomic import atomic_file
from xlgen.scheme.dependencies import has_variable_points
from xlgen.scheme.model import Indicator, Scheme
from xlgen.scoring.status import Status
from xlgen.submissions.unit_row import UnitRow, subtotal_of, total_of
from xlgen.summary.database import CountedUnit, LeftOut, Summary
from xlgen.summary.statistics import Statistics
from xlgen.summary.table import (
    ADJUSTED_POINTS_HEAD,
    FILE_HEAD,
    HEADS,
    NOTE_HEAD,
    UNNAMED_UNIT,
    score_or_status,
    subject_heads,
    subject_texts,
    unit_note,
)
from xlgen.xlsx.write.untrusted import csv_text

LEFT_OUT_HEADS = ("序号", "单位", "文件", "原因")
CsvLine: TypeAlias = Sequence[str | int]


def write_lines(path: Path, lines: Iterable[CsvLine]) -> None:
    """Write a CSV file that Excel can open. Raises OSError."""
    with atomic_file(path) as file, io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        csv.writer(text).writerows(lines)


def unit_lines(scheme: Scheme, summary: Summary, statistics: Statistics) -> Iterator[CsvLine]:
    """The units in dictionary order, with the columns of 汇总表."""
    adjusted = [indicator for indicator in scheme.indicators if has_variable_points(scheme, indicator)]
    groups, names = (
        [f"{group.name}（小计）" for group in scheme.groups],
        [indicator.name for indicator in scheme.indicators],
    )
    number, unit, *others = HEADS.values()
    first = [number, unit, *subject_heads(scheme), *others]
    yield [
        *first,
        *groups,
        *names,
        NOTE_HEAD,
        FILE_HEAD,
        *(f"{indicator.name}（{ADJUSTED_POINTS_HEAD}）" for indicator in adjusted),
    ]
    for at, row in enumerate(summary.units(), 1):
        yield [at, *_unit_line(scheme, statistics, adjusted, row)]


def _unit_line(
    scheme: Scheme, statistics: Statistics, adjusted: Sequence[Indicator], counted_unit: CountedUnit
) -> Iterator[str | int]:
    unit = counted_unit.row
    total = total_of(scheme, unit)
    yield csv_text(unit.unit or UNNAMED_UNIT)
    yield from map(csv_text, subject_texts(scheme, unit))
    yield _score_text(total)
    yield Status.MISSING if total is None else scheme.grade(total)
    yield "" if total is None else statistics.rank(total)
    yield from (_score_text(subtotal_of(group, unit)) for group in scheme.groups)
    yield from (_score_text(score_or_status(indicator, unit)) for indicator in scheme.indicators)
    yield unit_note(counted_unit)
    yield csv_text(unit.name)
    yield from (_full_marks_text(indicator, unit) for indicator in adjusted)


def _full_marks_text(indicator: Indicator, unit: UnitRow) -> str:
    return "" if unit.scores[indicator.id] is None else _score_text(unit.points[indicator.id])


def _score_text(score: float | str | None) -> str:
    return Status.MISSING if score is None else score if isinstance(score, str) else f"{score:.2f}"


def left_out_lines(files: Iterable[LeftOut]) -> Iterator[CsvLine]:
    """The files left out of the summary."""
    yield LEFT_OUT_HEADS
    for number, file in enumerate(files, 1):
        yield [number, *map(csv_text, (file.unit, file.name, file.why))]
