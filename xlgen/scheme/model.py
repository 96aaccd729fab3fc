"""The model of a scheme: a bureau's form as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import Field, PrivateAttr

from xlgen.rules.grading import grade_of
from xlgen.scheme.documents import STANDARD, Document
from xlgen.scheme.form import Content, Expansion, Form
from xlgen.scheme.inputs import Element, Input, InputType, Measure, Points, SubjectInputs, Table, Word
from xlgen.scheme.node import is_name
from xlgen.scheme.outline import PLACEHOLDER
from xlgen.scheme.report import ReportOutline, standard_outline
from xlgen.scheme.review import Review

YEARS = range(2000, 2100)


class PointsBy(Element, title="按选项规定的分值"):
    """Points laid down for each option of a column: those of the rows with this option add up to them."""

    column: str = Field(description="选项所在的列（编号）")
    points: Annotated[dict[str, Points], Field(min_length=1)] = Field(
        description="各选项的分值：选它的各行，权重合计等于这个数"
    )


Source: TypeAlias = str | float
"""What a rule takes: the id of an input, a measure or a column; or a number or a word that the form lays down."""


class ScoringPart(Element, title="计分的一部分"):
    """One part of an indicator's points: a rule of the library, its arguments and its parameters."""

    points: Points = Field(description="这一部分的分值")
    rule: str = Field(description="计分规则")
    inputs: dict[str, Source | list[Source]] = Field(
        description="规则要的各项取自哪里：填报项、自动计算的项、明细表的列（编号）；表格规定的直接写"
    )
    parameters: dict[str, Any] = Field(default={}, alias="with", description="规则的参数，如每次扣几分")
    name: str = Field(default="", description="这一部分的名称，写进评分依据和计分说明")
    table: str | None = Field(default=None, description="逐行计分的明细表（编号）")
    veto: str | None = Field(default=None, description="条件：成立时这一部分得 0 分")
    one_of: str = Field(
        default="",
        description="择一计分的名称：同名的几个部分只计一个，取得分最高的；写了 applies_when 的，取第一个适用的",
    )
    applies_when: str | None = Field(default=None, description="条件：成立时这一部分适用，与 one_of 同用")
    combine: Literal["mean", "weighted", "sum"] = Field(
        default="mean", description="各行得分怎样合成：平均（mean）、按 weight 加权（weighted）、相加（sum）"
    )
    weight: str | None = Field(default=None, description="权重所在的列（编号）")
    row_points: str | None = Field(default=None, description="每行分值所在的列（编号）：各行合计等于这一部分的分值")
    points_by: PointsBy | None = Field(default=None, description="各行的分值按所选的选项分别规定")

    @property
    def conditions(self) -> list[str]:
        """The conditions that its points depend on."""
        return [text for text in (self.veto, self.applies_when) if text is not None]

    def names(self, argument: str) -> list[str]:
        """The ids of what an argument of the rule takes, without what the form lays down."""
        sources = self.inputs[argument]
        return [source for source in (sources if isinstance(sources, list) else [sources]) if is_name(source)]


class Erratum(Element, title="勘误"):
    """Where the printed text cannot be meant: what is printed, what is meant, and why."""

    printed: str = Field(description="印的是什么")
    meant: str = Field(description="应当是什么")
    because: str = Field(description="为什么")


class Accepted(Element, title="认可的疑点"):
    """A doubt of the lint, by its code, about what is as it should be, and why."""

    doubt: str = Field(description="疑点的代码，即 lint 写在方括号里的")
    because: str = Field(description="为什么确应如此")


class NotApplicable(Element, title="不适用"):
    """When a unit may leave an indicator out, and what becomes of its points: one of two things.

    They go to other indicators, in equal shares to the cent, of which the last receives what is left; or they stay, and
    the total is rescaled from the points of the indicators that apply to the full marks.
    """

    when: str = Field(description="条件：成立时本指标不适用")
    points_to: Annotated[list[str], Field(min_length=1)] | None = Field(
        default=None, description="分值平均加到哪些指标（编号）"
    )
    rescaled: bool = Field(default=False, description="分值不移，总分按适用的指标折算成满分；与 points_to 写一个")


