"""Replace native formulas of a finished workbook with function calls; both give the same, so its values stay."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from xlgen.rules.calls import FUNCTIONS
from xlgen.rules.expression import Formula
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.cells import checked_formula
from xlgen.xlsx.write.finishing import MAIN_NAMESPACE, part_info, sheet_parts


def with_function_calls(data: bytes, calls: Mapping[CellRef, Formula]) -> bytes:
    """Replace the formulas of these cells. Raises NotPortableError."""
    for formula in calls.values():
        checked_formula(formula.text, FUNCTIONS)
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = sheet_parts(source)
        calls_by_part: dict[str, dict[str, Formula]] = {}
        for cell, formula in calls.items():
            calls_by_part.setdefault(sheets[cell.sheet], {})[cell.address] = formula
        for name in source.namelist():
            content = source.read(name)
            if name in calls_by_part:
                content = _with_calls(content, calls_by_part[name])
            target.writestr(part_info(name), content)
    return result.getvalue()


def _with_calls(content: bytes, calls: Mapping[str, Formula]) -> bytes:
    root = etree.fromstring(content)
    for cell in root.iter(f"{MAIN_NAMESPACE}c"):
        address, element = cell.get("r", ""), cell.find(f"{MAIN_NAMESPACE}f")
        if address in calls and element is not None:  # no formula: a score typed by the unit
            element.text = calls[address].text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
