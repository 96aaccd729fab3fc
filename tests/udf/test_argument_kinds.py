"""Whatever stands in a cell: every kind of content, in every argument of every function."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.function_arguments import POSITIONS, SOUND, WIDE, called, first_cell, replaced
from udf.arguments import OMITTED, number, numbers
from udf.catalogue import FUNCTIONS
from udf.functions import BAND_SCORE, RATIO_SCORE, SIZED_DEDUCT_SCORE, TIER_SCORE
from udf.outcome import BLANK, ERRORS, NOT_AVAILABLE, VALUE, ExcelError
from xlgen.rules.limits import ANY

SIGNED = {"EXEC_RATE", "COMPLETION_RATE", "CHANGE_RATE"}
"""Those that may give a negative number: a change, or what the form lays down for a division by 0."""
SIGNS = {("TARGET_SCORE", 2), ("COMPARISON_SCORE", 2)}
"""Where one of several signs belongs; any other text is none of them."""
WRONG = [
    dt.datetime(2026, 3, 31), dt.date(2026, 3, 31), float("nan"), float("inf"), Decimal("NaN"),
    10**400, -(10**400), 1e300,
    "10²", "1 2", "①", "٣", "约八成", "12,34", "1e3", "85%%", "待定", "3万元", b"1", {"a": 1},
]  # fmt: skip


def belongs(name: str, place: int, cell: Any) -> bool:
    """A text where a text belongs: the name of an option or of a grade may be any."""
    named = name in ("BAND_SCORE", "CHOICE_SCORE", "GRADE")
    return named and isinstance(first_cell(name, place), str) and isinstance(cell, str)


@pytest.mark.parametrize(
    ("name", "place", "cell"),
    [(name, place, cell) for name, place in POSITIONS for cell in WRONG if not belongs(name, place, cell)],
    ids=lambda value: f"{value!s:.18}",
)
def test_wrong_kind__is_an_error(name: str, place: int, cell: Any) -> None:
    with pytest.raises(ExcelError) as raised:
        called(name, place, cell)
    sign = (name, place) in SIGNS and isinstance(cell, str)
    assert raised.value.name == (NOT_AVAILABLE if sign else VALUE)
    assert any("一" <= sign <= "鿿" for sign in raised.value.message)


@pytest.mark.parametrize(("name", "place"), POSITIONS)
@pytest.mark.parametrize("cell", [None, "", " ", "\u3000"], ids=repr)
def test_blank__gives_a_blank(name: str, place: int, cell: Any) -> None:
    if (name, place) == ("BAND_SCORE", 1):
        assert called(name, place, cell) == 1  # the band's upper end
    else:
        assert called(name, place, cell) == BLANK


@pytest.mark.parametrize(("name", "place"), POSITIONS)
@pytest.mark.parametrize("error", sorted(ERRORS))
def test_error_value__is_passed_on(name: str, place: int, error: str) -> None:
    with pytest.raises(ExcelError) as raised:
        called(name, place, error)
    assert raised.value.name == error


@pytest.mark.parametrize(("name", "place"), POSITIONS)
def test_number__may_be_text_or_currency(name: str, place: int) -> None:
    cell = first_cell(name, place)
    if isinstance(cell, str):
        return
    expected = called(name, place, cell)
    for written in (
        f"{cell:f}",
        f"{cell:f}".translate(WIDE),
        f" {cell:f} ",
        f"{cell * 100:f}%",
        f"{cell * 100:f}%".translate(WIDE),
        Decimal(f"{cell:f}"),
    ):
        assert called(name, place, written) == expected


@pytest.mark.parametrize(("name", "place"), POSITIONS)
@pytest.mark.parametrize("shape", ["row", "column", "tuple", "flat"])
def test_range__in_any_orientation(name: str, place: int, shape: str) -> None:
    arguments = list(SOUND[name])
    expected = FUNCTIONS[name].call(*arguments)
    argument = arguments[place]
    flat = [cell for line in argument for cell in line] if isinstance(argument, list) else [argument]
    shapes: dict[str, Any] = {"row": [flat], "column": [[cell] for cell in flat], "tuple": (tuple(flat),), "flat": flat}
    arguments[place] = shapes[shape]
    assert FUNCTIONS[name].call(*arguments) == expected


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("flag", [True, False])
def test_truth__is_no_number(name: str, flag: bool) -> None:
    places = [place for place in range(len(SOUND[name])) if isinstance(first_cell(name, place), (int, float))]
    for place in places:
        with pytest.raises(ExcelError):
            called(name, place, flag)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234.5", 1234.5),
        ("1,234.5".translate(WIDE), 1234.5),
        ("92.99%", 0.9299),
        (".5", 0.5),
        ("+3", 3.0),
        ("\u22123", -3.0),
    ],
)
def test_text__as_a_number(written: str, value: float) -> None:
    assert number(written, "数", ANY) == value


def test_wrong_cell__is_told_before_a_blank_one() -> None:
    with pytest.raises(ExcelError):
        numbers([[None, "abc"]], "数", ANY)


def test_single_cell__of_a_range_of_several_is_an_error() -> None:
    with pytest.raises(ExcelError, match="一个单元格"):
        RATIO_SCORE([[0.5, 0.6]], 3)


def test_more_missed_than_due__is_an_error() -> None:
    with pytest.raises(ExcelError):
        SIZED_DEDUCT_SCORE(3, 2, 2, 3, 0.5, 1)


@pytest.mark.parametrize(
    "bounds",
    [["≥60%", "≥90%", "其余"], ["≤20%", "≤10%", "其余"], ["＞10%", ">=20%", "其余"], ["≤5%", "<5%", "其余"],
     ["90%", "75%", "其余"], ["≥90%", "≥75%", "≥60%"], ["≥高", "≥75%", "其余"]],
)  # fmt: skip
def test_tiers__in_no_sound_order_are_an_error(bounds: list[str]) -> None:
    with pytest.raises(ExcelError):
        TIER_SCORE(0.5, [bounds], [[2, 1, 0]])


@pytest.mark.parametrize("bounds", [["＜5%", "≤5%", "其余"], [">20%", "≥20%", "其他"]])
def test_tiers__touching_are_in_order(bounds: list[str]) -> None:
    assert TIER_SCORE(0.05 if "5%" in bounds[0] else 0.2, [bounds], [[2, 1, 0]]) == 1


def test_share__outside_its_band_is_an_error() -> None:
    scale = ([["达成", "未达成"]], [[0.8, 0]], [[1, 0.6]])
    with pytest.raises(ExcelError, match="达成"):
        BAND_SCORE("达成", 0.5, 1, *scale)
    assert BAND_SCORE("未达成", None, 1, *scale) == BLANK
    assert BAND_SCORE("未达成", 0, 1, *scale) == 0


@pytest.mark.parametrize("end", ["＜80%", "<80%", " < 0.8"])
def test_share__open_end_is_not_in_the_band(end: str) -> None:
    scale = ([["达成", "部分达成"]], [[0.8, 0.6]], [[1, end]])
    assert BAND_SCORE("部分达成", 0.6, 100, *scale) == 60
    assert BAND_SCORE("部分达成", None, 100, *scale) == 79.99
    with pytest.raises(ExcelError, match="80%（不含）至60%"):
        BAND_SCORE("部分达成", 0.8, 100, *scale)


@pytest.mark.parametrize(("name", "place"), POSITIONS)
def test_range_of_no_cells__gives_a_blank(name: str, place: int) -> None:
    arguments = [[] if isinstance(argument, list) else argument for argument in SOUND[name]]
    arguments[place] = []
    assert FUNCTIONS[name].call(*arguments) == BLANK


CELL = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=8), st.datetimes(),
    st.sampled_from([*ERRORS, "是", "否", "√", "其余", "≥90%", "＜5%", "达成", "优", "满分", "零分",
                     "高于", "85%", "1,000", "0", 0, 1, 0.5]),
)  # fmt: skip
RANGE = st.lists(st.lists(CELL, max_size=3), max_size=4)


def outcome(name: str, arguments: list[Any]) -> tuple[Any, ExcelError | None]:
    try:
        return FUNCTIONS[name].call(*arguments), None
    except ExcelError as error:
        return None, error


@given(name=st.sampled_from(sorted(SOUND)), data=st.data())
@settings(max_examples=600, database=None, deadline=None, derandomize=True)
def test_anything_at_all__gives_a_number_a_blank_or_our_error(name: str, data: st.DataObject) -> None:
    arguments = [each for each in SOUND[name] if each is not OMITTED]
    for place in data.draw(st.sets(st.integers(0, len(arguments) - 1), min_size=1)):
        cell = data.draw(CELL)
        arguments[place] = data.draw(st.sampled_from([cell, replaced(arguments[place], cell)]) | RANGE)
    result, error = outcome(name, arguments)
    if error is not None:
        assert error.name in ERRORS
        assert error.message
    elif name == "GRADE":
        assert isinstance(result, str)
    else:
        least = -math.inf if name in SIGNED else 0
        assert result == BLANK or (isinstance(result, float) and least <= result < math.inf)
