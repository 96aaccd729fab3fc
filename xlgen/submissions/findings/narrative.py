"""Findings on what texts say of numbers in the form."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, Part, W


class NarrativeCode(Code):
    """Whether texts agree with the form."""

    TOTAL_IN_TEXT = (
        W,
        "文字与总分不一致",
        "“{label}”中写的是 {found} 分，评分表总分是 {expected} 分",
        "请核对，使文字与评分表一致",
    )
    GRADE_IN_TEXT = (
        W,
        "文字与等次不一致",
        "“{label}”中写的是“{found}”，按总分 {total} 分应为“{expected}”",
        "请核对，使文字与评分表一致",
    )
    NUMBER_IN_TEXT = (
        W,
        "文字与表中的数不一致",
        "“{label}”中写的是“{found}”，{place}是“{expected}”",
        "请核对，使文字与评分表一致",
    )

    @property
    def part(self) -> Part:
        """The topic."""
        return Part.NARRATIVE
