"""One text for one formula, and what shared formulas stand for."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from openpyxl.formula.translate import Translator

from xlgen.xlsx.read import formula_text, references
from xlgen.xlsx.read.formula_text import asks_other_programs, canonical, shared_formula
from xlgen.xlsx.read.references import taken_apart

CANONICAL = [
    ("=SUM(A1:A3)", "SUM(A1:A3)"),
    ("sum(A1)+Round(1.005,2)", "SUM(A1)+ROUND(1.005,2)"),
    ("_xlfn._xlws.SORT(A1:A3)", "SORT(A1:A3)"),
    ("_xlfn.IFS(A1>1,1)", "IFS(A1>1,1)"),
    ("_xlfn.LET(_xlpm.x,1,_xlpm.x+1)", "LET(x,1,x+1)"),
    ("IF(TRUE(),false(),AND(TRUE()))", "IF(TRUE,FALSE,AND(TRUE))"),
    ("IF(true,FALSE,True)", "IF(TRUE,FALSE,TRUE)"),
    ('IF(A1="sum(",_xlfn.CONCAT("_xlfn.x(",A1))', 'IF(A1="sum(",CONCAT("_xlfn.x(",A1))'),
    ('"a""sum("&LEN(A1)', '"a""sum("&LEN(A1)'),
    ("'it''s sum('!A1", "'it''s sum('!A1"),
    ("基础数据!$C$5+'数据 (1)'!A1", "基础数据!$C$5+'数据 (1)'!A1"),
    ("'基础数据'!$C$5+'AB12'!A1", "基础数据!$C$5+'AB12'!A1"),
    ("[1]Sheet1!A1", "[1]Sheet1!A1"),
    ("'[别人的.xlsx]表'!A1", "'[别人的.xlsx]表'!A1"),
    ("sum(T[[#This Row],[sum(x)]])", "SUM(T[[#This Row],[sum(x)]])"),
    ("1E5+my_name", "100000+my_name"),
    ("0.800000000000000000011*A1", "0.8*A1"),
    ("0.10+.5+1E-3+2.", "0.1+0.5+0.001+2"),
    ("$1:$2+A1B+LOG10(2)", "$1:$2+A1B+LOG10(2)"),
    ("\"0.10\"&'0.10'!A1", "\"0.10\"&'0.10'!A1"),
    ("", ""),
]


@pytest.mark.parametrize(("stored", "expected"), CANONICAL, ids=[stored for stored, _ in CANONICAL])
def test_canonical(stored: str, expected: str) -> None:
    assert canonical(stored) == expected
    assert canonical(expected) == expected


BEFORE_OURS = [
    "",
    "XLGEN.",
    "xlgen.",
    "_xldudf_XLGEN_",
    "_xldudf_XLGEN.",
    "_XLDUDF_xlgen_",
    "_xludf.",
    "_xlfn.XLGEN.",
    "_xlfn._xldudf_XLGEN_",
    "[1]!",
    "[12]!XLGEN.",
    "'[1]'!",
    "'C:\\我的 加载项\\xlgen.xlam'!",
    "'/srv/it''s/xlgen.xlam'!",
    "'https://d.docs.live.net/a b/XLGEN.XLAM'!",
    "xlgen.xlam!",
    "[1]!_xldudf_XLGEN_",
]
"""How programs store what stands before one of our functions."""


@pytest.mark.parametrize("before", BEFORE_OURS)
@pytest.mark.parametrize("name", ["QUARTER_EXEC_SCORE", "grade"])
def test_function_of_ours__is_the_same_call_whoever_stores_it(before: str, name: str) -> None:
    written = f"IF({before}{name}(A1)>1,{before}STACK(B1,[1]表!A1),0)"
    assert canonical(written) == f"IF({name.upper()}(A1)>1,STACK(B1,[1]表!A1),0)"


NOT_OURS = [
    "OTHER.GRADE(A1)",
    "_XLDUDF_OTHER_GRADE(A1)",
    "_XLDUDF_XLGENX_GRADE(A1)",
    "MY.XLGEN.GRADE(A1)",
    "XLGEN_GRADE(A1)",
    "'C:\\别人的.xlam'!GRADE(A1)",
    "'C:\\notxlgen.xlam'!GRADE(A1)",
    "other.xlam!GRADE(A1)",
    "'C:\\xlgen.xlam\\x.xlam'!GRADE(A1)",
    "表!GRADE(A1)",
    "[1]表!GRADE(A1)",
    "[1]!SUM(A1)",
    "XLGEN.SUM(A1)",
    "xlgen.xlam!SUM(A1)",
]
"""Functions of other add-ins, and those that no add-in of ours has."""


@pytest.mark.parametrize("text", NOT_OURS)
def test_function_of_somebody_else__is_no_call_of_ours(text: str) -> None:
    assert canonical(text) == text


SHARED = [
    ("A1+B2", "D3+E4"),
    ("$A1+B$2+$C$3", "$A3+E$2+$C$3"),
    ("A1:B2", "D3:E4"),
    ("SUM(A:B,$A:B,1:2,$1:2)", "SUM(D:E,$A:E,3:4,$1:4)"),
    ("Sheet1!A1+基础数据!C5", "Sheet1!D3+基础数据!F7"),
    ("'A1 B2'!A1+'it''s A1'!$A$1", "'A1 B2'!D3+'it''s A1'!$A$1"),
    ("Jan:Mar!A1", "Jan:Mar!D3"),
    ('"A1"&A1&"""A1"', '"A1"&D3&"""A1"'),
    ("LOG10(A1)+ATAN2(A1,1)", "LOG10(D3)+ATAN2(D3,1)"),
    ("1E5+2.5E3+A1", "1E5+2.5E3+D3"),
    ("数据A1+A1B+_A1+A1.b+A1", "数据A1+A1B+_A1+A1.b+D3"),
    ("T[A1]+[1]S!A1+T[[#This Row],[B2]]", "T[A1]+[1]S!D3+T[[#This Row],[B2]]"),
    ("XFD1+A1048576", "#REF!+#REF!"),
    ("A1#+-A1%", "D3#+-D3%"),
    ("XLGEN.GRADE(A1)+_xldudf_XLGEN_GRADE(A1,B2:B4)", "XLGEN.GRADE(D3)+_xldudf_XLGEN_GRADE(D3,E4:E6)"),
    ("[1]!GRADE(A1)+'C:\\A1\\xlgen.xlam'!GRADE($A1)", "[1]!GRADE(D3)+'C:\\A1\\xlgen.xlam'!GRADE($A3)"),
]


