"""Everything that may be wrong with a filled review workbook is told, all at once, and nothing is entered."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.factories.campaigns import run
from tests.factories.returns import Post, form
from tests.factories.reviews import campaign, drawn, filled, opened, rows_of_paper, taken
from tests.factories.schemes import MINIMAL
from tests.reviewing.test_cycle import ALL_AGREED
from xlgen.campaign.record import find_record, open_record
from xlgen.reviewing.objections import Fault
from xlgen.reviewing.reviews import reviews_of
from xlgen.reviewing.taking import TakenReview
from xlgen.scheme.sheet_names import WORKING_PAPER
from xlgen.xlsx.values import CellValue

Said = Mapping[str, Mapping[str, CellValue]]
LESS: dict[str, CellValue] = {"value": 60, "problem": "决算为60万元"}
BY_FIGURES, ALL_LOST, NO_LOSS, PART = (
    "14 数据与佐证资料不符",
    "1 没有资料证明（扣100%）",
    "5 完成值超过目标130%（不扣分）",
    "7 几个目标中个别未完成（扣30%）",
)
CASES: dict[str, tuple[Said, list[Fault]]] = {
    "nothing decided": ({"预算执行率": {}}, [Fault.NOT_DECIDED] * 4),
    "figure without a problem": ({"实际支出": {"value": 60, "reason": BY_FIGURES}}, [Fault.NO_PROBLEM]),
    "reason without a problem": ({"任务完成": {"agreed": "√", "reason": ALL_LOST}}, [Fault.NO_PROBLEM]),
    "deduction without a reason": ({"实际支出": LESS}, [Fault.NO_REASON]),
    "deduction beyond its percent": (
        {"实际支出": {"value": 0, "problem": "没有支出", "reason": PART}},
        [Fault.NOT_BY_PERCENT],
    ),
    "deduction by a reason without any": ({"实际支出": {**LESS, "reason": NO_LOSS}}, [Fault.NOT_BY_PERCENT]),
    "deduction as its percent says": ({"预算执行率": {"agreed": "√", "problem": "个别未完成", "reason": PART}}, []),
    "all lost": ({"预算执行率": {"agreed": "√", "problem": "无佐证", "reason": ALL_LOST, "evidence": "未提供"}}, []),
    "both value and agreement": (
        {"实际支出": {**LESS, "reason": BY_FIGURES, "agreed": "√"}},
        [Fault.BOTH],
    ),
    "value that is no number": (
        {"实际支出": {"value": "六十", "problem": "x", "reason": BY_FIGURES}},
        [Fault.WRONG_VALUE],
    ),
    "value above another": (
        {"实际支出": {"value": 120, "problem": "x", "reason": BY_FIGURES}},
        [Fault.WRONG_VALUE],
    ),
    "option that is none": (
        {"是否弄虚作假": {"value": "也许", "problem": "x", "reason": BY_FIGURES}},
        [Fault.WRONG_VALUE],
    ),
    "formula": ({"实际支出": {"value": "=50+10", "problem": "x", "reason": BY_FIGURES}}, [Fault.FORMULA]),
    "mark that is none": ({"任务完成": {"agreed": "是"}}, [Fault.UNKNOWN_MARK, *[Fault.NOT_DECIDED] * 2]),
    "evidence that is none": ({"任务完成": {"agreed": "√", "evidence": "还行"}}, [Fault.UNKNOWN_EVIDENCE]),
    "reason that is none": ({"任务完成": {"agreed": "√", "reason": "随便"}}, [Fault.UNKNOWN_REASON]),
    "words without end": ({"任务完成": {"agreed": "√", "page": "页" * 501}}, [Fault.TOO_LONG]),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with a review workbook of 甲局, which spent all but a fifth, and of 乙局, which spent all."""
    folder = tmp_path_factory.mktemp("复核")
    with open_record(find_record(campaign(folder, {"甲局": 80, "乙局": 100}))) as record:
        drawn(record)
        opened(record, folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "复核"))


def reviewed(folder: Path, said: Said, unit: str = "甲局") -> TakenReview:
    """What becomes of a review in which all is agreed to but for what is said."""
    (file,) = (folder / "底稿").glob(f"*{unit}*")
    own = {group: answer for group, answer in ALL_AGREED.items() if group not in said}
    filled(file, {**own, **said})
    with open_record(find_record(folder / "下发")) as record:
        (result,) = taken(record, [file])
        entered = reviews_of(record, "").units[unit].last
        assert (entered is None) == (not result.accepted)
        return result


