"""Draws that anybody can repeat: the same record and the same seed give the same forms."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.factories.returns import scheme
from tests.factories.reviews import TODAY, campaign, drawn, session
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.errors import UsageError
from xlgen.reviewing.draw_list import coverage_words, draw_list
from xlgen.reviewing.drawing import Drawing, DrawWanted, Facts, Method, draw
from xlgen.reviewing.facts import amount_input, facts_of
from xlgen.reviewing.material import NOT_RECEIVED, material_book, material_list, material_text
from xlgen.reviewing.reviews import reviews_of
from xlgen.reviewing.stages import draw_forms
from xlgen.scheme.review import Review
from xlgen.suspicions.suspicion import Kind, Suspicion


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of eight units that spent 10 to 80; not to be changed."""
    home = tmp_path_factory.mktemp("抽取")
    campaign(home, {f"{name}局": 10.0 * number for number, name in enumerate("甲乙丙丁戊己庚辛", 1)})
    return home


@pytest.fixture
def record(folder: Path) -> Iterator[CampaignRecord]:
    with open_record(find_record(folder / "下发")) as opened:
        yield opened


def drawing(record: CampaignRecord, wanted: DrawWanted, facts: Facts | None = None) -> Drawing:
    progress = reviews_of(record, TODAY).progress
    return draw(progress, wanted, facts or facts_of(record, progress, scheme(), amount="spent"))


def names(found: Drawing) -> list[str]:
    return [each.unit for each in found.chosen]


def test_random__is_the_same_for_the_same_seed(record: CampaignRecord) -> None:
    found = [names(drawing(record, DrawWanted(Method.RANDOM, 3, seed=seed))) for seed in ("2026", "2026", "2027")]
    assert found[0] == found[1] != found[2]
    assert found[0] == ["戊局", "丁局", "丙局"], "on every machine and in every year"
    more = names(drawing(record, DrawWanted(Method.RANDOM, 5, seed="2026")))
    assert more[:3] == found[0]


def test_by_amount__and_by_share(record: CampaignRecord) -> None:
    assert names(drawing(record, DrawWanted(Method.AMOUNT, 2))) == ["辛局", "庚局"]
    half = drawing(record, DrawWanted(Method.AMOUNT, share=0.5))
    assert names(half) == ["辛局", "庚局", "己局"]
    assert (half.funds, half.drawn_funds, half.coverage) == (360.0, 210.0, 210 / 360)
    assert len(drawing(record, DrawWanted(Method.AMOUNT, share=1.0)).chosen) == 8


def test_all__and_named(record: CampaignRecord) -> None:
    assert len(drawing(record, DrawWanted(Method.ALL)).chosen) == 8
    assert names(drawing(record, DrawWanted(Method.NAMED, units=("乙局", "104")))) == ["乙局", "丁局"]


def test_by_suspicion(record: CampaignRecord) -> None:
    progress = reviews_of(record, TODAY).progress
    files = {unit.form.name: unit.counted.file for unit in progress.units if unit.counted}
    odd = [
        Suspicion(Kind.FULL_MARKS, "x", "丙局", "", files["丙局"]),
        Suspicion(Kind.SAME_DATA, "x", "丙局", "", files["丙局"]),
        Suspicion(Kind.FULL_MARKS, "x", "丁局", "", files["丁局"]),
    ]
    facts = facts_of(record, progress, scheme(), amount="spent", suspicions=odd)
    found = draw(progress, DrawWanted(Method.SUSPICION, 5), facts)
    assert [(each.unit, each.why) for each in found.chosen] == [("丙局", "各项满分；数据相同"), ("丁局", "各项满分")]


REFUSED = {
    "写抽几份": DrawWanted(Method.RANDOM, seed="1"),
    "两样写一样": DrawWanted(Method.AMOUNT, 2, 0.5),
    "不超过 100%": DrawWanted(Method.AMOUNT, share=60.0),
    "不写个数": DrawWanted(Method.ALL, 2),
    "先定种子": DrawWanted(Method.RANDOM, 2),
    "只有随机抽取用种子": DrawWanted(Method.AMOUNT, 2, seed="1"),
    "指定抽取要写单位": DrawWanted(Method.NAMED),
    "别的方法不写": DrawWanted(Method.ALL, units=("甲局",)),
    "壬局：下发记录里没有这个单位": DrawWanted(Method.NAMED, units=("甲局", "壬局")),
}


@pytest.mark.parametrize(("told", "wanted"), REFUSED.items(), ids=REFUSED)
def test_wishes__that_cannot_be(record: CampaignRecord, told: str, wanted: DrawWanted) -> None:
    with pytest.raises(UsageError, match=told):
        drawing(record, wanted)


