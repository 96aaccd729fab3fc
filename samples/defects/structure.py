"""The workbook as issued, but sheets, rows, texts or formulas are no longer what they were."""

from __future__ import annotations

import re

from openpyxl.workbook import Workbook

from samples.defects.making import (
    TYPES,
    WORKBOOK,
    cell_at,
    edited,
    filled,
    filling,
    good,
    layout,
    parts_of,
    scheme,
    typed,
    with_more,
    with_part,
    zipped,
)
from samples.defects.microsoft_365 import as_microsoft_365_stores
from samples.defects.moving import cut, delete_row, insert_column, insert_row
from samples.defects.onlyoffice import with_library
from samples.defects.registry import defect
from xlgen.scheme.sheet_names import CHECK, FORM, GUIDE, LIST
from xlgen.submissions.findings.structure import StructureCode
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.sheets import input_list
from xlgen.workbook.sheets.input_list import entries_of
from xlgen.xlsx.refs import CellRef

TABLE = "履职目标"
BESIDE = "Q"
"""A column of the form's sheet beside all that is filled in."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@defect(StructureCode.SHEET_MISSING, "删了填报说明")
def without_the_guide() -> bytes:
    """A sheet nobody computes with is gone."""
    return edited(lambda book: book.remove(book[GUIDE]))


@defect(StructureCode.SHEET_MISSING, "删了一张表")
def without_a_table() -> bytes:
    """A sheet that others compute with is gone: they show #REF!."""

    def edit(book: Workbook) -> None:
        book.remove(book[TABLE])
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and f"{TABLE}!" in str(cell.value):
                        cell.value = "=#REF!"

    return edited(edit)


@defect(StructureCode.SHEET_RENAMED, "改了表名")
def renamed_sheet() -> bytes:
    """A sheet has another name, in the formulas too."""
    parts = parts_of(good())
    old, new = f"{TABLE}!".encode(), "目标完成情况!".encode()
    parts = {
        name: content.replace(old, new) if name.startswith("xl/worksheets/") else content
        for name, content in parts.items()
    }
    return with_part(WORKBOOK, f'name="{TABLE}"', 'name="目标完成情况"', zipped(parts))


@defect(StructureCode.SHEET_ADDED, "多了一张表")
def added_sheet() -> bytes:
    """A sheet of the unit's own."""

    def edit(book: Workbook) -> None:
        book.create_sheet("计算过程")["A1"] = "920÷1000"

    return edited(edit)


@defect(StructureCode.ROWS_MOVED, "插了一行")
def inserted_row() -> bytes:
    """A blank row among the inputs."""
    return edited(lambda book: insert_row(book, FORM, layout().values["budget"].row))


@defect(StructureCode.ROWS_MOVED, "评分表插了一列")
def inserted_column() -> bytes:
    """A blank column in the form."""
    return edited(lambda book: insert_column(book, FORM, 3))


@defect(StructureCode.ROWS_MOVED, "删了一行")
def deleted_row() -> bytes:
    """The last row of the table, which was not needed."""
    return edited(lambda book: delete_row(book, TABLE, layout().tables["targets"].last))


@defect(StructureCode.LABEL_CHANGED, "改了填报项的名称")
def changed_label() -> bytes:
    """An input is called something else."""
    place = layout().values["budget"]
    return typed(CellRef(FORM, layout().panel.label, place.row), "全年预算（调整后）")


@defect(StructureCode.LABEL_CHANGED, "改了评分标准")
def changed_criteria() -> bytes:
    """The form's own text is another."""
    column = next(letter for letter in "ABCDEFG" if _is_criteria(letter))
    return typed(CellRef(FORM, column, layout().spans["disclosure"].first), "按要求公开得5分，其他情况得4分。")


@defect(StructureCode.CELL_FILLED, "在空白处算账")
def filled_cell() -> bytes:
    """Sums beside the inputs."""
    return typed(CellRef(FORM, BESIDE, layout().values["spent"].row), "其中一季度 210")


@defect(StructureCode.ROW_BELOW_TABLE, "表下多填了一行")
def row_below_the_table() -> bytes:
    """A fifth target where the table has room for four."""
    place = layout().tables["targets"]
    row = place.last + 1
    cells: dict[str, str | float] = {"kind": "质量", "name": "学员满意率", "target": 0.9, "actual": 0.96}

    def edit(book: Workbook) -> None:
        for column, value in cells.items():
            cell_at(book, CellRef(place.sheet, place.columns[column], row)).value = value

    return edited(edit)


