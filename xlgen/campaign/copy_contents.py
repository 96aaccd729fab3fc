"""What the record keeps of a copy's contents, and what became of a unit's form from one copy to the next."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from xlgen.campaign.cached_checks import contents_from, plain_contents
from xlgen.campaign.progress import UnitProgress
from xlgen.campaign.record import MAX_RESULT_BYTES, CampaignRecord
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.campaign.result_cache import NOT_OURS
from xlgen.submissions.contents import Difference, FormContents, differences
from xlgen.submissions.file_check import CheckedFile
from xlgen.submissions.findings.code import Level
from xlgen.submissions.template import NoTemplateError, Templates

MAX_DIFFERENCES = 50
"""Cells of a comparison that are listed; the others are counted."""

Place = tuple[str, str, str]
"""A finding in a copy: its code, sheet and cell."""


class CopyContents(NamedTuple):
    """What a copy holds, and the errors and warnings in it; form: None where its structure is not that of a form."""

    form: FormContents | None
    findings: frozenset[Place]


class CopyStep(NamedTuple):
    """What changed from one copy to the next.

    before: findings of the earlier one; fixed, left: of them; new: findings that only the later one has.
    beside: what was changed elsewhere than where something was found.
    """

    earlier: RecordedSubmission
    later: RecordedSubmission
    before: int
    fixed: int
    new: int
    beside: Sequence[Difference]

    def __str__(self) -> str:
        left = self.before - self.fixed
        told = f"上次{self.before}处，已改{self.fixed}处，未改{left}处" if self.before else "上次没有问题"
        new = f"，新出现{self.new}处" if self.new else ""
        beside = f"；此外改动{len(self.beside)}处" if self.beside else ""
        return f"{told}{new}{beside}"


class CopyHistory(NamedTuple):
    """The steps from copy to copy, the last one first; and where it is open which counts, what differs between them."""

    steps: Sequence[CopyStep] = ()
    compared: tuple[RecordedSubmission, RecordedSubmission] | None = None
    differing: Sequence[Difference] = ()


def packed_copy(checked: CheckedFile) -> bytes:
    """What the record keeps of a copy. JSON, and nothing that executes code: a record may come from anybody."""
    told = [each for each in checked.report.findings if each.level is not Level.NOTICE]
    findings = sorted({(each.code.name, each.sheet, each.cell) for each in told})
    text = json.dumps([plain_contents(checked.contents), findings], ensure_ascii=False, sort_keys=True)
    return zlib.compress(text.encode("utf-8", errors="surrogatepass"), 1)


def copy_contents(record: CampaignRecord, copy: RecordedSubmission) -> CopyContents | None:
    """What the record keeps of a copy; None where it does not know, or holds what xlgen never wrote."""
    packed = record.contents(copy.form, copy.fingerprint)
    with suppress(*NOT_OURS):
        text = zlib.decompressobj().decompress(packed, MAX_RESULT_BYTES).decode("utf-8", errors="surrogatepass")
        form, findings = json.loads(text)
        places = frozenset((str(code), str(sheet), str(cell)) for code, sheet, cell in findings)
        return CopyContents(form and contents_from(form), places)
    return None


def copy_history(record: CampaignRecord, unit: UnitProgress, templates: Templates) -> CopyHistory:
    """What became of a unit's form from copy to copy."""
    steps = [
        step
        for later, earlier in zip(unit.copies, unit.copies[1:], strict=False)
        if (step := _step(record, earlier, later, templates))
    ]
    if not unit.judgement.open:
        return CopyHistory(steps)
    newest = unit.copies[0]
    others = (copy for copy in unit.copies[1:] if copy.content != newest.content)
    other = next((copy for copy in others if copy.accepted), None) or next(iter(unit.copies[1:]), None)
    if other is None:
        return CopyHistory(steps)
    return CopyHistory(steps, (other, newest), list(_differing(record, other, newest, templates)))


def _step(
    record: CampaignRecord, earlier: RecordedSubmission, later: RecordedSubmission, templates: Templates
) -> CopyStep | None:
    before, after = copy_contents(record, earlier), copy_contents(record, later)
    if before is None or after is None:
        return None
    asked = {(sheet, cell) for _, sheet, cell in before.findings}
    beside = [each for each in _between(before, after, templates) if (each.sheet, each.cell) not in asked]
    fixed, new = len(before.findings - after.findings), len(after.findings - before.findings)
    return CopyStep(earlier, later, len(before.findings), fixed, new, beside)


def _differing(
    record: CampaignRecord, earlier: RecordedSubmission, later: RecordedSubmission, templates: Templates
) -> Iterator[Difference]:
    before, after = copy_contents(record, earlier), copy_contents(record, later)
    if before is not None and after is not None:
        yield from _between(before, after, templates)


def _between(before: CopyContents, after: CopyContents, templates: Templates) -> Iterator[Difference]:
    if before.form is None or after.form is None:
        return
    with suppress(NoTemplateError):
        yield from differences(before.form, after.form, templates.current(after.form.identity).layout)
