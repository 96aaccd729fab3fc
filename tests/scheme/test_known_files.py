"""The files of one's own schemes, found in the folders that XLGEN_SCHEMES names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, edited
from xlgen.errors import UsageError
from xlgen.scheme.known_files import VARIABLE, known_files, own_files
from xlgen.scheme.load import load_scheme
from xlgen.scheme.problems import SchemeError, UnknownSchemeError
from xlgen.scheme.reading import find_scheme


def own(folder: Path, name: str, scheme_id: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(edited(MINIMAL, ("\nid: minimal\n", f"\nid: {scheme_id}\n")), encoding="utf-8")
    return file.resolve()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own schemes, still empty."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "表样"))
    (tmp_path / "表样").mkdir()
    return tmp_path / "表样"


def test_both_layouts__found_by_the_id_in_the_file(shelf: Path) -> None:
    in_folder, alone = own(shelf, "随便/scheme.yaml", "my-form"), own(shelf, "另一张.yaml", "other-form")
    assert own_files() == {"my-form": [in_folder], "other-form": [alone]}
    assert find_scheme("my-form") == in_folder
    assert load_scheme("other-form", 2031).year == 2031


def test_several_folders__separated_as_in_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = own(tmp_path / "甲", "a.yaml", "form-a"), own(tmp_path / "乙", "b.yaml", "form-b")
    monkeypatch.setenv(VARIABLE, f"{tmp_path / '甲'}{os.pathsep}{os.pathsep}{tmp_path / '乙'}")
    assert own_files() == {"form-a": [first], "form-b": [second]}


def test_one_folder_named_twice__is_no_conflict(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(shelf, "a.yaml", "form-a")
    (shelf.parent / "链接").symlink_to(shelf, target_is_directory=True)
    monkeypatch.setenv(VARIABLE, os.pathsep.join([str(shelf), f"{shelf}/", str(shelf.parent / "链接")]))
    assert load_scheme("form-a").id == "form-a"


@pytest.mark.parametrize("other", ["jiangning", "form-a"])
def test_one_id_twice__is_refused_with_both_files(other: str, shelf: Path) -> None:
    files = [own(shelf, "a.yaml", other), own(shelf, "form-a/scheme.yaml", "form-a")]
    with pytest.raises(UnknownSchemeError) as told:
        find_scheme(other)
    both = [str(file) for file in known_files()[other]]
    assert len(both) == 2
    assert str(files[0]) in both
    assert all(file in str(told.value) for file in both)
    assert find_scheme("shenzhen-2021").is_file(), "the others can be used"


def test_extends__an_own_scheme_by_id(shelf: Path) -> None:
    own(shelf, "base/scheme.yaml", "base-form")
    (shelf / "县.yaml").write_text("extends: base-form\nid: county\nissuer: 某县财政局\n", encoding="utf-8")
    assert load_scheme("county").issuer == "某县财政局"
    own(shelf, "again.yaml", "base-form")
    with pytest.raises(SchemeError) as told:
        load_scheme("county")
    assert [problem.code for problem in told.value.problems] == ["NO_BASE"]


def test_data_of_a_unit__is_no_scheme(shelf: Path) -> None:
    (shelf / "甲局.yaml").write_text("scheme: minimal\nyear: 2024\n", encoding="utf-8")
    assert own_files() == {}


def test_folder_that_is_not_there__is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "没有"))
    with pytest.raises(UsageError, match="没有 不存在"):
        known_files()


def test_changed_file__is_read_again(shelf: Path) -> None:
    own(shelf, "a.yaml", "form-a")
    assert list(own_files()) == ["form-a"]
    own(shelf, "a.yaml", "form-bb")
    assert list(own_files()) == ["form-bb"]
