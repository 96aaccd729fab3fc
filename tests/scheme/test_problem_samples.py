"""Every way in which a scheme or a unit's data can be broken, each with its file: the folders are the tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.factories.schemes import (
    DATA,
    HERE,
    MINIMAL,
    assert_helpful,
    marked_line,
    problems_of_data,
    problems_of_scheme,
)
from xlgen.scheme.problems import UNREADABLE_CODES, ProblemCode

BAD = sorted((HERE / "bad").glob("*.yaml"))
BAD_DATA = sorted((HERE / "bad_data").glob("*.yaml"))
CODES_OF_DATA = {"WRONG_SCHEME", "UNKNOWN_INPUT", "WRONG_VALUE", "UNKNOWN_INDICATOR", "TOO_MANY_ROWS"}

DID_YOU_MEAN = {
    "UNKNOWN_KEY": "help",
    "UNKNOWN_RULE": "ratio_score",
    "UNKNOWN_ARGUMENT": "rate",
    "UNKNOWN_PARAMETER": "over",
    "UNDEFINED_NAME": "execution_rate",
}
DID_YOU_MEAN_IN_DATA = {"UNKNOWN_INPUT": "late", "UNKNOWN_INDICATOR": "execution", "UNKNOWN_KEY": "remarks"}


def test_minimal_scheme__ok() -> None:
    assert problems_of_scheme(MINIMAL) == []


def test_minimal_data__ok() -> None:
    assert problems_of_data(DATA) == []


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_broken_scheme__yields_its_code_and_line(file: Path) -> None:
    problems = problems_of_scheme(file)
    assert [(each.code, each.line) for each in problems] == [(file.stem, marked_line(file))]
    assert_helpful(problems)


@pytest.mark.parametrize("file", BAD_DATA, ids=lambda file: file.stem)
def test_broken_data__yields_its_code_and_line(file: Path) -> None:
    problems = problems_of_data(file)
    assert [(each.code, each.line) for each in problems] == [(file.stem, marked_line(file))]
    assert_helpful(problems)


def test_every_code__has_a_sample() -> None:
    codes = {code.name for code in ProblemCode}
    assert {file.stem for file in BAD} == codes - CODES_OF_DATA
    assert {file.stem for file in BAD_DATA} >= CODES_OF_DATA


def test_unreadable__only_where_nothing_can_be_checked() -> None:
    assert {code.name for code in UNREADABLE_CODES} == {"UNREADABLE", "NOT_UTF8", "NOT_YAML", "NOT_A_MAPPING"}


def test_missing_file__error(tmp_path: Path) -> None:
    problems = problems_of_scheme(tmp_path / "nowhere.yaml")
    assert [each.code for each in problems] == ["UNREADABLE"]
    assert_helpful(problems)


@pytest.mark.parametrize("code", DID_YOU_MEAN)
def test_misspelt_word__nearest_is_named(code: str) -> None:
    (problem,) = problems_of_scheme(HERE / "bad" / f"{code}.yaml")
    assert problem.remedy == f"是否想写“{DID_YOU_MEAN[code]}”"


@pytest.mark.parametrize("code", DID_YOU_MEAN_IN_DATA)
def test_misspelt_word_in_data__nearest_is_named(code: str) -> None:
    (problem,) = problems_of_data(HERE / "bad_data" / f"{code}.yaml")
    assert problem.remedy == f"是否想写“{DID_YOU_MEAN_IN_DATA[code]}”"


def test_many_defects__all_at_once_by_line() -> None:
    file = HERE / "many.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    expected = [
        (number, code)
        for number, line in enumerate(lines, 1)
        for found in re.findall(r"# <- (.*)$", line)
        for code in found.split(", ")
    ]
    problems = problems_of_scheme(file)
    assert len(expected) > 15
    assert sorted((each.line, each.code) for each in problems) == sorted(expected)
    assert [each.line for each in problems] == sorted(each.line for each in problems)
    assert_helpful(problems)


def test_duplicate_id__message_names_the_line_of_the_first() -> None:
    file = HERE / "bad" / "DUPLICATE_ID.yaml"
    (problem,) = problems_of_scheme(file)
    first = file.read_text(encoding="utf-8").splitlines().index("      - id: execution") + 1
    assert f"先在第 {first} 行" in problem.message


def test_word_without_a_near_one__all_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "data.yaml"
    file.write_text("inputs: {zzz: 1}\n", encoding="utf-8")
    (problem,) = problems_of_data(file)
    assert problem.remedy.startswith("可用的有：")
    assert {"unit_name", "spent", "late"} <= set(problem.remedy.removeprefix("可用的有：").split("、"))
