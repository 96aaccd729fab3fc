"""Which schemes a workbook may be of, here and in another process."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, edited
from xlgen.errors import UsageError
from xlgen.files.resources import scheme_files
from xlgen.scheme.known_files import VARIABLE
from xlgen.scheme.known_schemes import all_schemes, named_schemes, only
from xlgen.scheme.load import load_scheme
from xlgen.scheme.problems import SchemeError


def own(folder: Path, scheme_id: str, *edits: tuple[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{scheme_id}.yaml"
    file.write_text(edited(MINIMAL, ("\nid: minimal\n", f"\nid: {scheme_id}\n"), *edits), encoding="utf-8")
    return file


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two schemes, one of which is broken."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "表样"))
    own(tmp_path / "表样", "form-a")
    own(tmp_path / "表样", "form-b", ("points: 6", "points: 7"))
    return tmp_path / "表样"


def test_another_process__needs_no_folder(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pickle.dumps(all_schemes())
    monkeypatch.delenv(VARIABLE)
    (shelf / "form-a.yaml").unlink()
    received = pickle.loads(sent)
    assert received.ids == ["form-a", "form-b", *scheme_files()]
    assert received.scheme("form-a", 2030).year == 2030
    assert received.scheme("jiangning") == load_scheme("jiangning")
    with pytest.raises(SchemeError) as told:
        received.scheme("form-b")
    assert "form-b.yaml" in str(told.value)
    assert told.value.problems, "as if it was read there"


@pytest.mark.usefixtures("shelf")
def test_broken_scheme__hides_no_other() -> None:
    assert [scheme.id for scheme in all_schemes().usable()] == ["form-a", *scheme_files()]


def test_fingerprint__changes_with_any_own_scheme(shelf: Path) -> None:
    before = all_schemes().fingerprint()
    assert all_schemes().fingerprint() == before
    own(shelf, "form-a", ("示例市财政局", "示例县财政局"))
    assert all_schemes().fingerprint() != before


def test_named__ids_files_and_folders(shelf: Path) -> None:
    folder = shelf.parent / "别的"
    files = [own(folder, "form-c"), own(folder, "form-d")]
    known = named_schemes(["form-a", "jiangning", str(files[0]), str(folder)])
    assert known.ids == ["form-a", "jiangning", "form-c", "form-d"]
    assert not known.shipped


def test_named__two_of_one_id_are_refused(shelf: Path) -> None:
    other = own(shelf.parent / "别的", "form-a")
    with pytest.raises(UsageError) as told:
        named_schemes(["form-a", str(other)])
    assert str(other) in str(told.value)
    assert str(shelf) in str(told.value)
    with pytest.raises(UsageError):
        only(load_scheme(str(other)), load_scheme("form-a"))


def test_named__a_folder_without_schemes_or_with_a_broken_one_is_refused(shelf: Path) -> None:
    (shelf.parent / "空").mkdir()
    with pytest.raises(UsageError, match="空"):
        named_schemes([str(shelf.parent / "空")])
    with pytest.raises(SchemeError):
        named_schemes([str(shelf)])