@defect(StructureCode.FORMULA_REPLACED, "比率改填了数")
def replaced_formula() -> bytes:
    """The rate is right, but no longer computed."""
    return typed(layout().values["execution_rate"], 0.92)


@defect(StructureCode.FORMULA_CHANGED, "改了公式")
def changed_formula() -> bytes:
    """The same result by another way."""

    def edit(book: Workbook) -> None:
        cell = cell_at(book, layout().score("satisfaction"))
        cell.value = f"=ROUND({str(cell.value).removeprefix('=')},1)"

    return edited(edit)


@defect(StructureCode.DISPLAY_CHANGED, "撤销拖动后留下的")
def shown_from_elsewhere() -> bytes:
    """As LibreOffice leaves a formula of another sheet after a drag was undone."""

    def edit(book: Workbook) -> None:
        entry = next(entry for entry in entries_of(layout()) if entry.target == layout().values["spent"])
        cell = book[LIST][f"{input_list.VALUE}{entry.row}"]
        target, other = (layout().values[name].reference_from(LIST).text for name in ("spent", "budget"))
        cell.value = str(cell.value).replace(target, other)

    return edited(edit)


@defect(StructureCode.PROTECTION_REMOVED, "取消保护")
def unprotected() -> bytes:
    """A sheet can be changed everywhere."""

    def edit(book: Workbook) -> None:
        book[FORM].protection.sheet = False

    return edited(edit)


@defect(StructureCode.STALE_VALUES, "没有重新计算")
def not_recomputed() -> bytes:
    """A rate was changed by a program that does not compute: the score is still the old one."""
    explained = {"remarks": {"transfers": "一笔资金次年1月下达。"}, "evidence": {"transfers": "资金下达文件"}}
    data = filled({"transfers_rate": 0.9, "conclusion": "自评等次为优。"}, **explained)
    return _with_cell(layout().values["transfers_rate"], "<v>0.9</v>", "<v>0.8</v>", data)


@defect(StructureCode.NOT_COMPUTED, "没有保存计算结果")
def not_computed() -> bytes:
    """Written by a program that stores no results."""
    parts = parts_of(good())
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            parts[name] = _without_results(content)
    return zipped(parts)


@defect(StructureCode.FUNCTIONS_MISSING, "没有装加载项")
def without_functions() -> bytes:
    """A workbook whose cells call functions, computed by a program that has none."""
    return edited(lambda _: None, build(scheme(), filling(), formulas=FormulaStyle.UDF))


@defect(StructureCode.FUNCTIONS_MISSING, "没有装Microsoft365的加载项")
def without_office_functions() -> bytes:
    """The same, with functions of Microsoft 365."""
    parts = parts_of(as_microsoft_365_stores(build(scheme(), filling(), formulas=FormulaStyle.UDF)))
    name = _part_of(FORM)
    cell = re.compile(rb'(<c r="[A-Z]+[0-9]+"[^>]*?) cm="1"([^>]*?)(?: t="[a-z]+")?(>.*?)<v>[^<]*</v>')
    parts[name] = cell.sub(rb'\1 cm="1"\2 t="e"\3<v>#NAME?</v>', parts[name])
    printed = "|".join(layout().score(key).address for key in layout().spans)
    shown = re.compile(rf'(<c r="(?:{printed})"[^>]*>)(<f>.*?</f>)<v>[^<]*</v>'.encode())
    parts[name] = shown.sub(rb"\1\2<v></v>", parts[name])
    return zipped(parts)


@defect(StructureCode.MANUAL_CALCULATION, "手动计算")
def manual_calculation() -> bytes:
    """Nothing is computed until F9."""
    return with_part(WORKBOOK, "<calcPr ", '<calcPr calcMode="manual" ')


@defect(StructureCode.EXTERNAL_LINKS, "引用别的文件")
def linked_to_another_file() -> bytes:
    """An input is taken from a file that was not handed in."""
    link = f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1"><sheetNames>'
    link += '<sheetName val="支出"/></sheetNames></externalBook></externalLink>'
    target = '<Relationship Id="rId1" Target="%E6%94%AF%E5%87%BA.xlsx" TargetMode="External" '
    target += f'Type="{OFFICE}/externalLinkPath"/>'
    data = _with_link(link, target)
    return _with_cell(layout().values["spent"], "<v>920</v>", "<f>[1]支出!$B$2</f><v>920</v>", data)


