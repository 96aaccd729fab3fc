"""Texts of criteria that people read and judge: whether they hide anything that a rule would have to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

MAX_TEXT = 200
_SCORING = re.compile(
    r"扣|得分|计分|不得|酌情|视情|视具体|否则|不考核|无需|除外|折算|分档|为止|满分|加分|减分|按比例|比例扣|乘以|[0-9]分|适当|视同|视为"
    r"|分值|分数|权重|系数|减半|一半|折半|(得|计|给)[0-9]|[<>=]"
)
"""Words that may not stand in a mere text or note: they say something about points."""
_POINTS = re.compile("(?<![部充区划十评百])分(?![别配析解类工管布期级项部季月散支公局头担离发])")
"""分 as points, not in 部分, 分别."""
_LIMITS = re.compile(
    "^(其中|同时|但|且|并且|在此基础)|最[高多低少大小]|至[多少]|累计[^支收]|合计|共计|总计|上限|下限|封顶|任[一意何]|其[中他](?=[1一二两三]|之一)"
)
_EVERY = re.compile("每(?![个一]?(年|月|季|周|日|天|要点))")
"""Words of a bound, of a choice or of counting, that a standard does not have."""
_EXEMPTING = re.compile(
    "重复|多次|按[1一同]|累计|封顶|[上下]限|仅|只[计算考对]|除[^尘害了]|例外|特殊|不适用|不涉及|不纳入|不计|视为|视同"
    "|(没有|无|未发生|未安排).{1,20}的(部门|单位)|最[高多低少]|情节|另行"
)
"""Words of a sentence without points that bear on those of another."""
_GRADES = re.compile(
    "基本|比?较为?|部分|大部|全部|完全|不够|不|未能?|没有|尚|仅|一般|优秀?|良好?|中等?|差|合格|国家|省|市|县|区"
    "|[0-9]+|[一二两三四五六七八九十]+"
)
"""Words by which one thing is told from a better or worse state of it."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_REFERRING = ("上述", "相关")
"""How a standard begins that adds something to the one before it."""
SHORT = 8
"""Characters to which texts that end alike are states of what they end with."""
LONG = 30
"""Characters of standards that say so much that they are no mere states."""
ALIKE = 0.5
"""From which share of equal characters on, two texts may be states of one thing."""


def is_text(text: str) -> bool:
    """Whether a text says nothing about points, so that people may read it and nobody else need."""
    return len(text) <= MAX_TEXT and not _SCORING.search(text) and not _POINTS.search(text)


def is_standard(text: str) -> bool:
    """Whether a text is what is met or not: nothing that is counted, bounded, or chosen from."""
    return is_text(text) and not _LIMITS.search(text) and not _EVERY.search(text)


def bears_on_others(text: str) -> bool:
    """Whether a text without points limits or exempts what another sentence scores."""
    return _EXEMPTING.search(text) is not None


def may_exclude(texts: Sequence[str], scores: Sequence[float]) -> bool:
    """Whether standards may be states of one thing, of which one holds, although their points add up.

    States of one thing give different points; what gives the same is no worse state.
    """
    pairs = [(first, second) for first in range(len(texts)) for second in range(first)]
    return any(scores[first] != scores[second] and _are_states(texts[first], texts[second]) for first, second in pairs)


def _are_states(first: str, second: str) -> bool:
    one, other = (_GRADES.sub("", _IN_BRACKETS.sub("", text)) for text in (first, second))
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 2 or "但" in one + other:
        return True
    if len(longer) > LONG or first.startswith(_REFERRING) or second.startswith(_REFERRING):
        return False
    if len(longer) <= SHORT and one[-2:] == other[-2:]:
        return True  # 主动公开, 依申请公开
    return shorter in longer or SequenceMatcher(None, one, other, autojunk=False).ratio() > ALIKE
