"""核对码: eight digits of the answers and scores of a form, printed at its foot, in Python and as formulas.

An officer types the code of a stamped scan; where it is that of the file, the scan is of this file. Every number,
choice, tick, day and score counts, to so many places as `_PLACES` says; texts do not, because programs count and store
their characters differently.

Each item gives a part below MODULUS, and the code is the sum of the parts. All arithmetic is of whole numbers below
1E14, which every program computes exactly: LibreOffice takes a number for whole that is so in its first 15 digits, so
no quotient has more than 14. MODULUS and RESIDUES are primes and no two weights are alike; so one changed item
changes the code, and so do two that were swapped, but for numbers that differ by a multiple of 9.999991 (1E-6 times
RESIDUES), which nobody writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlgen.rules import expression as ex
from xlgen.rules.expression import Formula, Number, call
from xlgen.scheme.inputs import Input, InputType
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.xlsx.dates import moment_of
from xlgen.xlsx.values import CellValue, is_number

MODULUS, RESIDUES = 99_999_989, 9_999_991
GENERATOR = 6_180_335
"""A primitive root of RESIDUES: its powers, the weights, only repeat after ten million items."""
_PLACES = ((1_357_913.0, 6), (135_791_357.0, 4), (13_579_135_791.0, 2))
"""Decimal places that count of a number below so much: of amounts below 百亿元 one 分, in 万元 or in 元.

No round numbers: programs differ in whether 1000000 less a last bit is below 1000000.
"""
_ASIDE = 0.003
"""Added before rounding: numbers that end in 5 one place further are then no ties, in which programs differ."""
HALF = 4
"""Digits on either side of the dash."""
DIGITS = 2 * HALF


class Item(NamedTuple):
    """Something that counts: an input, a cell of a table, the score in a row of the form, or (without name) the total.

    spec: what is filled in; None for scores. row: of a table, from 0.
    """

    weight: int
    spec: Input | None
    name: str = ""
    column: str = ""
    row: int = 0


def items_of(scheme: Scheme) -> Iterator[Item]:
    """Everything that counts, in the order of the scheme."""
    weight = 1
    for spec, place in _counted(scheme):
        weight = weight * GENERATOR % RESIDUES
        yield Item(weight, spec, *place)


def _counted(scheme: Scheme) -> Iterator[tuple[Input | None, tuple[str, str, int]]]:
    for name, spec in scheme.all_inputs.items():
        if spec.kind is not InputType.TEXT:
            yield spec, (name, "", 0)
    for name, table in scheme.tables.items():
        columns = {column: spec for column, spec in table.columns.items() if spec.kind is not InputType.TEXT}
        for row in range(table.rows):
            yield from ((spec, (name, column, row)) for column, spec in columns.items())
    if scheme.scored:
        for indicator in scheme.indicators:
            yield from ((None, (key, "", 0)) for key in scheme.form_rows(indicator))
        yield None, ("", "", 0)


def check_code(scheme: Scheme, filling: FormData, scores: Mapping[str, float | None], total: float | None) -> str:
    """The code of a complete form, like 1234-5678. scores: as the form shows them, by row of the form."""
    summed: Number = start_of(scheme)
    for item in items_of(scheme):
        value: CellValue
        if item.spec is None:
            value = scores.get(item.name) if item.name else total
        elif item.column:
            rows = filling.tables.get(item.name, ())
            value = rows[item.row].get(item.column) if item.row < len(rows) else None
        else:
            value = filling.inputs.get(item.name)
        summed = summed + part_of(item, value)
    digits = f"{_remainder(summed, MODULUS):0{DIGITS}.0f}"
    return f"{digits[:HALF]}-{digits[HALF:]}"


def start_of(scheme: Scheme) -> int:
    """What the sum of the parts begins with: forms of other schemes or years have other codes for the same answers."""
    return int.from_bytes(hashlib.sha256(f"{scheme.id}/{scheme.year}".encode()).digest()[:4]) % MODULUS


def part_of(item: Item, value: CellValue) -> Number:
    """What an item with this value adds to the sum; nothing where it is blank."""
    spec = item.spec
    if spec is not None and spec.options:
        place = spec.options.index(value) + 1 if isinstance(value, str) and value in spec.options else 0
        return place * item.weight
    if not is_number(value):
        return 0.0
    if spec is not None and spec.kind is InputType.DATE:
        day = moment_of(value)
        return 0.0 if day is None else _part_of_day(day.year, day.month, day.day, item.weight)
    return _part_of_number(float(value), item.weight)


def part_formula(item: Item, cell: Formula) -> Formula:
    """The part of an item, from its cell; an error is none, and the form is not complete with one."""
    spec = item.spec
    if spec is not None and spec.options:
        places = [call("EXACT", cell, option) * float(place) for place, option in enumerate(spec.options, 1)]
        return ex.as_formula(ex.total(places) * item.weight)
    if spec is None or spec.kind is not InputType.DATE:
        number = ex.as_formula(_part_of_number(cell, item.weight))
        return call("IF", call("ISNUMBER", cell), number, 0.0)
    day = ex.as_formula(_part_of_day(call("YEAR", cell), call("MONTH", cell), call("DAY", cell), item.weight))
    return call("IF", call("ISNUMBER", cell), call("IFERROR", day, 0.0), 0.0)


def code_formula(number: Formula) -> Formula:
    """The code as it is shown, from the cell with the remainder of the sum."""
    zeros, tens = "0" * HALF, 10.0**HALF
    halves = (call("INT", number / tens), _remainder(number, tens))
    first, second = (call("RIGHT", ex.joined_text([zeros, half]), float(HALF)) for half in halves)
    return ex.joined_text([first, "-", second])


def number_formula(scheme: Scheme, parts: Sequence[Formula]) -> Formula:
    """The remainder of the sum. parts: the cells with the parts."""
    return ex.as_formula(_remainder(call("SUM", *parts, float(start_of(scheme))), MODULUS))


def _part_of_number(value: Number, weight: int) -> Number:
    """Never 0, which is a blank. 1 is added first, so that a number is not taken for its hundredfold (see _PLACES)."""
    scale: Number = 1.0
    for bound, places in reversed(_PLACES):
        scale = ex.when(_less(ex.absolute(value), bound), 10.0**places, scale)
    whole = ex.rounded((ex.absolute(value) + 1.0) * scale + _ASIDE, 0)
    signed = whole * ex.when(_less(value, 0.0), -1.0, 1.0)
    return _remainder((_remainder(signed, RESIDUES) + 1.0) * weight, MODULUS)


def _part_of_day(year: Number, month: Number, day: Number, weight: int) -> Number:
    """The same whether a workbook counts its days from 1900 or from 1904; 372 is more than 12 times 31."""
    return _remainder((year * 372.0 + month * 31.0 + day) * weight, MODULUS)


def _less(value: Number, bound: float) -> ex.Truth:
    return Formula(f"{value.text}<{bound:.0f}", ex.COMPARISON) if isinstance(value, Formula) else value < bound


def _remainder(value: Number, divisor: float) -> Number:
    return call("MOD", value, divisor) if isinstance(value, Formula) else value % divisor
