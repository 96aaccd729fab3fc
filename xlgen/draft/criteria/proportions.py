"""What a rate gives: in tiers, in steps, in proportion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlgen.draft.criteria.assembly import Assembly, rate_of, without_notes
from xlgen.draft.criteria.clauses import (
    Clause,
    Formula,
    Item,
    Proportional,
    Shares,
    Standard,
    Step,
    Tier,
    Veto,
    Weighted,
)
from xlgen.draft.criteria.definitions import Definition
from xlgen.draft.criteria.normal import normal
from xlgen.draft.criteria.tiers import tiers_of

STEPS = "每满一步扣一次，不足一步的不扣。"
CAPPED = "比率超过100%的，按100%计。"


def tiers(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """What a rate gives, interval by interval."""
    kept = without_notes(clauses, definitions)
    if not kept or not all(isinstance(clause, Tier) for clause in kept):
        return False
    found = [clause for clause in kept if isinstance(clause, Tier)]
    tiers = tiers_of(found, assembly.points)
    subject = next((clause.interval.subject for clause in found if clause.interval.subject), "")
    rate = rate_of(assembly, subject, definitions, [each.interval for each in found]) if tiers is not None else None
    if rate is None:
        return False
    part = {"points": assembly.points, "rule": "tier_score", "inputs": {"rate": rate}, "with": {"tiers": tiers}}
    ordered = sorted(found, key=lambda clause: -(assembly.points if clause.points is None else clause.points))
    assembly.add(part, *[(("with", "tiers", place), clause.printed) for place, clause in enumerate(ordered)])
    return True


def steps(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Full marks up to a bound, less so much for every step beyond it."""
    kept = without_notes(clauses, definitions)
    if kept is None:
        return False
    standard = [clause for clause in kept if isinstance(clause, Standard)]
    rest = [clause for clause in kept if not isinstance(clause, Standard)]
    if len(rest) != 2 or len(standard) > 1:
        return False
    full, step = rest
    if not isinstance(full, Tier) or not isinstance(step, Step):
        return False
    bound, below = _beyond(full, step)
    if bound is None or full.points not in (None, assembly.points) or (standard and standard[0].bound != bound):
        return False
    loss = step.loss * assembly.points if step.share else step.loss
    rate = rate_of(assembly, full.interval.subject, definitions, [full.interval])
    if rate is None or loss > assembly.points:
        return False
    parameters: dict[str, Any] = {"free": bound, "step": step.size, "each": round(loss, 10)}
    if below:
        parameters["direction"] = "below"
    part = {"points": assembly.points, "rule": "step_deduct_score", "inputs": {"rate": rate}, "with": parameters}
    free, each = ("with", "free"), ("with", "each")
    assembly.add(part, (free, full.printed), (("with", "step"), step.printed), (each, step.printed))
    assembly.readings.append(STEPS)
    return True


def _beyond(full: Tier, step: Step) -> tuple[float | None, bool]:
    """From which bound on points are lost, and whether below it; no bound where the sentences do not agree."""
    interval = full.interval
    exact = interval.low == interval.high
    ends = [(interval.high, False, interval.high_in), (interval.low, True, interval.low_in)]
    finite = [(value, below, included) for value, below, included in ends if abs(value) != float("inf")]
    below = step.below
    if exact and below is None:
        return None, False
    candidates = [end for end in finite if below is None or end[1] is below]
    if len(candidates) != 1 or not candidates[0][2]:
        return None, False
    value, is_below, _ = candidates[0]
    if step.interval is not None:
        subjects = (full.interval.subject, step.interval.subject)
        if all(subjects) and not subjects[0].startswith(subjects[1]) and not subjects[0].endswith(subjects[1]):
            return None, False
        edge = step.interval.high if is_below else step.interval.low
        if edge != value or (step.interval.high_in if is_below else step.interval.low_in):
            return None, False
    return value, is_below


