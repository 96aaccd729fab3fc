"""按主管部门 and the like: how many units each group has, their mean, best and worst total, their grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xlgen.rules.expression import Formula, Value, call, joined_text
from xlgen.scheme.model import Scheme
from xlgen.submissions.unit_row import UnitRow, total_of
from xlgen.summary.standing import GROUPING, NOT_GIVEN, ROSTER_COLUMNS, Standing
from xlgen.summary.statistics import CENTS_PER_POINT
from xlgen.summary.table_layout import GRADE_COLUMN, RANK_COLUMN, TOTAL_COLUMN, SummaryLayout
from xlgen.text import dictionary_key
from xlgen.xlsx.write import styles
from xlgen.xlsx.write.list_sheet import NUMBER_STYLE, SCORE_STYLE, add_sheet, put_list, put_title

GROUP_SHEETS: Mapping[str, str] = {key: f"按{ROSTER_COLUMNS[key][0]}" for key in GROUPING}
HEAD_ROW = 3
MAX_GROUPS = 2_000
"""Groups of a sheet; with more, they group nothing that anybody reads."""
NO_VALUE = "—"
SCORES = ("平均分", "最高分", "最低分")


@dataclass
class GroupTally:
    """The forms of a group. totals: how often each total occurs, in cents."""

    forms: int = 0
    grades: Counter[str] = field(default_factory=Counter)
    totals: Counter[int] = field(default_factory=Counter)

    def add(self, scheme: Scheme, total: float | None) -> None:
        """Count a form; total: None while a score is missing."""
        self.forms += 1
        if total is not None:
            self.totals[round(total * CENTS_PER_POINT)] += 1
            self.grades[scheme.grade(total)] += 1

    @property
    def mean(self) -> float:
        """The mean total in points; 0 where there is none."""
        summed = sum(total * count for total, count in self.totals.items())
        return summed / max(self.totals.total(), 1) / CENTS_PER_POINT

    def rank(self, total: float) -> int:
        """The rank of a total within the group; equal totals share the better one."""
        cents = round(total * CENTS_PER_POINT)
        return 1 + sum(count for other, count in self.totals.items() if other > cents)


Tallies = Mapping[str, Mapping[str, GroupTally]]
"""The groups by name, by the column that groups them."""


def group_of(unit: UnitRow, key: str) -> str:
    """The group of a unit in a column."""
    return unit.roster.get(key, NOT_GIVEN)


def group_tallies(scheme: Scheme, units: Iterable[UnitRow], keys: Sequence[str]) -> Tallies:
    """The groups of the units in these columns. Memory grows with the groups, not with the units."""
    tallies: dict[str, dict[str, GroupTally]] = {key: {} for key in keys if key in GROUPING}
    for unit in units if tallies else ():
        total = total_of(scheme, unit)
        for key, groups in tallies.items():
            groups.setdefault(group_of(unit, key), GroupTally()).add(scheme, total)
    return tallies


def write_groups(
    workbook: Workbook, scheme: Scheme, tallies: Tallies, standing: Standing | None, layout: SummaryLayout | None
) -> None:
    """Add a sheet for each column that puts several units into one of several groups.

    layout: of 汇总表, over which the formulas are; None where there are too many units for it, and values are written.
    """
    for key, names in shown_groups(tallies, standing).items():
        groups, due = tallies[key], standing.due.get(key, {}) if standing else {}
        forms = sum(tally.forms for tally in groups.values())
        heading, grades, columns = ROSTER_COLUMNS[key][0], grades_of(scheme), group_columns(scheme, key)
        sheet = add_sheet(workbook, GROUP_SHEETS[key], columns)
        put_title(sheet, 1, f"{scheme.year}年度{scheme.name}得分（按{heading}）", styles.TITLE, len(columns))
        about = standing.counts_text if standing else f"计入 {forms}"
        put_title(sheet, 2, f"{about}。得分按评分标准核算；没有计入的不算平均分。", styles.PLAIN, len(columns))
        last = HEAD_ROW + len(names)
        lines = []
        for row, name in enumerate(names, HEAD_ROW + 1):
            tally = groups.get(name, GroupTally())
            figures = group_values(tally, groups) if layout is None else _formulas(tally, layout, key, row, last)
            counted = _count(tally, layout, key, row)
            each = [_graded(tally, layout, key, row, grade) for grade in grades]
            lines.append([name, due.get(name, tally.forms), counted, *figures, *each])
        put_list(sheet, HEAD_ROW, columns, lines)
        for row in range(HEAD_ROW + 1, last + 1):
            for number, head in enumerate(list(columns)[1:], 2):
                style = SCORE_STYLE if head in SCORES else NUMBER_STYLE
                style(sheet[f"{get_column_letter(number)}{row}"])
        sheet.print_area = f"A1:{get_column_letter(len(columns))}{last}"


def shown_groups(tallies: Tallies, standing: Standing | None) -> Mapping[str, Sequence[str]]:
    """The groups that are shown, by the column that groups them: where several units are in one of several groups."""
    shown = {}
    for key, groups in tallies.items():
        due = standing.due.get(key, {}) if standing else {}
        names = sorted({*groups, *due}, key=lambda name: (name == NOT_GIVEN, dictionary_key(name)))
        forms = sum(tally.forms for tally in groups.values())
        alone = len(names) >= forms > 1 and max(due.values(), default=1) <= 1
        if 1 < len(names) <= MAX_GROUPS and not alone:
            shown[key] = names
    return shown


def group_columns(scheme: Scheme, key: str) -> dict[str, float]:
    """The heads of a list of groups, with the widths of their columns."""
    figures = {"应报送": 9, "计入": 9, "平均分": 10, "平均分名次": 12, "最高分": 10, "最低分": 10}
    return {ROSTER_COLUMNS[key][0]: 34.0, **figures, **dict.fromkeys(grades_of(scheme), 8)}


def grades_of(scheme: Scheme) -> list[str]:
    """The grades, the best first."""
    return [grade.name for grade in sorted(scheme.grades, key=lambda grade: -grade.at_least)]


def group_values(tally: GroupTally, groups: Mapping[str, GroupTally]) -> Iterator[float | str]:
    """Mean, rank by mean, best and worst total of a group among the groups."""
    if not tally.totals:
        yield from [NO_VALUE] * 4
        return
    yield tally.mean
    yield 1 + sum(round(other.mean, 9) > round(tally.mean, 9) for other in groups.values() if other.totals)
    yield max(tally.totals) / CENTS_PER_POINT
    yield min(tally.totals) / CENTS_PER_POINT


def _formulas(tally: GroupTally, layout: SummaryLayout, key: str, row: int, last: int) -> Iterator[Value]:
    """Mean, rank by mean, best and worst total, over 汇总表.

    The best total is that of the best rank in the group: no function of Excel 2010 gives the maximum of some rows.
    """
    if not tally.totals:
        yield from [NO_VALUE] * 4
        return
    groups, totals, ranks = (
        layout.column(letter).reference_from("")
        for letter in (layout.roster_columns[key], layout.at(TOTAL_COLUMN), layout.at(RANK_COLUMN))
    )
    yield call("AVERAGEIF", groups, Formula(f"$A{row}"), totals)
    yield call("RANK", Formula(f"D{row}"), Formula(f"D${HEAD_ROW + 1}:D${last}"))
    own, units = f"({groups.text}=$A{row})", layout.units + 1
    best = Formula(f"{units}-SUMPRODUCT(MAX({own}*({ranks.text}>0)*({units}-{ranks.text})))")
    worst = Formula(f"SUMPRODUCT(MAX({own}*{ranks.text}))")
    for rank in (best, worst):
        yield call("INDEX", totals, call("MATCH", rank, ranks, 0.0))


def _count(tally: GroupTally, layout: SummaryLayout | None, key: str, row: int) -> Value:
    if layout is None:
        return tally.forms
    groups = layout.column(layout.roster_columns[key]).reference_from("")
    return call("COUNTIF", groups, Formula(f"$A{row}"))


def _graded(tally: GroupTally, layout: SummaryLayout | None, key: str, row: int, grade: str) -> Value:
    if layout is None:
        return tally.grades[grade]
    groups = layout.column(layout.roster_columns[key]).reference_from("")
    grades = layout.column(layout.at(GRADE_COLUMN)).reference_from("")
    return call("COUNTIFS", groups, Formula(f"$A{row}"), grades, grade)


def rank_in_group(layout: SummaryLayout, key: str, row: int) -> Formula:
    """The rank of a row's total within its group."""
    group, total = f"${layout.roster_columns[key]}", f"${layout.at(TOTAL_COLUMN)}"
    first, last = layout.first, layout.last
    better = call(
        "COUNTIFS",
        Formula(f"{group}${first}:{group}${last}"),
        Formula(f"{group}{row}"),
        Formula(f"{total}${first}:{total}${last}"),
        joined_text([">", Formula(f"{total}{row}")]),
    )
    return Formula(f"{better.text}+1")
