"""The inputs, tables and measures that an indicator's score depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme import arithmetic
from xlgen.scheme.inputs import Measure
from xlgen.scheme.model import Adjustment, Indicator, Scheme, ScoringPart

parse = lru_cache(maxsize=None)(arithmetic.parse)
"""The tree of an expression; a scheme's few hundred are parsed once."""


@dataclass(frozen=True)
class Dependencies:
    """Inputs and tables by id, each once, the indicator's own first; measures in the order of the scheme."""

    inputs: tuple[str, ...]
    tables: tuple[str, ...]
    measures: tuple[str, ...]


def dependencies_of(scheme: Scheme, indicator: Indicator) -> Dependencies:
    """Everything that must be filled before the indicator can be scored."""
    known: dict[str, Dependencies] = vars(scheme).setdefault(
        "_dependencies", {}
    )  # kept like a cached property of the scheme
    if indicator.id not in known:
        known[indicator.id] = _dependencies(scheme, indicator)
    return known[indicator.id]


def _dependencies(scheme: Scheme, indicator: Indicator) -> Dependencies:
    waiting = list(_direct(indicator))
    for transfer in incoming_transfers(scheme, indicator):
        waiting += arithmetic.names_in(parse(transfer.when))
    return _behind(scheme, waiting, indicator.inputs, [part.table for part in indicator.parts if part.table])


def dependencies_in(scheme: Scheme, *expressions: str) -> Dependencies:
    """Everything that must be filled before expressions over the names of the scheme can be evaluated."""
    return _behind(scheme, [name for text in expressions for name in arithmetic.names_in(parse(text))])


def cells_in(scheme: Scheme, *expressions: str) -> list[str]:
    """The inputs and columns (table.column) that expressions use, through all measures, each once."""
    found: dict[str, None] = {}
    waiting = [name for text in expressions for name in arithmetic.names_in(parse(text))]
    while waiting:
        name = waiting.pop(0)
        table, _, column = name.partition(".")
        measures = scheme.tables[table].measures if column else scheme.all_measures
        if (column or name) not in measures:
            found[name] = None
            continue
        own = names_of_measure(measures[column or name])
        waiting += [f"{table}.{each}" for each in own] if column else own
    return list(found)


def _behind(
    scheme: Scheme, waiting: list[str], own: Iterable[str] = (), own_tables: Iterable[str] = ()
) -> Dependencies:
    """What names stand for, through all measures; what is the indicator's own comes first."""
    measures, used = scheme.all_measures, set[str]()
    inputs, tables = dict.fromkeys(own), dict.fromkeys(own_tables)
    while waiting:
        name = waiting.pop(0)
        if name in measures:
            used.add(name)
            waiting.extend(names_of_measure(measures[name]))
        elif "." in name:
            tables[name.partition(".")[0]] = None
        else:
            inputs[name] = None
    ordered = tuple(name for name in measures if name in used)
    return Dependencies(tuple(inputs), tuple(tables), ordered)


@dataclass(frozen=True)
class PointsTransfer:
    """Points that an indicator receives from one that is not applicable: the condition, and how many points."""

    when: str
    share: float


def incoming_transfers(scheme: Scheme, indicator: Indicator) -> list[PointsTransfer]:
    """The points that an indicator may receive from others: equal shares to the cent, the remainder to the last."""
    found = []
    for other in scheme.indicators:
        receivers = (other.not_applicable.points_to or []) if other.not_applicable is not None else []
        if other.not_applicable is not None and indicator.id in receivers:
            share = excel_round(other.points / len(receivers), SCORE_PLACES)
            if indicator.id == receivers[-1]:
                share = excel_round(other.points - share * (len(receivers) - 1), SCORE_PLACES)
            found.append(PointsTransfer(other.not_applicable.when, share))
    return found


def has_variable_points(scheme: Scheme, indicator: Indicator) -> bool:
    """The full marks of an indicator may differ between units, because something is not applicable to some."""
    return indicator.not_applicable is not None or bool(incoming_transfers(scheme, indicator))


def prints_variable_points(scheme: Scheme, indicator: Indicator) -> bool:
    """The same of the points that the form prints, which stay where the total is rescaled instead."""
    return not indicator.rescales and has_variable_points(scheme, indicator)


def names_of_measure(measure: Measure) -> list[str]:
    """The names a measure is computed from."""
    return list(arithmetic.names_in(parse(measure.value)))


def _direct(indicator: Indicator) -> Iterator[str]:
    for part in indicator.parts:
        for condition in part.conditions:
            yield from arithmetic.names_in(parse(condition))
        if part.table is None:
            for argument in part.inputs:
                yield from part.names(argument)
    value = indicator.value if isinstance(indicator, Adjustment) else None
    left_out = indicator.not_applicable.when if indicator.not_applicable else None
    for text in (indicator.veto, indicator.deduction, left_out, value):
        if text is not None:
            yield from arithmetic.names_in(parse(text))
    if indicator.judged is not None:
        yield indicator.judged
    yield from indicator.measures


def part_of_rows(scheme: Scheme, table: str) -> ScoringPart | None:
    """The part of an indicator that scores the rows of a table; None if none does."""
    parts = (part for indicator in scheme.indicators for part in indicator.parts)
    return next((part for part in parts if part.table == table), None)
