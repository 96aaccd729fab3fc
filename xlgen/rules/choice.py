"""Points for answers: criteria that are met or not, and options of which one is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlgen.rules.expression import Number, Text, equals, total, when
from xlgen.rules.limits import NOT_NEGATIVE
from xlgen.rules.rule import Argument, Example, Known, NotNegative, Positive, Rule, Turn, listed

YES, NO = "是", "否"
TICK = "√"
"""What is typed where something is ticked."""


def criteria_score(answers: Sequence[Text], *, points: Positive, each: Sequence[NotNegative]) -> Number:
    """Each criterion that is met (是) gives its own points, one that is not gives none."""
    return total(when(equals(answer, YES), worth, 0.0) for answer, worth in zip(answers, each, strict=True))


def _describe_criteria(parameters: Any) -> str:
    return f"{len(parameters.each)}项标准，符合的依次得{listed(parameters.each)}分，不符合的不得分"


def _criteria_turns(_: Any, known: Known) -> Iterable[Turn]:
    """All criteria met; each alone not met; none met."""
    count = len(known["answers"])
    yield Turn({"answers": [YES] * count})
    for place in range(count if count > 1 else 0):
        yield Turn({"answers": [NO if each == place else YES for each in range(count)]})
    yield Turn({"answers": [NO] * count})


CRITERIA_SCORE = Rule(
    criteria_score,
    title="逐项达标计分",
    help="逐项达标得分：符合（是）的各得其分，不符合（否）的不得分。",
    call=(
        Argument(
            "answers_given",
            "是否符合",
            "各项标准是否符合，一行或一列，每格填“是”或“否”（√、×，TRUE、FALSE也可以）",
            of="answers",
        ),
        Argument("worths", "分值", "各项标准的分值，一行或一列，与是否符合一一对应", NOT_NEGATIVE, of="each"),
    ),
    meanings={
        "each": "符合每一项得几分，与 answers 一一对应",
    },
    description=_describe_criteria,
    example=Example("=CRITERIA_SCORE(B2:B4,C2:C4)", {"B2:B4": ("是", "否", "是"), "C2:C4": (0.5, 1.5, 1)}, 1.5),
    turns=_criteria_turns,
    full_marks=lambda parameters: sum(parameters.each),
    paired=("answers", "each"),
)


def choice_score(answer: Text, *, points: Positive, scores: Mapping[str, NotNegative]) -> Number:
    """The points of the chosen option; none for a text that is no option."""
    result: Number = 0.0
    for option, score in reversed(list(scores.items())):
        result = when(equals(answer, option), score, result)
    return result


def _describe_choice(parameters: Any) -> str:
    return "、".join(f"{option}得{score:g}分" for option, score in parameters.scores.items())


CHOICE_SCORE = Rule(
    choice_score,
    title="选项计分",
    help="选项得分：选哪一项，得哪一项的分。不在选项之中的显示#N/A。",
    call=(
        Argument("chosen", "所选的一项", "所选的一项，一个单元格，文字须与选项之一相同", of="answer"),
        Argument(
            "options", "选项", "全部选项，一行或一列", of="scores", part=lambda parameters: list(parameters.scores)
        ),
        Argument(
            "scores",
            "得分",
            "各选项的得分，一行或一列，与选项一一对应",
            NOT_NEGATIVE,
            part=lambda parameters: list(parameters.scores.values()),
        ),
    ),
    meanings={
        "scores": "选每一项得几分；各项与填报项的 options 相同",
    },
    description=_describe_choice,
    example=Example(
        "=CHOICE_SCORE(B2,G2:G4,H2:H4)",
        {"B2": ("按时公开",), "G2:G4": ("按时公开", "逾期公开", "未公开"), "H2:H4": (0.1, 0, 0)},
        0.1,
    ),
    turns=lambda parameters, _: (Turn({"answer": option}) for option in (*parameters.scores, "")),
    full_marks=lambda parameters: max([0.0, *parameters.scores.values()]),
    chosen=("answer", "scores"),
)