def ratio(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Points in proportion to a rate."""
    kept = without_notes(clauses, definitions)
    if kept is None:
        return False
    formulas = [clause for clause in kept if isinstance(clause, Formula)]
    vetoes = [clause for clause in kept if isinstance(clause, Veto)]
    items = [clause for clause in kept if isinstance(clause, Item)]
    if len(formulas) != 1 or len(vetoes) > 1 or len(items) > 1 or len(kept) != len(formulas) + len(vetoes) + len(items):
        return False
    (formula,) = formulas
    if formula.worth not in (None, assembly.points) or any(
        item.points not in (None, assembly.points) for item in items
    ):
        return False
    if items and formula.expression is None:
        return False
    own = formula.expression
    if own is not None:
        rate = assembly.rates.measure(own, assembly.name) if not definitions else None
    else:
        rate = rate_of(assembly, formula.name, definitions)
    if rate is None:
        return False
    part: dict[str, Any] = {"points": assembly.points, "rule": "ratio_score", "inputs": {"rate": rate}}
    if vetoes and (formula.capped or not _with_veto(assembly, part, vetoes[0])):
        return False
    assembly.add(part, (("points",), formula.printed))
    if not vetoes:
        assembly.readings.append(CAPPED)
    return True


def _with_veto(assembly: Assembly, part: dict[str, Any], veto: Veto) -> bool:
    """Add the condition under which the part gives nothing: both amounts are terms of the rate."""
    known = {normal(spec["label"]): name for name, spec in assembly.rates.inputs.items()}
    names = [
        [name for label, name in known.items() if label.startswith(said) or said.startswith(label)]
        for said in (veto.more, veto.less)
    ]
    if [len(found) for found in names] != [1, 1]:
        return False
    part["with"] = {"over": "zero"}
    part["veto"] = f"{names[0][0]} > {names[1][0]}"
    return True


def proportional(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Full marks from 100 % on, in proportion below; with another bound, nobody says in proportion to what."""
    kept = without_notes(clauses, definitions)
    if kept is None or [type(clause) for clause in kept] != [Tier, Proportional]:
        return False
    full, below = kept
    assert isinstance(full, Tier), "of that type"
    assert isinstance(below, Proportional), "of that type"
    bounds = (full.interval.low, full.interval.low_in, below.interval.high, below.interval.low)
    if bounds != (1.0, True, 1.0, float("-inf")) or full.points not in (None, assembly.points):
        return False
    rate = rate_of(assembly, full.interval.subject, definitions)
    if rate is None or below.interval.subject not in ("", full.interval.subject):
        return False
    if not (full.interval.subject or assembly.name).endswith(below.rate) or below.worth not in (None, assembly.points):
        return False
    part = {"points": assembly.points, "rule": "ratio_score", "inputs": {"rate": rate}}
    assembly.add(part, (("points",), below.printed))
    assembly.readings.append(CAPPED)
    return True


def weighted(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """A sum of rates, each with its share of the points."""
    kept = without_notes(clauses, definitions)
    if kept is None or [type(clause) for clause in kept if not isinstance(clause, Shares)] != [Weighted]:
        return False
    said = next(clause for clause in kept if not isinstance(clause, Shares))
    assert isinstance(said, Weighted), "of that type"
    if abs(sum(share for _, share in said.rates) - 1) > 1e-9 or len(dict(said.rates)) < len(said.rates):
        return False
    if any({*clause.shares} != {share for _, share in said.rates} for clause in kept if isinstance(clause, Shares)):
        return False
    for name, share in said.rates:
        named = [each for each in definitions if each.name == name]
        rate = rate_of(assembly, name, named)
        if rate is None:
            return False
        part = {"points": round(share * assembly.points, 10), "rule": "ratio_score", "inputs": {"rate": rate}}
        assembly.add(part, (("points",), said.printed))
    assembly.readings.append(CAPPED)
    return True


def several(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Several rates one after the other, each with tiers of its own."""
    tiers = [clause for clause in clauses if isinstance(clause, Tier)]
    if len(tiers) != len(clauses) or len(definitions) < 2:
        return False
    for definition in definitions:
        own = [clause for clause in tiers if clause.interval.subject == definition.name]
        worth = max((clause.points or 0.0 for clause in own), default=0.0)
        found = tiers_of(own, worth)
        rate = assembly.rates.measure(definition, definition.name) if found else None
        if rate is None:
            return False
        part = {"points": worth, "rule": "tier_score", "inputs": {"rate": rate}, "with": {"tiers": found}}
        assembly.add(part, *[(("with", "tiers", place), clause.printed) for place, clause in enumerate(own)])
    counted = sum(len(part["with"]["tiers"]) for part in assembly.parts)
    return counted == len(tiers) and abs(sum(part["points"] for part in assembly.parts) - assembly.points) < 1e-9
