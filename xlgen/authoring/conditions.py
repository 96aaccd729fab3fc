"""Fillings in which conditions hold, or do not: found by trying the values on which they may depend."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, pairwise, product
from typing import TypeAlias

from xlgen.authoring.samples import sides
from xlgen.authoring.sources import source_of
from xlgen.rules.expression import Column, Value
from xlgen.scheme.arithmetic import names_in
from xlgen.scheme.dependencies import parse
from xlgen.scheme.model import Scheme
from xlgen.scoring import points

Filling: TypeAlias = dict[str, Value | Column]
"""What is filled in or computed, by the names of the whole scheme; of a column all rows."""
MAX_TRIED = 20_000
"""Fillings that are tried until conditions hold."""


def names_of(*texts: str) -> list[str]:
    """The names in expressions, each once."""
    return list(dict.fromkeys(name for text in texts for name in names_in(parse(text))))


def numbers_in(text: str) -> list[float]:
    """The numbers that an expression mentions."""
    constants = (part.value for part in ast.walk(parse(text)) if isinstance(part, ast.Constant))
    return [float(value) for value in constants if isinstance(value, (int, float))]


def with_the_least(scheme: Scheme, filling: Filling, texts: Iterable[str]) -> Filling:
    """The filling with all names of these expressions: the first option, or the least number."""
    return {**{name: _least(scheme, name) for name in names_of(*texts)}, **filling}


def _least(scheme: Scheme, name: str) -> Value | Column:
    source = source_of(scheme, name)
    if not source.step:
        return next(iter(source.options), "")
    least = max(source.low, 0.0)
    return [least] if "." in name else least


def first_filling(scheme: Scheme, filling: Filling, wanted: Mapping[str, bool]) -> Filling | None:
    """The first filling, as near as can be to this one, in which these conditions hold, or do not, as is wanted."""
    names = names_of(*wanted)
    choices = [[filling[name], *candidates(scheme, name, wanted)] for name in names]
    for values in islice(product(*choices), MAX_TRIED):
        tried = {**filling, **dict(zip(names, values, strict=True))}
        if all(bool(points.condition(text, tried)) is holds for text, holds in wanted.items()):
            return tried
    return None


def candidates(scheme: Scheme, name: str, texts: Iterable[str]) -> list[Value | Column]:
    """Values of a name on which conditions may depend: its options, or its numbers around what they mention."""
    source = source_of(scheme, name)
    if not source.step:
        return list(source.options)
    least = source.low if source.low > 0 else 0.0
    mentioned = {least, least + 1.0, *(number for text in texts for number in numbers_in(text))}
    values = {value for number in mentioned for value in sides(source, number).values()}
    return [[value] if "." in name else value for value in sorted(values)]


def around(
    scheme: Scheme, condition: str, change: Callable[[str, Value | Column], Filling]
) -> Iterator[tuple[str, Filling]]:
    """Fillings with one value changed: each text that makes a condition hold, the numbers between which it turns."""
    for name in names_of(condition):
        fillings = [change(name, value) for value in candidates(scheme, name, [condition])]
        holds = [bool(points.condition(condition, filling)) for filling in fillings]
        if source_of(scheme, name).step:
            turns = [here != after for here, after in pairwise(holds)]
            holds = [here or before for here, before in zip([*turns, False], [False, *turns], strict=True)]
        yield from ((name, filling) for filling, held in zip(fillings, holds, strict=True) if held)
