"""From 初步意见 to 定稿 and 整改: what the unit says, what the bureau decides, and that nothing changes afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.factories.returns import scheme
from tests.factories.reviews import TODAY, campaign, drawn, filled, opened, session, taken
from tests.reviewing.test_cycle import ALL_AGREED, CORRECTED
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.errors import UsageError
from xlgen.reviewing.asking import ask_units
from xlgen.reviewing.deciding import answer, drop, rectified, rectify, reopen, rule, settle
from xlgen.reviewing.drawing import DrawWanted, Method
from xlgen.reviewing.objections import Fault
from xlgen.reviewing.opinion import OPINION, REASON, SHEET, TITLE, WHOLE_ROW, TakenAnswer, take_answers
from xlgen.reviewing.result import ReviewResult, review_result
from xlgen.reviewing.reviews import Stage, UnitReview, reviews_of
from xlgen.reviewing.stages import draw_forms

NOW, LATER = "2026-04-20 09:00:00.000", "2026-04-25 09:00:00.000"
Said = Mapping[str, tuple[str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign in which 甲局 lost a point in its review and was asked for its opinion; 乙局 lost nothing."""
    folder = tmp_path_factory.mktemp("复核")
    with open_record(find_record(campaign(folder, {"甲局": 80, "乙局": 100}))) as record:
        drawn(record)
        files = [each.file for each in opened(record, folder).written]
        for file in files:
            filled(file, {**ALL_AGREED, "实际支出": CORRECTED} if "甲局" in file.name else ALL_AGREED)
        taken(record, files)
        step = session(record, "2026-04-10 09:00:00.000")
        done = ask_units(step, list(step.reviews.units.values()), folder / "征求意见", "2026-04-20")
        assert len(done.written) == 2
    return folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "复核"))


@pytest.fixture
def record(folder: Path) -> Iterator[CampaignRecord]:
    with open_record(find_record(folder / "下发")) as opened_record:
        yield opened_record


def review_of(record: CampaignRecord, unit: str = "甲局") -> UnitReview:
    return reviews_of(record, TODAY).units[unit]


def result_of(record: CampaignRecord) -> ReviewResult:
    reviews = reviews_of(record, TODAY)
    return review_result(scheme(), reviews.units["甲局"], reviews.progress.about)


def said(folder: Path, answers: Said, unit: str = "甲局") -> Path:
    """A 征求意见表 as a unit fills it in: by indicator, or 总体."""
    (file,) = (folder / "征求意见").glob(f"*{unit}*")
    book = openpyxl.load_workbook(file)
    sheet = book[SHEET]
    rows = {str(sheet[f"{TITLE}{row}"].value): row for row in range(1, sheet.max_row + 1)} | {"总体": WHOLE_ROW}
    for name, (opinion, reason) in answers.items():
        sheet[f"{OPINION}{rows[name]}"], sheet[f"{REASON}{rows[name]}"] = opinion or None, reason or None
    book.save(file)
    return file


def answered(record: CampaignRecord, file: Path) -> TakenAnswer:
    (result,) = take_answers(session(record, "2026-04-15 09:00:00.000"), [file])
    return result


OBJECTS: Said = {"总体": ("不同意", ""), "预算执行率": ("不同意", "决算后又支付20万元")}


def test_objection_that_is_adopted__wants_a_corrected_workbook(folder: Path, record: CampaignRecord) -> None:
    assert review_of(record).stage is Stage.ASKED
    assert not answered(record, said(folder, OBJECTS)).objections
    assert review_of(record).stage is Stage.ANSWERED
    assert [event.subject for event in review_of(record).unruled] == ["execution"]
    with pytest.raises(UsageError, match="不同意见还有 1 项没有处理"):
        settle(session(record, NOW), review_of(record), signers=["钱七"], day="2026-04-20")
    rule(session(record, NOW), review_of(record), True, reason="补了付款凭证", row="预算执行率")
    assert review_of(record).stage is Stage.RULED
    with pytest.raises(UsageError, match="还没有收回改正的底稿"):
        settle(session(record, NOW), review_of(record), signers=["钱七"], day="2026-04-20")
    (file,) = (folder / "底稿").glob("*甲局*")
    filled(file, {"实际支出": {"value": 70, "problem": "决算70万元"}})
    (corrected,) = taken(record, [file], "2026-04-22 09:00:00.000")
    assert corrected.accepted
    settle(session(record, LATER), review_of(record), signers=["钱七", "孙八"], day="2026-04-25")
    result = result_of(record)
    assert (result.own_total, result.first_total, result.total) == (7.0, 6.0, 6.5)
    assert (result.stage, result.signers, result.settled) == (Stage.SETTLED, "钱七、孙八", "2026-04-25")
    execution = result.indicators[0]
    assert (execution.own, execution.first, execution.final, execution.difference) == (5.0, 4.0, 4.5, -0.5)
    assert (execution.agrees, execution.answer) == ("不同意", "决算后又支付20万元")
    assert (execution.ruling, execution.ruling_reason) == ("采纳", "补了付款凭证")
    assert [each.title for each in result.lowered] == ["预算执行率"]
    assert execution.remarks[0].reason == "14 数据与佐证资料不符"


