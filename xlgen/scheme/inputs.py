"""What a scheme asks a unit to fill in: inputs, measures computed from them, tables of the unit's own rows."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from xlgen.rules.bands import Band
from xlgen.rules.choice import NO, TICK, YES
from xlgen.scheme import arithmetic
from xlgen.xlsx.dates import day_number

Points = Annotated[float, Field(gt=0)]
MONEY_UNIT, UNIT_NAME = "money_unit", "unit_name"
"""Inputs every scheme must (unit_name) or may (money_unit) declare: without it all amounts are in 万元."""
YUAN, TEN_THOUSAND_YUAN = "元", "万元"
YUAN_PER_TEN_THOUSAND = 10_000
MAX_CHARACTERS = 2000
"""Length of a text that the unit fills in: more than a page of the form shows."""
MAX_ROWS = 200
"""Rows of a table; each has its formulas."""
MAX_NUMBER = 1e13
"""The greatest number a form holds: ten trillion 元. Beyond it, rounding to the cent would lose digits."""

FIRST_YEAR_OF_DATES, LAST_YEAR_OF_DATES = 1990, 2100
"""Dates lie in these years where a scheme says nothing else."""
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


class Element(BaseModel):
    """Base of everything in a scheme file: unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class Word(StrEnum):
    """A word of scheme files, with its meaning in Chinese for whoever writes one."""

    meaning: str
    heading: ClassVar[str]

    def __init_subclass__(cls, heading: str = "") -> None:
        """The heading, in Chinese, is that of the list of these words."""
        super().__init_subclass__()
        cls.heading = heading

    def __new__(cls, word: str, meaning: str = "") -> Self:
        """The word alone is the value."""
        member = str.__new__(cls, word)
        member._value_, member.meaning = word, meaning
        return member


class InputType(Word, heading="填报项的种类"):
    """What an input holds."""

    MONEY = "money", "金额，按单位所选的元或万元；没有 money_unit 的按万元"
    NUMBER = "number", "数，可以有小数"
    COUNT = "count", "整数，如人数、次数"
    PERCENT = "percent", "比率，显示为百分比；90% 写 0.9"
    CHOICE = "choice", "选项：从 options 里选一个"
    YES_NO = "yes_no", "是或否"
    TICK = "tick", "勾选：√，或者空着"
    DATE = "date", "日期，如 2025-03-31"
    TEXT = "text", "文字"


FIXED_OPTIONS = {InputType.YES_NO: [YES, NO], InputType.TICK: [TICK]}
"""What may be chosen where that follows from the kind."""
ADDED_UP = frozenset({InputType.MONEY, InputType.NUMBER, InputType.COUNT})
"""What has a sum: not a rate."""
NUMERIC = frozenset({InputType.MONEY, InputType.NUMBER, InputType.COUNT, InputType.PERCENT})


def is_written_date(value: object) -> bool:
    """Whether a value of a scheme file is meant as a date: one of YAML's, or a text like 2025-03-31."""
    return isinstance(value, datetime.date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value) is not None)


Bound = Annotated[
    Annotated[float, Tag("number")] | Annotated[datetime.date, Field(strict=False), Tag("date")],
    Discriminator(lambda value: "date" if is_written_date(value) else "number"),
]
"""The smallest or the greatest value of an input: a number, or the date of a day."""


class Bands(Element, title="比例范围"):
    """The band in which a percent must lie, by the option chosen in another input."""

    by: str = Field(description="档次所在的填报项（编号）")
    ranges: Annotated[dict[str, Band], Field(min_length=1)] = Field(description="各档次的比例范围")


