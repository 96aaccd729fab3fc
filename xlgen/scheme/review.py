"""How the bureau reviews returned forms (财政复核): the reasons for which points are taken, and what follows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from xlgen.scheme.inputs import Element


class ReviewReason(Element, title="扣分口径"):
    """A reason for which a review takes points; percent: of the full marks, 0 for a reason that takes none.

    Without a percent the points follow from the reviewed figures alone.
    """

    code: Annotated[str, Field(min_length=1, max_length=6, pattern=r"^\S+$")] = Field(description="编号，如 1、3-2")
    title: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^~*?]+$")] = Field(
        description="口径，如 没有资料证明"
    )
    percent: Annotated[float, Field(ge=0, le=100)] | None = Field(
        default=None, description="扣分值的百分之几；0 是不扣分；不写则按复核值重新计分"
    )
    when: str = Field(default="", description="适用的情形，一句话")

    @property
    def label(self) -> str:
        """As a reviewer chooses it from the list."""
        taken = {None: "", 0.0: "（不扣分）"}.get(self.percent, f"（扣{self.percent or 0:g}%）")
        return f"{self.code} {self.title}{taken}"


class QualityStep(Element, title="自评质量"):
    """How many points the quality of a self-evaluation gets, up to a difference from the review."""

    within: Annotated[float, Field(ge=0)] = Field(description="自评与复核相差不超过几分")
    points: Annotated[float, Field(ge=0)] = Field(description="自评质量得几分")


STANDARD_REASONS = [
    ReviewReason(code="1", title="没有资料证明", percent=100, when="自评所报的情况没有任何佐证资料"),
    ReviewReason(code="2", title="指标与项目、职责无关", percent=100, when="考核的不是本单位、本项目的事"),
    ReviewReason(code="3-1", title="指标空洞，无法考查", percent=100, when="没有可以核实的内容"),
    ReviewReason(code="3-2", title="指标模糊，难以考查", percent=60, when="内容笼统，只能核实一部分"),
    ReviewReason(code="3-3", title="指标欠规范", percent=30, when="可以核实，但写法不合要求"),
    ReviewReason(code="4", title="满意度没有调查资料", percent=100, when="没有问卷、统计表等"),
    ReviewReason(code="5", title="完成值超过目标130%", percent=0, when="不扣分，在“问题”栏注明目标偏低"),
    ReviewReason(code="6", title="数量指标写成定性，但与项目相关", percent=0, when="不扣分，在“问题”栏注明"),
    ReviewReason(code="7", title="几个目标中个别未完成", percent=30, when="时效等目标未全部按期完成"),
    ReviewReason(code="8", title="效益为定性，且已产生效益", percent=0, when="有资料证明已产生效益"),
    ReviewReason(code="9", title="产出与效益指标重复", percent=100, when="留一个，其余不得分"),
    ReviewReason(code="10", title="三级指标与上级指标不匹配", percent=100, when="如数量指标写的是资金支付"),
    ReviewReason(code="11", title="与盖章的纸质件、自评报告不一致", when="按核实的数重新计分"),
    ReviewReason(code="12", title="前后内容矛盾，或取数范围、口径有误", when="按正确口径的数重新计分"),
    ReviewReason(code="13", title="材料不合格式、要素不全", when="材料不能采信的，按能采信的数重新计分"),
    ReviewReason(code="14", title="数据与佐证资料不符", when="按佐证资料的数重新计分"),
]
"""What bureaus go by where a scheme says nothing else, after a review of 2026."""


class Review(Element, title="财政复核"):
    """How returned forms are reviewed."""

    reasons: list[ReviewReason] = Field(default=[], description="扣分口径，一条一项；不写则用通用的口径")
    amount: str | None = Field(default=None, description="抽取时按哪一项金额（填报项的编号）排序、算资金覆盖率")
    lowers_grade: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="自评比复核高出几分（含），等次降一等；不写则不降"
    )
    quality: list[QualityStep] = Field(default=[], description="按自评与复核的差给自评质量打分，从小的差写起")

    @property
    def known_reasons(self) -> list[ReviewReason]:
        """The reasons that may be chosen: its own, else the standard ones."""
        return self.reasons or STANDARD_REASONS

    def quality_points(self, difference: float) -> float | None:
        """The points for the quality of a self-evaluation; None where the scheme gives none."""
        if not self.quality:
            return None
        steps = sorted(self.quality, key=lambda step: step.within)
        return next((step.points for step in steps if abs(difference) <= step.within), 0.0)
