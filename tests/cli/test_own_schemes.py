"""Schemes in a folder of one's own, by their id in every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Run, assert_complaint
from tests.factories.schemes import DATA, MINIMAL, edited
from xlgen.errors import EXIT_USAGE
from xlgen.files.resources import scheme_files
from xlgen.scheme.known_files import VARIABLE


def own(folder: Path, scheme_id: str, *edits: tuple[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{scheme_id}.yaml"
    file.write_text(edited(MINIMAL, ("\nid: minimal\n", f"\nid: {scheme_id}\n"), *edits), encoding="utf-8")
    return file


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scheme, in which another file is no YAML."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "表样"))
    own(tmp_path / "表样", "my-form")
    (tmp_path / "表样" / "坏的.yaml").write_text("id: [", encoding="utf-8")
    return tmp_path / "表样"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "数据.yaml"
    file.write_text(edited(DATA, ("scheme: minimal", "scheme: my-form")), encoding="utf-8")
    return file


def test_schemes__lists_it_and_tells_the_broken_one(shelf: Path, xlgen: Run) -> None:
    done = xlgen("schemes", "--json")
    assert [each["id"] for each in json.loads(done.out)] == [*scheme_files(), "my-form"]
    assert done.code == 1
    assert str(shelf / "坏的.yaml") in done.err


def test_schemes__tells_an_id_that_exists_twice(shelf: Path, xlgen: Run) -> None:
    file = own(shelf, "jiangning")
    done = xlgen("schemes", "--json")
    assert {each["id"] for each in json.loads(done.out)} == {*scheme_files(), "my-form"} - {"jiangning"}
    both = str(file), str(scheme_files()["jiangning"])
    assert all(each in done.err for each in both)
    assert_complaint(xlgen("new", "jiangning", "-o", shelf.parent / "表.xlsx"), EXIT_USAGE, *both)


def test_every_command__knows_it(shelf: Path, data: Path, xlgen: Run, tmp_path: Path) -> None:
    filled = tmp_path / "交回" / "表.xlsx"
    assert xlgen("lint", "my-form").code == 0
    assert xlgen("diff", "my-form", str(MINIMAL)).code in (0, 1)
    assert xlgen("inputs", "my-form").code == 0
    assert xlgen("new", "my-form", "-o", tmp_path / "空白.xlsx").code == 0
    assert xlgen("fill", "my-form", data, "-o", filled).code == 0
    assert json.loads(xlgen("score", filled, "--json").out)["scheme"] == "my-form"
    report = tmp_path / "报告.json"
    xlgen("validate", filled.parent, "--json", report, "--jobs", "1")
    (checked,) = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert (checked["scheme"], checked["verdict"]) == ("my-form", "通过")
    assert xlgen("summary", filled.parent, "-o", tmp_path / "汇总.xlsx", "--jobs", "1").code == 0
    assert xlgen("repair", filled, "-o", tmp_path / "新表").code == 0


def test_lint_of_everything__includes_it(shelf: Path, xlgen: Run) -> None:
    done = xlgen("lint")
    assert str(shelf / "my-form.yaml") in done.out
    assert str(shelf / "坏的.yaml") in done.out
    assert done.code == 2


def test_broken_scheme__stops_only_forms_that_are_of_it(shelf: Path, data: Path, xlgen: Run, tmp_path: Path) -> None:
    filled = tmp_path / "交回" / "表.xlsx"
    xlgen("fill", "my-form", data, "-o", filled)
    own(shelf, "unrelated", ("points: 6", "points: 7"))
    assert xlgen("validate", filled.parent, "--jobs", "1").code == 0
    own(shelf, "my-form", ("points: 6", "points: 7"))
    done = xlgen("validate", filled.parent, "--jobs", "1")
    assert done.code == EXIT_USAGE
    assert "my-form.yaml" in done.err


def test_several_schemes_named__each_form_by_its_own(data: Path, xlgen: Run, tmp_path: Path) -> None:
    """Before, the last one won in silence."""
    files = [own(tmp_path / "甲", "my-form"), own(tmp_path / "甲", "other-form")]
    other = tmp_path / "另.yaml"
    other.write_text(edited(DATA, ("scheme: minimal", "scheme: other-form")), encoding="utf-8")
    for file, filling in zip(files, (data, other), strict=True):
        assert xlgen("fill", file, filling, "-o", tmp_path / "交回" / f"{file.stem}.xlsx").code == 0
    report = tmp_path / "报告.json"
    options = [word for file in files for word in ("--scheme", file)]
    xlgen("validate", tmp_path / "交回", *options, "--json", report, "--jobs", "1")
    checked = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert [(each["scheme"], each["verdict"]) for each in checked] == [("my-form", "通过"), ("other-form", "通过")]
    xlgen("validate", tmp_path / "交回", "--scheme", files[0], "--json", report, "--jobs", "1")
    checked = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert [finding["code"] for each in checked for finding in each["findings"]] == ["WRONG_SCHEME"]
