"""A workbook as other programs save it, where those programs are not at hand."""

from __future__ import annotations

import re
from itertools import count

from lxml import etree
from openpyxl.formula.translate import Translator

from tests.factories.form_workbooks import minimal_form_parts
from tests.factories.packages import MAIN as SPREADSHEET
from tests.factories.packages import OFFICE, parts_of, sheet, zipped
from tests.factories.packages import WORKBOOK_RELS as LINKS

MAIN = f"{{{SPREADSHEET}}}"
VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
OWN_PROPERTY = (
    f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="90" name="KSOProductBuildVer">'
    f'<vt:lpwstr xmlns:vt="{VT}">2052-12.1</vt:lpwstr></property></Properties>'
)
CUSTOM, STYLES = "docProps/custom.xml", "xl/styles.xml"


def as_wps_saves(data: bytes) -> bytes:
    """Folders listed, a wrong dimension, formulas shared down the columns, formats in another order, its property."""
    parts = parts_of(data)
    parts[CUSTOM] = parts[CUSTOM].replace(b"</Properties>", OWN_PROPERTY.encode())
    styles = etree.fromstring(parts[STYLES])
    formats = styles.find(f"{MAIN}cellXfs")
    assert formats is not None
    last = len(formats) - 1
    formats[:] = list(formats)[::-1]
    parts[STYLES] = etree.tostring(styles)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = _sheet(parts[name], last)
    return zipped({"docProps/": b"", "xl/": b"", "xl/worksheets/": b"", **parts})


def reordered() -> bytes:
    """The minimal form with its sheets in another order, and one more."""
    changed = dict(minimal_form_parts())
    book, more = changed["xl/workbook.xml"].decode(), "worksheets/added.xml"
    entries = re.findall(r"<sheet [^>]*/>", book)
    added = re.sub(r'id="[^"]*"', 'id="rIdM"', re.sub(r'name="[^"]*"', 'name="单位加的表"', entries[0]))
    book = book.replace("".join(entries), "".join([*entries[::-1], added]))
    last = len(entries) - 1
    book = re.sub(r'localSheetId="([0-9]+)"', lambda found: f'localSheetId="{last - int(found[1])}"', book)
    changed["xl/workbook.xml"] = book.encode()
    link = f'<Relationship Id="rIdM" Type="{OFFICE}/worksheet" Target="{more}"/></Relationships>'
    changed[LINKS] = changed[LINKS].replace(b"</Relationships>", link.encode())
    return zipped({**changed, f"xl/{more}": sheet("").encode()})


def stored_in_one_list() -> bytes:
    """The minimal form with its texts in the shared list, as Excel saves it."""
    changed = dict(minimal_form_parts())
    texts: list[bytes] = []

    def listed(cell: re.Match[bytes]) -> bytes:
        texts.append(b"<si>%s</si>" % cell[2])
        return b'%s t="s"><v>%d</v></c>' % (cell[1], len(texts) - 1)

    inline = re.compile(rb'(<c [^>]*?) t="inlineStr"[^>]*><is>(.*?)</is></c>')
    for name in [name for name in changed if "worksheets/sheet" in name]:
        changed[name] = inline.sub(listed, changed[name])
    changed["xl/sharedStrings.xml"] = f'<sst xmlns="{SPREADSHEET}">{b"".join(texts).decode()}</sst>'.encode()
    link = f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    return zipped({**changed, LINKS: changed[LINKS].replace(b"</Relationships>", link.encode())})


def _sheet(content: bytes, last_format: int) -> bytes:
    root = etree.fromstring(re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', content))
    for cell in root.iter(f"{MAIN}c", f"{MAIN}row"):
        if "s" in cell.attrib or cell.tag == f"{MAIN}c":
            cell.set("s", str(last_format - int(cell.get("s", "0"))))
    for column in root.iter(f"{MAIN}col"):
        if "style" in column.attrib:
            column.set("style", str(last_format - int(column.get("style", "0"))))
    _share(root)
    return etree.tostring(root)


def _share(root: etree._Element) -> None:
    """Formulas that are the one above, moved down by a row, refer to the first of them."""
    above: dict[str, tuple[int, str, etree._Element]] = {}  # by column: row, formula, the first one of its group
    numbers = count()
    for cell in root.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        match = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r", ""))
        if formula is None or match is None or not formula.text or formula.attrib:
            continue
        column, row, text = match[1], int(match[2]), formula.text
        before = above.get(column)
        if before is not None and before[0] == row - 1 and _moved(before[1], f"{column}{row - 1}", cell) == text:
            first = before[2]
            if "si" not in first.attrib:
                first.attrib.update({"t": "shared", "si": str(next(numbers)), "ref": f"{column}{row - 1}"})
            first.set("ref", f"{first.get('ref', '').split(':')[0]}:{column}{row}")
            formula.text = None
            formula.attrib.update({"t": "shared", "si": first.get("si", "")})
        else:
            first = formula
        above[column] = (row, text, first)


def _moved(formula: str, origin: str, cell: etree._Element) -> str:
    return str(Translator(f"={formula}", origin).translate_formula(cell.get("r", ""))).removeprefix("=")
