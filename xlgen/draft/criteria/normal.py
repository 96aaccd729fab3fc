"""Criteria as the grammars read them: one spelling of signs and numbers, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence in the one spelling, and as it is printed."""

    text: str
    printed: str


_SIGNS = str.maketrans(
    {
        "\uff3b": "[", "\uff3d": "]",
        "（": "(", "）": ")", "【": "[", "】": "]", "，": ",", "；": ";", "：": ":", "％": "%", "＋": "+", "－": "-",
        "×": "*", "＊": "*", "÷": "/", "／": "/", "＝": "=", "≧": "≥", "≦": "≤", "＞": ">", "＜": "<", "．": ".",
    }
)  # fmt: skip
_END = r"[0-9.]+%(?:\(不?含\))?"
"""An end of a range, as 90%(含)."""
_WORDS = (
    (r"[\s\u3000]+", ""),
    ("未(能)?达到(?=-?[0-9.]+%)", "<"),
    ("≥|大于或?等于|不低于|不少于|达到(?=-?[0-9.]+%(?!及?(\\(含\\))?以上))", ">="),
    ("≤|小于或?等于|不高于|不超过|不大于", "<="),
    (r"(?<![每增])(大于|高于|超过|超出)(?=-?[0-9.]+%?)", ">"),
    (r"(?<![每增])(小于|低于|不足)(?=-?[0-9.]+%?)", "<"),
    (r"(?<=[0-9%)])[-—–~～至到](?=[0-9])", "~"),
    (rf"(?<![一-龥])[在介处]?于?({_END})[和与]({_END})之间", r"\1~\2"),
    (rf"(?<=[率度比重])[在介处]于?({_END})[和与]({_END})之间", r"\1~\2"),
    (r"(介于|处于)(?=-?[0-9])|(?<=[%)])(之间|区间)", ""),
    (r"\((含|包含|含本数)\)", "(含)"),
    (r"([0-9.]+%?)~([0-9.]+)%\(含\1%?\)", r"\1(含)~\2%"),
    (r"([0-9.]+)%\(含\1%\)", r"\1%(含)"),
    (r"([0-9.]+%)(以上|以下)\(含\1\)", r"\1\2(含)"),
    (r"(?<=%)及(?=以[上下])(以.)", r"\1(含)"),
    (r"(?<=%)\(含\)(以[上下])", r"\1(含)"),
    (r"达到?(?=[0-9.]+%以上)", ""),
    (r"(?<=[率度比重])[在为](?=[0-9.]+%?(\(含\))?(~|以[上下内])|[<>]=?[0-9])", ""),
    (r"(~[0-9.]+%(\(不?含\))?)之间", r"\1"),
    (r"[一1]个百分点", "1个百分点"),
    (r"(?<=[每现有])一(?=项|例|次|个|处|起|天|日|件)", "1"),
    (r"(?<=,)一(?=项|例|次|个|处|起|件)", "1"),
    (r"(?<=的)一(?=项|例|次|个|处|起|件)", "1"),
    ("(?<=[0-9])个?百分点", "个百分点"),
    (r"扣减", "扣"),
)
ENUMERATOR = re.compile(r"^(\(?([0-9]{1,2}|[一二三四五六七八九十]{1,2})\)|[0-9]{1,2}[.、](?![0-9])|[①-⑳])")
_HEADS = re.compile(r"^(评价要点|评分规则|评分标准|计分标准|评分方法|其中|扣分标准)[:：]")
_COUNTED = re.compile(r"([0-9]{1,2})[.、](.)")
_ENDS = re.compile(r"[。;]|(?<=分),(?=每)|(?<=\*100%),")
"""Where a sentence ends: also where 得满分 is followed by what is lost, and a definition by what it gives."""
_SCORED = (
    "(?!否则|且|但|并|同时|其中|在此基础|最[高低多少]|至多|累计|合计|扣完|直至)[^,各]+?,?"
    "(?:(?:[得计](?:[0-9.]+|满)|(?<=[^0-9.~至每共为加])[0-9.]+|扣[0-9.]+|按[^,]{0,6}比例[得计])分|不[得计]分)"
)
"""甲的得2分, 1项不符合扣1分: a standard or a condition with its score, in one breath."""
_SCORES = re.compile(f"{_SCORED}(?:,{_SCORED})+(?:,(?:直至)?扣完为止)?")
_INSIDE = re.compile(r"(?<=[;。:])(?=[0-9]{1,2}[.、](?![0-9])|[①-⑳]|\([0-9一二三四五]\))|(?<=[分)])(?=[②-⑳])")


def normal(text: str) -> str:
    """A text in the one spelling."""
    text = text.translate(_SIGNS).translate({0xFF10 + digit: str(digit) for digit in range(10)})
    for words, sign in _WORDS:
        text = re.sub(words, sign, text)
    return text


def sentences(criteria: Sequence[str]) -> list[Sentence]:
    """The sentences of criteria, without their numbers and headings."""
    lines = [line for clause in criteria for line in _INSIDE.split(normal(clause))]
    found = []
    for line in _without_numbers(lines):
        for piece in chain.from_iterable(map(_scores, _ENDS.split(line))):
            text = piece
            while (shorter := ENUMERATOR.sub("", _HEADS.sub("", text))) != text:
                text = shorter
            text = text.strip(",")
            if text.strip(":"):
                found.append(Sentence(text, piece))
    return found


def _scores(text: str) -> list[str]:
    """甲得4分,乙得2分,丙不得分 one by one; a text of another kind as it is, also where a condition governs several."""
    return re.split("(?<=分),(?!直至|扣完)", text) if _SCORES.fullmatch(text) else [text]


def _without_numbers(lines: Sequence[str]) -> list[str]:
    """The lines without the numbers 1., 2. … that count them, also where a number follows: 2.90%>率.

    They count only if none is left out (a misprint counts one twice), and one at least is followed by words, so that
    no 2.5% is taken apart.
    """
    counted = [(place, found) for place, line in enumerate(lines) if (found := _COUNTED.match(line))]
    numbers = [int(found[1]) for _, found in counted]
    in_words = any(not found[2].isdigit() for _, found in counted)
    steps = {after - before for before, after in pairwise([0, *numbers])}
    if not in_words or not steps <= {0, 1} or numbers[:1] != [1]:
        return list(lines)
    result = list(lines)
    for place, found in counted:
        result[place] = lines[place][found.end(1) + 1 :]
    return result
