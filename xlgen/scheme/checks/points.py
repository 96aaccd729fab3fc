"""Points: they add up at every level, and those of an indicator that is not applicable go where they can."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.rules.rounding import SCORE_PLACES, excel_round
from xlgen.scheme.inputs import InputType
from xlgen.scheme.node import Node, NodeProblems, levels, undefined
from xlgen.scheme.outline import Outline
from xlgen.scheme.problems import ProblemCode
from xlgen.scheme.todos import TODO

MAX_LEVELS = 2
"""Levels above the indicators: 一级指标 and 二级指标."""


SCORED = ("points", "grades", "groups")
"""The keys of a scheme with scores; a form without scores has none of them."""


def scored(outline: Outline) -> NodeProblems:
    """A form has scores altogether or not at all."""
    if outline.root[TODO].value is not None:
        return
    given = [key for key in SCORED if outline.root[key].value]
    for key in SCORED:
        if given and key not in given:
            yield (
                outline.root[key] if outline.root[key].value is not None else outline.root,
                (ProblemCode.MISSING_KEY),
                {"key": key},
            )


def points(outline: Outline) -> NodeProblems:
    """Points add up at every level: scheme, groups, indicators."""
    yield from _sum(outline.root, outline.root["groups"].elements())
    for level in levels(outline.root):
        yield from _sum(level, level["groups"].elements() + level["indicators"].elements())
    for indicator in outline.indicators:
        parts = indicator["parts"].elements()
        yield from _sum(indicator, _counted(parts))
        unscored = not parts and indicator["judged"].value is None and indicator[TODO].value is None
        if unscored and indicator["points"].number:
            yield indicator, ProblemCode.MISSING_KEY, {"key": "parts"}


def _counted(parts: list[Node]) -> list[Node]:
    """The parts whose points add up: of those of which only one counts, the one with the most."""
    best: dict[object, Node] = {}
    for part in parts:
        known = best.setdefault(part["one_of"].text or part.path, part)
        if (part["points"].number or 0.0) > (known["points"].number or 0.0):
            best[part["one_of"].text] = part
    return list(best.values())


def ways(outline: Outline) -> NodeProblems:
    """Of parts of which only one counts there are several, and each can be the one."""
    for indicator in outline.indicators:
        parts = indicator["parts"].elements()
        named = [part["one_of"].text for part in parts]
        for place, (part, name) in enumerate(zip(parts, named, strict=True)):
            others = [other for other in parts if name and other["one_of"].text == name and other is not part]
            conditional = part["applies_when"].value is not None
            if conditional and not name:
                yield part["applies_when"], ProblemCode.ONE_OF, {"reason": "的 applies_when 只能与 one_of 同用"}
            elif name and not others:
                yield part["one_of"], ProblemCode.ONE_OF, {"reason": f"的“{name}”只有一个部分"}
            elif not conditional and name in named[place + 1 :] and any(way["applies_when"].value for way in others):
                reason = f"的“{name}”里，这一部分没有写 applies_when，总是适用，后面的永远轮不到"
                yield part["one_of"], ProblemCode.ONE_OF, {"reason": reason}


OTHER_SCORING = ("parts", "veto", "deduction", "not_applicable", "expansion", "value")
"""The keys of an indicator that say how it is scored, and so cannot stand beside a score that is judged."""


def judgements(outline: Outline) -> NodeProblems:
    """A judged score is a number of the indicator itself, demanded, from 0 to its points; nothing else scores it."""
    receivers = {to.text for other in outline.indicators for to in other["not_applicable"]["points_to"].texts()}
    for indicator in outline.indicators:
        if indicator["judged"].value is None:
            continue
        for reason in _wrong_judgement(indicator, receivers):
            yield indicator["judged"], ProblemCode.WRONG_JUDGEMENT, {"reason": reason}


def _wrong_judgement(indicator: Node, receivers: set[str]) -> Iterator[str]:
    own = dict(indicator["inputs"].items()).get(indicator["judged"].text)
    if own is None:
        yield "不是本指标 inputs 中的填报项"
    else:
        if own["kind"].text != InputType.NUMBER:
            yield "不是数"
        if own["required"].value is False or own["required_when"].value is not None:
            yield "可以不填"
        if own["minimum"].number or own["maximum"].number != indicator["points"].number:
            yield "的范围不是0至分值"
    for key in OTHER_SCORING:
        if indicator[key].value is not None:
            yield f"与 {key} 并用"
    if indicator["id"].text in receivers:
        yield "会收到其他指标转来的分值"


def _sum(parent: Node, children: list[Node]) -> NodeProblems:
    own, summands = parent["points"].number, [child["points"].number for child in children]
    numbers = [summand for summand in summands if summand is not None]
    if own is None or not children or len(numbers) < len(summands):
        return
    if abs(own - sum(numbers)) > 1e-9:
        fields: dict[str, object] = {"name": parent["name"].text, "points": f"{own:g}", "total": f"{sum(numbers):g}"}
        yield parent["points"], ProblemCode.POINTS_DO_NOT_ADD_UP, fields


def points_to_the_cent(outline: Outline) -> NodeProblems:
    """The points of an indicator, which its score is compared with, have no more decimals than a score."""
    for indicator in outline.indicators:
        worth = indicator["points"].number
        if worth is not None and excel_round(worth, SCORE_PLACES) != worth:
            reason = f"写的是 {worth:.10g}，最多写到两位小数：得分只保留两位，再细就没有人能得满分"
            yield indicator["points"], ProblemCode.WRONG_RANGE, {"key": "points", "reason": reason}


def shallow_levels(outline: Outline) -> NodeProblems:
    """A form has two levels above its indicators; a third would not be shown."""
    for level in levels(outline.root):
        if level.path.count("groups") > MAX_LEVELS:
            yield level, ProblemCode.TOO_DEEP, {"name": level["name"].text}


def empty_levels(outline: Outline) -> NodeProblems:
    """A level holds levels or indicators."""
    for level in levels(outline.root):
        if not level["groups"].elements() and not level["indicators"].elements():
            yield level, ProblemCode.MISSING_KEY, {"key": "indicators"}


def caps(outline: Outline) -> NodeProblems:
    """A cap lies below the full marks; at or above them it would do nothing."""
    full = outline.root["points"].number
    for cap in outline.root["caps"].elements():
        at_most = cap["at_most"].number
        if at_most is not None and full is not None and at_most >= full:
            reason = f"写的是 {at_most:g}，应当低于满分 {full:g} 分"
            yield cap["at_most"], ProblemCode.WRONG_RANGE, {"key": "at_most", "reason": reason}


def receivers(outline: Outline) -> NodeProblems:
    """Points of an indicator that is not applicable go to others that always apply, or leave the full marks."""
    fixed = {indicator["id"].text for indicator in outline.indicators if indicator["not_applicable"].value is None}
    for indicator in outline.indicators:
        left_out = indicator["not_applicable"]
        moved, rescaled = left_out["points_to"].value is not None, left_out["rescaled"].value is True
        if isinstance(left_out.value, dict) and moved == rescaled:
            reason = "要写明分值的去向：points_to（转到哪些指标）或 rescaled: true（总分折算），只写其一"
            yield left_out, ProblemCode.WRONG_TYPE, {"key": "not_applicable", "reason": reason}
        for receiver in left_out["points_to"].texts():
            if receiver.text not in fixed:
                yield undefined(receiver, fixed)
