"""A third party reviews: what it gets, and that only what it was given comes back."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.factories.reviews import TODAY, campaign, drawn, filled, opened, session
from tests.reviewing.test_cycle import ALL_AGREED
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.errors import UsageError, XlgenError
from xlgen.reviewing.objections import Fault
from xlgen.reviewing.packages import GUIDE, PAPERS, RETURNS, HandedOut, hand_out_reviews, take_package
from xlgen.reviewing.reviews import Stage, reviews_of
from xlgen.reviewing.taking import TakenReview

PARTY = "某某会计师事务所"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with review workbooks of three units, of which the party got two."""
    folder = tmp_path_factory.mktemp("委托")
    with open_record(find_record(campaign(folder, {"甲局": 80, "乙局": 90, "丙局": 100}))) as record:
        for home, name in (("甲局", "凭证.pdf"), (".", "不知是谁的.pdf")):
            (folder / "交回" / home).mkdir(exist_ok=True)
            (folder / "交回" / home / name).write_bytes(b"%PDF")
        (folder / "交回" / "甲局.xlsx").rename(folder / "交回" / "甲局" / "甲局.xlsx")
        drawn(record)
        opened(record, folder)
        handed_out(record, folder, "甲局", "乙局")
    return folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "委托"))


@pytest.fixture
def record(folder: Path) -> Iterator[CampaignRecord]:
    with open_record(find_record(folder / "下发")) as opened_record:
        yield opened_record


def handed_out(record: CampaignRecord, folder: Path, *units: str) -> HandedOut:
    step = session(record, "2026-04-03 09:00:00.000")
    chosen = [step.reviews.units[unit] for unit in units]
    papers, returns, output = folder / "底稿", [folder / "交回"], folder / "复核包.zip"
    return hand_out_reviews(step, chosen, papers, returns, output, party=PARTY)


def returned(folder: Path, change: Callable[[Path], None] = lambda papers: None) -> Path:
    """The package as the party sends it back: filled in, and changed."""
    home = folder / "事务所"
    with zipfile.ZipFile(folder / "复核包.zip") as package:
        package.extractall(home)
    for file in (home / PAPERS).iterdir():
        filled(file, ALL_AGREED, reviewer="周九")
    change(home / PAPERS)
    return Path(shutil.make_archive(str(folder / "交来"), "zip", home))


def taken_back(record: CampaignRecord, path: Path, party: str = PARTY) -> list[TakenReview]:
    return take_package(session(record, "2026-04-06 09:00:00.000"), path, party)


def test_package__has_workbooks_forms_and_material(folder: Path) -> None:
    with zipfile.ZipFile(folder / "复核包.zip") as package:
        inside = sorted(package.namelist())
        guide = package.read(GUIDE).decode("utf-8-sig")
    assert [name for name in inside if name.startswith(PAPERS)] == [
        f"{PAPERS}/101_甲局_复核底稿.xlsx",
        f"{PAPERS}/102_乙局_复核底稿.xlsx",
    ]
    assert [name for name in inside if name.startswith(RETURNS)] == [
        f"{RETURNS}/101_甲局/凭证.pdf",
        f"{RETURNS}/101_甲局/甲局.xlsx",
        f"{RETURNS}/102_乙局/乙局.xlsx",
    ], "nothing of other units, nor what may be another's"
    assert PARTY in guide
    assert "1. 甲局" in guide


def test_package__comes_back(folder: Path, record: CampaignRecord) -> None:
    assert reviews_of(record, TODAY).units["甲局"].third_party == PARTY
    results = taken_back(record, returned(folder))
    assert [(each.unit, each.accepted) for each in results] == [("甲局", True), ("乙局", True)]
    units = reviews_of(record, TODAY).units
    assert {name: each.stage for name, each in units.items()} == {
        "甲局": Stage.FIRST,
        "乙局": Stage.FIRST,
        "丙局": Stage.OPENED,
    }
    last = units["甲局"].last
    assert last is not None
    assert (last.by, last.reviewer) == (PARTY, "周九")


def test_faults_in_a_package__are_told_as_in_any(folder: Path, record: CampaignRecord) -> None:
    def empty_one(papers: Path) -> None:
        filled(papers / "101_甲局_复核底稿.xlsx", {"任务完成": {"agreed": None}})

    results = taken_back(record, returned(folder, empty_one))
    assert [each.fault for each in results[0].objections] == [Fault.NOT_DECIDED] * 2
    assert results[1].accepted


def other_unit(papers: Path) -> None:
    """A review workbook of a unit that the party was not given."""
    shutil.copy(papers.parents[1] / "底稿" / "103_丙局_复核底稿.xlsx", papers)


def forged_unit(papers: Path) -> None:
    book = openpyxl.load_workbook(papers / "101_甲局_复核底稿.xlsx")
    book["xlgen"]["B1"] = str(book["xlgen"]["B1"].value).replace("甲局", "丙局")
    book.save(papers / "多的.xlsx")


def forged_id(papers: Path) -> None:
    """Both places that say which review it is, changed alike."""
    file = papers / "101_甲局_复核底稿.xlsx"
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.replace("甲局".encode(), "丙局".encode()))


def another_workbook(papers: Path) -> None:
    shutil.copy(papers.parents[1] / "交回" / "乙局.xlsx", papers)


def broken_file(papers: Path) -> None:
    (papers / "102_乙局_复核底稿.xlsx").write_bytes(b"PK\x03\x04 no workbook")


def no_papers(papers: Path) -> None:
    shutil.rmtree(papers)


@pytest.mark.parametrize("change", [other_unit, forged_unit, forged_id, another_workbook, broken_file, no_papers])
def test_package_with_something_else__is_refused_whole(
    folder: Path, record: CampaignRecord, change: Callable[[Path], None]
) -> None:
    with pytest.raises(XlgenError):
        taken_back(record, returned(folder, change))
    assert not any(each.last for each in reviews_of(record, TODAY).units.values())


def test_wishes__that_cannot_be(folder: Path, record: CampaignRecord) -> None:
    with pytest.raises(UsageError, match=f"没有交给它的底稿。交给过的：{PARTY}"):
        taken_back(record, returned(folder), "别的事务所")
    with pytest.raises(UsageError, match="还没有的"):
        handed_out(record, folder, "丙局")
    (folder / "复核包.zip").unlink()
    shutil.rmtree(folder / "底稿")
    (folder / "底稿").mkdir()
    with pytest.raises(UsageError, match="没有可以交出的底稿"):
        handed_out(record, folder, "丙局")
