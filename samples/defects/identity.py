"""Not the workbook that was issued, not for this year, not by this unit."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import fields, replace

from openpyxl import Workbook, load_workbook

from samples.defects.making import (
    FIRST_EDITION,
    PROJECTS,
    SCHEME,
    cell_at,
    edited,
    filled,
    filling,
    good,
    layout,
    parts_of,
    scheme,
    typed,
    zipped,
)
from samples.defects.registry import ROSTER, defect
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_file
from xlgen.scheme.sheet_names import FORM, IDENTITY
from xlgen.scoring.form_data import FormData
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.identity import Identity
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.finishing import workbook_bytes

OWN_UNIT, OTHER_UNIT = str(filling().inputs[UNIT_NAME]), "示例市科技馆"


@defect(IdentityCode.NOT_A_FORM, "通讯录")
def some_other_table() -> bytes:
    """A workbook that has nothing to do with it."""
    book = Workbook()
    rows = ("姓名", "电话"), ("张三", "0755-00000001"), ("李四", "0755-00000002")
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            book.worksheets[0].cell(number, column, text)
    return workbook_bytes(book, scheme().year)


@defect(IdentityCode.RETYPED, "自己画的表")
def retyped() -> bytes:
    """The form typed into a new workbook: the same headings and scores, no formulas."""
    source = load_workbook(io.BytesIO(good()), data_only=True)[FORM]
    book = Workbook()
    target = book.worksheets[0]
    for row in source.iter_rows():
        for cell in row:
            if cell.value not in (None, "") and not source.column_dimensions[cell.column_letter].hidden:
                target.cell(cell.row, cell.column, cell.value)
    return workbook_bytes(book, scheme().year)


@defect(IdentityCode.BAD_YEAR, "年度写成汉字")
def of_a_year_in_words() -> bytes:
    """Somebody typed the year into the hidden sheet."""
    row = [field.name for field in fields(Identity)].index("year") + 1
    return typed(CellRef(IDENTITY, "B", row), "二〇二四")


@defect(IdentityCode.UNKNOWN_SCHEME, "别处的表样")
def of_an_unknown_scheme() -> bytes:
    """Made from a scheme that nobody here has."""
    return zipped(parts_of(build(scheme().model_copy(update={"id": "elsewhere"}), filling())))


@defect(IdentityCode.OTHER_TEMPLATE, "旧版模板")
def of_another_template() -> bytes:
    """Made from the scheme as it was before."""
    return zipped(parts_of(build(scheme().model_copy(update={"version": "0.9.0"}), filling())))


@defect(IdentityCode.FIRST_EDITION, "上一版的表")
def of_the_first_edition() -> bytes:
    """Made by the first edition of xlgen, kept as it was: nothing makes it any more."""
    return FIRST_EDITION.read_bytes()


@defect(IdentityCode.WRONG_YEAR, "上一年度的表")
def of_the_year_before() -> bytes:
    """Last year's workbook."""
    return zipped(parts_of(build(load_file(SCHEME, scheme().year - 1), filling())))


@defect(IdentityCode.WRONG_SCHEME, "别的表样的表")
def of_another_scheme() -> bytes:
    """Made from another scheme than the one that is due."""
    return zipped(parts_of(build(scheme().model_copy(update={"id": "elsewhere"}), filling())))


@defect(IdentityCode.OTHER_UNIT, "借用别的单位的模板")
def in_another_unit_s_template() -> bytes:
    """Issued to one unit, filled in by another."""
    place = layout().values[UNIT_NAME]
    issued = build(scheme(), filling(), OWN_UNIT)
    return edited(lambda book: setattr(cell_at(book, place), "value", OTHER_UNIT), issued)


@defect(IdentityCode.OTHER_SUBJECT, "改填别的项目")
def about_another_project() -> bytes:
    """Issued for one project, filled in for another; the locked cell was changed by force."""
    projects = load_file(PROJECTS)
    own = {"project_code": "0012", "project_name": "图书馆修缮"}
    issued = build(projects, replace(filling(), inputs={**filling().inputs, **own}), OWN_UNIT, FormData(own))
    place = layout_of(projects).values["project_name"]
    return edited(lambda book: setattr(cell_at(book, place), "value", "图书采购"), issued)


@defect(IdentityCode.IDENTITY_DIFFERS, "隐藏表里换了单位")
def unit_changed_on_the_hidden_sheet() -> bytes:
    """The form of one unit made that of another: on the hidden sheet and in the form, not in the file's properties."""
    hidden = [field.name for field in fields(Identity)].index("unit") + 1

    def edit(book: Workbook) -> None:
        book[IDENTITY][f"B{hidden}"] = OTHER_UNIT
        cell_at(book, layout().values[UNIT_NAME]).value = OTHER_UNIT

    return edited(edit, build(scheme(), filling(), OWN_UNIT))


@defect(IdentityCode.IDENTITY_DIFFERS, "清空了隐藏表")
def hidden_sheet_emptied() -> bytes:
    """The hidden sheet is there, but says nothing."""

    def edit(book: Workbook) -> None:
        for row in book[IDENTITY].iter_rows():
            for cell in row:
                cell.value = None

    return edited(edit, build(scheme(), filling(), OWN_UNIT))


@defect(IdentityCode.OLDER_YEAR, "上一年度的夹在里面")
def of_an_older_year_among_others() -> Mapping[str, bytes]:
    """Last year's workbook of one unit among this year's."""
    last_year = load_file(SCHEME, scheme().year - 1)
    another = replace(filling(), inputs={**filling().inputs, UNIT_NAME: OTHER_UNIT, "posts": 52})
    return {"示例市图书馆.xlsx": good(), "示例市科技馆.xlsx": zipped(parts_of(build(last_year, another)))}


@defect(IdentityCode.NOT_IN_ROSTER, "名单里没有")
def not_in_the_roster() -> Mapping[str, bytes]:
    """A unit that nobody expects."""
    return {"评分表.xlsx": filled({UNIT_NAME: OTHER_UNIT}), ROSTER: _roster("示例市图书馆")}


@defect(IdentityCode.SUBMITTED_TWICE, "报了两份")
def submitted_twice() -> Mapping[str, bytes]:
    """Two workbooks of one unit that differ."""
    return {"第一稿.xlsx": good(), "修改稿.xlsx": filled({"posts": 52})}


@defect(IdentityCode.SAME_FILE, "同一个文件")
def the_same_file() -> Mapping[str, bytes]:
    """One file under two names."""
    return {"评分表.xlsx": good(), "评分表（1）.xlsx": good()}


def _roster(*units: str) -> bytes:
    return "\n".join(["单位名称", *units, ""]).encode("utf-8-sig")