@pytest.mark.parametrize(("text", "expected"), SHARED, ids=[text for text, _ in SHARED])
def test_shared__moves_what_is_relative(text: str, expected: str) -> None:
    assert shared_formula(text)(2, 3) == expected
    assert shared_formula(text)(0, 0) == text


def test_shared__beyond_the_first_row() -> None:
    assert shared_formula("A1+$A$1+A2")(-1, 0) == "#REF!+$A$1+A1"


def test_shared__as_openpyxl_moves_it() -> None:
    chance = random.Random(4)
    pieces = [
        "A1",
        "$B2",
        "C$3",
        "$D$40",
        "AA10:AB12",
        "C:D",
        "$C:D",
        "4:5",
        "基础数据!C5",
        "'某 表'!$A1",
        '"A1"',
        "12",
    ]
    for _ in range(300):
        text = f"IF({'+'.join(chance.choices(pieces, k=5))}>0,ROUND({chance.choice(pieces)},2),LOG10(A1))"
        down, right = chance.randrange(50), chance.randrange(30)
        moved = Translator(f"={text}", "A1").translate_formula(row_delta=down, col_delta=right)
        assert f"={shared_formula(text)(down, right)}" == moved


@pytest.mark.parametrize("text", ["cmd|'/c calc'!A0", "'cmd'|'x'!A0", "1+MSEXCEL|'\\..\\cmd.exe /c calc'!''"])
def test_dde__is_seen(text: str) -> None:
    assert asks_other_programs(text)


@pytest.mark.parametrize("text", ['"a|b"', "'a|b'!A1", 'A1&"|"&B1', "A1+B1"])
def test_no_dde(text: str) -> None:
    assert not asks_other_programs(text)


LONG = ["1" * 10**6, '"' * 10**6, "'" * (10**6 - 1), "[" * 10**6, "[[x]" * 250_000, "a!" * 500_000, "A1:" * 300_000]
LONG += ["a'" * 500_000, "[a" * 500_000, "|" * 10**6, "_xlfn." * 150_000 + "a(", "$" * 10**6, "(" * 10**6]


@pytest.mark.parametrize("text", LONG, ids=[text[:6] for text in LONG])
@pytest.mark.parametrize("work", [canonical, lambda text: shared_formula(text)(1, 1), asks_other_programs])
@pytest.mark.usefixtures("hang_guard")
def test_absurd_formula__work_grows_with_its_length_only(work: Callable[[str], object], text: str) -> None:
    """A million characters: work that grew with their square would not end."""
    work(text)


HOSTILE = [".", "[", "]", "[]", "[[x]", "[1]!", "a.", "a!", "'", "''!", "'a'!", "\\", "1.", "XLGEN.", "_xldudf_XLGEN_"]
WORK: list[Callable[[str], object]] = [canonical, lambda text: shared_formula(text)(1, 1), taken_apart]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("work", WORK, ids=["canonical", "shared", "references"])
@pytest.mark.usefixtures("hang_guard")
def test_formula_of_dots_and_brackets__work_grows_with_its_length_only(
    work: Callable[[str], object], piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may have hundreds of formulas as long as Excel takes; one much longer shows how the work grows."""
    for module in (formula_text, references):
        monkeypatch.setattr(module, "MAX_FORMULA_LENGTH", 10**6)
    work(piece * (400_000 // len(piece)))
