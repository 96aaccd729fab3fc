"""What a form asks for and how it gives points, as an official approves it before it is issued."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlgen.authoring.samples import Place, Sample, samples_of
from xlgen.authoring.situations import Situation, caps, situations
from xlgen.authoring.sources import source_of
from xlgen.rules.registry import RULES
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.describe import CHOICES, describe, formula_reader, judgement, labels_of, names_in, only_one
from xlgen.scheme.input_words import expected_of
from xlgen.scheme.inputs import Input, Measure
from xlgen.scheme.lint import declared_of
from xlgen.scheme.load import approval_code
from xlgen.scheme.model import Check, Group, Indicator, Scheme, ScoringPart
from xlgen.scheme.node import is_name
from xlgen.scheme.outline import PLACEHOLDER
from xlgen.scheme.reference import part_in_words

CENT = 0.01
MAX_SOURCES = 3
"""More are not listed beside a rule: they stand below it."""


@dataclass(frozen=True)
class InputExplained:
    """What is asked for: its label, kind, what it takes, whether it must be filled in, and whence it comes."""

    label: str
    kind: str
    expected: str
    needed: str
    source: str


@dataclass(frozen=True)
class Computed:
    """A measure: what it is called, how it is computed, and why a division by 0 gives what it gives."""

    label: str
    formula: str
    because: str


@dataclass(frozen=True)
class PartExplained:
    """A part of an indicator: its rule in words, from what it is scored, and its scores around every turn."""

    title: str
    rule: str
    sources: str
    samples: Sequence[Sample]


@dataclass(frozen=True)
class IndicatorExplained:
    """An indicator: the levels above it, the printed texts, the rules, and what the author declares of it."""

    indicator: Indicator
    levels: str
    rules: Sequence[PartExplained]
    judged: str
    measures: Sequence[Computed]
    situations: Sequence[Situation]
    declared: Sequence[tuple[str, str]]
    inputs: Sequence[InputExplained]


@dataclass(frozen=True)
class TableExplained:
    """A table of the unit's own rows."""

    label: str
    help: str
    rows: str
    columns: Sequence[InputExplained]
    measures: Sequence[Computed]


@dataclass(frozen=True)
class CheckExplained:
    """An audit rule: its level, what must hold and when, and what is said where it does not.

    message: with 【what is filled in】 where the form shows a figure.
    """

    level: str
    holds: str
    message: str


@dataclass(frozen=True)
class Explanation:
    """Everything that is approved of a scheme, and the code by which the issued form is known to be the same."""

    scheme: Scheme
    code: str
    indicators: Sequence[IndicatorExplained]
    caps: Sequence[Situation]
    grades: Sequence[Sample]
    inputs: Sequence[InputExplained]
    tables: Sequence[TableExplained]
    balances: Sequence[str]
    checks: Sequence[CheckExplained]


def explanation_of(scheme: Scheme) -> Explanation:
    """The explanation of a scheme for its year."""
    return Explanation(
        scheme,
        approval_code(scheme),
        [
            _indicator(scheme, above, element)
            for above, element in (*scheme.walk(), *(((), each) for each in scheme.adjustments))
            if isinstance(element, Indicator)
        ],
        list(caps(scheme)),
        list(_grades(scheme)),
        list(_inputs(scheme.inputs, scheme.all_inputs, formula_reader(scheme))),
        [_table(scheme, name) for name in scheme.tables],
        [describe(balance, names_in(scheme)) for balance in scheme.balances],
        [_check(scheme, check) for check in scheme.checks.values()],
    )


def _indicator(scheme: Scheme, above: Sequence[Group], indicator: Indicator) -> IndicatorExplained:
    read = formula_reader(scheme)
    return IndicatorExplained(
        indicator,
        " / ".join(group.name for group in above),
        [_part(scheme, indicator, part) for part in indicator.parts],
        judgement(indicator) if indicator.judged else "",
        list(_measures(indicator.measures, read)),
        list(situations(scheme, indicator)),
        list(declared_of(indicator)),
        list(_inputs(indicator.inputs, scheme.all_inputs, read)),
    )


