"""Where each unit's file lies: safe on Windows, no two the same."""

from __future__ import annotations

import pytest

from xlgen.errors import UsageError
from xlgen.issuing.file_names import ENDING, MAX_PATH_LENGTH, check_layout, default_layout, paths_for
from xlgen.roster.details import DETAILS
from xlgen.roster.prefill import PrefilledUnit
from xlgen.roster.unit import Unit
from xlgen.scheme.load import load_scheme

SCHEME = load_scheme("jiangning")


def due(name: str, code: str = "", **details: str) -> PrefilledUnit:
    return PrefilledUnit(Unit(name, code), {"name": name, "code": code, **dict.fromkeys(DETAILS, ""), **details}, {})


def path(layout: str, unit: PrefilledUnit) -> str:
    (found,), changed = paths_for([unit], layout)
    assert changed == []
    return found


@pytest.mark.parametrize(
    ("layout", "unit", "expected"),
    [
        (default_layout(SCHEME), due("某某局", "440301"), "440301_某某局.xlsx"),
        (default_layout(SCHEME), due("某某局"), "某某局.xlsx"),
        ("{district}/{code}_{name}.xlsx", due("某某局", "1", district="南山区"), "南山区/1_某某局.xlsx"),
        ("{parent}\\{name}.xlsx", due("某某局", parent="市科技局"), "市科技局/某某局.xlsx"),
        ("{name}.xlsx", due("a/b:c*?"), "a_b_c__.xlsx"),
        ("{name}.xlsx", due("CON"), "_CON.xlsx"),
        ("{name}.xlsx", due("aux .局"), "_aux .局.xlsx"),
        ("{name}.xlsx", due("com¹"), "_com¹.xlsx"),
        ("{name}.xlsx", due("CONIN$"), "_CONIN$.xlsx"),
        ("{name}.xlsx", due("~$甲局"), "_~$甲局.xlsx"),
        ("{name}.xlsx", due("甲局. ."), "甲局.xlsx"),
        ("{name}.xlsx", due("𠮷野家😀"), "𠮷野家😀.xlsx"),
        ("{name}\udcff.xlsx", due("甲局"), "甲局_.xlsx"),
        ("./{name}.xlsx", due("甲局"), "甲局.xlsx"),
        ("{district}//{name}.xlsx/", due("甲局", district="南山"), "南山/甲局.xlsx"),
        ("{{{name}}}.xlsx", due("甲局"), "{甲局}.xlsx"),
        ("CON/{name}.xlsx", due("甲局"), "_CON/甲局.xlsx"),
        ("~/{name}.xlsx", due("甲局"), "~/甲局.xlsx"),
        ("{name}.xlsx", due("{code}", "1"), "{code}.xlsx"),
        ("{name}.xlsx", due("../../etc"), "_.._etc.xlsx"),
        ("{district}/{name}.xlsx", due("某某局", district=".."), "_/某某局.xlsx"),
    ],
)
def test_path(layout: str, unit: PrefilledUnit, expected: str) -> None:
    check_layout(layout, SCHEME)
    assert path(layout, unit) == expected


def test_path__without_what_the_folder_is_named_after() -> None:
    paths, (note,) = paths_for([due("某某局")], "{district}/{name}.xlsx")
    assert paths == ["某某局.xlsx"]
    assert str(note) == "某某局：某某局.xlsx：名单里没有填“区划”"


def test_path__never_longer_than_windows_takes() -> None:
    found = path("{district}/{name}.xlsx", due("某" * 300, district="区" * 100))
    assert len(found) <= MAX_PATH_LENGTH
    assert found.endswith(ENDING)
    details = dict.fromkeys(DETAILS, "长" * 300)
    found = path("{district}/{parent}/{type}/{contact}/{code}_{name}.xlsx", due("某" * 300, "1" * 300, **details))
    assert len(found) <= MAX_PATH_LENGTH
    assert all(len(part.encode()) <= 255 for part in found.split("/"))
    assert len(path("一/二/三/四/五/六/七/八/{name}.xlsx", due("某" * 300))) <= MAX_PATH_LENGTH


def test_same_names__told_apart_and_said() -> None:
    units = [due("Some Unit", "1"), due("some unit", "2"), due("SOME UNIT", "3")]
    paths, changed = paths_for(units, "{name}.xlsx")
    assert paths == ["Some Unit.xlsx", "some unit_2.xlsx", "SOME UNIT_3.xlsx"]
    assert len(changed) == 2
    assert "some unit" in str(changed[0])


@pytest.mark.parametrize(
    ("layout", "why"),
    [
        ("{name}", ".xlsx"),
        ("{nmae}.xlsx", "{nmae}"),
        ("{name.xlsx", "花括号"),
        ("{district}.xlsx", "{name}"),
        ("/tmp/{name}.xlsx", "之内"),
        ("C:/{name}.xlsx", "之内"),
        ("../{name}.xlsx", "之内"),
        ("{name!r}.xlsx", "只写名称"),
        ("{name:{code}}.xlsx", "只写名称"),
        ("{}{name}.xlsx", "没有"),
        ("{0}{name}.xlsx", "没有"),
        ("{name[0]}.xlsx", "没有"),
        ("{{name}}.xlsx", "至少"),
        ("a/../../{name}.xlsx", "之内"),
        ("\\\\server\\x\\{name}.xlsx", "之内"),
        ("{name}/.xlsx", "之内"),
        ("{name}.XLSX", ".xlsx"),
        ("{name}.xls", ".xlsx"),
        (f"{'d/' * 50}{{name}}.xlsx", "8 层"),
        ("{name:>50}.xlsx", "只写名称"),
        ("{name.__class__}.xlsx", "没有"),
    ],
)
def test_layout__that_cannot_be_meant_is_refused(layout: str, why: str) -> None:
    with pytest.raises(UsageError) as error:
        check_layout(layout, SCHEME)
    assert why in str(error.value)
