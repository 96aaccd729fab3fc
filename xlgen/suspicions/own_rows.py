"""The indicators that a unit sets itself, in the rows of a table: which columns say what follows from the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlgen.scheme.form import Content, Expansion
from xlgen.scheme.inputs import InputType, Table
from xlgen.scheme.model import Group, Scheme
from xlgen.scheme.outline import PLACEHOLDER
from xlgen.scoring.form_data import Row
from xlgen.text import normalize_text, number_in
from xlgen.xlsx.values import CellValue, is_number

AT_LEAST = frozenset(("≥", "＞", ">", "不低于", "不少于"))
"""Signs of a target that is better exceeded."""
_LEVEL_LABEL, _DIMENSION_LABEL = re.compile("一级指标"), re.compile("二级指标|方面")
_NAME_LABEL = re.compile("三级指标|指标名称|指标内容")
_TARGET_LABEL, _UNIT_LABEL = re.compile("(?:指标值|目标值)$"), re.compile("(?:计量|度量)单位")
_WRITTEN_TARGET = re.compile(r"(≥|>|不低于|不少于)?([0-9]+(?:\.[0-9]+)?)(\S{0,6})")


class OwnTable(NamedTuple):
    """A table of own indicators. Texts with {column} for a row: its levels and its name; then ids of columns.

    above: the names of the levels that the form prints. Ids are empty where the table has no such column.
    """

    name: str
    above: str
    level: str
    dimension: str
    indicator: str
    sign: str
    target: str
    is_ratio: bool  # the target is a percent, which a cell holds as a ratio
    unit: str
    basis: str
    first_column: str  # of its name, to point at


class OwnRow(NamedTuple):
    """An own indicator: number of its row from 0, its levels, name, and target. basis: None where nothing asks for it.

    at_least: whether more is better; unit: % for a target that is a percent.
    """

    table: OwnTable
    number: int
    level: str
    dimension: str
    name: str
    at_least: bool
    target: float | None
    unit: str
    basis: str | None

    @property
    def levels(self) -> str:
        """Everything that stands above it."""
        return f"{self.level} {self.dimension}"


def own_tables(scheme: Scheme) -> list[OwnTable]:
    """The tables whose rows are indicators: rows of the form, or of a table with a column for the indicator's name."""
    printed = _printed_tables(scheme)
    found = (_own_table(name, table, *printed.get(name, (None, ""))) for name, table in scheme.tables.items())
    return [table for table in found if table is not None]


def own_rows(tables: Sequence[OwnTable], filled: Mapping[str, Sequence[Row]]) -> Iterator[OwnRow]:
    """The rows of these tables that name an indicator."""
    for table in tables:
        for number, row in enumerate(filled.get(table.name, ())):
            if name := _filled(table.indicator, row):
                yield _own_row(table, number, name, row)


def _printed_tables(scheme: Scheme) -> dict[str, tuple[Expansion | None, str]]:
    """How a table is printed as rows of the form, and the names of the levels above it; by table."""
    found: dict[str, tuple[Expansion | None, str]] = {}
    for above, element in scheme.walk():
        if isinstance(element, Group):
            continue
        names = " ".join(group.name for group in above)
        for table in filter(None, (part.table for part in element.parts)):
            found.setdefault(table, (None, names))
        if element.expansion is not None:
            found[element.expansion.table] = element.expansion, names
    return found


def _own_table(name: str, table: Table, expansion: Expansion | None, above: str) -> OwnTable | None:
    shows = {} if expansion is None else expansion.shows
    indicator = "".join(shows.get(Content.INDICATOR, ())) or _placeholder(table, _NAME_LABEL)
    columns = [each.partition(":")[0] for each in PLACEHOLDER.findall(indicator)]
    if not any(column in table.columns and table.columns[column].kind is InputType.TEXT for column in columns):
        return None  # the name of every row is laid down
    target = next((key for key in reversed(table.columns) if _TARGET_LABEL.search(table.columns[key].label)), "")
    return OwnTable(
        name,
        f"{above} {table.label}",
        "".join(shows.get(Content.LEVEL_1, ())) or _placeholder(table, _LEVEL_LABEL),
        "".join(shows.get(Content.LEVEL_2, ())) or _placeholder(table, _DIMENSION_LABEL, but=columns),
        indicator,
        next((key for key, spec in table.columns.items() if AT_LEAST.intersection(spec.options)), ""),
        target,
        bool(target) and table.columns[target].kind is InputType.PERCENT,
        next((key for key, spec in table.columns.items() if _UNIT_LABEL.search(spec.label)), ""),
        table.evidence_column or "",
        columns[0],
    )


def _placeholder(table: Table, label: re.Pattern[str], but: Sequence[str] = ()) -> str:
    found = (key for key, spec in table.columns.items() if label.search(spec.label) and key not in but)
    return next((f"{{{key}}}" for key in found), "")


def _filled(text: str, row: Row) -> str:
    return normalize_text(PLACEHOLDER.sub(lambda match: _text(row.get(match[1].partition(":")[0])), text))


def _own_row(table: OwnTable, number: int, name: str, row: Row) -> OwnRow:
    level, dimension = _filled(table.level, row) or normalize_text(table.above), _filled(table.dimension, row)
    sign, unit = _text(row.get(table.sign)), _text(row.get(table.unit))
    target = row.get(table.target)
    if isinstance(target, str) and (written := _WRITTEN_TARGET.match(normalize_text(target))):
        sign, unit = written[1] or sign, written[3] or unit
        value = number_in(written[2])
    else:
        value = target * (100 if table.is_ratio else 1) if is_number(target) else None
        unit = "%" if table.is_ratio else unit
    basis = _text(row.get(table.basis)) if table.basis else None
    return OwnRow(table, number, level, dimension, name, sign in AT_LEAST, value, normalize_text(unit), basis)


def _text(value: CellValue) -> str:
    return "" if value is None else str(value).strip()
