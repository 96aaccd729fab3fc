"""Values of the first edition as today's scheme asks for them: amounts in 万元, scores instead of what was deducted."""

from __future__ import annotations

from collections.abc import Mapping

from xlgen.scheme.inputs import YUAN_PER_TEN_THOUSAND, Input, InputType
from xlgen.text import number_in
from xlgen.xlsx.values import CellValue, is_number


def converted(
    specs: Mapping[str, Input], values: Mapping[str, CellValue], former: frozenset[str], in_yuan: bool
) -> dict[str, CellValue]:
    """The inputs, or the cells of a table's row, by id; blank where a value cannot be converted.

    former: the ids of those that stood under their former label. in_yuan: amounts are in 元 and wanted in 万元.
    """
    money = {name for name, spec in specs.items() if in_yuan and spec.kind is InputType.MONEY}
    result = {name: _in_ten_thousands(value) if name in money else value for name, value in values.items()}
    for name in former:
        points = specs[name].deducted_from
        if points is not None and result[name] is not None:
            result[name] = _difference(result.get(points) if isinstance(points, str) else points, result[name])
    return result


def _in_ten_thousands(amount: CellValue) -> CellValue:
    """An amount in 元 in 万元; None for what is no number. One typed as text stays text: that is for a check to say."""
    number = number_in(amount) if isinstance(amount, str) else amount
    if not is_number(number):
        return None
    text = f"{number / YUAN_PER_TEN_THOUSAND:.15g}"
    return text if isinstance(amount, str) else float(text)


def _difference(whole: CellValue, deducted: CellValue) -> CellValue:
    """What is left of the points; None unless both are numbers: what stands there for “nothing” is not guessed."""
    if not is_number(whole) or not is_number(deducted):
        return None
    return float(f"{whole - deducted:.12g}")
