"""Checking what came back, with what the record of the campaign remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlgen.issuing.manifest import Manifest
from xlgen.issuing.remembering import Remembering
from xlgen.returned.checking import Checked, Checking, failed
from xlgen.returned.finding import Finding
from xlgen.returned.findings import Code
from xlgen.returned.unit_row import FormOf, UnitRow
from xlgen.returned.validate import FileReport
from xlgen.running.engine import Engine


def remembered_checks(manifest: Manifest, checking: Checking, engine: Engine) -> Remembering[Checked]:
    """Checking with a record; what could not be read, or our own program failed on, is tried again."""
    scheme, year = checking.scheme, checking.year
    return Remembering(manifest, engine, "核对", checking, failed, _packed, _unpacked, scheme, year)


def _packed(checked: Checked) -> Any:
    report, row = checked
    if not report.fingerprint:  # nothing of the file was seen: it was open in Excel, out of reach, or killed us
        return None
    findings = [{**vars(each), "code": each.code.name} for each in report.findings]
    return [{**vars(report), "findings": findings}, row and vars(row)]


def _unpacked(plain: Any) -> Checked:
    report, row = plain
    findings = tuple(_finding(each) for each in report["findings"])
    return Checked(FileReport(**{**report, "findings": findings}), row and _row(row))


def _finding(facts: Mapping[str, Any]) -> Finding:
    return Finding(**{**facts, "code": Code[facts["code"]]})


def _row(facts: Mapping[str, Any]) -> UnitRow:
    reasons = {name: tuple(texts) for name, texts in facts["reasons"].items()}
    return UnitRow(**{**facts, "form": FormOf(*facts["form"]), "reasons": reasons})
