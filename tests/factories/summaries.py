"""Rows of units, and what is written of a summary of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tests.conftest import shipped_scheme
from tests.factories.many_units import unit_rows
from xlgen.scheme.model import Scheme
from xlgen.submissions.unit_row import UnitRow
from xlgen.summary.book import summary_book
from xlgen.summary.database import SummaryEntry, open_summary
from xlgen.summary.standing import Standing
from xlgen.summary.statistics import statistics_of

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "O'Brien & <b>", " =1", "\t=1", "局\x07"]


def some_rows(*totals: float) -> list[UnitRow]:
    """Units of the smallest form with these totals, made of their first score."""
    (row,) = unit_rows(shipped_scheme("shenzhen-2021"), 1)
    first, *others = row.scores
    return [
        replace(
            row, name=f"{n}.xlsx", fingerprint=f"{n}", unit=f"{n}局", scores={first: t, **dict.fromkeys(others, 0.0)}
        )
        for n, t in enumerate(totals, 1)
    ]


def book(
    scheme: Scheme,
    entries: Iterable[SummaryEntry],
    lists: Mapping[str, str] | None = None,
    standing: Standing | None = None,
) -> bytes:
    """The workbook of these entries; lists: what stands beside it, and in which file. standing: of a campaign."""
    with open_summary(entries) as summary:
        statistics = statistics_of(scheme, (each.row for each in summary.units()))
        return summary_book(scheme, summary, statistics, lists or {}, (), standing)
