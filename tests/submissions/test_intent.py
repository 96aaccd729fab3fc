"""What texts in cells are read as: a table that an official can read, in readings.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xlgen.scheme.inputs import Input, InputType
from xlgen.scheme.yaml_file import read_file
from xlgen.submissions.intent import (
    MAX_VALUE_LENGTH,
    display_value,
    intended_number,
    intended_option,
    intended_value,
    stands_for_nothing,
)
from xlgen.xlsx.values import CellValue

TABLE: Any = read_file(Path(__file__).with_name("readings.yaml")).data
CHOICES = [(case["options"], text, meant) for case in TABLE["options"] for text, meant in case["read"].items()]


@pytest.mark.parametrize(("text", "meant"), TABLE["numbers"].items())
def test_number_meant(text: str, meant: str | None) -> None:
    assert intended_number(text) == meant


@pytest.mark.parametrize("text", TABLE["nothing"])
def test_nothing__ok(text: str) -> None:
    assert stands_for_nothing(text)


@pytest.mark.parametrize("text", TABLE["something"])
def test_something__ok(text: str) -> None:
    assert not stands_for_nothing(text)


def test_words_for_nothing__say_something_where_texts_are_asked_for() -> None:
    assert not stands_for_nothing("无", words=False)
    assert stands_for_nothing("—", words=False)


@pytest.mark.parametrize(("options", "text", "meant"), CHOICES)
def test_option_meant(options: list[str], text: str, meant: str | None) -> None:
    assert intended_option(text, options) == meant


def test_long_text__is_no_number_and_read_at_once() -> None:
    assert intended_number("1," * 1_000_000) is None
    assert intended_number("约" * 1_000_000) is None
    assert intended_option("是" * 100_000, ["是", "否"]) == "是"


def test_shown() -> None:
    assert [display_value(value) for value in (None, "", "  ", " a\nb ", True, 12, 0.1)] == [
        "空白", "空白", "空格", "a b", "TRUE", "12", "0.1"
    ]  # fmt: skip
    assert display_value(0.9299, InputType.PERCENT) == "92.99%"
    assert len(display_value("长" * 100)) == MAX_VALUE_LENGTH


MONEY, PEOPLE, RATE, YUAN_EACH, ANSWER = (
    Input.model_validate({"label": "甲", **spec})
    for spec in (
        {"kind": "money"},
        {"kind": "count", "unit": "人"},
        {"kind": "percent", "maximum": 1},
        {"kind": "number", "unit": "元"},
        {"kind": "yes_no"},
    )
)


@pytest.mark.parametrize(
    ("spec", "value", "money_unit", "meant"),
    [
        (MONEY, "12万元", "万元", 12.0),
        (MONEY, "12万", "万元", 12.0),
        (MONEY, "120000元", "万元", 12.0),
        (MONEY, "1.5亿元", "万元", 15000.0),
        (MONEY, "12万元", "元", 120000.0),
        (MONEY, "12", "元", 12.0),
        (MONEY, "12万元", "", None),
        (MONEY, "12%", "万元", None),
        (MONEY, "(12)", "万元", None),
        (PEOPLE, "48人", "万元", 48.0),
        (PEOPLE, "3万", "万元", 30000.0),
        (PEOPLE, "3万元", "万元", None),
        (PEOPLE, "2.5", "万元", None),
        (RATE, "92.99%", "万元", 0.9299),
        (RATE, "0.9299", "万元", 0.9299),
        (RATE, "92.99", "万元", None),
        (YUAN_EACH, "3.2万元", "万元", 32000.0),
        (ANSWER, "√", "万元", "是"),
        (ANSWER, 0, "万元", "否"),
        (ANSWER, "也许", "万元", None),
        (MONEY, True, "万元", None),
    ],
)
def test_value_meant__in_the_unit_of_its_cell(spec: Input, value: CellValue, money_unit: str, meant: CellValue) -> None:
    assert intended_value(spec, value, money_unit) == meant
