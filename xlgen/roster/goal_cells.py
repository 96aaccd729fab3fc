"""What one line of a list of approved goals fills in, in the row of a unit's table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlgen.roster.goal_columns import QUALITATIVE, SIGN, TARGET, TARGET_TEXT, UNIT, GoalTable, option_of
from xlgen.roster.money import converted, money_unit_of
from xlgen.roster.roster_file import Listing, cell_in
from xlgen.scheme.input_words import expected_of
from xlgen.scheme.inputs import Input, InputType
from xlgen.scoring.status import why_wrong
from xlgen.scoring.tables import wrong_in_row
from xlgen.text import display_text, normalize_text, number_in
from xlgen.xlsx.values import CellValue, is_number

PERCENT = "%"
_IN_ONE_CELL = re.compile(
    r"(?P<sign>>=|<=|[≥≧≤≦><=])?(?P<number>-?[0-9][0-9,]*(?:\.[0-9]+)?%?)(?P<unit>[^0-9.,%]{0,8})"
)


@dataclass
class GoalLine:
    """The cells of a row that a line fills in, what is wrong with it, and what else is to be said of it.

    money_unit: that of the unit's form; None where nobody knows it yet.
    """

    listing: Listing
    table: GoalTable
    money_unit: str | None
    values: dict[str, CellValue] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def value(self, name: str, text: str, column: int, unit: str = PERCENT) -> CellValue:
        """A text of the list as the value of a column of the table; a problem is noted where it is none.

        unit: the unit of measurement beside it, blank where the line says none.
        """
        spec = self.table.table.columns[name]
        value = _plain(spec, text)
        if text.endswith(PERCENT) and spec.kind is InputType.NUMBER and is_number(value):
            value = round(value * 100, 10)  # the form has the % in the unit of measurement
            if normalize_text(unit) not in ("", PERCENT):
                self.problems.append(
                    f"“{spec.label}”写的是“{display_text(text)}”，计量单位却是“{display_text(unit)}”。请改成一致"
                )
        if spec.kind is InputType.MONEY and is_number(value):
            value = self._amount(spec, value, column)
        limit = self.values.get(spec.limit_source or "")
        if not (spec.limit_source and limit is None) and (reason := why_wrong(spec, value, limit)):
            expected = expected_of(name, self.table.table.columns)
            self.problems.append(f"“{spec.label}”{reason}（写的是“{display_text(text)}”）。请{expected}")
        return value

    def _amount(self, spec: Input, value: float, column: int) -> float:
        unit = money_unit_of(self.listing, column)
        if unit is None:
            self.problems.append(f"“{spec.label}”没有写明金额单位。请在列名后注明，如“{spec.label}（万元）”")
        elif self.money_unit is None:
            self.problems.append("不知道这个单位的表按元还是万元填。请在名单里加“金额单位”一列")
        else:
            return converted(value, unit, self.money_unit)
        return value


def read_line(listing: Listing, table: GoalTable, cells: Sequence[str], money_unit: str | None) -> GoalLine:
    """What a line fills in, in a row of this table."""
    line = GoalLine(listing, table, money_unit)
    texts = {name: text for name, column in table.columns.items() if (text := cell_in(cells, column))}
    _split_target(table, texts)
    line.notes += _target_in_words(table, texts)
    unit = texts.get(table.saying(UNIT) or "", "")
    for name, text in texts.items():
        line.values[name] = line.value(name, text, table.columns.get(name, -1), unit)
    points = table.part.row_points if table.part else None
    wrong = wrong_in_row(table.table, line.values, points)
    line.problems += [f"“{table.table.columns[name].label}”{reason}" for name, reason in wrong.items()]
    line.notes += _doubtful_percent(table, texts, line.values)
    return line


def _split_target(table: GoalTable, texts: dict[str, str]) -> None:
    """Read a target with its sign and unit in one cell (≥95%, 10场), unless another cell says otherwise."""
    target, sign, unit = (table.saying(term) for term in (TARGET, SIGN, UNIT))
    if target is None or sign is None or unit is None or not table.table.columns[target].numeric:
        return
    written = _IN_ONE_CELL.fullmatch(normalize_text(texts.get(target, "")))
    if written is None:
        return
    own_sign = option_of(table.table.columns[sign], written["sign"] or "")
    own_unit = written["unit"] or (PERCENT if written["number"].endswith(PERCENT) else "")
    said_sign = option_of(table.table.columns[sign], texts.get(sign, ""))
    if (own_sign and said_sign not in (None, own_sign)) or (own_unit and texts.get(unit, own_unit) != own_unit):
        return
    texts[target] = written["number"]
    texts |= {sign: own_sign} if own_sign else {}
    texts |= {unit: own_unit} if own_unit else {}


def _target_in_words(table: GoalTable, texts: dict[str, str]) -> Iterator[str]:
    """Move the target of a qualitative indicator to where the form has room for words; tell where it has none."""
    sign, target, goal = (table.saying(term) for term in (SIGN, TARGET, TARGET_TEXT))
    if sign is None or target not in texts or not table.table.columns[target].numeric:
        return
    text = texts[target]
    is_qualitative = option_of(table.table.columns[sign], texts.get(sign, "")) == QUALITATIVE
    if not is_qualitative or number_in(text) is not None:
        return
    del texts[target]
    if goal is None:
        yield f"定性指标的目标“{display_text(text)}”在这张表里没有填处，没有写入"
    else:
        texts.setdefault(goal, text)


def _doubtful_percent(table: GoalTable, texts: Mapping[str, str], values: dict[str, CellValue]) -> Iterator[str]:
    """Put in the % that a target brings along; tell of one that a cell with a format of percents may have shown."""
    target, unit = table.saying(TARGET), table.saying(UNIT)
    if target is None or unit is None or target not in texts:
        return
    if texts[target].endswith(PERCENT):
        values.setdefault(unit, PERCENT)
    elif normalize_text(texts.get(unit, "")) == PERCENT and is_number(value := values[target]) and 0 < value <= 1:
        yield f"目标值 {value:g}、计量单位 %，照 {value:g}% 写入。是 {value * 100:g}% 的，请写 {value * 100:g}"


def _plain(spec: Input, text: str) -> CellValue:
    if spec.options:
        return option_of(spec, text) or text
    if not spec.numeric:
        return text
    number = number_in(text)
    return text if number is None else number
