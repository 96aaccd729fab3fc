"""Approved goals from the list to the form that came back: laid down, locked, recorded, held to."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import shipped_scheme
from tests.factories.campaigns import issued, run
from tests.factories.schemes import ROWS
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.roster.laid_down import LaidDown, as_text, from_text
from xlgen.scheme.load import load_file
from xlgen.workbook.approved import cell_of, is_locked
from xlgen.workbook.arrangement import layout_of

HEAD = "单位名称,一级指标,二级指标,三级指标,指标性质,指标值,计量单位,权重,完成值,调整后目标值,调整文号"
LINES = (
    HEAD,
    "甲局,履职指标,服务,办活动,≥,10,场,20,11,12,财预8号",
    "甲局,履职指标,服务,办结率,≥,95%,%,10,,,",
    "合计,,,,,,,,,,",
)
TARGET, ACTUAL = "duty_targets/1/target", "duty_targets/1/actual"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    (tmp_path / "名单.csv").write_text("单位名称\n甲局\n乙局\n", encoding="utf-8")
    (tmp_path / "目标.csv").write_text("\n".join(LINES), encoding="utf-8")
    return tmp_path


def new(folder: Path, *options: object) -> int:
    roster = folder / "名单.csv"
    return run("new", "jiangning", "--year", 2026, "--units", roster, "-o", folder / "下发", "--jobs", 1, *options)


def test_round__with_goals(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approved = "--approved", lists / "目标.csv"
    assert new(lists, *approved) == 0
    said = capsys.readouterr().out
    assert "第 4 行：合计，不是单位，没有读" in said
    assert "没有批复的目标 1 条：\n    乙局" in said
    with open_record(lists / "下发" / RECORD_NAME) as record:
        (laid_down,) = record.laid_down("甲局")
        assert record.laid_down("乙局") == (LaidDown({}, {}),)
    assert laid_down.locked[TARGET] == 12
    assert laid_down.prefilled == {ACTUAL: 11}
    assert laid_down.adjustments == {TARGET: "年中调整：年初批复 10，财预8号"}

    layout = layout_of(shipped_scheme("jiangning"))
    _, form = issued(lists / "下发")
    book = openpyxl.load_workbook(form)
    target, actual = (cell_of(layout, item) for item in (TARGET, ACTUAL))
    assert target is not None
    assert actual is not None
    cell = book[target.sheet][target.address]
    assert cell.protection.locked
    assert cell.comment is not None
    assert cell.comment.text == laid_down.adjustments[TARGET]
    assert not book[actual.sheet][actual.address].protection.locked

    cell.value = 10
    book[actual.sheet][actual.address] = 10
    (lists / "交回").mkdir()
    book.save(lists / "交回" / "甲局.xlsx")
    result = lists / "结果.json"
    run("validate", lists / "交回", "--units", lists / "下发", "--json", result, "--jobs", 1)
    found = result.read_text(encoding="utf-8")
    assert "批复为“12（年中调整：年初批复 10，财预8号）”，表中是“10”" in found
    assert "PREFILLED_CHANGED" in found
    assert "NOT_THE_ISSUED_FORM" not in found

    before = {file: file.read_bytes() for file in issued(lists / "下发")}
    capsys.readouterr()
    assert new(lists) == 0
    said = capsys.readouterr().out
    assert f"没有写的，照上次的办：--approved {lists / '目标.csv'}" in said
    assert "2 份此前已生成" in said
    assert {file: file.read_bytes() for file in issued(lists / "下发")} == before
    (lists / "名单.csv").write_text("单位名称\n乙局\n", encoding="utf-8")  # goals of a unit of an earlier run are known
    assert new(lists, *approved) == 0
    (lists / "目标.csv").unlink()
    assert new(lists) == 3


def test_list_with_faults__nothing_is_written(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (lists / "目标.csv").write_text("\n".join([*LINES, "丙局,履职指标,服务,办活动,≥,10,场,30,,,"]), encoding="utf-8")
    assert new(lists, "--approved", lists / "目标.csv") == 3
    said = capsys.readouterr().err
    assert "--approved 批复的绩效目标不能使用，什么也没有写" in said
    assert "第 5 行：名单里没有单位“丙局”" in said
    assert not (lists / "下发").exists()


def test_kinds_of_files__go_with_their_options(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(lists, "--approved", lists / "批复.yaml") == 3
    assert run("new", "jiangning", "--approved", lists / "目标.csv", "-o", lists / "表.xlsx") == 3
    said = capsys.readouterr().err
    assert "批复的目标写成一张表" in said
    assert "要与 --units 同用" in said


def test_locked__as_the_scheme_says_or_else_all_that_is_laid_down() -> None:
    jiangning, rows = shipped_scheme("jiangning"), load_file(ROWS)
    assert [is_locked(jiangning, item) for item in (TARGET, ACTUAL)] == [True, False]
    assert [is_locked(rows, item) for item in ("duties/2/share", "duties/2/why", "plan")] == [True, True, False]


def test_laid_down__of_an_older_record_has_no_adjustments() -> None:
    assert from_text('{"locked": {"a": 1}, "prefilled": {}}') == LaidDown({"a": 1}, {})
    assert from_text('{"locked": {}, "prefilled": {}, "adjustments": {"a": 1}}') is None
    assert from_text('{"locked": {}, "prefilled": {}, "adjustments": []}') is None
    whole = LaidDown({"a": 1}, {}, {"a": "年中调整"})
    assert from_text(as_text(whole)) == whole
