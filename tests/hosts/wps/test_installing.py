"""Installing and uninstalling in folders as Windows, Linux and Mac have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlgen.hosts.wps.installing import FOLDER, NotInstalledError, install, installed_files, uninstall
from xlgen.hosts.wps.registration import own_folders

FILES = {"index.html": b"<html>", "js/functions.js": b"//", "images/check.svg": b"<svg/>"}
OTHER = b'<jsplugins>\n  <jsplugin name="other" url="other_1.0"/>\n</jsplugins>\n'


@pytest.fixture
def addins(tmp_path: Path) -> Path:
    """The folder for add-ins, with one of somebody else."""
    folder = tmp_path / "张三" / "kingsoft" / "wps" / "jsaddons"
    (folder / "other_1.0").mkdir(parents=True)
    (folder / "other_1.0" / "index.html").write_bytes(b"other")
    (folder / "xlgen_notes").mkdir()
    (folder / "publish.xml").write_bytes(OTHER)
    (folder / "authaddin.json").write_text('{"et": {}}', encoding="utf-8")
    return folder


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Everything below a folder, with the times of writing."""
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()}


def test_install__where_wps_has_never_been_started(tmp_path: Path) -> None:
    addins = tmp_path / "jsaddons"
    install(FILES, addins)
    assert installed_files(addins / FOLDER) == FILES
    assert own_folders((addins / "publish.xml").read_bytes()) == [FOLDER]


def test_install__again_changes_nothing(addins: Path) -> None:
    install(FILES, addins)
    before = state(addins)
    install(FILES, addins)
    assert state(addins) == before


def test_install__replaces_older_versions_and_leaves_other_addins(addins: Path) -> None:
    others = {name: each for name, each in state(addins).items() if not name.endswith("publish.xml")}
    for older in ("xlgen_0.0.9", "xlgen_0.0.8.new", FOLDER):
        (addins / older / "js").mkdir(parents=True)
        (addins / older / "js" / "gone.js").write_bytes(b"old")
    entered = OTHER.replace(b"</", b'<jsplugin name="xlgen" url="xlgen_0.0.9" version="0.0.9"/></')
    (addins / "publish.xml").write_bytes(entered)
    install(FILES, addins)
    assert sorted(each.name for each in addins.iterdir() if each.is_dir()) == ["other_1.0", FOLDER, "xlgen_notes"]
    assert installed_files(addins / FOLDER) == FILES
    published = (addins / "publish.xml").read_bytes()
    assert own_folders(published) == [FOLDER]
    assert b'<jsplugin name="other" url="other_1.0"/>' in published
    assert others.items() <= state(addins).items()


def test_uninstall__removes_ours_alone(addins: Path) -> None:
    before = state(addins)
    install(FILES, addins)
    assert uninstall(addins)
    assert {name: each for name, (each, _) in state(addins).items()} == {
        name: each.replace(b"<jsplugins>", b"<?xml version='1.0' encoding='UTF-8'?>\n<jsplugins>").rstrip()
        if name.endswith("publish.xml")
        else each
        for name, (each, _) in before.items()
    }
    assert not uninstall(addins)


@pytest.mark.parametrize("broken", [b"<jsplugins><jsplugin></jsplugins>", b"<html/>"])
def test_broken_registration__is_refused_and_nothing_changed(addins: Path, broken: bytes) -> None:
    (addins / "publish.xml").write_bytes(broken)
    before = state(addins)
    with pytest.raises(NotInstalledError, match=r"什么也没有改.*请把它改名"):
        install(FILES, addins)
    with pytest.raises(NotInstalledError, match=r"什么也没有改.*请把它改名"):
        uninstall(addins)
    assert state(addins) == before


def test_files_in_use__leave_the_old_addin_whole(addins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows renames no folder in which a program has a file open."""
    install(FILES, addins)
    before = state(addins)

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(self))

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        install({"index.html": b"newer"}, addins)
    assert state(addins) == before