def _part(scheme: Scheme, indicator: Indicator, part: ScoringPart) -> PartExplained:
    rule, choice = part_in_words(scheme, part), only_one(indicator, part)
    if part.applies_when:
        choice += f"，本项适用的情形：{formula_reader(scheme)(part.applies_when)}"
    table = f"《{scheme.tables[part.table].label}》每行的" if part.table else ""
    sources = [source for argument in part.inputs for source in _sources(scheme, part, argument)]
    some = "、".join(sources) if len(sources) <= MAX_SOURCES else f"{sources[0]}等{len(sources)}项"
    return PartExplained(
        part.name, f"{rule}（{choice}）" if choice else rule, f"{table}{some}", samples_of(scheme, part)
    )


def _sources(scheme: Scheme, part: ScoringPart, argument: str) -> Iterator[str]:
    """What an argument takes, in order: the names, and what the form lays down, as those beside it are shown."""
    called, table = names_in(scheme), part.table or ""
    alike = RULES[part.rule].alike or (argument,)
    kinds = [source_of(scheme, name, table) for other in alike if argument in alike for name in part.names(other)]
    sources = part.inputs[argument]
    for source in sources if isinstance(sources, list) else [sources]:
        if is_name(source):
            yield called[f"{table}.{source}" if table else source]
        elif isinstance(source, str) or not kinds:
            yield f"{source}" if isinstance(source, str) else f"{source:.10g}"
        else:
            yield kinds[0].shown(source)


def _measures(measures: Mapping[str, Measure], read: Callable[[str], str]) -> Iterator[Computed]:
    for measure in measures.values():
        because = measure.zero.because if measure.zero else ""
        yield Computed(measure.label, read(measure.value), because)


def _inputs(
    inputs: Mapping[str, Input], among: Mapping[str, Input], read: Callable[[str], str]
) -> Iterator[InputExplained]:
    for name, spec in inputs.items():
        unit = f"（{spec.unit}）" if spec.unit else ""
        when = f"{read(spec.required_when)} 时必填" if spec.required_when else "选填"
        needed = f"{'必填' if spec.required else when}{'；下发时填好的锁定' if spec.locked else ''}"
        kind = f"{CHOICES['kind'][spec.kind]}{unit}"
        yield InputExplained(spec.label, kind, expected_of(name, among), needed, spec.source)


def _table(scheme: Scheme, name: str) -> TableExplained:
    table, read = scheme.tables[name], formula_reader(scheme, name)
    rows = f"至少填{table.at_least_rows}行" if table.at_least_rows else "可以不填"
    if table.required_when:
        rows = f"{read(table.required_when)} 时{rows}"
    columns = list(_inputs(table.columns, table.columns, read))
    return TableExplained(table.label, table.help, rows, columns, list(_measures(table.measures, read)))


def _check(scheme: Scheme, check: Check) -> CheckExplained:
    read = formula_reader(scheme)
    when = f"{read(check.when)} 时，" if check.when else ""
    labels = labels_of(scheme)

    def called(placeholder: re.Match[str]) -> str:
        name = placeholder[1].partition(":")[0]
        return f"【{labels.get(name, name)}】"

    return CheckExplained(check.level, f"{when}{read(check.holds)}", PLACEHOLDER.sub(called, check.message))


def _grades(scheme: Scheme) -> Iterator[Sample]:
    """The grade at the full marks, and at and below each total from which a better one is given."""
    totals = [scheme.points] if scheme.grades else []
    for grade in scheme.grades:
        totals += [each for each in (grade.at_least, grade.at_least - CENT) if 0 <= each < scheme.points]
    for total in dict.fromkeys(excel_round(each, SCORE_PLACES) for each in totals):
        bound = total in scheme.cut_offs.values()
        yield Sample(scheme.grade(total), Place.AT if bound else Place.NONE, total)
