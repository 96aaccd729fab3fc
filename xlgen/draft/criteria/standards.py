"""Standards that are met or not, outcomes, occurrences: what people judge or count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlgen.draft.criteria.assembly import Assembly
from xlgen.draft.criteria.clauses import (
    Bands,
    Clause,
    Comparison,
    Deduction,
    Each,
    Heading,
    Item,
    Plain,
    Shares,
    Sized,
    Sum,
)
from xlgen.draft.criteria.definitions import Definition
from xlgen.draft.criteria.rates import as_printed
from xlgen.draft.criteria.texts import bears_on_others, is_standard, may_exclude
from xlgen.scheme.todos import TODO

FLOOR = "扣完为止，不低于0分。"
ONCE = "表格没有写明每次都扣还是只扣一次：只扣一次的，把 kind 改成 yes_no 并改写规则"
AMONG = "表格没有写明这里是否也包括单独扣分的那一类：不包括的，在 label 里写明"
BANDS = {
    "达成": {"least": 0.8, "most": 1},
    "部分达成": {"least": 0.6, "below": 0.8},
    "未达成": {"least": 0, "below": 0.6},
}
BOUNDED = "选项里有数字：核对各选项的界限是否衔接，要按数字自动判定的，改写成分档计分（tier_score）"
NEGATIONS = ("不", "未", "没有", "无", "否")
MAX_OPTIONS = 255
SHORT_STANDARD = 2
SHORT = 8
"""Characters to which a label says too little without the name of its indicator."""


def criteria(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Standards, each with its points, that add up to the full marks."""
    items = [clause for clause in clauses if isinstance(clause, Item) and clause.points != 0.0]
    nothing = [clause for clause in clauses if isinstance(clause, Item) and clause.points == 0.0]
    others = [clause for clause in clauses if not isinstance(clause, Item)]
    worth = [assembly.points if item.points is None else item.points for item in items]
    if definitions or not items or not all(_says_again(clause, worth) for clause in others):
        return False
    if any("涉密" in item.text for item in items) or abs(sum(worth) - assembly.points) > 1e-9:
        return False
    if (nothing and not _only_the_opposite(items, nothing)) or may_exclude([item.text for item in items], worth):
        return False
    _add_standards(assembly, [item.text for item in items], worth, [item.printed for item in items])
    return True


def _says_again(clause: Clause, worth: Sequence[float]) -> bool:
    """每少1项扣1分, behind standards of 1 point each, says nothing new."""
    return isinstance(clause, Deduction) and clause.text in ("", "少", "缺") and set(worth) == {clause.loss}


def _only_the_opposite(items: Sequence[Item], nothing: Sequence[Item]) -> bool:
    """不符合的不得分, behind the only standard, says nothing new; nor does 出现的不得分 beside 未出现."""
    if not len(items) == len(nothing) == 1:
        return False
    met, unmet = items[0].text.lstrip("如"), nothing[0].text.lstrip("如")
    if met.startswith(NEGATIONS):
        return met.lstrip("".join(NEGATIONS)) in unmet and not unmet.startswith(NEGATIONS)
    return unmet.startswith(NEGATIONS)


def _add_standards(assembly: Assembly, texts: Sequence[str], worth: Sequence[float], printed: Sequence[str]) -> None:
    """A part with a question for each standard."""
    labels = [text if len(text) > SHORT_STANDARD else f"{assembly.name}：{text}" for text in texts]
    part = {
        "points": assembly.points,
        "rule": "criteria_score",
        "inputs": {"answers": [assembly.rates.input(label, "yes_no") for label in labels]},
        "with": {"each": list(worth)},
    }
    assembly.add(part, *[(("with", "each", place), words) for place, words in enumerate(printed)])


