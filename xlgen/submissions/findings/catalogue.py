"""All findings there are, by name."""

from __future__ import annotations

from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.findings.code import Code
from xlgen.submissions.findings.evidence import EvidenceCode
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.inputs import InputCode
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.findings.sense import SenseCode
from xlgen.submissions.findings.structure import StructureCode

PARTS = (IdentityCode, StructureCode, InputCode, ArithmeticCode, SenseCode, EvidenceCode, NarrativeCode)
CODES: dict[str, Code] = {code.name: code for part in PARTS for code in part}
"""In the order of their parts."""
