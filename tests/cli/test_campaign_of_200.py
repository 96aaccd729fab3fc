"""The whole job: a folder of 200 returns of every kind, one command, and the report is right for every file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samples.defects.every import DEFECTS
from samples.defects.making import SCHEME, filled, of_unit, scheme
from samples.defects.registry import Defect
from tests.cli.running import run_process
from tests.returned.hostile import FILES
from xlgen.returned.findings import Code, Level

RETURNS = 200
SMALL = 200_000
"""Hostile files up to this many bytes."""
MISSING = ["示例市档案馆", "示例市体育馆", "示例市美术馆"]
OUTSIDE = "外市某单位"
TOGETHER = {Code.NOT_IN_ROSTER, Code.SUBMITTED_TWICE, Code.SAME_FILE}
"""What is found only by looking at several files or at a roster."""
FOREIGN = {Code.UNREADABLE, Code.NOT_A_FORM, Code.RETYPED, Code.UNKNOWN_SCHEME, Code.OTHER_UNIT}
"""Made otherwise: no unit, or none that may be exchanged; a scheme that is named decides whose template it is."""
Returns = dict[str, tuple[bytes, set[str]]]
"""By the name of the file: its bytes, and what must be found in it, without 提示."""


def defective() -> Iterator[tuple[str, bytes, set[str]]]:
    """Every defect of a single file; each file a unit's own."""
    for each in DEFECTS:
        if each.code in TOGETHER or each.code is Code.EVIDENCE_MISSING or each.code is Code.UNKNOWN_SCHEME:
            continue
        ((_, data),) = each.files.items()
        name = f"{each.code.name}_{each.name.removesuffix('.xlsm')}"
        expected = set() if each.code.level is Level.NOTICE else {each.code.name}
        yield name, data if each.code in FOREIGN else of_unit(f"示例{_number(each)}单位", data), expected


def _number(each: Defect) -> int:
    return DEFECTS.index(each)


def hostile() -> Iterator[tuple[str, bytes, set[str]]]:
    """Files that nobody should open, and workbooks that are no form."""
    for name, (make, reason) in FILES.items():
        data = make()
        if len(data) <= SMALL:
            yield f"来路不明_{name.replace('/', '_')}", data, {"NOT_A_FORM" if reason is None else "UNREADABLE"}


def together() -> Iterator[tuple[str, bytes, set[str]]]:
    """What is wrong only beside others."""
    yield "名单外", of_unit(OUTSIDE), {"NOT_IN_ROSTER"}
    first, second = of_unit("示例双报单位"), of_unit("示例双报单位", filled({"posts": 52}))
    yield from (("双报_初稿", first, {"SUBMITTED_TWICE"}), ("双报_定稿", second, {"SUBMITTED_TWICE"}))
    same = of_unit("示例重份单位")
    yield from (("重份", same, {"SAME_FILE"}), ("重份（1）", same, {"SAME_FILE"}))


@pytest.fixture(scope="module")
def returns() -> Returns:
    bad = {
        f"{name}.xlsx": (data, expected)
        for source in (defective, hostile, together)
        for name, data, expected in source()
    }
    good = {
        f"合格{number:03}.xlsx": (of_unit(f"合格{number:03}单位"), set[str]()) for number in range(RETURNS - len(bad))
    }
    return {**good, **bad}


@pytest.fixture(scope="module")
def report(returns: Returns, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the one command writes for other programs; the other reports are written too."""
    home = tmp_path_factory.mktemp("campaign")
    folder, written, roster = home / "交回的表", home / "结果", home / "名单.csv"
    folder.mkdir()
    for name, (data, _) in returns.items():
        (folder / name).write_bytes(data)
    roster.write_text("\n".join(["单位名称", *due(returns), *MISSING]), encoding="utf-8")
    files = {each: written / f"核对.{each}" for each in ("json", "html", "xlsx")}
    reports = [word for each, file in files.items() for word in (f"--{each}", file)]
    options = "--scheme", SCHEME, "--year", scheme().year, "--units", roster, "--jobs", 2
    code, _, complaint = run_process("validate", folder, *options, *reports, "--feedback", written / "退回")
    assert code == 2, complaint.decode()
    assert all(file.stat().st_size for file in files.values())
    found: dict[str, Any] = json.loads(files["json"].read_bytes())
    return found


def due(returns: Returns) -> list[str]:
    """The units on the roster of which something came back."""
    numbered = [f"示例{_number(each)}单位" for each in DEFECTS if each.code not in FOREIGN]
    good = [f"{Path(name).stem}单位" for name in returns if name.startswith("合格")]
    return [*good, *numbered_used(returns, numbered), "示例双报单位", "示例重份单位", "示例市科技馆"]


def test_campaign__has_200_files(returns: Returns, report: dict[str, Any]) -> None:
    assert len(returns) == len(report["files"]) == RETURNS
