"""Finds what a text claims about the form itself: its total and its grade.

Only claims about this year's form as a whole are found. Statements about a level, an indicator, a project or another
year are left out, and so are general explanations of how points and grades are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import Pattern

from xlgen.submissions.narrative.amounts import sentences
from xlgen.text import normalize_text, without_spaces


@dataclass(frozen=True)
class TotalClaim:
    """A total that a text states, and the value of one step of its last digit."""

    value: float
    step: float

    def agrees(self, total: float) -> bool:
        """Whether the total, rounded to as many digits, is the one stated."""
        return abs(self.value - total) <= self.step / 2 + 1e-9


SYNONYMS = {
    "优": ("优秀", "优等"),
    "优秀": ("优",),
    "良": ("良好", "较好"),
    "良好": ("良", "较好"),
    "中": ("中等", "合格", "一般"),
    "中等": ("中", "一般"),
    "合格": ("中", "中等"),
    "一般": ("中", "中等"),
    "差": ("较差", "不合格"),
    "较差": ("差", "不合格"),
    "不合格": ("差", "较差"),
}
"""Other names of the grades of a scheme."""
_GRADE_WORDS = sorted({*SYNONYMS, *(word for words in SYNONYMS.values() for word in words)}, key=len, reverse=True)

_TOTAL_LABEL = re.compile("(?:自评)?(?:总分|合计|总计|总得分|得分合计|合计得分)(?:[(]分[)])?")
_SCORE_CELL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?分?")
_CLAUSE = re.compile(r"[^,]++")
_TOTAL = re.compile(
    r"(?:(自评(?:总分|得分|分数|分|综合得分)|评价总?得分|综合[得评]分|(?:总|最终|最后|合计)得分"
    r"|(?:计算|评价|自评|评定|评分|最终|综合)结果|自评[得为])|(总分))(?:[值数]|合计|共计)?[为是得:达到计 ]{0,4}"
    r"([0-9]{1,3})(?:\.([0-9]{1,6}))? ?分(?!值|的?项|以[上下]|[(][含不])"
)
_END = r"(?=[”\"’」』),、.\s]|$|等级|等次|等[”,\s]|等$|档|的)"
_GRADE_BEFORE = re.compile(
    r"(?:(?:自评价?|绩效评价|综合评价|评价|评定)(?:等级|等次|结果|结论|级别)|等级|等次|(?:自评价?|绩效评价|综合评价|绩效)(?:总体|整体)?情况"
    r"|自评|综合评价|综合评定)(?:总体|整体|综合)?(?:被?评定|被?评|定|属于|属)?[为是: ]{0,3}[“\"‘「『]?"
    rf"({'|'.join(_GRADE_WORDS)}){_END}"
)
_GRADE_AFTER = re.compile(
    rf"(?:为|是|属于|属|达到|获得?|评定)[“\"‘「『]?({'|'.join(_GRADE_WORDS)})[”\"’」』]?(?:等次|等级|档次)"
)
_ABOUT_PART = re.compile(
    r"项目(?!.{0,20}整体)|方面|指标|部分|[一二三]级|单项|该项|此项|平均|其中|考核|考评|年终|测评|满意度|调查|个人|党[建员组]|竞赛|大赛|验收|"
    r"资产|财务|预算执行|[上下去前明]一?年|同比|区间|以[上下]|之间|不足|低于|高于|标准"
)
_ABOUT = re.compile(
    r"((?:19|20)[0-9]{2})年"
    r"|(去年|前年|明年|[上下]一?年|其中|项目(?:支出)?(?:绩效)?自?评|考核|考评|满分[为是]? ?(?!100)[0-9])"
    r"|(整体|总体|本年|今年)"
)
"""Words after which a sentence is about (1) the year named, (2) something else, (3) the form as a whole."""


_SCORE = re.compile(
    r"[”\"’」』]?(?:情况)?(?:自评)?(?:为?[0-9]{1,4}(?:\.[0-9]{1,4})?%)?[(,:]?(?:(?:满分|分值|权重)[为是]?(?:[0-9]{1,3}(?:\.[0-9]{1,6})?)分[,、]?)?"
    r"(?:实际|自评|最终)?得分?[为是:]?([0-9]{1,3})(?:\.([0-9]{1,6}))?分(?!值|的?项|以[上下])"
)
"""What follows the name of an indicator or a level where its score is told."""


def score_claims(text: str, names: Pattern[str]) -> Iterator[tuple[str, TotalClaim]]:
    """The scores that a text tells of indicators and levels, with their names. names: matches one of them."""
    if "得" not in text:
        return
    for sentence in map(without_spaces, sentences(text)):
        for name in names.finditer(sentence) if "得" in sentence else ():
            match = _SCORE.match(sentence, name.end())
            if match:
                yield name[0], TotalClaim(float(f"{match[1]}.{match[2] or 0}"), 10.0 ** -len(match[2] or ""))


def total_in_row(cells: Sequence[str], points: float) -> TotalClaim | None:
    """The total in the last row of a table of scores: beside the full marks there is one other number, more than half.

    None for any other row: a table of amounts has no full marks in it.
    """
    label, *others = [plain for cell in cells if (plain := normalize_text(cell))] or [""]
    if not _TOTAL_LABEL.fullmatch(label):
        return None
    numbers = {
        text.removesuffix("分"): float(text.removesuffix("分")) for text in others if _SCORE_CELL.fullmatch(text)
    }
    totals = [text for text, number in numbers.items() if points / 2 < number and number != points]
    if len(totals) != 1 or points not in numbers.values():
        return None
    return TotalClaim(numbers[totals[0]], 10.0 ** -len(totals[0].partition(".")[2]))


def total_claims(text: str, year: int, points: float, parts: Sequence[str]) -> Iterator[TotalClaim]:
    """The totals that a text states for a year. points: full marks of the form; parts: names of its levels."""
    for sentence in sentences(text):
        for clause in _clauses(sentence, year) if _TOTAL.search(sentence) else ():
            match = _TOTAL.search(clause)
            if match is None or _is_about_part(clause[: match.end()], parts):
                continue
            claim = TotalClaim(float(f"{match[3]}.{match[4] or 0}"), 10.0 ** -len(match[4] or ""))
            full_marks = match[2] and claim.value == points  # “总分100分”
            if not full_marks and claim.value > points / 2:  # less is the score of a part
                yield claim


def grade_claims(text: str, year: int, parts: Sequence[str]) -> Iterator[str]:
    """The grades that a text gives to the form, in its own words."""
    for sentence in sentences(text):
        words = {match[1] for pattern in (_GRADE_BEFORE, _GRADE_AFTER) for match in pattern.finditer(sentence)}
        if len(words) != 1:  # a sentence with several grades explains the scale
            continue
        for clause in _clauses(sentence, year):
            match = _GRADE_BEFORE.search(clause) or _GRADE_AFTER.search(clause)
            if match and not _is_about_part(clause, parts):
                yield match[1]


def grade_named(word: str, names: Sequence[str]) -> str | None:
    """The grade of a scheme that a word stands for; None if it stands for none."""
    if word in names:
        return word
    return next((name for name in names if word in SYNONYMS.get(name, ())), None)


def _clauses(sentence: str, year: int) -> Iterator[str]:
    """The clauses of a sentence, without those about another year or something else."""
    off_topic = False
    for clause in _CLAUSE.finditer(sentence):
        for about in _ABOUT.finditer(clause[0]):
            off_topic = about[2] is not None or (about[1] is not None and about[1] != str(year))
        if not off_topic:
            yield clause[0]


def _is_about_part(clause: str, parts: Sequence[str]) -> bool:
    return _ABOUT_PART.search(clause) is not None or any(part in clause for part in parts)