class Input(Element, title="填报项"):
    """One value that the unit fills in, alone or as a column of a table."""

    label: str = Field(description="名称：填报区、填报清单、校验里都这样称呼它")
    short: str = Field(default="", description="简称：评分依据里代替名称；名单的列名也可以写它")
    kind: Annotated[InputType, Field(strict=False)] = Field(description="填的是什么")
    unit: str = Field(default="", description="计量单位，如 人、次；金额和比率不写")
    required: bool = Field(default=True, description="必填；false 是选填，可以留空。打勾的不写就是选填")
    required_when: str | None = Field(
        default=None, description="条件：成立时必填，如 lost > 0；与 required: false 同写"
    )
    minimum: Bound = Field(
        default=0.0, description="最小的数；不写就是 0，可以填负数的写明，如 -100。日期写最早的一天，如 2025-01-01"
    )
    maximum: Bound | None = Field(default=None, description="最大的数；比率写 1，不写 100%。日期写最晚的一天")
    max_length: Annotated[int, Field(gt=0, le=MAX_CHARACTERS)] | None = Field(
        default=None, description=f"文字最多几个字；不写则是 {MAX_CHARACTERS} 个字"
    )
    no_more_than: str | None = Field(default=None, description="不能大于（日期不能晚于）哪一项（编号）")
    bands: Bands | None = Field(default=None, description="比例的范围随另一项所选的档次而定")
    choices: list[str] = Field(default=[], alias="options", description="kind: choice 的各个选项")
    locked: bool = Field(default=False, description="下发时由财政部门填定，单位不能改")
    private: bool = Field(default=False, description="联系电话、经办人姓名等：公开版里空着不印")
    carried_from: str | None = Field(default=None, description="按名单下发时，从上年表格的哪一项（编号）结转")
    rolls_up: bool = Field(
        default=False,
        description="部门汇总表里是各单位的合计；用于金额、数、整数（比率相加没有意义），明细表的列不写",
    )
    formerly: str = Field(default="", description="上一版工作簿里的名称；新编的表样不写")
    deducted_from: float | str | None = Field(
        default=None, description="上一版填的是得分时，从几分（或哪一列的分值）中扣；新编的表样不写"
    )
    help: str = Field(default="", description="填写要求，选中这一格时显示")
    source: str = Field(default="", description="取数来源：哪个科室、哪张报表、哪个系统")
    width: Annotated[float, Field(gt=0)] = Field(default=14, description="在明细表里的列宽")
    lines: Annotated[int, Field(gt=0)] = Field(default=1, description="文字预留几行的高度")

    @model_validator(mode="before")
    @classmethod
    def _tick_may_stay_blank(cls, written: Any) -> Any:
        ticked = isinstance(written, dict) and written.get("kind") == InputType.TICK
        return {"required": False, **written} if ticked else written

    @property
    def plain_label(self) -> str:
        """The label without the mark that ends it where it is a criterion, for use in a sentence."""
        return self.label.rstrip("；。")

    @property
    def short_label(self) -> str:
        """What it is called where there is little room."""
        return self.short or self.plain_label

    @property
    def limit_source(self) -> str | None:
        """The input that limits this one: the number it cannot exceed, or the grade whose band it must lie in."""
        return self.bands.by if self.bands else self.no_more_than

    @property
    def numeric(self) -> bool:
        """Holds a number; a day is one."""
        return self.kind in NUMERIC or self.kind is InputType.DATE

    @property
    def bounds(self) -> tuple[float, float]:
        """The smallest and the greatest number it takes; of a date, the first and the last day."""
        low, high = self.minimum, self.maximum
        if self.kind is not InputType.DATE:
            return _number(low), MAX_NUMBER if high is None else _number(high)
        first, last = datetime.date(FIRST_YEAR_OF_DATES, 1, 1), datetime.date(LAST_YEAR_OF_DATES, 12, 31)
        return _number(low if isinstance(low, datetime.date) else first), _number(last if high is None else high)

    @property
    def longest(self) -> int:
        """The characters that a text may have."""
        return MAX_CHARACTERS if self.max_length is None else self.max_length

    @property
    def options(self) -> list[str]:
        """What may be chosen; empty where the input is not a choice."""
        return FIXED_OPTIONS.get(self.kind, self.choices)


def _number(bound: float | datetime.date) -> float:
    return day_number(bound) if isinstance(bound, datetime.date) else bound


