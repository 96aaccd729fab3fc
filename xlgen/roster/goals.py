"""Approved goals (批复的绩效目标): one line per unit and indicator, which become rows of the units' own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from xlgen.roster.goal_cells import GoalLine, read_line
from xlgen.roster.goal_columns import (
    LEVEL_HEADS,
    STAGE_HEADS,
    TABLE_HEADS,
    TARGET,
    GoalTable,
    adjusted_of,
    bare_name,
    document_of,
    goal_tables,
)
from xlgen.roster.goal_rows import GoalRow, UnitGoals, placed
from xlgen.roster.matching import find_form
from xlgen.roster.roster import Roster
from xlgen.roster.roster_file import (
    CODE_HEADS,
    IS_ERROR_VALUE,
    NAME_HEADS,
    Line,
    Listing,
    RosterError,
    SubjectHeads,
    cell_in,
    read_listing,
    subject_heads,
)
from xlgen.roster.unit import Unit
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN
from xlgen.scheme.model import Scheme
from xlgen.text import display_text, normalize_text
from xlgen.xlsx.values import CellValue, ErrorValue, is_number

ADJUSTMENT_WORD = "调整"
"""What stands in a line's stage if it adjusts an indicator in the middle of the year."""


class ApprovedGoals(NamedTuple):
    """The approved goals by the keys of forms; the columns of the list that are not used, and what else is said."""

    by_form: Mapping[str, UnitGoals]
    unused_columns: Sequence[str] = ()
    notes: Sequence[str] = ()


@dataclass
class _Reading:
    """What has been read: rows by form and table, each by its key; problems and remarks, with lines.

    money_units: by the keys of forms, where they are known.
    """

    listing: Listing
    scheme: Scheme
    tables: Sequence[GoalTable]
    roster: Roster
    heads: SubjectHeads | None
    money_units: Mapping[str, str]
    rows: dict[tuple[Unit, str], dict[tuple[str, ...], GoalRow]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, number: int, *problems: str) -> None:
        """Note problems of a line."""
        self.problems += [f"{self.listing.path} 第 {number} 行：{problem}" for problem in problems if problem]


def read_goals(
    path: Path, scheme: Scheme, units: Sequence[Unit], money_units: Mapping[str, str] | None = None
) -> ApprovedGoals:
    """The approved goals of these units. Raises RosterError with the problems of all lines, and UnreadableError.

    money_units: those of forms that ask for it, by their keys.
    """
    listing = read_listing(path, (*NAME_HEADS, *CODE_HEADS))
    tables = goal_tables(listing, scheme)
    if not tables:
        raise RosterError(f"{path}：表样《{scheme.name}》没有由单位自己列指标的行。批复的数请写在名单里，一项一列")
    heads = subject_heads(scheme.subject, scheme.inputs) if scheme.subject else None
    reading = _Reading(listing, scheme, tables, Roster(tuple(units)), heads, money_units or {})
    reading.problems += _column_problems(listing, tables)
    for line in listing.lines if not reading.problems else ():
        _read(reading, line)
    by_form: dict[str, UnitGoals] = {}
    if not reading.problems:
        by_form, problems = placed(scheme, tables, reading.rows)
        for number, problem in problems:
            reading.wrong(number, problem)
    if reading.problems:
        raise RosterError(*reading.problems)
    return ApprovedGoals(by_form, _unused(listing, tables, heads), [*listing.not_read, *reading.notes])


def _column_problems(listing: Listing, tables: Sequence[GoalTable]) -> Iterator[str]:
    """What is wrong with the headings."""
    for column in dict.fromkeys(column for table in tables for column in table.columns.values()):
        if problem := listing.repeated([normalize_text(listing.head[column])]):
            yield problem
    for table in tables:
        missing = [name for name in table.own_name if name not in table.columns]
        for name in missing:
            label = table.table.columns[name].label
            yield f"{listing.path}：没有“{label}”一列，不知道《{table.table.label}》的指标叫什么。请补上"