class Indicator(Element, title="指标"):
    """A leaf of the form: official texts as printed, and how its points are given."""

    id: str = Field(description="编号")
    name: str = Field(description="名称，照印发的文字")
    points: Annotated[float, Field(ge=0)] = Field(description="分值")
    explanation: str = Field(default="", description="指标说明，照印发的文字")
    criteria: list[str] = Field(default=[], description="评分标准，照印发的文字，一条一行")
    inputs: dict[str, Input] = Field(default={}, description="本指标要填的各项：编号和填报项")
    measures: dict[str, Measure] = Field(default={}, description="由填报数据算出的各项")
    parts: list[ScoringPart] = Field(default=[], description="怎样计分：一部分或几部分，分值相加等于本指标的分值")
    judged: str | None = Field(default=None, description="得分由单位自行评定的：填得分的那一项（编号），不再写 parts")
    veto: str | None = Field(default=None, description="条件：成立时本指标得 0 分")
    deduction: str | None = Field(default=None, description="算式：从得分里再扣的分，如酌情扣分")
    not_applicable: NotApplicable | None = Field(
        default=None, description="可以不适用的指标：什么情况下不适用，分值怎样处理"
    )
    expansion: Expansion | None = Field(default=None, description="明细表的每一行在评分表上各占一行")
    result: str = Field(default="", description="“完成情况”一类栏目显示的文字；{grade} 是各要点里最低的档次")
    shows: dict[str, str] = Field(
        default={}, description="自己取名的各栏显示什么（栏目: 文字）；只写一个 {编号} 的就在那一格填"
    )
    explained: bool | None = Field(default=None, description="扣分是否要说明原因；不写的随表样")
    basis: list[str] = Field(default=[], description="评分依据写成这些文字，不写则自动组成")
    evidence: str = Field(default="", description="佐证材料栏印好的文字，单位可以改")
    remark: str = Field(default="", description="备注栏印好的文字，单位可以改")
    errata: list[Erratum] = Field(default=[], description="勘误：印发的文字有误之处")
    readings: list[str] = Field(default=[], description="口径：印发的文字没有写明、按什么理解")
    accepted: list[Accepted] = Field(default=[], description="lint 提出、但确应如此的疑点")

    @property
    def rescales(self) -> bool:
        """Where it is not applicable, the total is rescaled; the points that the form prints stay."""
        return self.not_applicable is not None and self.not_applicable.rescaled

    @property
    def ways(self) -> list[list[ScoringPart]]:
        """Its parts in their order; those of which only one counts together."""
        found: dict[str | int, list[ScoringPart]] = {}
        for place, part in enumerate(self.parts):
            found.setdefault(part.one_of or place, []).append(part)
        return list(found.values())

    @property
    def reasons(self) -> list[str]:
        """The texts that say why points were lost: those that are not demanded anyway."""
        return [name for name, spec in self.inputs.items() if spec.kind is InputType.TEXT and not spec.required]

    @property
    def criteria_text(self) -> str:
        """The official 评分标准 as printed, clause by clause."""
        return "\n".join(self.criteria)


class Adjustment(Indicator, title="加减分"):
    """加减分: a row of the form beside the full marks, which adds to the total or takes from it within bounds."""

    points: Literal[0] = Field(default=0, description="不写：加减分在满分之外")
    group: str = Field(description="显示在哪个一级指标的名称下")
    value: str = Field(description="算式：加（减）几分")
    most: Annotated[float, Field(ge=0)] = Field(description="最多加几分")
    least: Annotated[float, Field(le=0)] = Field(description="最多减几分，写负数或 0")


class Group(Element, title="一级二级指标"):
    """A level of the form above the indicators."""

    name: str = Field(description="名称")
    points: Points = Field(description="分值，等于下级合计")
    in_header: bool = Field(default=False, description="下面的指标在表头里计分，不占评分表的行")
    groups: list[Group] = Field(default=[], description="下一级指标")
    indicators: list[Indicator] = Field(default=[], description="直接在这一级之下的指标")

    def walk(self, above: tuple[Group, ...] = ()) -> Iterator[tuple[tuple[Group, ...], Group | Indicator]]:
        """This level and everything below in the order of the form, each with the levels above it, outermost first."""
        yield above, self
        for group in self.groups:
            yield from group.walk((*above, self))
        for indicator in self.indicators:
            yield (*above, self), indicator

    def leaves(self) -> Iterator[Indicator]:
        """The indicators below, in the order of the form."""
        return (element for _, element in self.walk() if isinstance(element, Indicator))


