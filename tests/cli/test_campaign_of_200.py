"""The whole job: a folder of 200 returns of every kind, one command, and the report is right for every file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from samples.defects.checking import cases
from samples.defects.identity import OTHER_UNIT
from samples.defects.making import SCHEME, filled, of_unit, scheme
from tests.cli.running import run_process
from tests.conftest import ALL_FORMS
from tests.factories.hostile import FILES
from xlgen.submissions.batch import NOT_DUE
from xlgen.submissions.findings.catalogue import CODES
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.evidence import EvidenceCode
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.findings.sense import SenseCode

pytestmark = pytest.mark.slow

RETURNS = 200
SMALL = 200_000
"""Hostile files up to this many bytes."""
MISSING = ["示例市档案馆", "示例市体育馆", "示例市美术馆"]
OUTSIDE = "外市某单位"
ELSEWHERE = {
    *(
        IdentityCode.NOT_IN_ROSTER,
        IdentityCode.SUBMITTED_TWICE,
        IdentityCode.SAME_FILE,
        EvidenceCode.EVIDENCE_MISSING,
        IdentityCode.UNKNOWN_SCHEME,
        IdentityCode.OTHER_SUBJECT,
    ),
    *(
        IdentityCode.OLDER_YEAR,
        SenseCode.NOT_THE_ISSUED_FORM,
        SenseCode.PREFILLED_CHANGED,
        IdentityCode.IDENTITY_DIFFERS,
    ),
    *(SenseCode.AUDIT_BROKEN, SenseCode.AUDIT_UNEXPLAINED, SenseCode.AUDIT_EXPLAINED),
}
"""What is not found in a file of this form, which has no audit rules, among others, by a roster, or for a new unit."""
NAMELESS = {IdentityCode.UNREADABLE, IdentityCode.NOT_A_FORM, IdentityCode.RETYPED}
"""No unit can be read from these."""


@dataclass(frozen=True)
class Return:
    """What came back: the file's name, its bytes, whose it is, and what must be found in it, without 提示."""

    name: str
    data: bytes
    unit: str = ""
    found: frozenset[str] = frozenset()


CONTENT_UNREAD = {"BAD_YEAR", "WRONG_SCHEME", "OTHER_TEMPLATE", "ROWS_MOVED", "UNKNOWN_SCHEME", "SHEET_MISSING"}
"""Findings after which the contents are not read."""


def defective() -> Iterator[Return]:
    """Every defect of a single file; each file a unit's own, but for the one that two units have a name in."""
    files = (case for code in CODES.values() if code not in ELSEWHERE for case in cases(code) if case.is_file())
    for number, case in enumerate(files):
        code, data = CODES[case.parent.name], case.read_bytes()
        unit = "" if code in NAMELESS else OTHER_UNIT if code is IdentityCode.OTHER_UNIT else f"示例{number}单位"
        found = frozenset() if code.level is Level.NOTICE else frozenset({code.name})
        its_own = of_unit(unit, data) if unit not in ("", OTHER_UNIT) else data
        yield Return(f"{number}_{case.stem}.xlsx", its_own, unit, found)


def hostile() -> Iterator[Return]:
    """Every other file that nobody should open, and workbooks that are no form."""
    for number, (make, reason) in enumerate(islice(FILES.values(), 0, None, 2)):
        data = make()
        if len(data) <= SMALL:
            found = IdentityCode.NOT_A_FORM if reason is None else IdentityCode.UNREADABLE
            yield Return(f"来路不明 {number}.xlsx", data, "", frozenset({found.name}))


def together() -> Iterator[Return]:
    """What is wrong only beside others."""
    yield Return("名单外.xlsx", of_unit(OUTSIDE), OUTSIDE, frozenset({"NOT_IN_ROSTER"}))
    twice, same = "示例双报单位", "示例重份单位"
    for name, data in (("初稿", of_unit(twice)), ("定稿", of_unit(twice, filled({"posts": 52})))):
        yield Return(f"双报{name}.xlsx", data, twice)
    for name in ("重份.xlsx", "重份（1）.xlsx"):
        yield Return(name, of_unit(same), same)


