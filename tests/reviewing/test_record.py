"""Reviews in a record: an older one is upgraded, and what xlgen never wrote is refused as in every other table."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.factories.reviews import TODAY, campaign, drawn, opened
from xlgen.campaign.record import find_record, open_record
from xlgen.campaign.record_file import RECORD_NAME, VERSION, RecordError
from xlgen.campaign.tiers.sub_record import sub_record
from xlgen.reviewing.review_rows import rows_of
from xlgen.reviewing.reviews import reviews_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("复核")
    with open_record(find_record(campaign(folder, {"甲局": 80}))) as record:
        drawn(record)
        opened(record, folder)
    return folder / "下发"


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "下发"))


def alter(folder: Path, statements: str) -> None:
    database = sqlite3.connect(folder / RECORD_NAME)
    database.executescript(statements)
    database.close()


ALTERED = {
    "no JSON": "UPDATE review SET content = '{'",
    "no mapping": "UPDATE review SET content = '[]'",
    "deep": "UPDATE review SET content = (SELECT replace(hex(zeroblob(100000)), '00', '['))",
    "no text": "UPDATE review SET content = x'00'",
    "unknown kind": "UPDATE review SET kind = '别的'",
    "kind of another": "UPDATE review SET kind = '收回底稿'",
    "key missing": "UPDATE review SET content = json_remove(content, '$.seed') WHERE kind = '抽取'",
    "number that is a text": "UPDATE review SET content = json_set(content, '$.count', '三') WHERE kind = '抽取'",
    "number without end": "UPDATE review SET content = replace(content, '\"funds\":80.0', '\"funds\":1e999')",
    "no number": "UPDATE review SET content = replace(content, '\"funds\":80.0', '\"funds\":NaN')",
    "unit that is a blob": "UPDATE review SET form = x'00'",
}


@pytest.mark.parametrize("statements", ALTERED.values(), ids=ALTERED)
def test_altered_rows__are_refused(folder: Path, statements: str, capsys: pytest.CaptureFixture[str]) -> None:
    alter(folder, statements)
    with open_record(folder / RECORD_NAME) as record, pytest.raises(RecordError):
        list(rows_of(record))
    done = run(capsys, "review", "status", folder)
    assert (done.code, done.out) == (3, "")
    assert "不是下发记录，或已损坏" in done.err


def test_record_without_reviews__is_upgraded(folder: Path) -> None:
    alter(folder, "DROP TABLE review; PRAGMA user_version = 4")
    with open_record(folder / RECORD_NAME) as record:
        assert not reviews_of(record, TODAY).units
        assert record.database.execute("PRAGMA user_version").fetchone()[0] == VERSION
        drawn(record)
        assert list(reviews_of(record, TODAY).units) == ["甲局"]


def test_unit_that_is_respelled__keeps_its_review(folder: Path) -> None:
    alter(folder, "UPDATE review SET form = '甲 局' WHERE form = '甲局'; UPDATE unit SET name = '甲 局'")
    with open_record(folder / RECORD_NAME) as record:
        assert [row.form for row in rows_of(record)] == ["", "甲 局"]


def test_review__stays_with_the_bureau(folder: Path) -> None:
    """A 主管部门 is not told which of its units are under review."""
    with open_record(folder / RECORD_NAME) as record, sub_record(record, ["甲局"], "一厅") as own:
        assert not list(rows_of(own))
