"""The scores at and around every place where the score of a part turns, computed by its rule."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import cast

from xlgen.authoring.sources import LEFT_BLANK, Source, source_of
from xlgen.rules.expression import COMPARE_PLACES, Formula, Value
from xlgen.rules.registry import RULES
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.rules.rule import Known, Rule, Turn
from xlgen.scheme.model import Scheme, ScoringPart
from xlgen.scheme.model import Source as Taken
from xlgen.scheme.node import is_name
from xlgen.scoring.points import rule_points

Given = dict[str, Value]
"""What is filled in or computed, by name."""
WIDER = (1, 10, 100, 1000)
"""Beside a bend the score to the cent may stay the same for a few steps: so many are tried, the fewest first."""


MAX_LISTED, MAX_TEXT = 3, 60
"""So many values are all told, where their text has no more characters."""


class Place(StrEnum):
    """Where a sample lies."""

    BELOW = "低于界限"
    AT = "界限"
    ABOVE = "高于界限"
    NONE = ""


@dataclass(frozen=True)
class Sample:
    """What is filled in, in words, where that lies, the score to the cent, and a remark.

    score: None where it depends on more than the sample says, or does not depend on it at all; the remark tells.
    """

    given: str
    place: Place
    score: float | None
    remark: str = ""


@dataclass(frozen=True)
class Scored:
    """What is filled in, and its score to the cent."""

    given: Given
    place: Place
    score: float
    remark: str = ""


UNMOVED = "两侧得分相同"
OUT_OF_REACH = "界限{bound}的两侧不能都填到"


def scored(scheme: Scheme, part: ScoringPart) -> list[Scored]:
    """The scores around every turn of a part's rule, each filling once; those of a table's row for a part with one."""
    rule, found = RULES[part.rule], dict[tuple[Value, ...], Scored]()
    turns = rule.turns_with({**part.parameters, "points": part.points}, _known(part))
    for turn in turns:
        for each in _around(scheme, part, rule, turn, _room(turn, turns)):
            key = tuple(each.given.values())
            if key not in found or (each.remark and found[key].place is Place.NONE):
                found[key] = each
    return list(found.values())


def samples_of(scheme: Scheme, part: ScoringPart) -> list[Sample]:
    """The same in words: beside the best filling, only what is filled in otherwise."""
    found = scored(scheme, part)
    sources = {name: source_of(scheme, name, part.table or "") for name in found[0].given}
    best = best_of(found).given
    hidden = {part.row_points} if len(sources) > 1 else set()
    shown = [name for name in sources if name not in hidden]
    return [
        Sample(_in_words(part, sources, shown, best, each.given), each.place, each.score, each.remark) for each in found
    ]


def best_of(found: Sequence[Scored]) -> Scored:
    """The first of those with the highest score."""
    return max(found, key=lambda each: each.score)


def own_points(scheme: Scheme, part: ScoringPart) -> float:
    """The points of the row that serves as an example, where rows have points of their own."""
    assert part.table is not None, "only rows have points of their own"
    spec = scheme.tables[part.table].columns[str(part.row_points)]
    return min(part.points, spec.bounds[1])


def _room(turn: Turn, turns: Sequence[Turn]) -> float:
    """How far the next turn of the value that is moved lies away; beyond it, a change would be that one's."""
    at, others = _value(turn), (_value(each) for each in turns if (each.moved, each.place) == turn[1:])
    return min((abs(other - at) for other in others if other != at), default=math.inf)


def _value(turn: Turn) -> float:
    """The value that is moved."""
    value = turn.arguments.get(turn.moved, 0.0)
    return float(
        cast(float, value if isinstance(value, (str, int, float)) else cast(Sequence[Value], value)[turn.place])
    )


def _around(scheme: Scheme, part: ScoringPart, rule: Rule, turn: Turn, room: float) -> Iterator[Scored]:
    """The score at a turn and on either side of it, where values may lie there, but no farther than the next turn."""
    given = _named(part, turn.arguments)
    if given is None or not _on_offer(scheme, part, given):
        return
    if part.row_points is not None:
        given[part.row_points] = own_points(scheme, part)
    given = {name: _held(source_of(scheme, name, part.table or ""), value) for name, value in given.items()}
    if not turn.moved:
        yield _scored(part, given, Place.NONE)
        return
    name = _sources(part, turn.moved)[turn.place]
    if not is_name(name):
        return
    spec, at, lowest = source_of(scheme, name, part.table or ""), _value(turn), _lowest(rule, turn.moved)
    places: list[dict[Place, Given]] = []
    for wide in (wide for wide in WIDER if wide == 1 or wide * spec.step < room):
        values = {place: value for place, value in sides(spec, at, wide).items() if value >= lowest}
        fillings = {place: {**given, name: value} for place, value in values.items()}
        places.append({place: each for place, each in fillings.items() if _possible(part, rule, each)})
    rows = [[_scored(part, each, place) for place, each in fillings.items()] for fillings in places]
    turning = next((row for row in rows if len({each.score for each in row}) > 1), rows[0])
    if len({each.score for each in turning}) > 1:
        yield from turning
    elif len(turning) > 1:
        yield from (replace(each, remark=UNMOVED) for each in turning)
    else:  # the bound, or all beyond it, cannot be filled in
        only = turning[0].given if turning else {**given, name: max(cast(float, given[name]), lowest)}
        yield replace(_scored(part, only, Place.NONE), remark=OUT_OF_REACH.format(bound=spec.shown(at)))


