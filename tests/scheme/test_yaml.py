"""What YAML can do that a scheme should not: each is a problem in Chinese, none a crash."""

from __future__ import annotations

import datetime
import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.factories.schemes import MINIMAL, assert_helpful, edited, problems_of_scheme, problems_of_text
from xlgen.scheme import yaml_file
from xlgen.scheme.load import load_file
from xlgen.scheme.problems import Problem
from xlgen.scheme.yaml_file import read_yaml
from xlgen.scheme.yaml_scalars import RefusedValueError

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


VALUES: list[tuple[str, Any]] = [
    *(
        (word, word)
        for word in [
            "是",
            "否",
            "yes",
            "no",
            "Yes",
            "on",
            "off",
            "y",
            "n",
            "1:30",
            "1:30:00",
            "190:20:30.15",
            "0x",
            "0o8",
            "0X1f",
            "_1",
            "1.2.3",
            "92.99%",
        ]
    ),
    *[(word, word) for word in ("是", "否", "yes", "no", "Yes", "on", "off", "y", "n", "tRue", "nil", "NUL", "-.nan")],
    *[(word, word) for word in ("1:30", "1:30:00", "190:20:30.15", "0x", "0o8", "0X1f", "_1", "1.2.3", "92.99%")],
    *[(word, word) for word in ("2024-1-1", "1,000", "1_000分", "+-1", "--1")],
    *[("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False)],
    *[("~", None), ("null", None), ("Null", None), ("NULL", None), ("", None)],
    *[("1_000", 1000), ("0o10", 8), ("012", 12), ("08", 8), ("0x1F", 31), ("0b101", 5), ("-0b11", -3), ("1_", 1)],
    *[("+1", 1), ("-1", -1), ("00", 0), ("-0", 0), ("99999999999999999999", 99999999999999999999)],
    *[("1.5", 1.5), ("+1.5", 1.5), ("-.5", -0.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("1E+3", 1000.0)],
    *[
        ("1_0.5", 10.5),
        (".5e+3", 500.0),
        (".5e3", ".5e3"),
        ("1e400", math.inf),
        (".inf", math.inf),
        ("-.INF", -math.inf),
    ],
    *[("2024-01-01", datetime.date(2024, 1, 1)), ("2024-01-01 8:05:06", datetime.datetime(2024, 1, 1, 8, 5, 6))],
    ("2024-01-01T08:05:06.5Z", datetime.datetime(2024, 1, 1, 8, 5, 6, 500000, datetime.UTC)),
    *[("!!str 1", "1"), ("! 1", 1), ("!!int 012", 12), ("!!int '3'", 3), ("!!float 1", 1.0), ("!!bool yes", True)],
    *[("!!binary aGk=", b"hi"), ("!!null x", None), ("'1'", "1"), ('"true"', "true"), ("''", ""), ("|\n  1", "1")],
    *[("甲\u2028乙", "甲\u2028乙"), ("'甲\u2029乙'", "甲\u2029乙"), ('"甲\\u2028乙"', "甲\u2028乙")],
    *[("{b:c}", {"b:c": None}), ("{b: c:d}", {"b": "c:d"}), ('{"b":c}', {"b": "c"}), ("[1,\t2]", [1, 2])],
    *[("{1: a, ~: b, 是: c}", {"1": "a", "~": "b", "是": "c"}), ("!!set {b}", {"b": None})],
    ("[&甲 1, *甲]", [1, 1]),
]
"""Values as ruamel.yaml 0.19 read them, which read these files before PyYAML."""
REFUSED = ["=", "<<", "-_", "._", "0b_", "2021-02-30", "!!float x", "!!int ''", "!!int 1:30", "!!bool x", "!x 1"]


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value__as_yaml_1_2(text: str, value: object, fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not fast:
        monkeypatch.setattr(yaml_file, "FAST_LOADER", yaml.SafeLoader)
    result = read_yaml(f"a: {text}", MINIMAL).data["a"]
    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize("text", REFUSED)
def test_value__refused_at_its_line(text: str) -> None:
    with pytest.raises(RefusedValueError) as caught:
        read_yaml(f"a: 1\nb:\n  - {text}", MINIMAL)
    assert caught.value.line == 3


def test_value__not_a_number() -> None:
    assert math.isnan(read_yaml("a: .nan", MINIMAL).data["a"])


LINES = "a: 1\nb:\n  - c: x\n    d: |\n      y\n      z\n  - &e\n    f: 甲\u2028乙\ng: *e\n"


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
def test_every_value__has_its_line(loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_file, "FAST_LOADER", loader)
    source = read_yaml(LINES, MINIMAL)
    lines = {path: place.line for path, place in source.places.items()}
    assert lines == {
        (): 1,
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 0, "c"): 3,
        ("b", 0, "d"): 4,
        ("b", 1): 7,
        ("b", 1, "f"): 8,
        ("g",): 9,
        ("g", "f"): 8,
    }


def test_merge_key__error(tmp_path: Path) -> None:
    old = "  unit_name: {kind: text, label: 单位名称}"
    text = edited(MINIMAL, (old, "  unit_name: {<<: {kind: text}, label: 单位名称}"))
    problems = problems_of_text(text, tmp_path)
    assert [(each.code, "不能用合并键 <<" in each.message) for each in problems] == [("NOT_YAML", True)]
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
