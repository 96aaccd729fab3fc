"""What changes an indicator's score beside its rules: vetoes, deductions, what is not applicable, divisions by 0.

Each is shown by examples that the scoring itself computes: the best filling, and that filling changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from xlgen.authoring.conditions import Filling, around, first_filling, names_of, numbers_in, with_the_least
from xlgen.authoring.samples import Place, Sample, best_of, scored, sides
from xlgen.authoring.sources import source_of
from xlgen.rules.expression import Column, Value
from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.dependencies import incoming_transfers, names_of_measure
from xlgen.scheme.describe import formula_reader, labels_of, only_one
from xlgen.scheme.inputs import Measure
from xlgen.scheme.model import Adjustment, Indicator, NotApplicable, Scheme, ScoringPart
from xlgen.scheme.outline import ROW_SCORE
from xlgen.scoring import points
from xlgen.scoring.total import form_total, total_terms

MAX_SHOWN = 8
"""Examples of one condition."""
MAX_TOGETHER = 3
"""So many numbers are shown together where a condition compares them."""
NO_EFFECT, DEPENDS_ON_OTHERS = "不影响本指标得分", "得分还要看其他填报项"


@dataclass(frozen=True)
class Situation:
    """What the form lays down for a case, in words, and examples of it."""

    title: str
    words: str
    samples: Sequence[Sample]


def situations(scheme: Scheme, indicator: Indicator) -> Iterator[Situation]:
    """All of an indicator, in the order in which they take effect."""
    case = _Case(scheme, indicator)
    for part in indicator.parts:
        if part.table is not None and part.row_points is None:
            yield Situation("各行怎样汇总", _combined_in_words(scheme, part), case.rows_combined(part))
        if part.veto is not None:
            title = f"“{part.name}”不得分" if part.name else "不得分"
            yield Situation(title, case.words(part.veto), case.holding(part.veto))
    yield from (_ways(case, ways) for ways in indicator.ways if len(ways) > 1)
    for name in indicator.measures:
        measure = indicator.measures[name]
        if measure.zero is not None:
            yield Situation(f"{measure.label}的除数为0", measure.zero.because, case.divided_by_zero(name, measure))
    if isinstance(indicator, Adjustment):
        bounds = f"最多加{indicator.most:g}分，最多扣{abs(indicator.least):g}分"
        ends = (indicator.most, -indicator.least)
        yield Situation("加减分", f"{case.words(indicator.value)}，{bounds}", case.varied(indicator.value, ends))
    if indicator.deduction is not None:
        words = f"从以上得分中再扣：{case.words(indicator.deduction)}，扣完为止"
        yield Situation("再扣", words, case.varied(indicator.deduction, (indicator.points,)))
    if indicator.veto is not None:
        yield Situation("本指标不得分", case.words(indicator.veto), case.holding(indicator.veto))
    for transfer in incoming_transfers(scheme, indicator):
        words = f"{case.words(transfer.when)} 时，分值增加{transfer.share:g}分，得分按比例提高"
        yield Situation("转入分值", words, case.holding(transfer.when))
    if indicator.not_applicable is not None:
        yield _not_applicable(case, indicator.not_applicable)


def caps(scheme: Scheme) -> Iterator[Situation]:
    """The caps of the total, each with full marks that it cuts."""
    texts = [cap.when for cap in scheme.caps]
    left_out = [each.not_applicable.when for each in scheme.rescaling if each.not_applicable]
    least = with_the_least(scheme, {}, [*texts, *left_out])
    usual = first_filling(scheme, least, dict.fromkeys([*texts, *left_out], False)) or least
    for cap in scheme.caps:
        fillings = around(scheme, cap.when, lambda name, value: {**usual, name: value})
        samples = [_capped(scheme, _shown(scheme, cap.when, name), filling) for name, filling in fillings]
        if not samples and (filling := first_filling(scheme, usual, {cap.when: True})):
            samples = [_capped(scheme, names_of(cap.when), filling)]
        yield Situation(cap.words, formula_reader(scheme)(cap.when), list(dict.fromkeys(samples))[:MAX_SHOWN])


def _capped(scheme: Scheme, names: Sequence[str], filling: Filling) -> Sample:
    """The total of full marks with this filling."""
    total = form_total(scheme, lambda leaves: sum(leaf.points for leaf in leaves), total_terms(scheme, filling))
    given = "，".join(_given(scheme, name, filling) for name in names)
    return Sample(f"{given}，各项指标都得满分", Place.NONE, cast(float, total))


def _shown(scheme: Scheme, condition: str, changed: str) -> list[str]:
    """What is told of a filling: what was changed, and the few numbers that a condition compares with it."""
    names = names_of(condition)
    compared = len(names) <= MAX_TOGETHER and any(source_of(scheme, name).step for name in names)
    return names if compared else [changed]


def _given(scheme: Scheme, name: str, filling: Filling) -> str:
    value = filling[name]
    single = value if isinstance(value, (str, int, float)) else cast(Sequence[float], value)[0]
    return source_of(scheme, name).given(cast(Value, single))


def _ways(case: _Case, ways: Sequence[ScoringPart]) -> Situation:
    """Several ways to score the same points, and which of them counts."""
    called = [f"“{part.name}”" if part.name else f"第{place}种" for place, part in enumerate(ways, 1)]
    words, samples, earlier = only_one(case.indicator, ways[0]), [], dict[str, bool]()
    if not any(part.applies_when for part in ways):
        best = (best_of(scored(case.scheme, part)).score for part in ways)
        given = "，".join(f"{name}得{score:g}分" for name, score in zip(called, best, strict=True))
        return Situation("择一计分", words, [Sample(given, Place.NONE, case.score(case.best))])
    for name, part in zip(called, ways, strict=True):
        wanted = {**earlier, **({part.applies_when: True} if part.applies_when else {})}
        filling = first_filling(case.scheme, case.best, wanted)
        if filling is not None:
            given = "，".join(_given(case.scheme, each, filling) for each in names_of(*wanted))
            samples.append(Sample(f"{given}，计{name}", Place.NONE, case.score(filling)))
        earlier |= {part.applies_when: False} if part.applies_when else {}
    return Situation("择一计分", words, samples)


def _not_applicable(case: _Case, left_out: NotApplicable) -> Situation:
    receivers = "、".join(f"“{case.labels[name]}”" for name in left_out.points_to or ())
    then = f"分值平均转入{receivers}" if receivers else "总分按适用指标的满分折算"
    words = f"{case.words(left_out.when)} 时不计分，{then}"
    return Situation("不适用", words, case.holding(left_out.when))


def _combined_in_words(scheme: Scheme, part: ScoringPart) -> str:
    table = scheme.tables[str(part.table)]
    if part.weight is not None:
        return f"《{table.label}》各行得分按“{labels_of(scheme)[f'{part.table}.{part.weight}']}”加权平均"
    return f"《{table.label}》各行得分{'相加' if part.combine == 'sum' else '的平均数'}"


class _Case:
    """An indicator with its best filling, in which no condition holds."""

    def __init__(self, scheme: Scheme, indicator: Indicator) -> None:
        self.scheme, self.indicator, self.labels = scheme, indicator, labels_of(scheme)
        self.words = formula_reader(scheme)
        self.best = self._best()

    def score(self, filling: Filling) -> float:
        """The indicator's score to the cent, as the form computes it."""
        exact = cast(float, points.indicator_points(self.scheme, self.indicator, filling))
        return excel_round(exact, SCORE_PLACES)

    def _best(self) -> Filling:
        indicator, filling = self.indicator, dict[str, Value | Column]()
        for part in indicator.parts:
            best = best_of(scored(self.scheme, part))
            if part.table is None:
                filling.update(best.given)
            else:
                filling[f"{part.table}.{ROW_SCORE}"] = [best.score]
                if part.weight is not None:
                    filling[f"{part.table}.{part.weight}"] = [1.0]
        if indicator.judged is not None:
            filling[indicator.judged] = indicator.points
        others = [indicator.deduction or "", indicator.value if isinstance(indicator, Adjustment) else ""]
        filling = with_the_least(self.scheme, filling, filter(None, (*_conditions(self.scheme, indicator), *others)))
        return first_filling(self.scheme, filling, usual(self.scheme, indicator)) or filling

    def holding(self, condition: str) -> list[Sample]:
        """The score where a condition holds: by each value that makes it hold alone, else by the first filling."""
        found = [
            self._sample(_shown(self.scheme, condition, name), filling)
            for name, filling in around(self.scheme, condition, self._changed)
        ]
        if not found:
            first = first_filling(self.scheme, self.best, {condition: True})
            found = [] if first is None else [self._sample(names_of(condition), first)]
        return list(dict.fromkeys(found))[:MAX_SHOWN]

    def varied(self, expression: str, mentioned: Sequence[float]) -> list[Sample]:
        """The score with each number of an expression at 1 and around what is mentioned, the others at their best."""
        names = names_of(expression)
        found = [self._sample(names, self.best)]
        numbers = dict.fromkeys((*numbers_in(expression), *mentioned))
        for name in names:
            source = source_of(self.scheme, name)
            values: list[Value | Column] = list(source.options)
            if source.step:
                around = {value for number in numbers for value in sides(source, number).values()}
                ordered = sorted({1.0, *around} if source.takes(1.0) else around)
                values = [[value] if "." in name else value for value in ordered]
            found += [self._sample([name], self._changed(name, value)) for value in values]
        return _turning(list(dict.fromkeys(found)))

    def divided_by_zero(self, name: str, measure: Measure) -> list[Sample]:
        """The score with each declared outcome of a division by 0."""
        assert measure.zero is not None, "only declared outcomes are shown"
        source, zero = source_of(self.scheme, name), measure.zero
        cases = {"被除数、除数都为0": zero.both_zero, "只有除数为0": zero.base_zero}
        if zero.both_zero == zero.base_zero:
            cases = {"除数为0": zero.both_zero}
        samples = []
        for case, value in cases.items():
            score, remark = self._score_with(name, value)
            samples.append(Sample(f"{case}，按{source.shown(value)}计", Place.NONE, score, remark))
        return samples

    def _score_with(self, name: str, value: float) -> tuple[float | None, str]:
        """The score with another value of a measure; none, and why, where that does not determine it."""
        filling, moved, unknown = self._recomputed({**self.best, name: value}, name)
        used = set(_names_scored(self.scheme, self.indicator))
        if unknown & used:
            return None, DEPENDS_ON_OTHERS
        return (self.score(filling), "") if moved & used else (None, NO_EFFECT)

    def rows_combined(self, part: ScoringPart) -> list[Sample]:
        """The score of two rows, the better and the worse of the samples; the better one weighs more."""
        rows = scored(self.scheme, part)
        high, low = best_of(rows).score, min(each.score for each in rows)
        filling = {**self.best, f"{part.table}.{ROW_SCORE}": [high, low]}
        given = f"两行，得分{high:g}和{low:g}"
        if part.weight is not None:
            filling[f"{part.table}.{part.weight}"] = [3.0, 1.0]
            given += f"，{self.labels[f'{part.table}.{part.weight}']}为3和1"
        score = cast(float, points.part_points(part, filling))
        return [Sample(given, Place.NONE, excel_round(score, SCORE_PLACES))]

    def _changed(self, name: str, value: Value | Column) -> Filling:
        """The best filling with another value."""
        return self._recomputed({**self.best, name: value}, name)[0]

    def _recomputed(self, filling: Filling, changed: str) -> tuple[Filling, set[str], set[str]]:
        """The filling with the measures that depend on a changed value: all that changed, and which are unknown.

        A measure is unknown where it is also computed from what no sample fills in.
        """
        moved, unknown = {changed}, set[str]()
        for name, measure in self.scheme.all_measures.items():
            used = set(names_of_measure(measure))
            if used & (moved | unknown):
                if used & unknown or not used <= filling.keys():
                    unknown.add(name)
                else:
                    filling = {**filling, name: points.measure_value(measure, filling)}
                    moved.add(name)
        return filling, moved, unknown

    def _sample(self, names: Sequence[str], filling: Filling) -> Sample:
        remark = self._full_marks(filling)
        texts = "，".join(_given(self.scheme, name, filling) for name in names)
        return Sample(texts, Place.NONE, self.score(filling), remark)

    def _full_marks(self, filling: Filling) -> str:
        """The full marks, where they are not those that are printed."""
        full = cast(float, points.full_points(self.scheme, self.indicator, filling))
        return "" if full == self.indicator.points else f"分值为{full:g}分"


