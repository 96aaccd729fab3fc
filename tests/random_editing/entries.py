"""What people type: the right thing for an input, and near misses of it."""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.factories.random_fillings import good_value
from tests.random_editing.edits import Foreign, Place, place_of
from xlgen.scheme.inputs import MAX_CHARACTERS, Input, InputType
from xlgen.scoring.form_data import FormData
from xlgen.workbook.layout import Layout
from xlgen.xlsx.dates import date_text
from xlgen.xlsx.values import CellValue


class Asked(NamedTuple):
    """What is filled in at a cell (None: words of the unit's own), and what stands there to begin with."""

    spec: Input | None = None
    present: CellValue = None


Inputs = dict[Place, Asked]
BLANKS = (" ", "\u3000", "\u3000\u3000", "\u200b", "\xa0", "\ufeff")
PLACEHOLDERS = ("—", "——", "-", "/", "\\", "无", "不适用", "N/A", "待填", "。", "*", "……")
DATES = ("2024-3-5", "2024年3月5日", "3/5", "12:30", "2024年3月")
ERRORS = ("=1/0", "=NA()", "=SQRT(-1)", "=不存在()")
FORMULAS = ("=1+1", '="是"', '="达成"', "=RAND()", '=""', "=TRUE()")
NUMBERS = (
    "-1",
    "0",
    "150%",
    "1e14",
    "1e300",
    "0.005",
    "12,5",
    "1,234.5",
    "\uff11\uff12",
    "￥12",
    "'12",
    "TRUE",
    "99.999",
)
AROUND = (
    "{}万元",
    "{}个",
    "约{}",
    "{}%",
    "{}\u200b",
    "\u3000{}",
    "{} ",
    "{}。",
    "{}\n",
    "“{}”",
    "'{}",
)
WORDS = (
    "已达标",
    "是的",
    "Y",
    "√",
    "未达成",
    "达成",
    "2",
    "0.6",
    "另一单位",
    "某某市财政局",
    "=",
    "'=1+1",
    "第一行\n第二行",
    "\t",
)
LONG = ("甲" * MAX_CHARACTERS, "甲" * (MAX_CHARACTERS + 1), "x" * 32767, "甲乙" * 500 + "\n" * 10)
FORMATS = ("", "", "", "@", "0.00", "0.00%", "YYYY-MM-DD", '0.00"万元"', "¥#,##0.00")
RETYPED, RIGHT = 0.5, 0.5
"""The share of entries that stand there already, and of right ones among the others."""


def inputs_of(layout: Layout, filling: FormData) -> Inputs:
    """Every cell that the workbook asks to fill in."""
    scheme = layout.scheme
    found = {
        place_of(layout.values[name]): Asked(spec, filling.inputs.get(name)) for name, spec in scheme.all_inputs.items()
    }
    for name, table in scheme.tables.items():
        rows = [*filling.tables.get(name, ()), *([{}] * table.rows)]
        for row in range(table.rows):
            for column, spec in table.columns.items():
                found[place_of(layout.tables[name].cell(column, row))] = Asked(spec, rows[row].get(column))
    for cells, words in (
        (layout.remarks, filling.remarks),
        (layout.explanations, filling.explanations),
        (layout.evidence, filling.evidence),
        (layout.notes, filling.notes),
    ):
        found |= {place_of(cell): Asked(None, words.get(name)) for name, cell in cells.items()}
    return found


def entry(asked: Asked, chance: random.Random) -> str:
    """What somebody types for an input: what stands there, another right thing, or a near miss."""
    if chance.random() < RETYPED and asked.present is not None:
        return _typed(asked.spec, asked.present)
    return _right(asked.spec, chance) if chance.random() < RIGHT else _near_miss(asked.spec, chance)


def foreign(asked: Asked, chance: random.Random) -> Foreign:
    """What somebody has in another workbook for it."""
    text = chance.choice(ERRORS + FORMULAS) if chance.random() < 0.1 else entry(asked, chance)
    return Foreign(text, chance.choice(FORMATS))


def _right(spec: Input | None, chance: random.Random) -> str:
    if spec is None or spec.kind is InputType.TEXT:
        return chance.choice(("已按计划完成", "受疫情影响未开展，资金结转下年", "执行进度不及预期", "详见附件3"))
    return _typed(spec, good_value(spec, chance))


def _typed(spec: Input | None, value: CellValue) -> str:
    if spec is not None and spec.kind is InputType.DATE and isinstance(value, float):
        return date_text(value)
    if spec is not None and spec.kind is InputType.PERCENT and isinstance(value, float):
        return f"{value * 100:.10g}%"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _near_miss(spec: Input | None, chance: random.Random) -> str:
    kinds = [
        BLANKS,
        PLACEHOLDERS,
        DATES,
        FORMULAS,
        WORDS,
        LONG,
        (f"{chance.choice(AROUND).format(_right(spec, chance))}",),
    ]
    if spec is not None and spec.numeric:
        kinds += [NUMBERS, (_beyond(spec, chance),)]
    if spec is not None and spec.options:
        kinds += [(chance.choice(spec.options)[:-1] or "？",), NUMBERS]
    return chance.choice(chance.choice(kinds))


def _beyond(spec: Input, chance: random.Random) -> str:
    """A number just out of bounds, or not of the kind."""
    least, most = spec.bounds
    number = chance.choice((least - 1, least - 0.01, most + 1, most * 1.01, 0.5, 1 / 3))
    return f"{number * 100:.4f}%" if spec.kind is InputType.PERCENT else f"{number:.15g}"
