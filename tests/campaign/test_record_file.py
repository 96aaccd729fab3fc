"""A record that somebody altered gets nobody further than a record can, and never ends in a traceback."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.running import Run, run
from tests.factories.schemes import MINIMAL
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME, RecordError
from xlgen.campaign.record_rows import PlannedForm, RecordedSubmission
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_file
from xlgen.submissions.verdict import Verdict
from xlgen.text import one_line

DAMAGED = "不是下发记录，或已损坏"
ESCAPE = "\x1b[31m甲\x07"


@pytest.fixture
def xlgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "240")
    return lambda *words: run(capsys, *words)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the record of a campaign, without the forms; not to be changed."""
    folder = tmp_path_factory.mktemp("下发")
    scheme = load_file(MINIMAL)
    campaign = {"方案": scheme.id, "版本": scheme.version, "年度": str(scheme.year)}
    with open_record(folder / RECORD_NAME) as record:
        record.plan(
            campaign, [PlannedForm(Unit("甲", "1"), "甲.xlsx", "f"), PlannedForm(Unit("乙", "2"), "乙.xlsx", "g")], bool
        )
        record.issued(["甲", "乙"], "2026-01-01T00:00:00")
        record.submitted([RecordedSubmission("甲", "a.xlsx", "x", 1.0, "2026-03-01 09:30", Verdict.PASSED, 9.0, 9.0)])
    return folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "下发"))


def alter(folder: Path, statements: str) -> None:
    database = sqlite3.connect(folder / RECORD_NAME)
    database.executescript(statements)
    database.close()


SUBMISSION = "INSERT INTO submission VALUES"
ALTERED = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON submission BEGIN DELETE FROM unit; END",
    "view": "CREATE VIEW v AS SELECT randomblob(1000000000)",
    "view instead of a table": "ALTER TABLE unit RENAME TO u; CREATE VIEW unit AS SELECT * FROM u",
    "virtual table": "CREATE VIRTUAL TABLE t USING fts5(x)",
    "table missing": "DROP TABLE remembered",
    "column missing": "ALTER TABLE submission DROP COLUMN total",
    "column more": "ALTER TABLE unit ADD COLUMN more",
    "computed column": "ALTER TABLE unit ADD COLUMN more AS (zeroblob(1000000000))",
    "no version": "PRAGMA user_version = 0",
    "name that is a blob": "UPDATE unit SET name = x'00ff' WHERE name = '甲'",
    "name that is no text": "UPDATE unit SET name = CAST(x'ff' AS TEXT) WHERE name = '甲'",
    "code that is a blob": "UPDATE unit SET code = x'00'",
    "path above the folder": "UPDATE unit SET path = '../../etc/passwd' WHERE name = '甲'",
    "path elsewhere": "UPDATE unit SET path = '/etc/passwd' WHERE name = '甲'",
    "path of another disk": "UPDATE unit SET path = 'C:\\x.xlsx' WHERE name = '甲'",
    "path above, as on Windows": "UPDATE unit SET path = 'a\\..\\..\\x.xlsx' WHERE name = '甲'",
    "verdict that is none": "UPDATE submission SET verdict = '很好'",
    "verdict that is a blob": "UPDATE submission SET verdict = x'00'",
    "total that is a text": "UPDATE submission SET total = '九十'",
    "infinite total": "UPDATE submission SET total = 9e999",
    "infinite time": "UPDATE submission SET changed = -9e999",
    "file that is a blob": "UPDATE submission SET file = x'00'",
    "fact that is a blob": "UPDATE campaign SET value = x'00'",
}


@pytest.mark.parametrize("statements", ALTERED.values(), ids=ALTERED)
def test_altered_record__is_refused_plainly(folder: Path, statements: str, xlgen: Run) -> None:
    alter(folder, statements)
    done = xlgen("status", folder)
    assert (done.code, done.out) == (3, "")
    assert DAMAGED in done.err


def test_names_with_control_characters__are_shown_plain(folder: Path, xlgen: Run) -> None:
    for table, column in (("unit", "name"), ("unit", "code"), ("submission", "file"), ("campaign", "value")):
        database = sqlite3.connect(folder / RECORD_NAME)
        database.execute(f"UPDATE {table} SET {column} = ? || {column}", (ESCAPE,))
        database.commit()
        database.close()
    done = xlgen("status", folder, "--xlsx", folder / "进度.xlsx")
    assert (done.code, done.err) == (1, "")
    assert one_line(ESCAPE) in done.out
    assert not {"\x1b", "\x07"} & set(done.out)
    (folder / "交回").mkdir()
    (folder / "交回" / "表.xlsx").write_bytes(b"no workbook")
    reports = [folder / name for name in ("报告.html", "报告.json", "报告.xlsx")]
    options = [word for file in reports for word in (f"--{file.suffix[1:]}", file)]
    done = xlgen("validate", folder / "交回", "--units", folder, *options)
    assert not {"\x1b", "\x07"} & set(done.out + done.err)
    assert all(file.is_file() for file in reports)
    assert not any(sign in reports[0].read_text(encoding="utf-8") for sign in ("\x1b", "\x07"))
    assert "\\u001b" not in reports[1].read_text(encoding="utf-8")


@pytest.mark.parametrize("there", [True, False])
def test_record_that_leads_elsewhere__is_not_followed(folder: Path, tmp_path: Path, there: bool) -> None:
    target = tmp_path / "别处.sqlite"
    if there:
        shutil.copy(folder / RECORD_NAME, target)
    before = target.read_bytes() if there else None
    (folder / RECORD_NAME).unlink()
    (folder / RECORD_NAME).symlink_to(target)
    with pytest.raises(RecordError, match="是一个链接，通到"), open_record(folder / RECORD_NAME):
        pass
    assert (target.read_bytes() if target.exists() else None) == before


def test_tables_of_others__do_no_harm(folder: Path, xlgen: Run) -> None:
    alter(folder, "CREATE TABLE other (x); INSERT INTO other VALUES (1)")
    assert xlgen("status", folder).code == 1
