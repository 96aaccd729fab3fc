"""Which scheme, version, year and unit a workbook was made for: stored in four places, read by one function.

Excel, WPS and LibreOffice each lose or change some of this when they save (a very hidden sheet becomes merely
hidden, custom properties are reordered, hidden names become visible), but never all of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
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
from xlgen.scheme.subject import NO_SUBJECT, Subject
from xlgen.xlsx.limits import MAX_STRING_LITERAL
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.cells import put

MADE_BY = "xlgen"
IDENTITY_NAME = "xlgen_identity"
UNIT_ON_IDENTITY = CellRef(IDENTITY, "B", 4)
SUBJECT_FIELDS = ("subject_code", "subject_name")
SUBJECT_ON_IDENTITY = {"subject_code": CellRef(IDENTITY, "B", 7), "subject_name": CellRef(IDENTITY, "B", 8)}
HIDDEN_SHEET, PROPERTIES = "隐藏的工作表", "文件属性"
"""The places that say what a workbook is about."""
MAX_UNIT_LENGTH = 100
"""Characters of a unit's name; a longer one does not fit into the hidden name."""
LAYOUT_VERSION = "3"
"""Increase it whenever cells move, or formulas change, for an unchanged scheme: both would look like tampering."""
WITHOUT_CODE = "2"
"""The version before, which had no 核对码 and is the same in all else: forms that were issued with it stay valid."""


@dataclass(frozen=True)
class Identity:
    """What a workbook was made for. `unit` is empty in a blank template."""

    scheme: str
    version: str
    year: str
    unit: str
    rows: str  # reserved rows of each table, in the order of the scheme, joined by dots
    template: str  # digest of everything that determines the template
    subject_code: str = ""
    subject_name: str = ""

    @property
    def subject(self) -> Subject:
        """What the workbook was issued for beside its unit."""
        return Subject(self.subject_code, self.subject_name)


def identity_of(
    scheme: Scheme, unit: str = "", subject: Subject = NO_SUBJECT, version: str = LAYOUT_VERSION
) -> Identity:
    """The identity of a workbook of this scheme for this unit, and for what it is about. version: of the layout."""
    template = hashlib.sha256(f"{digest(scheme)}/{version}".encode()).hexdigest()[:16]
    rows = ".".join(str(table.rows) for table in scheme.tables.values())
    return Identity(scheme.id, scheme.version, str(scheme.year), unit, rows, template, subject.code, subject.name)


def with_reserved_rows(scheme: Scheme, rows: str) -> Scheme:
    """The scheme with the table rows given in a workbook's identity; unchanged if they do not fit the scheme."""
    counts = [int(count) for count in re.findall(r"[0-9]{1,3}", rows)]
    is_valid = len(counts) == len(scheme.tables) and all(0 < count <= MAX_ROWS for count in counts)
    return scheme.with_rows(dict(zip(scheme.tables, counts, strict=True))) if is_valid else scheme


def write_identity(workbook: Workbook, identity: Identity) -> None:
    """Store an identity in the hidden sheet, custom properties, a hidden defined name, and the keywords.

    What it is about is in the first two alone: the others have no room for it.
    """
    sheet = workbook[IDENTITY]
    for row, (key, value) in enumerate(asdict(identity).items(), 1):
        if key in SUBJECT_FIELDS and not value:
            continue
        sheet.cell(row, 1, key)
        put(sheet, f"B{row}", value)
        properties_of(workbook).append(StringProperty(name=f"{MADE_BY}_{key}", value=value))
    line = identity_line(identity)
    workbook.defined_names[IDENTITY_NAME] = DefinedName(IDENTITY_NAME, attr_text=f'"{line}"', hidden=True)
    workbook.properties.keywords = line


def stored_identities(
    cells: Mapping[str, object] | None, properties: Mapping[str, str], name: str, keywords: str
) -> dict[str, Identity]:
    """What each place of a workbook says of its identity, by the place's name; none if xlgen did not make it.

    cells: those of the hidden sheet, by address; None if it is gone. name: the formula of the hidden defined name.
    Places that a program lost are left out, but not a hidden sheet whose cells were emptied.
    """
    rows = range(1, len(fields(Identity)) + 1)
    own = {key.removeprefix(f"{MADE_BY}_"): value for key, value in properties.items() if key.startswith(f"{MADE_BY}_")}
    copies = {
        HIDDEN_SHEET: {str((cells or {}).get(f"A{row}")): str((cells or {}).get(f"B{row}") or "") for row in rows},
        PROPERTIES: own,
        "隐藏的名称": _parsed_line(name.strip('"')),
        "关键词": _parsed_line(keywords),
    }
    found = {
        place: Identity(**{field.name: copy.get(field.name, "") for field in fields(Identity)})
        for place, copy in copies.items()
    }
    known = {place: identity for place, identity in found.items() if identity.scheme}
    emptied = {} if cells is None or not known else {place: found[place] for place in list(found)[:1]}
    return {**known, **emptied}


def properties_of(workbook: Workbook) -> CustomPropertyList[StringProperty]:
    """The custom properties of a workbook."""
    properties: CustomPropertyList[StringProperty] = vars(workbook)["custom_doc_props"]  # missing in the type stubs
    return properties


def identity_line(identity: Identity) -> str:
    """The identity as one line. Chinese is not escaped, because Excel limits text constants to 255 characters.

    Raises NotPortableError if the line is too long.
    """
    own = {key: value for key, value in asdict(identity).items() if key not in SUBJECT_FIELDS}
    pairs = {"made_by": MADE_BY, **own}
    escaped = {key: re.sub(r'[%&=+"]', lambda sign: f"%{ord(sign[0]):02X}", value) for key, value in pairs.items()}
    line = "&".join(f"{key}={value}" for key, value in escaped.items())
    if len(line) > MAX_STRING_LITERAL:
        raise NotPortableError(f"单位名称太长（{len(identity.unit)} 个字）。请缩短到 {MAX_UNIT_LENGTH} 个字以内")
    return line


def _parsed_line(line: str) -> dict[str, str]:
    values = dict(parse_qsl(line, keep_blank_values=True))
    return values if values.get("made_by") == MADE_BY else {}
