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

OF_ROWS = frozenset(
    {
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


class Expansion(Element):
    """An indicator as rows of the form, one for each row of its table.

    shows: by content, texts in which {column} stands for the row's cell; a text whose cells are all blank is left out.
    """

    table: str
    shows: dict[Annotated[Content, Field(strict=False)], list[str]]


class FormColumn(Element):
    """A column of the official form: its heading (from the outermost to the innermost), content and width."""

    title: Annotated[list[str], Field(min_length=1)]
    content: Annotated[Content, Field(strict=False)]
    width: Annotated[float, Field(gt=0)]


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


class FormRow(Element):
    """A row of a form's header or footer block, or one for each row of a table."""

    cells: list[FormCell]
    each: str | None = None
    border: bool = True
    lines: Annotated[int, Field(gt=0)] = 1  # its least height, in lines of text


class Total(Element):
    """The last row of the form."""

    label: str
    points: bool  # shows the points in every points column


class Form(Element):
    """How the official form looks."""

    title: str
    paper: Literal["A3", "A4"]
    header: list[FormRow] = Field(default=[])
    columns: Annotated[list[FormColumn], Field(min_length=1)]
    total: Total
    footer: list[FormRow] = Field(default=[])
