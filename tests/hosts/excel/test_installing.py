"""Installing the add-in and taking it away: nothing of anybody else's is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlgen.hosts.excel import installing
from xlgen.hosts.excel.installing import NotInstalledError, install, uninstall
from xlgen.rules.calls import ADDIN_FILE

OURS, NEWER, FOREIGN = b"add-in", b"newer add-in", b"somebody else's"


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Excel's start folder, which a new user does not have yet."""
    return tmp_path / "张三" / "XLSTART"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return tmp_path / "张三" / "xlgen"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def test_install__into_a_start_folder_that_is_not_there(start: Path, records: Path) -> None:
    assert install(OURS, start, records) is None
    assert names(start) == [ADDIN_FILE]
    assert (start / ADDIN_FILE).read_bytes() == OURS


def test_uninstall__leaves_nothing(start: Path, records: Path) -> None:
    install(OURS, start, records)
    assert uninstall(start, records) is None
    assert (names(start), names(records)) == ([], [])


def test_install_again__keeps_no_copy_of_our_own(start: Path, records: Path) -> None:
    install(OURS, start, records)
    assert install(NEWER, start, records) is None
    assert (start / ADDIN_FILE).read_bytes() == NEWER
    uninstall(start, records)
    assert (names(start), names(records)) == ([], [])


def test_foreign_file__is_kept_and_comes_back(start: Path, records: Path) -> None:
    start.mkdir(parents=True)
    (start / ADDIN_FILE).write_bytes(FOREIGN)
    kept = install(OURS, start, records)
    assert kept is not None
    assert kept.read_bytes() == FOREIGN
    assert names(start) == [ADDIN_FILE], "Excel opens all that lies there"
    install(NEWER, start, records)
    assert uninstall(start, records) == start / ADDIN_FILE
    assert (start / ADDIN_FILE).read_bytes() == FOREIGN
    assert names(records) == []


def test_changed_file__is_kept_too_and_the_first_one_comes_back(start: Path, records: Path) -> None:
    start.mkdir(parents=True)
    (start / ADDIN_FILE).write_bytes(FOREIGN)
    install(OURS, start, records)
    (start / ADDIN_FILE).write_bytes(b"changed by hand")
    kept = install(NEWER, start, records)
    assert kept is not None
    assert kept.read_bytes() == b"changed by hand"
    uninstall(start, records)
    assert (start / ADDIN_FILE).read_bytes() == FOREIGN
    assert kept.read_bytes() == b"changed by hand"


def test_uninstall__where_somebody_deleted_the_copy_still_takes_the_addin_away(start: Path, records: Path) -> None:
    start.mkdir(parents=True)
    (start / ADDIN_FILE).write_bytes(FOREIGN)
    kept = install(OURS, start, records)
    assert kept is not None
    kept.unlink()
    assert uninstall(start, records) is None
    assert (names(start), names(records)) == ([], [])


def test_uninstall__nothing_installed_says_so(start: Path, records: Path) -> None:
    with pytest.raises(NotInstalledError, match="不需要卸载"):
        uninstall(start, records)


@pytest.mark.parametrize("record", [None, "{", "[]", '{"digest": 1}'])
def test_uninstall__leaves_what_is_not_ours(start: Path, records: Path, record: str | None) -> None:
    start.mkdir(parents=True)
    (start / ADDIN_FILE).write_bytes(FOREIGN)
    if record is not None:
        records.mkdir()
        (records / installing.RECORD_NAME).write_text(record, encoding="utf-8")
    with pytest.raises(NotInstalledError, match="没有删除"):
        uninstall(start, records)
    assert (start / ADDIN_FILE).read_bytes() == FOREIGN


def test_install__while_excel_holds_the_file_changes_nothing(
    start: Path, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(OURS, start, records)
    before = (records / installing.RECORD_NAME).read_bytes()

    def held(path: Path, content: bytes) -> None:
        raise PermissionError(13, "in use", str(path))

    monkeypatch.setattr(installing, "save", held)
    with pytest.raises(PermissionError):
        install(NEWER, start, records)
    assert (start / ADDIN_FILE).read_bytes() == OURS
    assert (records / installing.RECORD_NAME).read_bytes() == before