@defect(StructureCode.MACROS, "含有宏.xlsm")
def with_macros() -> bytes:
    """A workbook with a program in it; here there are only its first bytes."""
    link = '<Relationship Id="rIdVba" Target="vbaProject.bin" '
    link += 'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"/>'
    kind = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    program = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    data = with_part(TYPES, plain, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    return with_more({"xl/vbaProject.bin": program}, link, kind, data)


@defect(StructureCode.MACROS, "ONLYOFFICE里的程序")
def with_functions_of_somebody_else() -> bytes:
    """A function of the unit's own in ONLYOFFICE, which keeps its program in the workbook."""
    return with_library("/** @customfunction */\nApi.AddCustomFunction(function SCORE() { return 100; });")


@defect(StructureCode.OTHER_PROGRAMS, "调用外部程序")
def asking_other_programs() -> bytes:
    """A DDE link; the program it names does not exist."""
    link = f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="nothing" ddeTopic="nothing">'
    link += '<ddeItems><ddeItem name="A1" advise="1"/></ddeItems></ddeLink></externalLink>'
    return _with_link(link, "")


@defect(StructureCode.CELLS_MOVED, "剪切着换了两行")
def rows_changed_places() -> bytes:
    """Two rows of the table have changed places by cutting and pasting: all scores are the same."""
    place = layout().tables["targets"]
    above, below = place.first + 1, place.first + 2
    moves = {f"{letter}{above}": f"{letter}{below}" for letter in place.columns.values()}
    return edited(lambda book: cut(book, TABLE, {**moves, **{to: place for place, to in moves.items()}}))


@defect(StructureCode.CELLS_LOST, "剪切到了下一行")
def cut_to_the_next_line() -> bytes:
    """A number typed one line too low was cut and pasted, over the cell that had been filled in right."""
    staff, posts = layout().values["staff"], layout().values["posts"]
    return edited(lambda book: cut(book, FORM, {staff.address: posts.address}))


@defect(StructureCode.CELLS_LOST, "剪切后又撤不回")
def covered_by_a_cut_cell() -> bytes:
    """A cell was cut onto another one and back again: what reads the other one says #REF!."""
    staff, posts = layout().values["staff"], layout().values["posts"]

    def edit(book: Workbook) -> None:
        cut(book, FORM, {staff.address: posts.address})
        cut(book, FORM, {posts.address: staff.address})
        cell_at(book, posts).value = 50

    return edited(edit)


def _is_criteria(letter: str) -> bool:
    column = layout().form_columns["ABCDEFG".index(letter)]
    return column.content == "criteria"


def _with_link(link: str, target: str) -> bytes:
    """The workbook with an external link as its first."""
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{target}'
    more = {
        "xl/externalLinks/externalLink1.xml": link.encode("utf-8"),
        "xl/externalLinks/_rels/externalLink1.xml.rels": f"{relations}</Relationships>".encode(),
    }
    kind = '<Override PartName="/xl/externalLinks/externalLink1.xml" '
    kind += 'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>'
    relation = f'<Relationship Id="rIdLink" Target="externalLinks/externalLink1.xml" Type="{OFFICE}/externalLink"/>'
    listed = f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="rIdLink"/></externalReferences>'
    data = with_part(WORKBOOK, "</sheets>", f"</sheets>{listed}")
    return with_more(more, relation, kind, data)


def _part_of(title: str) -> str:
    return f"xl/worksheets/sheet{_titles().index(title) + 1}.xml"


def _titles() -> list[str]:
    return [GUIDE, FORM, *(table.label for table in scheme().tables.values()), LIST, CHECK]


def _with_cell(place: CellRef, old: str, new: str, data: bytes | None = None) -> bytes:
    """The workbook with the content of one cell changed and nothing computed again."""
    part = _part_of(place.sheet)
    text = parts_of(data or good())[part].decode("utf-8")
    start = text.index(f'r="{place.address}"')
    cell = text[start : text.index("</c>", start)]
    assert cell.count(old) == 1, cell
    return with_part(part, cell, cell.replace(old, new), data)


def _without_results(content: bytes) -> bytes:
    text = content.decode("utf-8")
    pieces = text.split("</f>")
    for number, piece in enumerate(pieces[1:], 1):
        if piece.startswith("<v>"):
            pieces[number] = piece[piece.index("</v>") + 4 :]
        elif piece.startswith("<v/>") or piece.startswith("<v />"):
            pieces[number] = piece[piece.index(">") + 1 :]
    return "</f>".join(pieces).encode("utf-8")
