"""Finds where a text tells the problems, and whether it tells of a lost point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from xlgen.submissions.narrative.material import says_nothing
from xlgen.submissions.narrative.report import WrittenReport
from xlgen.submissions.narrative.texts import Narrative
from xlgen.text import normalize_text
from xlgen.xlsx.refs import CellRef

MAX_DENIAL = 60
"""Characters of a text that only says that there are no problems."""
SHARED_LENGTH = 6
"""Characters that a reason and a text share only if they tell of the same."""
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_PROBLEMS = re.compile("问题|不足")
_NOT_THOSE = re.compile("整改(?:落实|完成)?情况|上年|上一年|以前年度|往年|解决|针对|问题导向")
_NO_PROBLEM = re.compile(
    r"(?:目前|经自评|经自查|[我本](?:单位|部门|局|中心|所|年度?)|部门|整体|支出|绩效|工作|总体|方面|中|上|,|，)*"
    r"(?:暂时?|尚|均|都)*(?:无|没有|不存在|未发现|未存在)(?:存在|发现)?(?:较大|明显|重大|突出|其他|任何)?的?(?:问题|不足|情况)?"
)
_REFERENCE = re.compile("(?:具体)?(?:详|参|请)?见.{1,20}")
_SIGNS = re.compile(r"[\W_]+")
_GENERIC = re.compile(
    "情况|程度|及时性?|规范性?|健全性?|完整性?|合理性?|明确性?|合规性?|有效性?|安全性?|科学性?|约束性|完成|控制|执行|管理|"
    "部门|单位|整体|支出|预算|绩效|目标|指标|工作|实施|变动|差异|程序|质量|数量|效益|效果|水平|建设|制度|其他|主要|服务对象|资金|率|等|与|和|及|的|性"
)
"""What names of indicators have in common with many others."""
_MIN_KEY, KEY_LENGTH = 2, 4
"""Characters of what is special in a name: so many at least, and so many of them are looked for."""


@dataclass(frozen=True)
class Told:
    """What is told as problems: where, what that place is called, and the text."""

    place: CellRef | str
    label: str
    text: str

    @property
    def nothing(self) -> bool:
        """Whether it says that there are none."""
        return says_nothing(self.text) or (len(self._plain) <= MAX_DENIAL and bool(_NO_PROBLEM.fullmatch(self._plain)))

    @property
    def elsewhere(self) -> bool:
        """Whether it only says where the problems are told: 详见自评报告."""
        return _REFERENCE.fullmatch(self._plain) is not None

    def tells_of(self, name: str, reasons: Iterable[str]) -> bool:
        """Whether it tells of an indicator: by its name, what is special in it, or a reason given for the loss."""
        name = _comparable(_BRACKETS.sub("", name))
        if name in self._plain or any(key[:KEY_LENGTH] in self._plain for key in _keys(name)):
            return True
        return any(not self._pieces.isdisjoint(_pieces(_comparable(reason))) for reason in reasons)

    @cached_property
    def _plain(self) -> str:
        return _comparable(self.text)

    @cached_property
    def _pieces(self) -> frozenset[str]:
        return frozenset(_pieces(self._plain))


def problems_in_form(texts: Iterable[Narrative]) -> Iterator[Told]:
    """The texts of the form in which problems are to be told."""
    for text in texts:
        if _asks_for_problems(text.label):
            yield Told(text.place, text.label, text.text)


def problems_in_report(report: WrittenReport) -> Told | None:
    """The sections of a report that tell the problems, together; None where it has none."""
    inside = -1
    headings: list[str] = []
    texts: list[str] = []
    for place, section in enumerate(report.sections):
        if inside >= 0 and section.level > report.sections[inside].level:
            continue  # already told with the one above
        inside = -1
        if _asks_for_problems(section.heading):
            inside = place
            headings.append(section.heading)
            texts += report.below(place)
    return Told(report.name, headings[0], "\n".join(texts)) if headings else None


def _asks_for_problems(heading: str) -> bool:
    words = _BRACKETS.sub("", heading)
    return bool(_PROBLEMS.search(words)) and not _NOT_THOSE.search(words)


def _keys(name: str) -> list[str]:
    """What is special in a name; where nothing is, the name without its last word."""
    keys = [key for key in _GENERIC.split(name) if len(key) >= _MIN_KEY]
    return keys or [name.removesuffix("率").removesuffix("情况").removesuffix("性")]


def _comparable(text: str) -> str:
    return _SIGNS.sub("", normalize_text(text))


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + SHARED_LENGTH] for start in range(len(text) - SHARED_LENGTH + 1))