def _read(reading: _Reading, line: Line) -> None:
    """Put a line into the row that it is of, or note what is wrong with it."""
    listing, (number, cells) = reading.listing, line
    if error := next((text for text in cells if isinstance(text, ErrorValue)), None):
        reading.wrong(number, f"“{error}”{IS_ERROR_VALUE}")
        return
    unit, why = find_form(reading.roster, listing, cells, reading.heads)
    table = _table_of(reading.tables, listing, cells)
    if unit is None or table is None:
        labels = "、".join(f"《{each.table.label}》" for each in reading.tables)
        which = f"看不出是{labels}中哪一张的指标。请加“{TABLE_HEADS[0]}”一列，写明表名"
        reading.wrong(number, why, "" if table else which)
        return
    asks = MONEY_UNIT in reading.scheme.all_inputs
    read = read_line(listing, table, cells, reading.money_units.get(unit.form) if asks else TEN_THOUSAND_YUAN)
    reading.notes += [f"第 {number} 行：{note}" for note in read.notes]
    nameless = [name for name in table.own_name if read.values.get(name) is None]
    reading.wrong(number, *read.problems, *(f"没有写“{table.table.columns[name].label}”。请补填" for name in nameless))
    if not nameless:
        _enter(reading, number, cells, unit, read)


def _enter(reading: _Reading, number: int, cells: Sequence[str], unit: Unit, read: GoalLine) -> None:
    """Enter what a line fills in as a row of its unit; one of the middle of the year changes the row that there is."""
    table, listing = read.table, reading.listing
    rows = reading.rows.setdefault((unit, table.name), {})
    key = tuple(bare_name(str(read.values.get(name) or "")) for name in table.key)
    known = rows.get(key)
    is_adjustment = ADJUSTMENT_WORD in cell_in(cells, listing.column(STAGE_HEADS))
    if known is not None and not is_adjustment:
        name = display_text(str(read.values[table.own_name[0]]))
        how = "年中调整的，请写在“调整后目标值”“调整文号”两列，或在“批复类型”一列写明“年中调整”"
        reading.wrong(number, f"单位“{unit.name}”的指标“{name}”与第 {known.number} 行重复。{how}")
        return
    row = known or GoalRow(number, {})
    rows[key] = row
    reading.wrong(number, *_adjusted(listing, cells, row, read, is_adjustment))


def _adjusted(
    listing: Listing, cells: Sequence[str], row: GoalRow, read: GoalLine, is_adjustment: bool
) -> Iterator[str]:
    """Fill in a row, with its target as it was adjusted in the middle of the year; yields problems.

    Where the form has a column for the adjusted value, the first one stays beside it.
    """
    table, column = read.table, adjusted_of(listing)
    binding, text = table.binding, cell_in(cells, column)
    first = table.saying(TARGET) or binding
    values, old = dict(read.values), row.cells.get(first or "")
    if binding is None or first is None or not (text or is_adjustment):
        row.cells |= values
        if binding is not None and first in values and binding not in values:
            row.cells[binding] = values[str(first)]  # as forms say: without an adjustment, the first value
        return
    if not is_adjustment:
        old = values.get(first)
    known = len(read.problems)
    if text:
        new = read.value(binding, text, column)
    else:
        new = values.pop(first, None) if binding != first else values.get(first)
    row.cells |= values
    row.cells[binding] = new
    yield from read.problems[known:]
    document = display_text(cell_in(cells, document_of(listing)))
    if not document:
        yield "年中调整没有写文号。请在“调整文号”一列补填"
    row.adjustment = f"年中调整：{'年初没有' if old is None else f'年初批复 {shown(old)}'}，{document}"


def shown(value: CellValue) -> str:
    """A value as messages and notes show it."""
    return f"{value:.15g}" if is_number(value) else display_text(str(value))


def _table_of(tables: Sequence[GoalTable], listing: Listing, cells: Sequence[str]) -> GoalTable | None:
    """The table of a line: the only one, or the one that a level of the line is a name of."""
    if len(tables) == 1:
        return tables[0]
    for head in (*TABLE_HEADS, *LEVEL_HEADS):
        text = bare_name(cell_in(cells, listing.column([head])))
        found = [table for table in tables if text and text in table.names]
        if len(found) == 1:
            return found[0]
    return None


def _unused(listing: Listing, tables: Sequence[GoalTable], heads: SubjectHeads | None) -> list[str]:
    used = {column for table in tables for column in table.columns.values()}
    own = (NAME_HEADS, CODE_HEADS, STAGE_HEADS, TABLE_HEADS, *([head] for head in LEVEL_HEADS))
    used |= {listing.column(each) for each in (*own, *((heads.code, heads.name) if heads else ()))}
    used |= {adjusted_of(listing), document_of(listing)}
    return [head for column, head in enumerate(listing.head) if head and column not in used]
