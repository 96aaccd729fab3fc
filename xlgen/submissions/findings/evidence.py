"""Findings on the material that supports a form."""

from __future__ import annotations

from xlgen.submissions.findings.code import Code, Part, W


class EvidenceCode(Code, part=Part.EVIDENCE):
    """Whether the material that supports a form is named and there."""

    EVIDENCE_MISSING = (W, "缺少佐证材料", "佐证材料“{name}”不在报送的文件之中", "请补充材料，或改正材料名称")
    EVIDENCE_NOT_NAMED = (W, "没有写明佐证材料", "{what}，“{label}”没有填写", "请写明并附上佐证材料")
