"""Rows of units, and what is written of a summary of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tests.conftest import shipped_scheme
from tests.factories.many_units import unit_rows
from xlgen.scheme.model import Scheme
from xlgen.submissions.unit_row import UnitRow
from xlgen.summary.book import summary_book
from xlgen.summary.database import LeftOut, SummaryEntry, open_summary
from xlgen.summary.standing import Decision, Standing, Whose, roster_facts
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


SCHEME = shipped_scheme("shenzhen-2021")
PARENTS = ("甲*部", "乙部", "甲*部", "", "=丙部", "乙部")
TOTALS = (95.0, 91.0, 70.5, 88.0, 60.0, 91.0)
STANDING = Standing(
    "某财政局", "2026-03-05", {"应报送单位": 8, "通过": 6, "未报送": 2}, {"parent": {"乙部": 3, "丁部": 1}},
    [Decision("2026-03-02", "1局", "延期", "2026-03-10", "=换人", "张三")],
)  # fmt: skip
ABSENT = [
    LeftOut("", "", "7局", "未报送，逾期", whose=Whose("未报送", "丁部", "李四", "0755-1", None, True)),
    LeftOut("", "", "8局", "线下报送", whose=Whose("线下报送", "乙部", "", "", 93.0)),
]


def campaign_entries() -> list[SummaryEntry]:
    """Six units with totals and 主管部门, and two of which nothing is counted."""
    rows = [
        replace(row, roster=roster_facts(f"00{number}", {"parent": parent}), last=90.0 if number == 1 else None)
        for number, (row, parent) in enumerate(zip(some_rows(*TOTALS), PARENTS, strict=True), 1)
    ]
    return [*rows, *ABSENT]