@pytest.mark.parametrize(("said", "faults"), CASES.values(), ids=CASES)
def test_faults(folder: Path, said: Said, faults: list[Fault]) -> None:
    result = reviewed(folder, said)
    assert [each.fault for each in result.objections] == faults
    assert all(each.cell for each in result.objections)


@pytest.mark.parametrize("evidence", ["未提供", "不符"])
def test_full_marks__without_evidence(folder: Path, evidence: str) -> None:
    result = reviewed(folder, {"实际支出": {"agreed": "√", "evidence": evidence}}, "乙局")
    assert [each.fault for each in result.objections] == [Fault.FULL_MARKS]


def test_all_faults__are_told_at_once(folder: Path) -> None:
    said: Said = {
        "实际支出": LESS,
        "是否弄虚作假": {"value": "也许"},
        "第1行 任务一：完成情况": {"value": "未完成"},
        "任务完成": {},
    }
    result = reviewed(folder, said)
    assert {each.fault for each in result.objections} == {
        Fault.WRONG_VALUE,
        Fault.NO_PROBLEM,
        Fault.NOT_DECIDED,
    }


def test_sheet_that_was_changed__is_told(tmp_path: Path) -> None:
    """自评值, rows and the stored total are never trusted."""
    with open_record(find_record(campaign(tmp_path, {"甲局": 80}))) as record:
        drawn(record)
        (file,) = [each.file for each in opened(record, tmp_path).written]
        filled(file, ALL_AGREED)
        as_filled = file.read_bytes()
        rows = rows_of_paper(file)
        changes: dict[str, tuple[float | str, Fault]] = {
            f"D{rows['实际支出']}": (99, Fault.OWN_CHANGED),
            f"B{rows['预算']}": ("别的", Fault.ROW_MOVED),
            "C4": ("", Fault.NO_REVIEWER),
        }
        for address, (value, fault) in changes.items():
            file.write_bytes(as_filled)
            book = openpyxl.load_workbook(file)
            book[WORKING_PAPER][address] = value
            book.save(file)
            (result,) = taken(record, [file])
            assert fault in {each.fault for each in result.objections}, address
            assert result.taken is None
        file.write_bytes(as_filled)
        book = openpyxl.load_workbook(file)
        book[WORKING_PAPER]["M3"] = 10
        book.save(file)
        (result,) = taken(record, [file])
        assert [each.fault for each in result.objections] == [Fault.SHOWN_DIFFERS]
        assert result.taken is not None
        assert result.taken.total == 7.0, "by rule, not as shown"


def test_files_that_are_no_reviews__are_told(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path))) as record:
        drawn(record)
        files = [each.file for each in opened(record, tmp_path).written]
        (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
        (result,) = taken(record, [tmp_path / "坏.xlsx"])
        assert [each.fault for each in result.objections] == [Fault.UNREADABLE]
        (result,) = taken(record, [tmp_path / "交回" / "甲局.xlsx"])
        assert [each.fault for each in result.objections] == [Fault.NOT_A_REVIEW]
        filled(files[0], ALL_AGREED)
        copy = tmp_path / "底稿" / "又一份.xlsx"
        copy.write_bytes(files[0].read_bytes())
        filled(copy, {"任务完成": {"agreed": "√", "page": "3"}})
        both = taken(record, [files[0], copy])
        assert all([each.fault for each in result.objections] == [Fault.TWICE] for result in both)
        book = openpyxl.load_workbook(copy)
        book["xlgen"]["B1"] = str(book["xlgen"]["B1"].value).replace("甲局", "乙局")
        book.save(copy)
        (result,) = taken(record, [copy])
        assert [each.fault for each in result.objections] == [Fault.OTHER_IDENTITY]


def test_copy_that_counts_no_longer__is_not_reviewed(tmp_path: Path) -> None:
    folder = campaign(tmp_path, {"甲局": 80})
    with open_record(find_record(folder)) as record:
        drawn(record)
        (file,) = [each.file for each in opened(record, tmp_path).written]
        filled(file, ALL_AGREED)
        Post(tmp_path / "交回").put({"甲局2.xlsx": form("甲局", "2026-03-20T08:00:00Z", spent=90)}, "2026-03-25")
    run("validate", tmp_path / "交回", "--units", folder, "--scheme", MINIMAL)
    run("decide", folder, "有效版本", "--unit", "甲局", "--copy", "甲局2.xlsx", "--by", "赵六", "--reason", "更正")
    with open_record(find_record(folder)) as record:
        (result,) = taken(record, [file])
        assert [each.fault for each in result.objections] == [Fault.OTHER_COPY]