def _held(spec: Source, value: Value) -> Value:
    """A value, or the nearest one that may be filled in."""
    return value if isinstance(value, str) else min(max(cast(float, value), spec.low), spec.high)


def sides(spec: Source, at: float, steps: int = 1) -> dict[Place, float]:
    """The value at a bound and so many steps to either side of it; none in its place that cannot be filled in."""
    step = spec.step
    below, above = math.floor(at / step + 1e-6) * step, math.ceil(at / step - 1e-6) * step
    exact = math.isclose(below, above, abs_tol=step / 2)
    if exact:
        values = {Place.BELOW: at - steps * step, Place.AT: at, Place.ABOVE: at + steps * step}
    else:
        values = {Place.BELOW: below - (steps - 1) * step, Place.ABOVE: above + (steps - 1) * step}
    rounded = {place: excel_round(value, COMPARE_PLACES) for place, value in values.items()}
    return {place: value for place, value in rounded.items() if spec.takes(value)}


def _lowest(rule: Rule, argument: str) -> float:
    """The least that an argument can be: rates, counts and amounts that cannot be negative say so."""
    limits = next(each.limits for each in rule.call if each.source == argument)
    return -math.inf if limits is None or limits.minimum < 0 else limits.minimum


def _possible(part: ScoringPart, rule: Rule, given: Given) -> bool:
    """Whether the numbers go together: what cannot exceed another one does not."""
    if rule.not_above is None:
        return True
    less, more = (_sources(part, argument)[0] for argument in rule.not_above)
    values = [cast(float, given[each]) if is_name(each) else cast(float, each) for each in (less, more)]
    return values[0] <= values[1]


def _sources(part: ScoringPart, argument: str) -> list[Taken]:
    """What an argument takes, one or several."""
    source = part.inputs[argument]
    return source if isinstance(source, list) else [source]


def _known(part: ScoringPart) -> Known:
    """What the form lays down of each argument of a part's rule."""
    return {
        argument: [None if is_name(each) else each for each in _sources(part, argument)] for argument in part.inputs
    }


def _named(part: ScoringPart, arguments: Mapping[str, Value | Sequence[Value]]) -> Given | None:
    """The arguments of a rule by the names from which the part takes them; None where a name stands for two values."""
    given: Given = {}
    for argument, value in arguments.items():
        values = [value] if isinstance(value, (str, int, float, Formula)) else value
        for name, each in zip(_sources(part, argument), values, strict=True):
            if is_name(name) and given.setdefault(name, each) != each:
                return None
    return given


def _on_offer(scheme: Scheme, part: ScoringPart, given: Given) -> bool:
    """Whether the texts are among those that may be chosen."""
    for name, value in given.items():
        options = source_of(scheme, name, part.table or "").options
        if isinstance(value, str) and options and value not in options:
            return False
    return True


def _scored(part: ScoringPart, given: Given, place: Place) -> Scored:
    return Scored(given, place, excel_round(cast(float, rule_points(part, given)), SCORE_PLACES))


def _in_words(part: ScoringPart, sources: Mapping[str, Source], shown: Sequence[str], best: Given, given: Given) -> str:
    """What is filled in; of many values only those that are not as in the best filling."""
    texts = {name: _value_in_words(part, sources[name], name, given) for name in shown}
    values = {given[name] for name in shown}
    if len(shown) > 2 and len(values) == 1:
        return f"各项都是{sources[shown[0]].shown(values.pop())}"
    every = "，".join(texts.values())
    if len(shown) <= 2 or given == best or (len(shown) == MAX_LISTED and len(every) <= MAX_TEXT):
        return every
    others = [text for name, text in texts.items() if given[name] != best[name]]
    if len(others) > 2:
        return f"依次为{'、'.join(sources[name].shown(given[name]) for name in shown)}"
    return f"{'，'.join(others)}，其余同得分最高时"


def _value_in_words(part: ScoringPart, source: Source, name: str, given: Given) -> str:
    shares, grades, bands = RULES[part.rule].within or ("", "", "")
    if shares and name in part.names(shares) and given[name] == 0:
        grade = given[part.names(grades)[part.names(shares).index(name)]]
        band = getattr(RULES[part.rule].parameters.model_validate({**part.parameters, "points": part.points}), bands)
        if not band[grade].holds(0.0):
            return f"{source.label}{LEFT_BLANK}"
    return source.given(given[name])