def test_amount__is_named() -> None:
    assert not amount_input(scheme()), "nothing is guessed"
    assert amount_input(scheme().model_copy(update={"review": Review(amount="spent")})) == "spent"
    assert amount_input(scheme(), "预算") == "budget"
    with pytest.raises(UsageError, match="可用的有：实际支出、预算"):
        amount_input(scheme(), "资产")


def earlier_record(folder: Path, year: str, units: Sequence[str]) -> Path:
    """A campaign of an earlier year in which some units were reviewed."""
    issued = campaign(folder, dict.fromkeys(units, 50.0))
    with open_record(find_record(issued)) as record:
        drawn(record)
        with record.database:
            record.database.execute("UPDATE campaign SET value = ? WHERE key = '年度'", (year,))
    return issued


def test_who_was_reviewed_of_late__is_not_drawn_again(record: CampaignRecord, tmp_path: Path) -> None:
    """The campaign is of 2024."""
    for year in ("2020", "2022"):
        (tmp_path / year).mkdir()
    old = earlier_record(tmp_path / "2020", "2020", ["辛局"])
    late = earlier_record(tmp_path / "2022", "2022", ["庚局"])
    (tmp_path / "复核过的.csv").write_text("单位名称\n己局\n别的局\n", encoding="utf-8-sig")
    progress = reviews_of(record, TODAY).progress
    facts = facts_of(record, progress, scheme(), amount="spent", earlier=[old, late, tmp_path / "复核过的.csv"])
    found = drawing(record, DrawWanted(Method.AMOUNT, 2), facts)
    assert names(found) == ["辛局", "戊局"]
    assert [(each.unit, each.why) for each in found.excluded] == [
        ("己局", "近3年复核过（复核过的.csv）"),
        ("庚局", "2022年度复核过"),
    ]
    named = drawing(record, DrawWanted(Method.NAMED, units=("庚局",)), facts)
    assert named.chosen[0].why == "指定；2022年度复核过", "who names a unit knows why"


def test_list__is_to_be_signed_and_says_everything(record: CampaignRecord) -> None:
    found = drawing(record, DrawWanted(Method.RANDOM, 3, seed="2026"))
    book = openpyxl.load_workbook(io.BytesIO(draw_list(found, "2024年度最小示例评分表", "某市财政局", "2026-04-01")))
    sheet = book["抽取清单"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("种子“2026”" in text and "抽 3 份" in text for text in texts)
    assert any("资金覆盖率 33.33%" in text for text in texts)
    assert "没有写明按表上哪一项金额" in coverage_words(replace(found, amount_label="", funds=0.0))
    assert "另有 2 份没有报" in coverage_words(replace(found, known=6))
    assert any("监督人（签字）" in text for text in texts)
    assert [sheet[f"C{row}"].value for row in (6, 7, 8)] == ["戊局", "丁局", "丙局"]


def test_drawing_again__leaves_out_who_was_drawn(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path))) as record:
        for count, expected in ((2, ["丙局", "乙局"]), (4, ["甲局", "丁局"])):
            wanted = DrawWanted(Method.AMOUNT, count)
            time = f"2026-04-0{count} 09:00:00.000"
            done = draw_forms(session(record, time), wanted, amount="spent")
            assert names(done.drawing) == expected
        assert [each.why for each in done.drawing.excluded] == ["本次已抽取"] * 2
        nothing = draw_forms(session(record, f"{time}1"), wanted, amount="spent")
        assert not nothing.drawing.chosen
        assert len(nothing.reviews.drawings) == 2, "an empty draw is none"


def test_materials__are_called_for(tmp_path: Path) -> None:
    with open_record(find_record(campaign(tmp_path, {"甲局": 10.0}))) as record:
        reviews = drawn(record)
        found = material_list(record, scheme(), reviews.units["甲局"], reviews.progress.about)
    assert (found.lines[0].where, found.lines[0].claimed) == (
        "预算执行率",
        "实际支出：10\n预算：100\n迟报次数：0\n是否弄虚作假：否",
    )
    assert ("盖章扫描件", NOT_RECEIVED) in found.documents
    text = material_text(found, "2026年5月10日")
    assert "请于2026年5月10日前" in text
    assert "另请补报：盖章扫描件" in text
    sheet = openpyxl.load_workbook(io.BytesIO(material_book(found, "2026年4月2日"))).worksheets[0]
    assert sheet["B4"].value == "预算执行率"
