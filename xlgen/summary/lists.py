"""Lists that are too long for a sheet, as CSV files: a line for each unit with what 汇总表 says of it, and 未计入."""

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
from xlgen.summary.database import LeftOut, Summary, Summed
from xlgen.summary.statistics import Statistics
from xlgen.summary.table import FILE, HEADS, MOVED, NO_NAME, NOTE, note_on, shown_score
from xlgen.xlsx.write.untrusted import csv_text

LEFT_OUT_HEADS = ("序号", "单位", "文件", "原因")
Line: TypeAlias = Sequence[str | int]


def write_lines(path: Path, lines: Iterable[Line]) -> None:
    """Write a CSV as Excel opens it. Raises OSError."""
    with atomic_file(path) as file, io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        csv.writer(text).writerows(lines)


def unit_lines(scheme: Scheme, summary: Summary, statistics: Statistics) -> Iterator[Line]:
    """The units by name, in the columns of 汇总表."""
    moved = [each for each in scheme.indicators if has_variable_points(scheme, each)]
    groups, names = [f"{each.name}（小计）" for each in scheme.groups], [each.name for each in scheme.indicators]
    yield [*HEADS.values(), *groups, *names, NOTE, FILE, *(f"{each.name}（{MOVED}）" for each in moved)]
    for number, each in enumerate(summary.units(), 1):
        yield [number, *_line(scheme, statistics, moved, each)]


def _line(scheme: Scheme, statistics: Statistics, moved: Sequence[Indicator], counted: Summed) -> Iterator[str | int]:
    unit = counted.row
    total = total_of(scheme, unit)
    yield csv_text(unit.unit or NO_NAME)
    yield _shown(total)
    yield Status.MISSING if total is None else scheme.grade(total)
    yield "" if total is None else statistics.rank(total)
    yield from (_shown(subtotal_of(group, unit)) for group in scheme.groups)
    yield from (_shown(shown_score(each, unit)) for each in scheme.indicators)
    yield note_on(counted)
    yield csv_text(unit.name)
    yield from (_full_marks(each, unit) for each in moved)


def _full_marks(indicator: Indicator, unit: UnitRow) -> str:
    return "" if unit.scores[indicator.id] is None else _shown(unit.points[indicator.id])


def _shown(score: float | str | None) -> str:
    return Status.MISSING if score is None else score if isinstance(score, str) else f"{score:.2f}"


def left_out_lines(files: Iterable[LeftOut]) -> Iterator[Line]:
    """The files that are not summed up."""
    yield LEFT_OUT_HEADS
    for number, each in enumerate(files, 1):
        yield [number, *map(csv_text, (each.unit, each.name, each.why))]
