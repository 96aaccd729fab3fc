"""Every file or folder dropped into samples/bad/<CODE>/ is a test: exactly this is found in it, but for 提示."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from samples.defects.checking import OURS, above_notices, cases, checked_case, found_in
from samples.defects.every import DEFECTS
from samples.defects.making import BAD, SCHEME, good, scheme
from samples.defects.registry import Defect
from tests.factories.schemes import templates_of
from xlgen.submissions.findings.catalogue import CODES
from xlgen.submissions.findings.code import Code
from xlgen.submissions.validate import check_bytes


def name_of(case: Path | Defect) -> str:
    return f"{case.parent.name}-{case.stem}" if isinstance(case, Path) else f"{case.code.name}-{case.name}"


@pytest.mark.parametrize("case", [case for code in CODES.values() for case in cases(code)], ids=name_of)
def test_bad_sample__yields_its_code_and_no_other(case: Path) -> None:
    code, found = CODES[case.parent.name], checked_case(case)
    assert {finding.code for finding in above_notices(found)} <= {code}, "\n".join(map(str, found_in(found)))
    assert code in {finding.code for finding in found_in(found)}


def test_good_sample__yields_nothing() -> None:
    assert check_bytes("评分表.xlsx", good(), templates_of(str(SCHEME)), scheme().year).findings == ()


@pytest.mark.parametrize("code", [code for code in CODES.values() if code not in OURS], ids=lambda code: code.name)
def test_code__has_a_sample(code: Code) -> None:
    assert cases(code)


def test_folders__are_codes() -> None:
    assert {path.name for path in BAD.iterdir() if path.is_dir()} <= set(CODES)


@pytest.mark.slow
@pytest.mark.parametrize("defect", DEFECTS, ids=name_of)
def test_bad_sample__is_what_the_script_makes(defect: Defect) -> None:
    for name, content in defect.files.items():
        kept = (BAD / defect.code.name / name).read_bytes()
        assert kept == content or _members(kept) == _members(content), "run: make samples"


def _members(data: bytes) -> list[tuple[str, bytes]]:
    """The parts of a workbook: another zlib packs them into other bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(member.filename, archive.read(member)) for member in archive.infolist()]
