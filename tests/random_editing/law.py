"""The law: 可以报送 in the workbook and no 错误 in the check, or neither.

And a workbook that says it shows the 核对码 that the check computes.
One exception: where cells were moved but the scores agree, the workbook does not say 可以报送 and the check only warns.
What needs more than the workbook (a record, a roster, other files) is not asked for here, so it is not found.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from tests.factories.packages import MAIN
from tests.random_editing.edits import Edit
from tests.random_editing.starts import Start
from xlgen.scheme.sheet_names import CHECK
from xlgen.submissions.finding import Finding
from xlgen.submissions.findings.code import Level
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.layout import CODE_ON_CHECK, VERDICT_ON_CHECK
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.finishing import sheet_parts

READY = "可以报送"
MOVED, NO_ERROR, OTHER_CODE = "CELLS_MOVED", "no error", "another 核对码"


@dataclass(frozen=True)
class Judgement:
    """What a saved workbook says of itself, and what the check finds in it."""

    verdict: str
    errors: tuple[Finding, ...]
    moved: bool = False  # cells were moved, which is a 警告
    same_code: bool = True  # the check computes the 核对码 that is shown

    @property
    def ready(self) -> bool:
        """Whether the workbook says that it can be handed in."""
        return self.verdict == READY

    @property
    def causes(self) -> frozenset[str]:
        """What a breach of the law is about: the codes of the errors, or that there is none; empty where it holds."""
        if self.ready:
            return frozenset([finding.code.name for finding in self.errors] or [OTHER_CODE] * (not self.same_code))
        return frozenset() if self.errors or self.moved else frozenset({NO_ERROR})


@dataclass(frozen=True)
class Outcome:
    """What came of a sequence: where it started, its edits, and what the workbook and the check say."""

    seed: str
    start: Start
    edits: tuple[Edit, ...]
    judgement: Judgement

    def __str__(self) -> str:
        found = [str(finding) for finding in self.judgement.errors] or ["nothing of level 错误 is found"]
        edits = [f"{number}. {each}" for number, each in enumerate(self.edits, 1)]
        lines = [f"workbook: {self.judgement.verdict}", *found, *edits]
        return "\n    ".join([f"sequence {self.seed}, {self.start.form} {self.start.name}:", *lines])


def judged(data: bytes) -> Judgement:
    """What a workbook says of itself, by the value that its program stored, and what the check finds."""
    report = check_bytes("edited.xlsx", data)
    errors = tuple(finding for finding in report.findings if finding.level is Level.ERROR)
    moved = any(finding.code.name == MOVED and finding.level is Level.WARNING for finding in report.findings)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = etree.fromstring(archive.read(sheet_parts(archive)[CHECK]))
    same_code = _shown(sheet, CODE_ON_CHECK) == report.check_code
    return Judgement(_shown(sheet, VERDICT_ON_CHECK), errors, moved, same_code)


def _shown(sheet: etree._Element, place: CellRef) -> str:
    (cell,) = sheet.findall(f".//{{{MAIN}}}c[@r='{place.address}']")
    assert cell.get("t") in {"str", "e"}, "a text, or an error, of a formula"
    return cell.findtext(f"{{{MAIN}}}v") or ""
