"""What one text gives away by itself: the year of an earlier report, instructions that nobody removed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlgen.suspicions.suspicion import Doubt, Kind
from xlgen.suspicions.texts import WrittenText, excerpt, words
from xlgen.text import normalize_text

MAX_YEARS_BACK = 3
"""An older year is history that is told, not last year's report copied."""
CONTEXT = 24
"""Characters around a year that say what it is about."""
MAX_NAMED = 3
"""Places that one message names; the others are only counted."""
MIN_INSTRUCTION = 8
"""Characters of a sentence that is recognised as part of the instructions; shorter ones are answers too."""
_ABOUT_PAST = re.compile("上年|去年|往年|历年|规划|中长期|依据|文号|沿革")
"""Labels of texts in which earlier years belong."""
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})年度?")
_COMPARED = re.compile(r"(?:[较比与同和从自至到于在由《\u3014\[(、~—-]|上年|去年|截至|截止)$")
"""Before a year that is compared with, or is an event's or a document's."""
_PAST = re.compile(
    r"^(?:[0-9]{1,2}月|以来|起|底|末|初|前|[-—~至到]|结转|结余|相比|同期|增|减|上升|下降|成立|设立|组建|批准|建成|启用|印发|出台|挂牌|第)"
)
"""After a year that is an event's, a period's or compared with."""
_MEANT = re.compile(r"^.{0,16}?(?:自评|绩效|整体支出|预算|决算|工作|目标|任务|全年|指标|完成|我|本单位)")
"""After a year that a report is about."""
_INSTRUCTION = re.compile(
    r"直接给(?:满|零|0)分|可(?:以)?(?:留空|不填)|^请(?:按|根据|参照|对照|在|如实|逐[项条]|简要|详细|准确|填|说明|列)?.{0,24}(?:填写|填报|填列)"
    r"|^(?:此[项处栏]|本[项栏])(?:请|由|需|应|填|可)|^[(]?(?:填写|填报|编制)(?:说明|要求|示例)|按.{0,16}要求填写"
    r"|^[(]?(?:示例|样例|范例|模板)[:)]|(?:不超过|控制在)[0-9]{2,4}字|[0-9]{2,4}字(?:左右|以内)|(?:填写|填报)完(?:毕|成)后.{0,6}删"
)
"""Sentences that tell somebody how to fill in a form, as instructions of superiors put it."""


def earlier_years(texts: Sequence[WrittenText], year: int) -> Iterator[Doubt]:
    """The texts that are about an earlier year and do not mention the form's own. One doubt for all of them."""
    found = [(text, sentence) for text in texts for sentence in _about_earlier_year(text, year)][: MAX_NAMED + 1]
    if found:
        text, sentence = found[0]
        said = f"本表是{year}年度的，“{text.label}”写的是以前年度：“{excerpt(sentence)}”{_others(found)}"
        yield Doubt(Kind.OTHER_YEAR, said, text.where)


def instructions(texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """The texts in which instructions stand as an answer. One doubt for all of them."""
    found = [(text, each) for text in texts if (each := _instruction_in(text))]
    if found:
        text, sentence = found[0]
        said = f"“{text.label}”里像是填写要求，不是填报的内容：“{excerpt(sentence)}”{_others(found)}"
        yield Doubt(Kind.INSTRUCTION, said, text.where)


def _others(found: Sequence[tuple[WrittenText, str]]) -> str:
    """What is asked for in the other texts that something was found in."""
    others = list(dict.fromkeys(text.label for text, _ in found))[1:]
    named = "、".join(f"“{label}”" for label in others[:MAX_NAMED])
    return f"；还有{named}{'等' if len(others) > MAX_NAMED else ''}" if others else ""


def _about_earlier_year(text: WrittenText, year: int) -> Iterator[str]:
    plain = "".join(text.lines)
    if _ABOUT_PAST.search(text.label) or str(year) in plain or _YEAR.search(plain) is None:
        return
    for sentence in text.sentences:
        if any(_is_meant(sentence, match, year) for match in _YEAR.finditer(sentence)):
            yield sentence
            return


def _is_meant(sentence: str, match: re.Match[str], year: int) -> bool:
    start, end = match.span()
    after = sentence[end : end + CONTEXT]
    return (
        year - MAX_YEARS_BACK <= int(match[1]) < year
        and _COMPARED.search(sentence[max(0, start - CONTEXT) : start]) is None
        and _PAST.match(after) is None
        and _MEANT.match(after) is not None
    )


def _instruction_in(text: WrittenText) -> str:
    """The first sentence that is an instruction, of the form or in the manner of one; empty if there is none."""
    help_words = words(normalize_text(text.help))
    for sentence in text.sentences:
        plain = words(sentence)
        if _INSTRUCTION.search(sentence) or (len(plain) >= MIN_INSTRUCTION and plain in help_words):
            return sentence
    return ""
