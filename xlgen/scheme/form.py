"""How the official form looks, as a scheme states it: columns, header and footer blocks, rows of the unit's own."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from xlgen.scheme.inputs import Element


class Content(StrEnum):
    """What a column of the form shows."""

    LEVEL_1 = "level_1"
    LEVEL_1_POINTS = "level_1_points"
    LEVEL_2 = "level_2"
    LEVEL_2_POINTS = "level_2_points"
    INDICATOR = "indicator"
    POINTS = "points"
    SCORE = "score"
    RESULT = "result"
    BASIS = "basis"
    EXPLANATION = "explanation"
    CRITERIA = "criteria"
    EVIDENCE = "evidence"
    REMARK = "remark"


TYPED = re.compile(r"\{(\w+)\}")
SCORE_ALONE = re.compile(r"\{(\w+)\.score\}")
TOTAL, GRADE = "total", "grade"
"""{total} and {grade} in the texts of a form, unless something that is filled in has this name."""
SCORE_OF, POINTS_OF = ".score", ".points"
"""{indicator.score} and {indicator.points} in the texts of a form."""

OF_ROWS = frozenset(
    {
        Content.LEVEL_1,
        Content.LEVEL_2,
        Content.INDICATOR,
        Content.RESULT,
        Content.BASIS,
        Content.EXPLANATION,
        Content.CRITERIA,
        Content.EVIDENCE,
        Content.REMARK,
    }
)
"""What a row of a table may say itself where it is a row of the form; points and score follow from its part."""


ContentName = Annotated[
    Annotated[Content, Field(strict=False)] | Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")],
    Field(union_mode="left_to_right"),
]
"""What a column shows: one of `Content`, or a name of the scheme's own."""


class Expansion(Element):
    """An indicator as rows of the form, one for each row of its table.

    shows: by content, texts in which {column} stands for the row's cell; a text whose cells are all blank is left out.
    Level names that are those of the row above are not repeated.
    """

    table: str
    shows: dict[ContentName, list[str]]


class FormColumn(Element):
    """A column of the official form: its heading (from the outermost to the innermost), content and width.

    A form without scores has widths alone: all its cells are those of its blocks.
    """

    title: list[str] = Field(default=[])
    content: ContentName | None = None  # a name of one's own: what indicators and rows say of it in `shows`
    width: Annotated[float, Field(gt=0)]
    reviewed: bool = False  # filled in by the bureau that reviews the form, blank and locked for the unit


def score_alone(text: str) -> str | None:
    """The indicator whose score is the whole text; none where there is other text."""
    found = SCORE_ALONE.fullmatch(text)
    return found[1] if found else None


def typed_name(text: str) -> str | None:
    """The name of the placeholder that is the whole text; none where there is other text or a number format."""
    found = TYPED.fullmatch(text)
    return found[1] if found else None


class FormCell(Element):
    """A cell of a form's header or footer block; {input} in its text stands for what the unit filled in.

    A cell that holds nothing but {input} is where the input is typed; one that shows a measure stays computed.
    """

    text: str = ""
    columns: Annotated[int, Field(gt=0)] = 1
    rows: Annotated[int, Field(gt=0)] = 1
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    once: bool = False  # in a block of rows: written once, merged over all of them

    @property
    def typed(self) -> str | None:
        """The name that the cell holds alone and without a number format; none where it holds other text."""
        return typed_name(self.text)

    @property
    def score(self) -> str | None:
        """The indicator whose score the cell holds alone; none where it holds something else."""
        return score_alone(self.text)


class FormRow(Element):
    """A row of a form's header or footer block, or one for each row of a table."""

    cells: list[FormCell]
    each: str | None = None
    border: bool = True
    lines: Annotated[int, Field(gt=0)] = 1  # its least height, in lines of text
    ends_page: bool = False  # what follows begins on a new page


class Total(Element):
    """The last row of the table."""

    label: str
    points: bool  # shows the points in every points column


class Form(Element):
    """How the official form looks."""

    title: str
    paper: Literal["A3", "A4"]
    orientation: Literal["landscape", "portrait"] = "landscape"
    header: list[FormRow] = Field(default=[])
    columns: Annotated[list[FormColumn], Field(min_length=1)]
    total: Total | None = None  # without it, {total} stands alone in a cell of header or footer
    footer: list[FormRow] = Field(default=[])
