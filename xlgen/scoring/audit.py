"""审核公式: what must hold between the figures of a form, from one expression in Python and in formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from xlgen.rules import expression as ex
from xlgen.rules.choice import TICK
from xlgen.scheme.arithmetic import evaluate
from xlgen.scheme.dependencies import Dependencies, cells_in, dependencies_in, dependencies_of, parse
from xlgen.scheme.form import NOT_TICKED, TICKED
from xlgen.scheme.inputs import Input, InputType
from xlgen.scheme.model import Check, CheckLevel, Indicator, Scheme
from xlgen.scheme.outline import PLACEHOLDER
from xlgen.scoring.points import Names
from xlgen.scoring.status import Status, status
from xlgen.xlsx.dates import date_text
from xlgen.xlsx.read.number_format import shown
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.styles import PERCENT_FORMAT

EXPLANATION = Input(
    label="核实说明", kind=InputType.TEXT, required=False, help="状态为“待说明”时，核对数据；数据无误的，写明原因。"
)
"""What a unit writes where a rule of level 核实性 does not hold."""


@dataclass(frozen=True)
class Audit:
    """What became of a rule. broken: it was asked and does not hold. message: what is wrong then, in Chinese.

    status: of the rule, or of the explanation of one that wants one; None where nothing is to be done.
    """

    check: Check
    broken: bool
    message: str
    status: Status | None


def needed_for(scheme: Scheme, check: Check) -> Dependencies:
    """What must be filled before a rule is asked."""
    return dependencies_in(scheme, *_expressions(check))


def marked_by(scheme: Scheme, check: Check) -> list[str]:
    """The inputs and columns (table.column) that are marked where a rule does not hold."""
    return check.cells or cells_in(scheme, check.holds)


def home_of(scheme: Scheme, check: Check) -> Indicator | None:
    """The indicator beside which a rule stands: the last one whose inputs or tables it marks; None for general ones."""
    marked = {name.partition(".")[0] for name in marked_by(scheme, check)}
    homes = [
        indicator
        for indicator in scheme.indicators
        if marked & {*indicator.inputs, *dependencies_of(scheme, indicator).tables}
    ]
    return homes[-1] if homes else None


def is_broken(scheme: Scheme, check: Check, names: Names) -> ex.Truth:
    """Whether a rule, all of whose figures are there, is asked and does not hold."""
    numbers = {name for name, spec in scheme.all_inputs.items() if spec.numeric} | scheme.all_measures.keys()
    truths = [cast(ex.Truth, evaluate(parse(text), names, numbers=numbers)) for text in _expressions(check)]
    return ex.all_of([*truths[1:], ex.opposite(truths[0])]) if truths[1:] else ex.opposite(truths[0])


def audit(scheme: Scheme, check: Check, names: Names, lacking: bool, explanation: CellValue) -> Audit:
    """Ask a rule. lacking: some of its figures are missing or wrong, so that it is not asked."""
    broken = not lacking and bool(is_broken(scheme, check, names))
    message = _message(scheme, check, names) if broken else ""
    if check.level is CheckLevel.BASIC:
        return Audit(check, broken, message, Status.INVALID if broken else None)
    state = status(EXPLANATION.model_copy(update={"required": broken}), explanation, names)
    return Audit(check, broken, message, Status.UNEXPLAINED if state is Status.MISSING else state)


def _expressions(check: Check) -> list[str]:
    return [check.holds, *([check.when] if check.when is not None else [])]


def _message(scheme: Scheme, check: Check, names: Names) -> str:
    """The message with the figures of the form, as formulas show them."""
    return PLACEHOLDER.sub(lambda match: _shown(scheme, names, match[1]), check.message)


def _shown(scheme: Scheme, names: Names, placeholder: str) -> str:
    name, _, after = placeholder.partition(":")
    value, spec = cast("Mapping[str, CellValue]", names).get(name), scheme.all_inputs.get(name)
    if spec is not None and (spec.kind is InputType.TICK or (after and spec.options)):
        return TICKED if value == (TICK if spec.kind is InputType.TICK else after) else NOT_TICKED
    if isinstance(value, str) or value is None:
        return value or ""
    if spec is not None and spec.kind is InputType.DATE:
        return date_text(float(value))
    percent = spec.kind is InputType.PERCENT if spec else scheme.all_measures[name].format == "percent"
    number_format = after or (PERCENT_FORMAT if percent else "")
    return shown(value, number_format).text if number_format else f"{value:.15g}"
