"""A review from the drawing to what is taken back, by the command line and by the library."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.factories.campaigns import run
from tests.factories.reviews import campaign, drawn, filled, opened, taken
from tests.factories.schemes import MINIMAL
from xlgen.campaign.record import find_record, open_record
from xlgen.cli.review.drawing import METHODS
from xlgen.reviewing.drawing import Method
from xlgen.reviewing.objections import Fault
from xlgen.reviewing.reviews import Stage, reviews_of
from xlgen.scheme.sheet_names import FORM, WORKING_PAPER
from xlgen.submissions.validate import check_bytes
from xlgen.xlsx.values import CellValue

ALL_AGREED: dict[str, dict[str, CellValue]] = {"预算执行率": {"agreed": "√"}, "任务完成": {"agreed": "√"}}
CORRECTED: dict[str, CellValue] = {
    "value": 60,
    "problem": "决算为60万元",
    "reason": "14 数据与佐证资料不符",
    "evidence": "不符",
}


def test_review__is_drawn_given_out_and_taken_back(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path))) as record:
        reviews = drawn(record)
        assert [each.stage for each in reviews.units.values()] == [Stage.DRAWN] * 4
        files = [each.file for each in opened(record, tmp_path).written]
        assert {each.stage for each in reviews_of(record, "").units.values()} == {Stage.OPENED}
        for file in files:
            filled(file, ALL_AGREED)
        results = taken(record, files)
        totals = {each.unit: (each.taken.own_total, each.taken.total) for each in results if each.taken}
        assert totals == {"甲局": (7.0, 7.0), "乙局": (7.5, 7.5), "丙局": (8.0, 8.0), "丁局": (5.0, 5.0)}
        assert not any(each.objections for each in results)
        filled(files[0], {"实际支出": CORRECTED})
        again = taken(record, files)
        assert [each.known for each in again] == [False, True, True, True]
        result = reviews_of(record, "").units["甲局"].last
        assert result is not None
        assert (result.own_total, result.total, result.reviewer) == (7.0, 6.0, "钱七")
        assert [(each.key, each.own, each.score, each.difference) for each in result.groups] == [
            ("execution", 5.0, 4.0, -1.0),
            ("completion", 2.0, 2.0, 0.0),
        ]
        changed = next(item for item in result.items if item.key == "spent")
        assert (changed.own, changed.reviewed, changed.answer.reason) == ("80", "60", "14")


def test_review_workbook__shows_the_reviewed_scores_on_the_form(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path, {"甲局": 80}))) as record:
        drawn(record)
        (file,) = [each.file for each in opened(record, tmp_path).written]
    blank = openpyxl.load_workbook(file, data_only=True)
    assert blank.active is not None
    assert blank.active.title == WORKING_PAPER
    assert [sheet.title for sheet in blank.worksheets if sheet.sheet_state == "visible"][:3] == [
        WORKING_PAPER,
        "扣分口径",
        FORM,
    ]
    assert all(sheet.protection.sheet for sheet in blank.worksheets)
    paper = blank[WORKING_PAPER].iter_rows(min_row=6)
    assert {cell.coordinate[0] for row in paper for cell in row if not cell.protection.locked} == set("EFGHIJ")
    form_cells = [cell.coordinate for row in blank[FORM].iter_rows() for cell in row if not cell.protection.locked]
    assert not form_cells, "a reviewer writes on the working paper alone"
    filled(file, {**ALL_AGREED, "实际支出": CORRECTED})
    shown = openpyxl.load_workbook(file, data_only=True)[FORM]
    scores = [cell.value for row in shown.iter_rows(min_col=5, max_col=5) for cell in row if cell.value is not None]
    assert scores[-3:] == [4, 2, 6], "both indicators and the total"
    told = openpyxl.load_workbook(file, data_only=True)[WORKING_PAPER]
    assert told["A3"].value == "已定 6 项；自评有 6 项要复核"


def test_review_workbook__is_no_return(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path, {"甲局": 80}))) as record:
        drawn(record)
        (file,) = [each.file for each in opened(record, tmp_path).written]
    report = check_bytes(file.name, file.read_bytes())
    assert [finding.level.value for finding in report.findings][:1] == ["错误"]
    assert not report.unit


def test_copy_that_was_changed_since__is_not_reviewed(tmp_path: Path) -> None:
    folder = campaign(tmp_path, {"甲局": 80})
    file = tmp_path / "交回" / "甲局.xlsx"
    file.write_bytes(file.read_bytes() + b"\0")
    with open_record(find_record(folder)) as record:
        drawn(record)
        with pytest.raises(AssertionError, match=r"有效的一份.*不在所给的文件里，或已改动"):
            opened(record, tmp_path)


def test_workbook_of_before__is_refused_once_another_was_given_out(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path, {"甲局": 80}))) as record:
        drawn(record)
        (old,) = [each.file for each in opened(record, tmp_path).written]
        kept = old.rename(tmp_path / "旧底稿.xlsx")
        opened(record, tmp_path, "2026-04-03 09:00:00.000")
        filled(kept, ALL_AGREED)
        (result,) = taken(record, [kept])
        assert [each.fault for each in result.objections] == [Fault.NOT_GIVEN_OUT]
        assert result.taken is None


def test_workbook_that_is_given_out_again__holds_what_was_said(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path, {"甲局": 80}))) as record:
        drawn(record)
        (file,) = [each.file for each in opened(record, tmp_path).written]
        filled(file, {**ALL_AGREED, "实际支出": CORRECTED})
        taken(record, [file])
        file.unlink()
        (again,) = [each.file for each in opened(record, tmp_path, "2026-04-08 09:00:00.000").written]
        filled(again, {"预算": {"page": "12"}, "迟报次数": {"value": 0, "problem": "核实无误"}})
        (result,) = taken(record, [again], "2026-04-09 09:00:00.000")
        assert not result.objections
        assert result.taken is not None
        assert result.taken.total == 6.0


def test_commands__draw_open_and_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    issued, papers = campaign(tmp_path), tmp_path / "底稿"
    options = ("--scheme", MINIMAL, "--by", "赵六")
    sample = ("--method", "随机", "--count", 2, "--seed", 2026, "--amount", "实际支出")
    drawing = tmp_path / "抽取清单.xlsx"
    assert run("review", "draw", issued, *sample, "-o", drawing, *options) == 0
    assert "资金覆盖率" in capsys.readouterr().out
    sheet = openpyxl.load_workbook(drawing)["抽取清单"]
    assert "种子“2026”" in str(sheet["A3"].value)
    assert run("review", "open", issued, "--returns", tmp_path / "交回", "-o", papers, *options) == 0
    files = sorted(papers.iterdir())
    assert len(files) == 2
    assert run("review", "take", issued, papers, *options) == 1, "nothing is filled in"
    assert "没有填复核值，也没有选无异议" in capsys.readouterr().err
    for file in files:
        filled(file, ALL_AGREED, computed=False)
    assert run("review", "take", issued, papers, *options) == 0
    assert capsys.readouterr().out.count("已收下") == 2


def test_methods__are_told_the_same_everywhere() -> None:
    assert tuple(METHODS) == tuple(Method)
