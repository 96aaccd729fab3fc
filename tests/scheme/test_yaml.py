"""What YAML can do that a scheme should not: each is a problem in Chinese, none a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.schemes import MINIMAL, assert_helpful, edited, problems_of_scheme, problems_of_text
from xlgen.scheme.load import load_file
from xlgen.scheme.problems import Problem

ISSUER = "issuer: 示例市财政局"
TEXT = MINIMAL.read_text(encoding="utf-8")
LINE = TEXT.splitlines().index(ISSUER) + 1
MULTIPLYING = "\n".join(
    ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    + [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "NOT_A_MAPPING", id="empty"),
        pytest.param("# nothing but a comment\n", "NOT_A_MAPPING", id="comment only"),
        pytest.param("- a\n- b\n", "NOT_A_MAPPING", id="list"),
        pytest.param("just a text", "NOT_A_MAPPING", id="text"),
        pytest.param("42", "NOT_A_MAPPING", id="number"),
        pytest.param(f"{TEXT}---\nid: other\n", "NOT_YAML", id="several documents"),
        pytest.param("a: &a [*a]\n", "NOT_YAML", id="alias of itself"),
        pytest.param(MULTIPLYING, "NOT_YAML", id="aliases that multiply"),
        pytest.param("a: " + "[" * 200 + "]" * 200, "NOT_YAML", id="nested lists"),
        pytest.param("a: " + "{a: " * 200 + "1" + "}" * 200, "NOT_YAML", id="nested mappings"),
        pytest.param("a: " + "[" * 20_000, "NOT_YAML", id="unclosed lists"),
        pytest.param("a: *nowhere\n", "NOT_YAML", id="alias of nothing"),
        pytest.param("a: 'open\n", "NOT_YAML", id="open quote"),
        pytest.param("a: \x01\n", "NOT_YAML", id="control character"),
        pytest.param("%YAML 9.9\n---\na: 1\n", "NOT_YAML", id="YAML of the future"),
        pytest.param(b"a: \xff\xfe\n", "NOT_UTF8", id="bytes"),
        pytest.param("a: 甲\n".encode("utf-16"), "NOT_UTF8", id="UTF-16"),
    ],
)
def test_whole_file__error(text: str | bytes, code: str, tmp_path: Path) -> None:
    problems = problems_of_text(text, tmp_path)
    assert [each.code for each in problems] == [code]
    assert_helpful(problems)


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object:os.system x",
        "!!python/name:os.system x",
        "!unknown x",
        "\tx",
        "a: b",
        "@x",
        "`x",
        "[",
        '"\\q"',
        "=",
        "!!timestamp x",
        "!!binary 中",
        "!!float x",
        "!!int x",
        "!!int ''",
        "!!float ''",
        "!!bool x",
        "2021-02-30",
    ],
)
def test_value__error(value: str, tmp_path: Path) -> None:
    problems = problems_of_text(edited(MINIMAL, (ISSUER, f"issuer: {value}")), tmp_path)
    assert {each.code for each in problems} == {"NOT_YAML"}
    assert_helpful(problems)


@pytest.mark.parametrize(
    "value",
    [
        "1",
        "1.5",
        "true",
        "",
        "~",
        "2021-01-01",
        "[a]",
        "{a: b}",
        "!!set {a}",
        "!!binary aGk=",
        "!!python/object/apply:os.system [a]",
    ],
)
def test_value_of_another_type__error_at_its_line(value: str, tmp_path: Path) -> None:
    problems = problems_of_text(edited(MINIMAL, (ISSUER, f"issuer: {value}")), tmp_path)
    assert [(each.code, each.line) for each in problems] == [("WRONG_TYPE", LINE)]
    assert_helpful(problems)


@pytest.mark.parametrize("word", ["是", "否", "yes", "no", "on", "off", "y", "N", "1:30", "0x", "甲#乙"])
def test_word__stays_text(word: str, tmp_path: Path) -> None:
    file = tmp_path / "scheme.yaml"
    file.write_text(edited(MINIMAL, (ISSUER, f"issuer: {word}")), encoding="utf-8")
    assert load_file(file).issuer == word


def test_merge_key__error(tmp_path: Path) -> None:
    old = "  unit_name: {kind: text, label: 单位名称}"
    text = edited(MINIMAL, (old, "  unit_name: {<<: {kind: text}, label: 单位名称}"))
    problems = problems_of_text(text, tmp_path)
    assert ("UNKNOWN_KEY", True) in {(each.code, "<<" in each.message) for each in problems}
    assert_helpful(problems)


def test_alias__ok(tmp_path: Path) -> None:
    old = "criteria: [完成的得4分，未完成的不得分。]"
    file = tmp_path / "scheme.yaml"
    text = edited(MINIMAL, (old, "criteria: [&once 完成的得4分，未完成的不得分。]\n        remark: *once"))
    file.write_text(text, encoding="utf-8")
    indicator = load_file(file).indicators[1]
    assert indicator.remark == "完成的得4分，未完成的不得分。"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), id="BOM"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(TEXT.rstrip("\n").encode(), id="no last line end"),
        pytest.param(f"---\n{TEXT}...\n".encode(), id="document marks"),
        pytest.param(f"%YAML 1.2\n---\n{TEXT}".encode(), id="YAML 1.2"),
    ],
)
def test_spelling_of_a_file__ok(raw: bytes, tmp_path: Path) -> None:
    assert problems_of_text(raw, tmp_path) == []


def test_line_with_crlf_and_bom__is_right(tmp_path: Path) -> None:
    text = edited(MINIMAL, (ISSUER, "issuer: 1")).replace("\n", "\r\n")
    problems = problems_of_text(b"\xef\xbb\xbf" + text.encode(), tmp_path)
    assert [(each.code, each.line) for each in problems] == [("WRONG_TYPE", LINE)]


def test_folder__error(tmp_path: Path) -> None:
    problems = problems_of_scheme(tmp_path)
    assert [each.code for each in problems] == ["UNREADABLE"]
    assert_helpful(problems)


def problems_of_double_anchor(folder: Path) -> list[Problem]:
    old = "criteria: [完成的得4分，未完成的不得分。]"
    return problems_of_text(edited(MINIMAL, (old, "criteria: [&once 完成的得4分。, &once 未完成的不得分。]")), folder)


def test_anchor_used_twice__error_not_a_warning(tmp_path: Path) -> None:
    assert [each.code for each in problems_of_double_anchor(tmp_path)] == ["NOT_YAML"]


def test_anchor_used_twice__line(tmp_path: Path) -> None:
    (problem,) = problems_of_double_anchor(tmp_path)
    assert "criteria: [完成的" in TEXT.splitlines()[problem.line - 1]
    assert "\n" not in problem.message