class Balance(Element, title="勾稽关系"):
    """Amounts or numbers that add up to another one; each an input, or all rows of a `table.column`."""

    sum_of: Annotated[list[str], Field(min_length=1)] = Field(description="相加的各项：填报项，或 表.列")
    equals: str = Field(description="应等于哪一项")


class CheckLevel(Word, heading="审核公式的级别"):
    """What follows where an audit rule does not hold."""

    BASIC = "基本性", "不成立的不能报送"
    VERIFY = "核实性", "不成立的，写明原因后可以报送"


class Check(Element, title="审核公式"):
    """What must hold between figures; asked only once all of them are there and where `when` holds.

    message: what is wrong where it does not, with {input} for what was filled in. cells: the inputs (by id) and columns
    (table.column) that are marked then; those that the expression uses where none are named.
    """

    holds: str = Field(description="应当成立的关系，如 abs(收入 - 支出) <= 0.01；数都填齐了才核对")
    level: Annotated[CheckLevel, Field(strict=False)] = Field(
        description="基本性：不成立的不能报送；核实性：不成立的要写明原因"
    )
    message: Annotated[str, Field(min_length=1)] = Field(description="不成立时的提示，{填报项} 处显示填的数")
    cells: list[str] = Field(default=[], description="不成立时标出的填报项或 表.列；不写则标出算式用到的各项")
    when: str | None = Field(default=None, description="只在这种情形下核对")

    @property
    def title(self) -> str:
        """The message without the figures of a form."""
        return PLACEHOLDER.sub("", self.message).rstrip("。；")


class Cap(Element, title="总分的上限"):
    """The most that a total may be where a condition holds, and why, in Chinese."""

    when: str = Field(description="条件，如 execution_rate < 0.5")
    at_most: Annotated[float, Field(ge=0)] = Field(description="成立时总分最高几分")
    because: str = Field(description="什么情况下，如 执行率低于50%")

    @property
    def words(self) -> str:
        """The rule as a sentence says it, like 执行率低于50%的，总分最高59分."""
        return f"{self.because.removesuffix('的')}的，总分最高{self.at_most:g}分"


class Grade(Element, title="等次"):
    """A grade and the total from which it is given (that total included)."""

    name: str = Field(description="名称")
    at_least: float = Field(description="总分达到多少（含）")


@dataclass(frozen=True)
class Unrendered:
    """The data that a scheme was rendered from. It does not count when schemes are compared."""

    data: Mapping[str, Any] = field(default_factory=dict, compare=False)