@pytest.fixture(scope="module")
def returns() -> dict[str, Return]:
    """By the name of the file."""
    bad = [*defective(), *hostile(), *together()]
    good = [
        Return(f"合格{number}.xlsx", of_unit(f"合格{number}单位"), f"合格{number}单位")
        for number in range(RETURNS - len(bad))
    ]
    assert len(good) > 20
    return {each.name: each for each in (*good, *bad)}


@pytest.fixture(scope="module")
def report(returns: dict[str, Return], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one command writes for other programs; all other reports are written too."""
    home = tmp_path_factory.mktemp("campaign")
    folder, roster = home / "交回的表", home / "名单.csv"
    folder.mkdir()
    for each in returns.values():
        (folder / each.name).write_bytes(each.data)
    units = sorted({each.unit for each in returns.values()} - {"", OUTSIDE})
    roster.write_text("\n".join(["单位名称", *units, *MISSING]), encoding="utf-8")
    files = {kind: home / f"核对.{kind}" for kind in ("json", "html", "xlsx")}
    written = [word for kind, file in files.items() for word in (f"--{kind}", file)]
    options = "--scheme", SCHEME, "--year", scheme().year, "--units", roster, "--jobs", 2
    feedback = ("--feedback", home / "退回") if ALL_FORMS else ()  # takes two thirds of the time
    code, _, complaint = run_process("validate", folder, *options, *written, *feedback)
    assert code == 2, complaint.decode()
    assert all(file.stat().st_size for file in files.values())
    assert not feedback or list((home / "退回").iterdir())
    found: dict[str, Any] = json.loads(files["json"].read_bytes())
    return found


def test_report__has_every_file_and_every_unit(returns: dict[str, Return], report: dict[str, Any]) -> None:
    assert {Path(each["name"]).name for each in report["files"]} == set(returns)
    assert len(report["files"]) == RETURNS
    unread = {returns[Path(each["name"]).name].unit for each in report["files"] if not each["unit"]} - {""}
    assert {each["name"] for each in report["missing"]} == {*MISSING, *unread}
    assert [each["unit"] for each in report["outside"]] == [OUTSIDE]
    states = {each["name"]: (each["state"], len(each["copies"])) for each in report["units"]}
    assert (states["示例双报单位"], states["示例重份单位"]) == (("待确认", 2), ("通过", 1))
    not_due = {each.unit for each in returns.values() if each.found & {code.name for code in NOT_DUE}}
    not_due &= {each["unit"] for each in report["files"]}  # a form that was only filled in names no owner
    assert {states[unit][0] for unit in not_due} == {"已报送、无法审核"}


def test_report__is_right_for_every_file(returns: dict[str, Return], report: dict[str, Any]) -> None:
    wrong = []
    for file in report["files"]:
        each = returns[Path(file["name"]).name]
        codes = {found["code"] for found in file["findings"] if found["level"] != Level.NOTICE}
        unread = not file["unit"] and bool(codes & CONTENT_UNREAD)  # a form that was only filled in names no owner
        if codes != each.found or (file["unit"] != each.unit and not unread):
            wrong.append((each.name, file["unit"], codes, set(each.found)))
    assert wrong == []


def test_report__says_what_becomes_of_every_file(returns: dict[str, Return], report: dict[str, Any]) -> None:
    for file in report["files"]:
        levels = {CODES[name].level for name in returns[Path(file["name"]).name].found}
        unreadable = IdentityCode.UNREADABLE.name in returns[Path(file["name"]).name].found
        verdict = "退回" if Level.ERROR in levels else "需核实" if levels else "通过"
        assert file["verdict"] == ("无法读取" if unreadable else verdict)
