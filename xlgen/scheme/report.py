"""The written report on a form (自评报告): its outline as a bureau prescribes it, and what of it the form says."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from xlgen.scheme.inputs import UNIT_NAME, Element, Word

MAX_LEVELS = 3
"""Levels of headings that official documents of this kind have."""


class Fact(Word, heading="自评报告里由评分表写入的内容"):
    """What a section states by itself."""

    CONCLUSION = "conclusion", "自评总分和等次"
    LEVELS = "levels", "各级指标的满分、得分和得分率"
    INDICATORS = "indicators", "逐项写出各指标的满分、得分、所填的数和比率、扣分原因"
    FIGURES = "figures", "通用填报项里的金额、人数等"
    RATES = "rates", "自动计算的比率"
    LOSSES = "losses", "扣分的指标、扣几分、单位写的原因"


class ReportTable(Element, title="自评报告里的明细表"):
    """A table of the unit's own rows, as a table of the report."""

    table: str = Field(description="明细表（编号）")
    columns: list[str] = Field(default=[], description="印哪几列（编号）；不写则印填了的各列")


class ReportSection(Element, title="自评报告的一节"):
    """A heading with what stands below it: texts of the form, facts, tables, what a person must write, sections."""

    heading: Annotated[str, Field(min_length=1)] = Field(description="标题，连同编号，照印发的提纲")
    shows: list[str] = Field(default=[], description="照录单位填的哪几项（编号）")
    facts: list[Annotated[Fact, Field(strict=False)]] = Field(default=[], description="由评分表写入什么")
    about: list[str] = Field(default=[], description="只写哪几个一级、二级指标（名称）；不写则全部")
    tables: list[ReportTable] = Field(default=[], description="列出哪几张明细表")
    write: str = Field(default="", description="要由人写的：印成【待填：……】")
    sections: list[ReportSection] = Field(default=[], description="下一级的各节")


class ReportOutline(Element, title="自评报告的提纲"):
    """The report's title and cover, in which {input} stands for what was filled in, and its sections."""

    title: Annotated[str, Field(min_length=1)] = Field(description="标题，{编号} 代表所填的内容")
    cover: list[str] = Field(default=[], description="封面上的各行，如 单位名称（公章）：{unit_name}")
    sections: Annotated[list[ReportSection], Field(min_length=1)] = Field(description="一级标题的各节")

    @property
    def all_sections(self) -> list[ReportSection]:
        """Every section, those below others too, in no order."""
        sections = list(self.sections)
        for section in sections:
            sections += section.sections
        return sections


def standard_outline(year: int, project: str = "") -> ReportOutline:
    """What reports have where a bureau prescribes no outline. project: the input that names what a form is about."""
    if project:
        return ReportOutline(
            title=f"{year}年度项目支出绩效自评报告",
            cover=[f"项目名称：{{{project}}}", f"单位名称（公章）：{{{UNIT_NAME}}}", *_SIGNED],
            sections=_project_sections(),
        )
    return ReportOutline(
        title=f"{year}年度部门整体支出绩效自评报告",
        cover=[f"单位名称（公章）：{{{UNIT_NAME}}}", *_SIGNED],
        sections=_unit_sections(),
    )


_SIGNED = ["填报人：", "联系电话：", "填报日期："]


def _unit_sections() -> list[ReportSection]:
    return [
        ReportSection(
            heading="一、部门基本情况",
            sections=[
                ReportSection(heading="（一）部门职能", write="主要职能、内设机构和人员情况"),
                ReportSection(heading="（二）年度总体工作和重点工作任务", write="年度总体工作和重点工作任务"),
                ReportSection(heading="（三）部门整体支出情况", facts=[Fact.FIGURES], write="收入、支出的构成"),
            ],
        ),
        ReportSection(
            heading="二、绩效自评情况",
            sections=[
                ReportSection(heading="（一）自评结论", facts=[Fact.CONCLUSION, Fact.LEVELS]),
                ReportSection(heading="（二）各项指标自评情况", facts=[Fact.INDICATORS]),
            ],
        ),
        ReportSection(heading="三、主要绩效", write="履职取得的主要成效"),
        ReportSection(heading="四、存在问题", facts=[Fact.LOSSES], write="扣分之外的其他问题"),
        ReportSection(heading="五、改进措施和有关建议", write="逐项写明改进措施、责任人和完成时限"),
    ]


def _project_sections() -> list[ReportSection]:
    return [
        ReportSection(
            heading="一、基本情况",
            sections=[
                ReportSection(heading="（一）项目概况", write="立项背景、主要内容和实施情况"),
                ReportSection(heading="（二）资金情况", facts=[Fact.FIGURES], write="资金到位和使用情况"),
                ReportSection(heading="（三）项目绩效目标", write="总体目标和阶段性目标"),
            ],
        ),
        ReportSection(heading="二、自评结论", facts=[Fact.CONCLUSION, Fact.LEVELS]),
        ReportSection(heading="三、绩效指标完成情况", facts=[Fact.INDICATORS]),
        ReportSection(heading="四、存在问题", facts=[Fact.LOSSES], write="扣分之外的其他问题"),
        ReportSection(heading="五、改进措施和有关建议", write="逐项写明改进措施、责任人和完成时限"),
    ]
