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
from xlgen.summary.groups import group_of, group_tallies
from xlgen.summary.left_out import left_out_heads, left_out_texts
from xlgen.summary.standing import ROSTER_COLUMNS
from xlgen.summary.statistics import Statistics
from xlgen.summary.table import score_or_status, subject_texts, unit_note
from xlgen.summary.table_layout import (
    ADJUSTED_POINTS_HEAD,
    CHANGE_HEAD,
    FILE_HEAD,
    HEADS,
    LAST_HEAD,
    NOTE_HEAD,
    OWN_RANK_HEAD,
    UNNAMED_UNIT,
    subject_heads,
)
from xlgen.xlsx.write.untrusted import csv_text

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
    keys, last_year = summary.roster_keys, summary.knows_last_year
    tallies = group_tallies(scheme, (each.row for each in summary.units()), [key for key in keys if key == "parent"])
    beside = [OWN_RANK_HEAD] if tallies else []
    beside += [LAST_HEAD, CHANGE_HEAD] if last_year else []
    first = [number, unit, *subject_heads(scheme), *(ROSTER_COLUMNS[key][0] for key in keys), *others, *beside]
    yield [
        *first,
        *groups,
        *names,
        NOTE_HEAD,
        FILE_HEAD,
        *(f"{indicator.name}（{ADJUSTED_POINTS_HEAD}）" for indicator in adjusted),
    ]
    for at, row in enumerate(summary.units(), 1):
        unit_row, total = row.row, total_of(scheme, row.row)
        facts = [csv_text(unit_row.roster.get(key, "")) for key in keys]
        own = (
            [tallies["parent"][group_of(unit_row, "parent")].rank(total) if total is not None else ""]
            if tallies
            else []
        )
        year = _last_year(unit_row, total) if last_year else []
        yield [at, *_unit_line(scheme, statistics, adjusted, row, facts, [*own, *year])]


def _last_year(unit: UnitRow, total: float | None) -> list[str]:
    """The total of the year before, and how far this year's is from it."""
    if unit.last is None:
        return ["", ""]
    return [f"{unit.last:.2f}", "" if total is None else f"{total - unit.last:.2f}"]


def _unit_line(
    scheme: Scheme,
    statistics: Statistics,
    adjusted: Sequence[Indicator],
    counted_unit: CountedUnit,
    facts: Sequence[str],
    beside: Sequence[str | int],
) -> Iterator[str | int]:
    """A unit's line; facts: what the roster says of it. beside: what stands behind its rank."""
    unit = counted_unit.row
    total = total_of(scheme, unit)
    yield csv_text(unit.unit or UNNAMED_UNIT)
    yield from map(csv_text, subject_texts(scheme, unit))
    yield from facts
    yield _score_text(total)
    yield Status.MISSING if total is None else scheme.grade(total)
    yield "" if total is None else statistics.rank(total)
    yield from beside
    yield from (_score_text(subtotal_of(group, unit)) for group in scheme.groups)
    yield from (_score_text(score_or_status(indicator, unit)) for indicator in scheme.indicators)
    yield unit_note(counted_unit)
    yield csv_text(unit.name)
    yield from (_full_marks_text(indicator, unit) for indicator in adjusted)


def _full_marks_text(indicator: Indicator, unit: UnitRow) -> str:
    return "" if unit.scores[indicator.id] is None else _score_text(unit.points[indicator.id])


def _score_text(score: float | str | None) -> str:
    return Status.MISSING if score is None else score if isinstance(score, str) else f"{score:.2f}"


def left_out_lines(files: Iterable[LeftOut], with_campaign: bool = False) -> Iterator[CsvLine]:
    """The files left out of the summary, with the columns of 未计入."""
    yield list(left_out_heads(with_campaign))
    for number, file in enumerate(files, 1):
        yield [number, *map(csv_text, left_out_texts(file, with_campaign))]