def _conditions(scheme: Scheme, indicator: Indicator) -> list[str]:
    """The conditions on which an indicator's points depend."""
    ways = (part.applies_when for part in indicator.parts)
    return [*usual(scheme, indicator), *filter(None, ways)]


def usual(scheme: Scheme, indicator: Indicator) -> dict[str, bool]:
    """Which conditions hold where points are given as usual: no veto, all applicable, the first of several ways."""
    vetoes = [indicator.veto, *(part.veto for part in indicator.parts)]
    left_out = [indicator.not_applicable.when] if indicator.not_applicable else []
    received = [transfer.when for transfer in incoming_transfers(scheme, indicator)]
    wanted = dict.fromkeys(filter(None, [*vetoes, *left_out, *received]), False)
    return wanted | dict.fromkeys(filter(None, (ways[0].applies_when for ways in indicator.ways)), True)


def _names_scored(scheme: Scheme, indicator: Indicator) -> Iterator[str]:
    """The names from which an indicator's points follow directly."""
    for part in indicator.parts:
        for argument in part.inputs if part.table is None else ():
            yield from part.names(argument)
    value = indicator.value if isinstance(indicator, Adjustment) else None
    yield from names_of(*filter(None, (*_conditions(scheme, indicator), indicator.deduction, value)))


def _turning(samples: Sequence[Sample]) -> list[Sample]:
    """Of samples in a row with the same score only the first and the last."""
    kept = []
    for place, sample in enumerate(samples):
        neighbours = samples[max(place - 1, 0) : place + 2]
        if len(neighbours) < 3 or len({each.score for each in neighbours}) > 1:
            kept.append(sample)
    return kept
