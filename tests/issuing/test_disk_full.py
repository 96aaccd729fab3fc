"""A disk that is full, or otherwise unwilling: said in Chinese, nothing half written, and completed afterwards."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.factories.campaigns import COMMAND, SCHEME, issued, roster, run
from xlgen.campaign import record_file as manifest
from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME, RecordError
from xlgen.campaign.record_rows import PlannedForm
from xlgen.files.atomic import TEMPORARY_PATTERN, save, system_reason
from xlgen.roster.unit import Unit

pytestmark = pytest.mark.slow


UNITS = 600
"""More batches than are written in the process itself."""
FITS = 130
FULL_DISK = f"""
import errno, os, pathlib

real = os.fdopen

class Full:
    def __init__(self, file):
        self.file = file
    def __enter__(self):
        return self
    def __exit__(self, *error):
        self.file.close()
    def write(self, content):
        folder = pathlib.Path(os.environ["XLGEN_TEST_DISK"])
        if (folder / "full").exists() and len(list(folder.rglob("*.xlsx"))) >= {FITS}:
            self.file.write(content[:100])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.file.write(content)

def fdopen(handle, mode="r", *more, **options):
    file = real(handle, mode, *more, **options)
    return Full(file) if mode == "wb" else file

os.fdopen = fdopen
"""
"""Read by every process as it starts, those that are spawned too."""


@pytest.mark.parametrize("jobs", [1, 2])
def test_disk_full__is_told_and_completed_afterwards(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "sitecustomize.py").write_text(FULL_DISK, encoding="utf-8")
    (tmp_path / "full").touch()
    units, folder = roster(tmp_path, UNITS), tmp_path / "下发"
    command = [*COMMAND, "new", SCHEME, "--units", str(units), "-o", str(folder), "--jobs", str(jobs)]
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path, "XLGEN_TEST_DISK": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(str(folder))
    assert ".xlsx：读写失败（磁盘已满）" in line
    written = issued(folder)
    assert FITS <= len(written) < UNITS
    assert all(zipfile.is_zipfile(file) for file in written)
    assert list(folder.rglob(TEMPORARY_PATTERN)) == []
    with sqlite3.connect(folder / RECORD_NAME) as record:
        recorded = {name for (name,) in record.execute("SELECT path FROM unit WHERE issued IS NOT NULL")}
    assert recorded <= {file.name for file in written}
    (tmp_path / "full").unlink()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"为 {UNITS - len(recorded)} 个单位" in done.stdout
    assert len(issued(folder)) == UNITS


def test_save__names_the_file_that_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = tmp_path / "甲.xlsx"
    target.write_bytes(b"before")
    monkeypatch.setattr("xlgen.files.atomic.os.fdopen", full)
    with pytest.raises(OSError, match="No space") as error:
        save(target, b"after")
    assert (error.value.filename, system_reason(error.value)) == (str(target), "磁盘已满")
    assert [file.name for file in tmp_path.iterdir()] == ["甲.xlsx"]
    assert target.read_bytes() == b"before"


def test_record__that_does_not_fit_is_told_and_stays_as_it_was(tmp_path: Path) -> None:
    units = [PlannedForm(Unit(f"单位{number}", str(number)), f"{number}.xlsx", "x" * 100) for number in range(5000)]

    def too_much() -> None:
        with open_record(tmp_path / RECORD_NAME) as record:
            record.database.execute("PRAGMA max_page_count = 20")
            record.plan({"年度": "2026"}, units, lambda path: False)

    with pytest.raises(OSError, match="No space") as error:
        too_much()
    assert (error.value.filename, system_reason(error.value)) == (str(tmp_path / RECORD_NAME), "磁盘已满")
    with open_record(tmp_path / RECORD_NAME) as record:
        assert record.units() == []
        assert len(record.plan({"年度": "2026"}, units, lambda path: False).to_write) == 5000


def test_record__that_may_not_be_written_is_told(tmp_path: Path) -> None:
    def forbidden() -> None:
        with open_record(tmp_path / RECORD_NAME) as record:
            record.database.execute("PRAGMA query_only = ON")
            record.issued(["甲"], "2026-01-01T00:00:00")

    with pytest.raises(OSError, match="Permission") as error:
        forbidden()
    assert system_reason(error.value) == "没有权限"


@pytest.mark.parametrize("code", sorted(manifest.DISK_ERRORS))
def test_record__every_reason_is_in_chinese(code: int) -> None:
    why = system_reason(OSError(manifest.DISK_ERRORS[code], "in English"))
    assert why.isascii() is False


def test_record__in_use_by_another_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(manifest, "LOCK_TIMEOUT_SECONDS", 0.1)
    units, folder = roster(tmp_path, 3), tmp_path / "下发"
    run("new", SCHEME, "--units", units, "-o", folder)
    with open_record(folder / RECORD_NAME, alone=True):
        for command in (["new", SCHEME, "--units", units, "-o", folder], ["status", folder]):
            capsys.readouterr()
            assert run(*command) == 2
            assert "正被另一个程序使用" in capsys.readouterr().err
    assert run("new", SCHEME, "--units", units, "-o", folder) == 0


def test_two_at_once__share_the_work(tmp_path: Path) -> None:
    units, folder = roster(tmp_path, 300), tmp_path / "下发"
    command = [*COMMAND, "new", SCHEME, "--units", str(units), "-o", str(folder), "--jobs", "1"]
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(command, **pipe) as one, subprocess.Popen(command, **pipe) as other:  # type: ignore[call-overload]
        said = [each.communicate(timeout=300) for each in (one, other)]
    assert [(one.returncode, other.returncode), *(err for _, err in said)] == [(0, 0), "", ""]
    assert sorted("为 300 个单位" in out for out, _ in said) == [False, True]
    assert len(issued(folder)) == 300


def database(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as made:
        for statement in statements:
            made.execute(statement)
    made.close()


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE other (x)"],
        ["CREATE TABLE unit (x)"],
        ["CREATE TABLE other (x)", f"PRAGMA user_version = {manifest.VERSION}"],
        [f"CREATE TABLE {table} (x)" for table in manifest.TABLES],
        [f"PRAGMA user_version = {manifest.VERSION}", *(f"CREATE TABLE {table} (x)" for table in manifest.TABLES)],
    ],
)
def test_database_of_somebody_else__is_left_alone(tmp_path: Path, statements: list[str]) -> None:
    file = tmp_path / RECORD_NAME
    database(file, *statements)
    before = file.read_bytes()
    with pytest.raises(RecordError), open_record(file) as record:
        record.units()
    assert file.read_bytes() == before


def test_record__of_a_newer_version_is_told(tmp_path: Path) -> None:
    with open_record(tmp_path / RECORD_NAME):
        pass
    database(tmp_path / RECORD_NAME, "PRAGMA user_version = 99")
    with pytest.raises(RecordError, match="升级"), open_record(tmp_path / RECORD_NAME):
        pass


def test_record__killed_before_it_was_made_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "下发"
    folder.mkdir()
    (folder / RECORD_NAME).touch()
    assert run("status", folder) == 1
    assert run("new", SCHEME, "--units", roster(tmp_path, 2), "-o", folder) == 0
    assert len(issued(folder)) == 2
