"""How the official form looks, as a scheme states it: columns, header and footer blocks, rows of the unit's own."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from xlgen.scheme.inputs import Element, Word

TICKED, NOT_TICKED = "☑", "□"
"""What {choice:option} in a text shows, and what a tick does."""


class Content(Word, heading="栏目内容"):
    """What a column of the form shows."""

    LEVEL_1 = "level_1", "一级指标的名称"
    LEVEL_1_POINTS = "level_1_points", "一级指标的分值"
    LEVEL_2 = "level_2", "二级指标的名称"
    LEVEL_2_POINTS = "level_2_points", "二级指标的分值"
    INDICATOR = "indicator", "指标的名称"
    POINTS = "points", "指标的分值"
    SCORE = "score", "得分"
    RESULT = "result", "完成情况，即指标的 result"
    BASIS = "basis", "评分依据：自动组成，或照指标的 basis；单位自己的说明写在下面一格"
    EXPLANATION = "explanation", "指标说明，即指标的 explanation"
    CRITERIA = "criteria", "评分标准，即指标的 criteria"
    EVIDENCE = "evidence", "佐证材料，由单位填写"
    REMARK = "remark", "备注，由单位填写"


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


class Expansion(Element, title="明细表在评分表上的各行"):
    """An indicator as rows of the form, one for each row of its table.

    shows: by content, texts in which {column} stands for the row's cell; a text whose cells are all blank is left out.
    Level names that are those of the row above are not repeated.
    """

    table: str = Field(description="明细表（编号）：每行在评分表上占一行")
    shows: dict[ContentName, list[str]] = Field(
        description="各栏显示什么：栏目内容和一列文字，{列} 代表该行所填的；所含各格都空着的文字不显示"
    )


class FormColumn(Element, title="栏目"):
    """A column of the official form: its heading (from the outermost to the innermost), content and width.

    A form without scores has widths alone: all its cells are those of its blocks.
    """

    title: list[str] = Field(default=[], description="栏目名称，从外层到内层；相邻各栏外层相同的合并")
    content: ContentName | None = Field(
        default=None, description="显示什么；也可以自己取名，由指标或明细表的 shows 写明内容"
    )
    width: Annotated[float, Field(gt=0)] = Field(description="列宽")
    reviewed: bool = Field(default=False, description="由审核部门填写：下发时空着，单位不能填")


def score_alone(text: str) -> str | None:
    """The indicator whose score is the whole text; none where there is other text."""
    found = SCORE_ALONE.fullmatch(text)
    return found[1] if found else None


def typed_name(text: str) -> str | None:
    """The name of the placeholder that is the whole text; none where there is other text or a number format."""
    found = TYPED.fullmatch(text)
    return found[1] if found else None


class FormCell(Element, title="表头表尾的格"):
    """A cell of a form's header or footer block; {input} in its text stands for what the unit filled in.

    A cell that holds nothing but {input} is where the input is typed; one that shows a measure stays computed.
    """

    text: str = Field(default="", description="文字；{编号} 代表所填的内容，只写一个 {编号} 的就在这一格填")
    columns: Annotated[int, Field(gt=0)] = Field(default=1, description="占几列")
    rows: Annotated[int, Field(gt=0)] = Field(default=1, description="占几行")
    align: Literal["left", "center", "right"] = Field(
        default="left", description="靠左（left）、居中（center）、靠右（right）"
    )
    bold: bool = Field(default=False, description="加粗")
    once: bool = Field(default=False, description="逐行印出的一块里只写一次，各行合并成一格")

    @property
    def typed(self) -> str | None:
        """The name that the cell holds alone and without a number format; none where it holds other text."""
        return typed_name(self.text)

    @property
    def score(self) -> str | None:
        """The indicator whose score the cell holds alone; none where it holds something else."""
        return score_alone(self.text)


class FormRow(Element, title="表头表尾的行"):
    """A row of a form's header or footer block, or one for each row of a table."""

    cells: list[FormCell] = Field(description="各格，所占的列数合计等于栏目数")
    each: str | None = Field(default=None, description="明细表（编号）：每行数据印一行")
    border: bool = Field(default=True, description="画边框")
    lines: Annotated[int, Field(gt=0)] = Field(default=1, description="至少几行文字的高度")
    ends_page: bool = Field(default=False, description="下面的内容另起一页")


class Total(Element, title="合计行"):
    """The last row of the table."""

    label: str = Field(description="名称，如 合计")
    points: bool = Field(description="各分值栏里也写分值的合计")


class Form(Element, title="版面"):
    """How the official form looks."""

    title: str = Field(description="大标题；没有写年度的，前面自动加上年度")
    paper: Literal["A3", "A4"] = Field(description="纸张")
    orientation: Literal["landscape", "portrait"] = Field(
        default="landscape", description="横向（landscape）或纵向（portrait）"
    )
    header: list[FormRow] = Field(default=[], description="表头：栏目上方的各行")
    columns: Annotated[list[FormColumn], Field(min_length=1)] = Field(description="各栏，从左到右；不计分的表只写列宽")
    total: Total | None = Field(default=None, description="表末的合计行；不写的，总分用表头、表尾的 {total} 显示")
    footer: list[FormRow] = Field(default=[], description="表尾：表格下方的各行")