class Zero(Element, title="除数为零时"):
    """The value of a measure whose divisor is 0: with the numerator 0 too, or not; and why, in Chinese."""

    both_zero: float = Field(description="分子、除数都是 0 时的值")
    base_zero: float = Field(description="只有除数是 0 时的值")
    because: str = Field(description="为什么这样计；除数是 0 时写进评分依据")

    @property
    def outcome(self) -> arithmetic.ZeroOutcome:
        """The two values, for the evaluation."""
        return arithmetic.ZeroOutcome(self.both_zero, self.base_zero)


class Measure(Element, title="自动计算的项"):
    """A value computed from inputs, shown to the unit: a rate, mostly."""

    label: str = Field(description="名称")
    value: str = Field(description="算式，如 spent / budget")
    format: Literal["percent", "number"] = Field(
        default="percent", description="显示为百分比（percent），还是数（number）"
    )
    zero: Zero | None = Field(default=None, description="除数是 0 时怎样计；除数可能是 0 的必须写")


class Distinct(Element, title="不同的选项"):
    """The number of different values that a table must at least hold in a choice column."""

    column: str = Field(description="选项所在的列（编号）")
    at_least: Annotated[int, Field(gt=0)] = Field(description="至少要有几种")


class Excess(Element, title="偏高的界限"):
    """When a row exceeds its target so far that it needs explaining: a measure of the table, and its limit."""

    measure: str = Field(description="本表自动计算的哪一项（编号）")
    above: Annotated[float, Field(gt=0)] = Field(description="高于多少要说明原因；150% 写 1.5")


class RowLimit(Element, title="一行的限额"):
    """What some columns of a row may come to together."""

    sum_of: Annotated[list[str], Field(min_length=2)] = Field(description="同一行里相加的各列（编号）")
    at_most: float = Field(description="合计不得超过的数")


class Table(Element, title="明细表"):
    """Rows that the unit defines itself; the form may prescribe cells of the first ones (preset)."""

    label: Annotated[str, Field(min_length=1, max_length=20)] = Field(description="表名，也是工作表的名称")
    rows: Annotated[int, Field(gt=0, le=MAX_ROWS)] = Field(description="预留几行")
    columns: Annotated[dict[str, Input], Field(min_length=1)] = Field(description="各列：编号和填报项")
    measures: dict[str, Measure] = Field(default={}, description="每行自动计算的各项，算式里用本表的列")
    at_least_rows: Annotated[int, Field(ge=0)] = Field(default=1, description="至少填几行")
    required_when: str | None = Field(default=None, description="条件：成立时才要求填行")
    distinct: Distinct | None = Field(default=None, description="某一列至少要有几种不同的选项")
    counted_once: list[str] = Field(
        default=[], description="这些列（编号）都相同的几行只计一次，重复的行自动计算的各项是 0"
    )
    row_limits: list[RowLimit] = Field(default=[], description="一行里几列的合计不得超过的数")
    preset: list[dict[str, str | float | datetime.date]] = Field(
        default=[], description="表格规定的内容，从第一行起一行一项（列的编号: 值），填好并锁定"
    )
    reason: str | None = Field(default=None, description="写未达标原因的一列（编号）：得分低于分值的行必填")
    excess: Excess | None = Field(default=None, description="完成得过高、要说明原因的界限")
    evidence_column: str | None = Field(default=None, description="写佐证材料名称的一列（编号）：核对时查有没有附上")
    help: str = Field(default="", description="填写要求，显示在明细表上方")


class SubjectInputs(Element, title="填报对象"):
    """The general inputs that say what a form is about; where there is no code, the name alone tells subjects apart."""

    code: str | None = Field(default=None, description="填编码的通用填报项；没有编码的，靠名称分清")
    name: str = Field(description="填名称的通用填报项")
    called: Annotated[str, Field(min_length=1, max_length=10)] = Field(default="项目", description="怎样称呼它")

    @property
    def names(self) -> list[str]:
        """The ids of the inputs: the code's, where there is one, and the name's."""
        return [self.name] if self.code is None else [self.code, self.name]