def test_nothing_changes__after_it_is_settled(folder: Path, record: CampaignRecord) -> None:
    answered(record, said(folder, {"总体": ("同意", "")}))
    settle(session(record, NOW), review_of(record), signers=["钱七"], day="2026-04-20")
    (file,) = (folder / "底稿").glob("*甲局*")
    filled(file, {"实际支出": {"value": 70, "problem": "决算70万元"}})
    (refused,) = taken(record, [file], "2026-04-22 09:00:00.000")
    assert [each.fault for each in refused.objections] == [Fault.SETTLED]
    assert result_of(record).total == 6.0
    with pytest.raises(UsageError, match="先撤销定稿"):
        answer(session(record, LATER), review_of(record), True)
    with pytest.raises(UsageError, match="先撤销定稿"):
        settle(session(record, LATER), review_of(record), signers=["钱七"], day="2026-04-25")
    with pytest.raises(UsageError, match="要写理由"):
        reopen(session(record, LATER), review_of(record), reason=" ")
    reopen(session(record, LATER), review_of(record), reason="审计另有认定")
    assert review_of(record).settled is None
    (again,) = taken(record, [file], "2026-04-26 09:00:00.000")
    assert again.accepted
    settle(session(record, LATER), review_of(record), signers=["钱七"], day="2026-04-27")
    assert result_of(record).total == 6.5


def test_objection_that_is_not_adopted__leaves_the_score(folder: Path, record: CampaignRecord) -> None:
    answered(record, said(folder, OBJECTS))
    with pytest.raises(UsageError, match="没有不同意见"):
        rule(session(record, NOW), review_of(record), False, reason="x", row="任务完成")
    rule(session(record, NOW), review_of(record), False, reason="没有凭证", row="execution")
    settle(session(record, NOW), review_of(record), signers=["钱七"], day="2026-04-20")
    assert result_of(record).total == 6.0


def test_unit_that_does_not_answer__is_entered_by_hand(record: CampaignRecord) -> None:
    with pytest.raises(UsageError, match="单位还没有回复"):
        settle(session(record, NOW), review_of(record), signers=["钱七"], day="2026-04-25")
    answer(session(record, NOW), review_of(record), True, reason="逾期未回复，视为无异议")
    settle(session(record, LATER), review_of(record), signers=["钱七"], day="2026-04-25")
    assert result_of(record).answer == "逾期未回复，视为无异议"


WRONG: dict[str, tuple[Said, list[Fault]]] = {
    "nothing said": ({}, [Fault.NO_OPINION]),
    "not the whole": ({"预算执行率": ("同意", "")}, [Fault.NO_OPINION]),
    "agrees and does not": ({"总体": ("同意", ""), "预算执行率": ("不同意", "x")}, [Fault.AGREES_AND_NOT]),
    "no grounds": ({"总体": ("不同意", ""), "预算执行率": ("不同意", "")}, [Fault.NO_GROUNDS]),
    "no grounds at all": ({"总体": ("不同意", "")}, [Fault.NO_GROUNDS]),
    "grounds alone": ({"总体": ("同意", ""), "预算执行率": ("", "x")}, [Fault.NO_OPINION]),
    "another word": ({"总体": ("好", "")}, [Fault.UNKNOWN_OPINION]),
    "words without end": ({"总体": ("不同意", "理" * 501)}, [Fault.TOO_LONG]),
}


@pytest.mark.parametrize(("answers", "faults"), WRONG.values(), ids=WRONG)
def test_opinion__that_cannot_be_taken(
    folder: Path, record: CampaignRecord, answers: Said, faults: list[Fault]
) -> None:
    result = answered(record, said(folder, answers))
    assert [each.fault for each in result.objections] == faults
    assert not result.events
    assert review_of(record).stage is Stage.ASKED


def test_opinion_of_a_former_result__is_refused(folder: Path, record: CampaignRecord) -> None:
    file = said(folder, {"总体": ("同意", "")})
    (paper,) = (folder / "底稿").glob("*甲局*")
    assert [each.fault for each in answered(record, paper).objections] == [Fault.NOT_AN_OPINION]
    filled(paper, {"实际支出": {"value": 70, "problem": "决算70万元"}})
    taken(record, [paper], "2026-04-12 09:00:00.000")
    assert [each.fault for each in answered(record, file).objections] == [Fault.NOT_ASKED]


def test_unit_that_is_dropped__may_be_drawn_again(record: CampaignRecord) -> None:
    with pytest.raises(UsageError, match="要写理由"):
        drop(session(record, NOW), review_of(record), reason="")
    drop(session(record, NOW), review_of(record), reason="正在接受审计")
    assert list(reviews_of(record, TODAY).units) == ["乙局"]
    assert reviews_of(record, TODAY).taken_out == {"甲局": "正在接受审计"}
    again = draw_forms(session(record, LATER), DrawWanted(Method.ALL))
    assert [each.unit for each in again.drawing.chosen] == ["甲局"]
    assert (set(again.reviews.units), again.reviews.taken_out) == ({"甲局", "乙局"}, {})


def test_rectification(folder: Path, record: CampaignRecord) -> None:
    with pytest.raises(UsageError, match="还没有定稿"):
        rectify(session(record, NOW), review_of(record), what="完善制度", who="财务科", due="2026-09-30")
    answered(record, said(folder, {"总体": ("同意", "")}))
    settle(session(record, NOW), review_of(record), signers=["钱七"], day="2026-04-20")
    rectify(session(record, LATER), review_of(record), what="完善制度", who="财务科", due="2026-09-30")
    rectify(session(record, LATER), review_of(record), what="补记资产", who="办公室", due="2026-06-30")
    assert review_of(record).stage is Stage.RECTIFYING
    with pytest.raises(UsageError, match="序号有 1、2"):
        rectified(session(record, LATER), review_of(record), "3", day="2026-08-01")
    for number in "12":
        rectified(session(record, LATER), review_of(record), number, day="2026-08-01")
    assert review_of(record).stage is Stage.RECTIFIED
    assert [tuple(each) for each in result_of(record).rectifications] == [
        ("1", "完善制度", "财务科", "2026-09-30", "2026-08-01"),
        ("2", "补记资产", "办公室", "2026-06-30", "2026-08-01"),
    ]
