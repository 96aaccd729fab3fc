"""Build the workbook of a scheme, blank or with the data of a unit."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.workbook import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import CHECK, FORM, GUIDE, IDENTITY, LIST, MATERIAL
from xlgen.scheme.subject import subject_of
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.workbook.approved import cell_of, without_subject, write_approved
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.function_call_parts import with_function_calls
from xlgen.workbook.function_calls import function_calls
from xlgen.workbook.identity import LAYOUT_VERSION, identity_of, write_identity
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.check import write_check_sheet, write_function_status
from xlgen.workbook.sheets.check_code import write_parts
from xlgen.workbook.sheets.form import write_form_sheet
from xlgen.workbook.sheets.guide import write_guide_sheet
from xlgen.workbook.sheets.input_list import write_list_sheet
from xlgen.workbook.sheets.material import write_material_sheet
from xlgen.workbook.sheets.table import write_table_sheet
from xlgen.xlsx.write.comments import annotate
from xlgen.xlsx.write.finishing import workbook_bytes
from xlgen.xlsx.write.styles import use_own_font

PAPER_SIZES = {"A3": Worksheet.PAPERSIZE_A3, "A4": Worksheet.PAPERSIZE_A4}
PAGE_MARGIN = 0.5  # inches


def build(
    scheme: Scheme,
    filling: FormData | None = None,
    unit: str = "",
    approved: FormData | None = None,
    formulas: FormulaStyle = FormulaStyle.NATIVE,
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """Return the bytes of a scheme's workbook: blank, for a named unit, or filled.

    unit: the one it is issued to; its name is filled in and locked. So are approved values (such as targets, and what
    the form is about) and those prescribed by the form. notes: shown on the cells of items.
    Raises NotPortableError if the scheme needs more than Excel 2010 supports.
    """
    native = build_native(scheme, filling, unit, approved, formulas, notes)
    if formulas is FormulaStyle.NATIVE or not scheme.scored:
        return native
    return with_function_calls(native, function_calls(layout_of(scheme)))


def build_native(
    scheme: Scheme,
    filling: FormData | None = None,
    unit: str = "",
    approved: FormData | None = None,
    formulas: FormulaStyle = FormulaStyle.NATIVE,
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """Like `build`, but with all rules as native formulas, before any of them becomes a function call."""
    workbook = make_workbook(scheme, filling, unit, approved)
    _annotate(workbook, scheme, notes or {})
    if formulas is not FormulaStyle.NATIVE and scheme.scored:
        write_function_status(workbook[CHECK])
    return workbook_bytes(workbook, scheme.year)


def make_workbook(
    scheme: Scheme,
    filling: FormData | None = None,
    unit: str = "",
    approved: FormData | None = None,
    version: str = LAYOUT_VERSION,
) -> Workbook:
    """Like `build`, but return the openpyxl workbook, so that callers can add to it. version: see `identity.py`."""
    filling = filling or FormData()
    approved = with_overrides(FormData(), approved or FormData())  # drops blanks, which are not approved values
    subject = subject_of(scheme.subject, approved.inputs)
    issued_to = FormData({UNIT_NAME: unit} if unit else {})
    locked = with_overrides(with_overrides(approved, presets(scheme)), issued_to)
    filling = with_overrides(filling, locked)
    layout = layout_of(scheme, version)
    workbook = _make_sheets(layout, filling, locked)
    write_identity(workbook, identity_of(scheme, unit, subject, version))
    write_approved(workbook, without_subject(scheme, approved))
    return workbook


def _annotate(workbook: Workbook, scheme: Scheme, notes: Mapping[str, str]) -> None:
    for item, text in notes.items():
        place = cell_of(layout_of(scheme), item)
        assert place is not None, "notes are on items of the form"
        cell = workbook[place.sheet][place.address]
        annotate(cell, [*([cell.comment.text] if cell.comment else []), text])


def _make_sheets(layout: Layout, filling: FormData, locked: FormData) -> Workbook:
    scheme, workbook = layout.scheme, Workbook()
    workbook.remove(workbook.worksheets[0])
    use_own_font(workbook)
    write_guide_sheet(_sheet(workbook, GUIDE), layout)
    form = _sheet(workbook, FORM)
    write_form_sheet(form, layout, filling, locked)
    form.page_setup.paperSize = int(PAPER_SIZES[scheme.form.paper])
    form.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页"))  # &N counts the pages of all sheets
    form.page_setup.useFirstPageNumber, form.page_setup.firstPageNumber = True, 1
    for name in layout.sheet_tables:
        write_table_sheet(_sheet(workbook, scheme.tables[name].label), layout, name, filling, locked)
    if layout.code is not None:
        write_parts(workbook, layout)
    write_list_sheet(_sheet(workbook, LIST), layout)
    write_check_sheet(_sheet(workbook, CHECK), layout)
    if scheme.scored:
        write_material_sheet(_sheet(workbook, MATERIAL), layout)
    identity = workbook.create_sheet(IDENTITY)
    identity.sheet_state = "veryHidden"
    identity.protection.sheet = True
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.active = workbook.sheetnames.index(FORM)
    workbook.properties.title = scheme.title
    return workbook


def _sheet(workbook: Workbook, title: str) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet(title)
    sheet.sheet_view.zoomScale = 85 if title == FORM else 100
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = int(Worksheet.PAPERSIZE_A4)
    if title != FORM:  # whose scale is fixed: Excel ignores breaks while it fits to pages
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = PAGE_MARGIN
    margins.bottom = PAGE_MARGIN + 0.2
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))
    # No password: this only guards against slips. Tampering is detected by recomputing the form.
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # False means allowed
    sheet.protection.selectLockedCells = False
    return sheet
