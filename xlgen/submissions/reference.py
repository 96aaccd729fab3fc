"""Compares a returned form with the figures that the bureau has from elsewhere, as the 决算."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlgen.roster.money import converted
from xlgen.roster.reference import Figure
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, YUAN_PER_TEN_THOUSAND, Input, InputType
from xlgen.submissions.as_issued import with_findings
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.intent import display_value
from xlgen.submissions.template import NoTemplateError, Template, Templates
from xlgen.xlsx.values import is_number

CENT = 0.01
"""What is taken as one in the last place of an amount that a unit fills in, in 元 or 万元."""
NOISE = 1e-9
"""Parts of the figure by which the same sum may differ in two programs."""
MIXED_UP = "。两边正好差一万倍，像是把元和万元弄错了"


def with_reference(checked: CheckedFile, figures: Mapping[str, Figure] | None, templates: Templates) -> CheckedFile:
    """A checked form with a finding for each figure that differs from the bureau's by more than rounding.

    figures: by input; None where the bureau has none of this unit, which is told.
    """
    form = checked.contents
    if form is None:
        return checked
    if figures is None:
        return with_findings(checked, [*checked.report.findings, finding(SenseCode.NO_REFERENCE)])
    try:
        template = templates.current(form.identity)
    except NoTemplateError:  # a remembered result that somebody altered
        return checked
    told = list(_differences(form.values, figures, template))
    return with_findings(checked, [*checked.report.findings, *told]) if told else checked


def tolerance(figure: Figure, spec: Input, unit: str) -> float:
    """By how much a form may differ from a figure, in the form's unit: half of the last place on either side.

    unit: that of the form's amounts. A whole number must be the same.
    """
    if spec.kind is InputType.COUNT:
        return 0.0
    if spec.kind is not InputType.MONEY:
        return figure.step / 2
    return (converted(figure.step, figure.unit, unit) + CENT) / 2


def _differences(values: Mapping[str, object], figures: Mapping[str, Figure], template: Template) -> Iterator[Finding]:
    layout = template.layout
    unit = str(values.get(MONEY_UNIT, "")) if MONEY_UNIT in layout.scheme.all_inputs else TEN_THOUSAND_YUAN
    for name, figure in figures.items():
        spec, found = layout.scheme.all_inputs.get(name), values.get(name)
        is_amount = spec is not None and spec.kind is InputType.MONEY
        if spec is None or not is_number(found) or (is_amount and not unit):
            continue  # blank, or not in numbers: another finding says so
        expected = converted(figure.value, figure.unit, unit) if is_amount else figure.value
        difference = found - expected
        if abs(difference) <= tolerance(figure, spec, unit) + NOISE * abs(expected):
            continue
        yield finding(
            SenseCode.REFERENCE_DIFFERS,
            layout.values[name],
            template.owner(name),
            label=spec.label,
            found=_shown(found, spec, unit),
            expected=_shown(figure.value, spec, figure.unit),
            line=figure.line,
            difference=_shown(round(difference, 8), spec, unit),
            mixed=MIXED_UP if is_amount and _is_mixed_up(found, expected) else "",
        )


def _shown(value: float, spec: Input, unit: str) -> str:
    if spec.kind is InputType.MONEY:
        return f"{value:,.6f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{display_value(value, spec.kind)}{f' {spec.unit}' if spec.unit else ''}"


def _is_mixed_up(found: float, expected: float) -> bool:
    low, high = sorted((abs(found), abs(expected)))
    return low > 0 and abs(high / low / YUAN_PER_TEN_THOUSAND - 1) < 1 / YUAN_PER_TEN_THOUSAND