def each_alike(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Standards of which each gives as much: 每符合1项得1分, 各占1/3."""
    said = [clause for clause in clauses if isinstance(clause, Each)]
    standards = [clause for clause in clauses if isinstance(clause, Plain)]
    if definitions or len(said) != 1 or not standards or len(said) + len(standards) != len(clauses):
        return False
    (each,), count = said, len(standards)
    worth = assembly.points / count if each.points is None else each.points
    if (
        abs(worth * count - assembly.points) > 1e-9
        or each.parts not in (None, count)
        or each.count not in (None, count)
    ):
        return False
    if not all(is_standard(clause.text) for clause in standards):
        return False
    texts = [clause.text for clause in standards]
    _add_standards(assembly, texts, [round(worth, 10)] * count, [each.printed] * count)
    return True


def choice(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Several outcomes of one thing, from full marks to nothing."""
    if definitions or len(clauses) < 3 or not all(isinstance(clause, Item) for clause in clauses):
        return False
    items = [clause for clause in clauses if isinstance(clause, Item)]
    scores = [assembly.points if item.points is None else item.points for item in items]
    names = [as_printed(item.text) for item in items]
    if (
        max(scores) != assembly.points
        or 0.0 not in scores
        or not _are_told_apart(names, scores)
        or scores[0] != assembly.points
        or len(set(names)) < len(names)
    ):
        return False
    if any(mark in name for name in names for mark in ',"') or len(",".join(names)) > MAX_OPTIONS:
        return False
    todo = {TODO: BOUNDED} if any(re.search("[0-9]", name) for name in names) else {}
    answer = assembly.rates.input(assembly.name, "choice", options=names, **todo)
    part = {
        "points": assembly.points,
        "rule": "choice_score",
        "inputs": {"answer": answer},
        "with": {"scores": dict(zip(names, scores, strict=True))},
    }
    said = zip(names, items, strict=True)
    assembly.add(part, *[(("with", "scores", name), item.printed) for name, item in said])
    return True


def _are_told_apart(names: Sequence[str], scores: Sequence[float]) -> bool:
    """Whether no two outcomes give the same points, but for nothing, and for full marks where nothing is to be done."""
    worse = [score for score in scores if 0.0 < score < scores[0]]
    best = [name for name, score in zip(names, scores, strict=True) if score == scores[0]]
    return len(set(worse)) == len(worse) and all(re.search("涉密|不需要|^无|没有|未发生", name) for name in best[1:])


def shared_out(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Standards that are met or not, whose shares of the points are said at the end."""
    *items, last = clauses
    notes = [clause for clause in items if isinstance(clause, Plain)]
    standards = [clause for clause in items if isinstance(clause, Item) and clause.points is None]
    if definitions or not isinstance(last, Shares) or not standards or len(standards) + len(notes) != len(items):
        return False
    shares = last.shares * len(standards) if len(last.shares) == 1 else last.shares
    if len(shares) != len(standards) or abs(sum(shares) - 1) > 1e-9:
        return False
    worth = [round(share * assembly.points, 10) for share in shares]
    _add_standards(assembly, [item.text for item in standards], worth, [last.printed] * len(worth))
    return True


def choices(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Several things, each below a heading with its outcomes."""
    if definitions or not clauses or not isinstance(clauses[0], Heading):
        return False
    groups: list[tuple[Heading, list[Clause]]] = []
    sums = [clause for clause in clauses if isinstance(clause, Sum)]
    for clause in clauses:
        if isinstance(clause, Heading):
            groups.append((clause, []))
        elif not isinstance(clause, Sum):
            groups[-1][1].append(clause)
    if sums and {name for each in sums for name in each.names} != {heading.text for heading, _ in groups}:
        return False
    _share_exemption([items for _, items in groups])
    exempt = [any(isinstance(item, Item) and "涉密" in item.text for item in items) for _, items in groups]
    if any(exempt) and not all(exempt):
        return False  # it may be meant of all of them
    whole, name = assembly.points, assembly.name
    for heading, items in groups:
        best = max((item.points or 0.0 for item in items if isinstance(item, Item)), default=0.0)
        assembly.points, assembly.name = heading.points or best, heading.text
        if not choice(assembly, items, []):
            return False
    assembly.points, assembly.name = whole, name
    summed: float = sum(part["points"] for part in assembly.parts)
    return abs(summed - whole) < 1e-9


def _share_exemption(groups: Sequence[list[Clause]]) -> None:
    """Give an outcome that is numbered like the headings, not like the outcomes below them, to every group."""
    if not groups[-1]:
        return
    *inner, last = groups[-1]
    own = [item for items in groups for item in items if item is not last]
    if not isinstance(last, Item) or not inner or not all(isinstance(item, Item) for item in own):
        return
    numbered = [item.printed.startswith("(") for item in own if isinstance(item, Item)]
    if all(numbered) and not last.printed.startswith("("):
        for items in groups[:-1]:
            items.append(last)


def sized(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """What each thing missed costs, by how many were due: more than so many, or no more."""
    found = [clause for clause in clauses if isinstance(clause, Sized)]
    others = [clause for clause in clauses if not isinstance(clause, Sized)]
    if definitions or len(found) != 2 or not all(isinstance(clause, Plain) for clause in others):
        return False
    above, within = sorted(found, key=lambda clause: not clause.above)
    if (above.above, within.above) != (True, False) or above[:3] != within[:3]:
        return False
    if any(isinstance(each, Plain) and bears_on_others(each.text) for each in others):
        return False
    missed, due = (assembly.rates.input(label, "count") for label in (above.missed, above.due))
    part = {
        "points": assembly.points,
        "rule": "sized_deduct_score",
        "inputs": {"missed": missed, "due": due},
        "with": {"size": above.size, "each_above": above.loss, "each_within": within.loss},
    }
    words = [(("with", "each_above"), above.printed), (("with", "each_within"), within.printed)]
    assembly.add(part, *words, (("with", "size"), above.printed))
    return max(above.loss, within.loss) <= assembly.points


def comparisons(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """What is left of an amount, compared with another: nothing, no more, more."""
    found = {clause.sign: clause for clause in clauses if isinstance(clause, Comparison)}
    if definitions or len(clauses) != len(found) or set(found) != {"none", "within", "beyond"}:
        return False
    named, others = {each.amount for each in found.values()}, {each.other for each in found.values() if each.other}
    if len(named) > 1 or len(others) != 1 or found["none"].points not in (None, assembly.points):
        return False
    amount, other = (assembly.rates.input(label, "money") for label in (*named, *others))
    steps = [(assembly.points, found["none"]), (found["within"].points or 0.0, found["within"])]
    part: dict[str, Any] = {
        "points": assembly.points,
        "rule": "comparison_score",
        "inputs": {"amount": amount, "others": [0, other]},
        "with": {"comparisons": [{"sign": "≤", "score": score} for score, _ in steps]},
    }
    if found["beyond"].points:
        part["with"]["otherwise"] = found["beyond"].points
    assembly.add(part, *[(("with", "comparisons", place), clause.printed) for place, (_, clause) in enumerate(steps)])
    return True


def deductions(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Full marks, less what each occurrence costs."""
    lost = [clause for clause in clauses if isinstance(clause, Deduction)]
    others = [clause for clause in clauses if not isinstance(clause, Deduction)]
    if definitions or not lost or not all(isinstance(clause, (Item, Plain)) for clause in others):
        return False
    if any(isinstance(each, Item) and each.points not in (None, assembly.points) for each in others):
        return False
    if any(isinstance(each, Plain) and bears_on_others(each.text) for each in others):
        return False
    if any(clause.loss > assembly.points or clause.until not in (None, assembly.points) for clause in lost):
        return False
    counts = []
    for number, clause in enumerate(lost, 1):
        label = clause.text or f"不符合要求的情况{number if len(lost) > 1 else ''}"
        label = label if len(label) > SHORT else f"{assembly.name}：{label}"
        among = any(clause.text and each.text != clause.text and each.text.endswith(clause.text) for each in lost)
        todo = {TODO: AMONG} if among else {} if clause.counted else {TODO: ONCE}
        counts.append(assembly.rates.input(label, "count", unit=clause.unit, **todo))
    each = [clause.loss for clause in lost]
    part = {"points": assembly.points, "rule": "deduct_score", "inputs": {"counts": counts}, "with": {"each": each}}
    assembly.add(part, *[(("with", "each", place), clause.printed) for place, clause in enumerate(lost)])
    assembly.readings.append(FLOOR)
    return True


def bands(assembly: Assembly, clauses: Sequence[Clause], definitions: Sequence[Definition]) -> bool:
    """Points to check, each graded, each with an equal share."""
    *points, last = clauses
    if definitions or not isinstance(last, Bands) or not points or not all(isinstance(each, Plain) for each in points):
        return False
    texts = [clause.text for clause in points if isinstance(clause, Plain)]
    if len(texts) != last.count:
        return False
    grades, shares = [], []
    for text in texts:
        grade = assembly.rates.input(text, "choice", options=list(BANDS))
        share = assembly.rates.input(
            f"{text}：具体比例",
            "percent",
            required=False,
            required_when=f'{grade} == "未达成"',
            bands={"by": grade, "ranges": BANDS},
        )
        grades.append(grade)
        shares.append(share)
    part = {
        "points": assembly.points,
        "rule": "band_score",
        "inputs": {"grades": grades, "shares": shares},
        "with": {"bands": BANDS},
    }
    assembly.add(part, (("with", "bands"), last.printed))
    return True
