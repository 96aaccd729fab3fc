"""Every file or folder dropped into samples/bad/<CODE>/ is a test: exactly this is found in it, but for 提示."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from samples.defects.making import BAD, SCHEME, good, scheme
from samples.defects.registry import ROSTER, Defect
from samples.make_bad import DEFECTS
from tests.returned.checked import above_notices, checked
from xlgen.returned.findings import Code, Level
from xlgen.returned.validate import check_bytes

OURS = {Code.CHECK_FAILED}
"""What no file can be made for: our own failure."""
SAMPLES = sorted(path for folder in BAD.iterdir() if folder.is_dir() for path in folder.iterdir())
CASES = [path for path in SAMPLES if path.suffix != ROSTER]


def name_of(case: Path | Defect) -> str:
    return f"{case.parent.name}-{case.stem}" if isinstance(case, Path) else f"{case.code.name}-{case.name}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_bad_sample__yields_its_code_and_no_other(case: Path) -> None:
    code, roster = Code[case.parent.name], case.with_name(case.name + ROSTER)
    known = "" if code is Code.UNKNOWN_SCHEME else str(SCHEME)
    found = checked(case, known, scheme().year, roster if roster.is_file() else None)
    codes = {each.code for report in found.reports for each in report.findings}
    assert {each.code for each in above_notices(found)} | ({code} & codes) == {code}, "\n".join(
        str(each) for report in found.reports for each in report.findings
    )


def test_good_sample__yields_nothing() -> None:
    assert check_bytes("评分表.xlsx", good(), str(SCHEME), scheme().year).findings == ()


def test_every_code__has_a_sample() -> None:
    assert {Code[case.parent.name] for case in CASES} == set(Code) - OURS


def test_notices__are_found_alone() -> None:
    notices = {code for code in Code if code.level is Level.NOTICE}
    assert notices <= {each.code for each in DEFECTS}


@pytest.mark.parametrize("defect", DEFECTS, ids=name_of)
def test_bad_sample__is_what_the_script_makes(defect: Defect) -> None:
    for name, content in defect.files.items():
        kept = (BAD / defect.code.name / name).read_bytes()
        assert kept == content or _members(kept) == _members(content), "run: make samples"


def _members(data: bytes) -> list[tuple[str, bytes]]:
    """The parts of a workbook: another zlib packs them into other bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(each.filename, archive.read(each)) for each in archive.infolist()]
