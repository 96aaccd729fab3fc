"""What people type, as everything that reads it takes it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest

from xlgen.text import (
    BLANKS,
    INVISIBLE,
    display_text,
    invisible_in,
    normalize_text,
    one_line,
    says_something,
)

BIDI = "甲\u202e单位\u2066乙\u200b\u3164"


@pytest.mark.parametrize("typed", ["示例单位(1)", "示例单位（\uff11）", "　示例 单位(1)\n", "示例\u00a0单位（ 1 ）"])
def test_narrow__spaces_and_width_do_not_count(typed: str) -> None:
    assert normalize_text(typed) == "示例单位(1)"


def test_narrow__other_words_and_case_do() -> None:
    assert normalize_text("示例单位A") != normalize_text("示例单位a") != normalize_text("示例单位")


def test_invisible__all_that_unicode_calls_format_and_all_blanks_but_spaces() -> None:
    unseen = {chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"}
    assert {sign for sign in unseen if not INVISIBLE.fullmatch(sign)} == set()
    assert {sign for sign in BLANKS if not sign.isspace() and not INVISIBLE.fullmatch(sign)} == set()


@pytest.mark.parametrize("show", [display_text, one_line])
def test_shown__without_what_turns_the_writing_around(show: Callable[[str], str]) -> None:
    assert show(BIDI) == "甲单位乙"


def test_same_to_the_eye__the_same_name() -> None:
    assert normalize_text(BIDI) == "甲单位乙"


def test_invisible__named_once_by_its_number() -> None:
    assert invisible_in("万\u200b元\u200b\ufeff") == "U+200B、U+FEFF"
    assert invisible_in("万元") == ""


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u3164", "\u2800", "。", "——", "√"])
def test_nothing_said(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize("text", ["x", "1", "无", "\u200b一"])
def test_something_said(text: str) -> None:
    assert says_something(text)
