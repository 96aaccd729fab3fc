"""What may be wrong with a filled review workbook: every kind has its words and what to do."""

from __future__ import annotations

from typing import NamedTuple

from xlgen.errors import Catalogue
from xlgen.reviewing.answers import AGREED, Evidence
from xlgen.reviewing.reviews import AGREES, DISAGREES

MAX_WORDS = 500
"""Characters that a reviewer or a unit may write in a cell."""


class Fault(Catalogue):
    """The kinds, each with what is wrong and what to do."""

    NOT_A_REVIEW = ("不是复核底稿", "请交发出的那个文件；另存的请存成 .xlsx，不要复制到新表")
    OTHER_IDENTITY = ("文件里记的复核对象前后不一致", "请用发出的底稿重新填写")
    NOT_GIVEN_OUT = ("不是本次发出的底稿，或已另发新底稿", "请用最近发出的底稿填写")
    OTHER_COPY = ("单位的有效版本已经换了，底稿依据的不是现在这一份", "请按现在的有效版本重新发底稿")
    SETTLED = ("已经定稿", "确需改动的，先撤销定稿")
    TWICE = ("同一单位交了几份不同的底稿（{files}）", "请只留最后那一份")
    UNREADABLE = ("{reason}", "请用发出的底稿重新填写")
    ROW_MOVED = (
        "这一行应当是“{expected}”，现在是“{found}”；共 {count} 行对不上",
        "底稿的行不能增删、移动，请用发出的底稿重新填写",
    )
    OWN_CHANGED = ("自评值被改成“{found}”，单位所报是“{expected}”", "自评值不能改，请恢复；复核的数写在复核值一栏")
    NOT_DECIDED = ("没有填复核值，也没有选无异议", f"请填复核值；同意自评值的，在无异议一栏选{AGREED}")
    BOTH = ("填了复核值，又选了无异议", "请留一个")
    UNKNOWN_MARK = ("无异议一栏写的是“{found}”", f"请从下拉列表选{AGREED}，或留空")
    FORMULA = ("复核值是公式", "请键入数")
    WRONG_VALUE = ("复核值“{found}”不合填报要求：{why}", "请改写复核值")
    PERCENT_AS_NUMBER = ("复核值是 {found}，可能是想填 {meant}", "请核对；百分比请连同百分号键入")
    UNKNOWN_EVIDENCE = ("佐证情况写的是“{found}”", f"请从下拉列表选：{'、'.join(Evidence)}")
    UNKNOWN_REASON = ("扣分口径写的是“{found}”，不在口径之列", "请从下拉列表选")
    TOO_LONG = ("{column}一栏有 {length} 个字", f"请缩短到 {MAX_WORDS} 个字以内")
    NO_PROBLEM = ("{what}，没有写问题", "请在问题一栏写明是什么问题")
    NO_REASON = ("由自评 {own} 分改为 {score} 分，没有选扣分口径", "请在扣分的项目上选扣分口径")
    NOT_BY_PERCENT = (
        "扣分口径是{reason}，应得 {due} 分，按复核值只得 {score} 分",
        "请改复核值，或改选与扣分相符的口径",
    )
    FULL_MARKS = ("佐证情况是{evidence}，却得满分（{score} 分）", "请照实改复核值或选扣分口径，或改正佐证情况")
    NO_SCORE = ("按复核值算不出得分：{why}", "请补齐或改正这些项目的复核值")
    NO_REVIEWER = ("没有写复核人", "请在表头写复核人姓名")
    NOT_AN_OPINION = ("不是征求意见表", "请交发出的那个文件；另存的请存成 .xlsx")
    NOT_ASKED = ("不是最近一次征求意见的表，或还没有征求意见", "请用最近发出的征求意见表填写")
    UNKNOWN_OPINION = ("单位意见写的是“{found}”", f"请从下拉列表选：{AGREES}、{DISAGREES}")
    NO_OPINION = ("没有选同意或不同意", "请从下拉列表选")
    NO_GROUNDS = ("不同意，没有写理由", "请写明理由")
    AGREES_AND_NOT = ("总体同意，下面又有不同意的", "请把总体意见改为不同意，或改正各项")
    SHOWN_DIFFERS = (
        "表上显示复核总分 {shown}，按规则应为 {due}",
        "以按规则计算的为准；请在 Excel 或 WPS 里重新计算后核对",
    )


NOTES = frozenset({Fault.SHOWN_DIFFERS, Fault.PERCENT_AS_NUMBER})
"""Those that are only told: the result is recorded all the same."""


class Objection(NamedTuple):
    """Something that is wrong: its kind, the cell on 复核底稿 (empty: the whole), what the row is about, the words."""

    fault: Fault
    cell: str
    label: str
    message: str
    remedy: str

    @property
    def blocks(self) -> bool:
        """Whether the workbook is not accepted with it."""
        return self.fault not in NOTES

    def __str__(self) -> str:
        where = "　".join(filter(None, (self.cell, self.label)))
        return f"{where}：{self.message}。{self.remedy}" if where else f"{self.message}。{self.remedy}"


def objection(fault: Fault, cell: str = "", label: str = "", **fields: object) -> Objection:
    """An objection with its words filled in."""
    return Objection(fault, cell, label, *fault.filled(**fields))