class Scheme(Element, title="表样"):
    """A bureau's form for one year: identity, general inputs, indicators and layout.

    A form without scores (绩效目标申报表, 绩效监控表) has no points, grades and groups.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")] = Field(
        description="表样的编号，英文小写字母、数字和 -、_"
    )
    version: str = Field(description="版本；改了内容就换一个")
    name: str = Field(description="评分表的名称")
    issuer: str = Field(description="印发单位")
    source: str = Field(description="印发文件的名称和文号")
    year: Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])] = Field(description="评价年度")
    parameters: dict[str, str] = Field(default={}, description="文字里 {{ 名称 }} 的当地说法")
    points: Annotated[float, Field(ge=0)] = Field(default=0, description="满分；不计分的表不写")
    grades: list[Grade] = Field(default=[], description="等次，从高到低；不计分的表不写")
    explained: bool = Field(default=True, description="扣分要说明原因")
    inputs: dict[str, Input] = Field(description="不属于哪个指标的填报项，如单位名称、总的预算数")
    tables: dict[str, Table] = Field(default={}, description="单位逐行填写的明细表")
    groups: list[Group] = Field(default=[], description="一级指标；不计分的表不写")
    adjustments: list[Adjustment] = Field(default=[], description="满分之外的加减分")
    subject: SubjectInputs | None = Field(default=None, description="单位之外的填报对象，如项目：一个单位可填几份")
    balances: list[Balance] = Field(default=[], description="应当相等的合计，核对时检查")
    checks: dict[str, Check] = Field(default={}, description="审核公式：填报的数之间应当成立的关系，以编号为键")
    caps: list[Cap] = Field(default=[], description="某种情况下总分的上限；几条都成立的，取最低的")
    documents: list[Document] = Field(default=STANDARD, description="要件：除电子表外，报送还应有哪些材料")
    report: ReportOutline | None = Field(default=None, description="自评报告的提纲；不写则用通行的提纲")
    review: Review = Field(default=Review(), description="财政复核：扣分口径，差多少分降等、自评质量怎样计")
    form: Form = Field(description="评分表的版面")
    reconstructed: list[str] = Field(default=[], description="推定：印发的文件里没有、由编制人员补上的")
    _unrendered: Unrendered = PrivateAttr(default=Unrendered())

    @property
    def unrendered(self) -> Mapping[str, Any]:
        """The data of the scheme's file with its text templates as written; empty where it came from no file."""
        return self._unrendered.data

    def with_unrendered(self, data: Mapping[str, Any]) -> Scheme:
        """The same scheme with the data that it was rendered from, so that it can be rendered for other years."""
        scheme = self.model_copy()
        scheme._unrendered = Unrendered(data)
        return scheme

    @property
    def scored(self) -> bool:
        """Whether the form gives points at all."""
        return bool(self.groups)

    @property
    def report_outline(self) -> ReportOutline:
        """The outline of the written report on the form: its own, else what reports usually have."""
        return self.report or standard_outline(self.year, self.subject.name if self.subject else "")

    @property
    def title(self) -> str:
        """The form's title with its year."""
        return self.form.title if f"{self.year}年" in self.form.title else f"{self.year}年度{self.form.title}"

    def walk(self) -> Iterator[tuple[tuple[Group, ...], Group | Indicator]]:
        """Every level and indicator in the order of the form, each with the levels above it, outermost first.

        A level comes before what is in it; adjustments are in no level.
        """
        for group in self.groups:
            yield from group.walk()

    def levels(self) -> Iterator[tuple[int, Group]]:
        """Every level in the order of the form, each with its depth from 0."""
        return ((len(above), element) for above, element in self.walk() if isinstance(element, Group))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The leaf indicators in the order of the form, adjustments last."""
        leaves = [element for _, element in self.walk() if isinstance(element, Indicator)]
        return [*leaves, *self.adjustments]

    @cached_property
    def header_indicators(self) -> list[Indicator]:
        """The indicators that are scored in the header block."""
        return [
            element
            for above, element in self.walk()
            if isinstance(element, Indicator) and any(group.in_header for group in above)
        ]

    @cached_property
    def table_indicators(self) -> list[Indicator]:
        """The indicators that are rows of the form's table, adjustments last."""
        return [indicator for indicator in self.indicators if indicator not in self.header_indicators]

    def asks_why(self, indicator: Indicator) -> bool:
        """Whether an indicator that lost points needs a reason."""
        return self.explained if indicator.explained is None else indicator.explained

    @cached_property
    def rescaling(self) -> list[Indicator]:
        """The indicators without which the total is rescaled."""
        return [leaf for leaf in self.indicators if leaf.rescales]

    @cached_property
    def all_inputs(self) -> dict[str, Input]:
        """Every single input by id: the general ones first, then by indicator."""
        inputs = dict(self.inputs)
        for indicator in self.indicators:
            inputs.update(indicator.inputs)
        return inputs

    @cached_property
    def all_measures(self) -> dict[str, Measure]:
        """Every measure of an indicator by id; one may use only those before it."""
        return {name: measure for leaf in self.indicators for name, measure in leaf.measures.items()}

    @cached_property
    def free_text_fields(self) -> tuple[str, ...]:
        """The texts a unit may write on each indicator: remarks; evidence and notes where the form has a column."""
        contents = {column.content for column in self.form.columns}
        columns = {"evidence": Content.EVIDENCE, "notes": Content.REMARK}
        return ("remarks", *(name for name, content in columns.items() if content in contents))

    def form_rows(self, indicator: Indicator) -> list[str]:
        """The rows of the form that an indicator takes, by name: its id, with a number where it has several."""
        if indicator.expansion is None:
            return [indicator.id]
        return [f"{indicator.id}.{number}" for number in range(1, self.tables[indicator.expansion.table].rows + 1)]

    def with_rows(self, rows: Mapping[str, int]) -> Scheme:
        """The same scheme with other numbers of reserved rows in some tables."""
        changed = {name: self.tables[name].model_copy(update={"rows": count}) for name, count in rows.items()}
        return self.model_copy(update={"tables": {**self.tables, **changed}})

    @property
    def cut_offs(self) -> dict[str, float]:
        """The total from which each grade is given, by its name."""
        return {grade.name: grade.at_least for grade in self.grades}

    def grade(self, total: float) -> str:
        """The grade of a total; a total exactly on a cut-off gets the better grade."""
        return cast(str, grade_of(total, self.cut_offs))
