"""Which scheme, version, year and unit a workbook was made for: stored four times, read by one function.

Excel, WPS and LibreOffice each drop or rename something when they save (a hidden sheet becomes merely
hidden, custom properties are reordered, hidden names appear), but not all of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import parse_qsl

from openpyxl.packaging.custom import CustomPropertyList, StringProperty
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from xlgen.errors import NotPortableError
from xlgen.scheme.inputs import MAX_ROWS
from xlgen.scheme.load import digest
from xlgen.scheme.model import Scheme
from xlgen.scheme.sheet_names import IDENTITY
from xlgen.xlsx.limits import MAX_STRING_LITERAL
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.cells import put

MARK = "xlgen"
NAME = "xlgen_identity"
UNIT_ON_IDENTITY = CellRef(IDENTITY, "B", 4)
LAYOUT_VERSION = "1"
"""Changes whenever the places of cells change for an unchanged scheme."""


@dataclass(frozen=True)
class Identity:
    """What a workbook was made for; the unit is empty in a blank template for any unit."""

    scheme: str
    version: str
    year: str
    unit: str
    rows: str  # reserved in each table, in the order of the scheme
    template: str  # digest of everything the template was made from


def identity_of(scheme: Scheme, unit: str = "") -> Identity:
    """The identity of a workbook of this scheme for this unit."""
    template = hashlib.sha256(f"{digest(scheme)}/{LAYOUT_VERSION}".encode()).hexdigest()[:16]
    rows = ".".join(str(table.rows) for table in scheme.tables.values())
    return Identity(scheme.id, scheme.version, str(scheme.year), unit, rows, template)


def with_its_rows(scheme: Scheme, rows: str) -> Scheme:
    """The scheme with as many rows in its tables as a workbook's identity says; unchanged where it says nothing fit."""
    counts = [int(count) for count in re.findall(r"[0-9]{1,3}", rows)]
    fit = len(counts) == len(scheme.tables) and all(0 < count <= MAX_ROWS for count in counts)
    return scheme.with_rows(dict(zip(scheme.tables, counts, strict=True))) if fit else scheme


def write_identity(workbook: Workbook, identity: Identity) -> None:
    """Store an identity: hidden sheet, custom properties, a hidden name, and the keywords."""
    sheet = workbook[IDENTITY]
    for row, (key, value) in enumerate(asdict(identity).items(), 1):
        sheet.cell(row, 1, key)
        put(sheet, f"B{row}", value)
        _properties(workbook).append(StringProperty(name=f"{MARK}_{key}", value=value))
    line = identity_line(identity)
    workbook.defined_names[NAME] = DefinedName(NAME, attr_text=f'"{line}"', hidden=True)
    workbook.properties.keywords = line


def read_identity(
    cells: Mapping[str, object], properties: Mapping[str, str], name: str, keywords: str
) -> Identity | None:
    """The identity of a workbook, from whichever place still has it; None if it was not made by xlgen.

    cells are those of the hidden sheet by address, name is the formula of the hidden name.
    """
    for found in _stored(cells, properties, name, keywords):
        if found.get("scheme"):
            return Identity(**{field.name: found.get(field.name, "") for field in fields(Identity)})
    return None


def _stored(
    cells: Mapping[str, object], properties: Mapping[str, str], name: str, keywords: str
) -> Iterator[dict[str, str]]:
    rows = range(1, len(fields(Identity)) + 1)
    yield {str(cells.get(f"A{row}")): str(cells.get(f"B{row}") or "") for row in rows}
    yield {key.removeprefix(f"{MARK}_"): value for key, value in properties.items() if key.startswith(f"{MARK}_")}
    yield _parsed(name.strip('"'))
    yield _parsed(keywords)


def _properties(workbook: Workbook) -> CustomPropertyList[StringProperty]:
    properties: CustomPropertyList[StringProperty] = vars(workbook)["custom_doc_props"]  # the type stubs do not know it
    return properties


def identity_line(identity: Identity) -> str:
    """The identity as one line; Chinese stays as it is, because Excel takes no text constant over 255 characters."""
    pairs = {"made_by": MARK, **asdict(identity)}
    escaped = {key: re.sub(r'[%&=+"]', lambda sign: f"%{ord(sign[0]):02X}", value) for key, value in pairs.items()}
    line = "&".join(f"{key}={value}" for key, value in escaped.items())
    if len(line) > MAX_STRING_LITERAL:
        raise NotPortableError(f"单位名称太长（{len(identity.unit)} 个字）。请缩短到 100 个字以内")
    return line


def _parsed(line: str) -> dict[str, str]:
    found = dict(parse_qsl(line, keep_blank_values=True))
    return found if found.get("made_by") == MARK else {}
