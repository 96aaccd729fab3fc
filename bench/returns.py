"""Forms as submitted by thousands of units: a few dozen are built, the others are copies under other names.

Copies differ only in the unit's name, so they are cheap to make. One in twenty has a defect: a score typed over its
formula, a blank input, a truncated file, or the form of another year.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

from xlgen.files.resources import SAMPLES
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build
from xlgen.xlsx.write.zip_writer import CompressedMember, compressed_members, zip_bytes

DEFECT_INTERVAL = 20
"""One in this many forms has a defect."""
PLACEHOLDER = "某某市第000000单位"


def unit_name(number: int) -> str:
    """The name of a unit."""
    return f"某某市第{number:06}单位"


def write_returns(folder: Path, scheme: Scheme, count: int) -> None:
    """Write the forms of `count` units into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    correct = [_RenamableForm(data) for data in _correct_forms(scheme)]
    defective = [_RenamableForm(data) for data in _defective_forms(scheme)]
    for number in range(count):
        defect = number // DEFECT_INTERVAL % (len(defective) + 1) if number % DEFECT_INTERVAL == 0 else None
        form = correct[number % len(correct)] if defect in (None, len(defective)) else defective[defect or 0]
        data = form.for_unit(unit_name(number))
        length = len(data) // 2 if defect == len(defective) else len(data)
        (folder / f"{unit_name(number)}.xlsx").write_bytes(data[:length])


class _RenamableForm:
    """A form that can be given to any unit whose name has the same length."""

    def __init__(self, data: bytes) -> None:
        self._members = compressed_members(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        encoded = [_replacement(PLACEHOLDER, encoding)[0] for encoding in ("utf-8", "ascii")]
        self._parts = {name: part for name, part in parts.items() if any(text in part for text in encoded)}

    def for_unit(self, unit: str) -> bytes:
        """The form of a unit."""
        members = dict(self._members)
        for name, part in self._parts.items():
            text = part.replace(*_replacement(unit, "utf-8")).replace(*_replacement(unit, "ascii"))
            members[name] = CompressedMember(name, zlib.compress(text, 1, -zlib.MAX_WBITS), len(text), zlib.crc32(text))
        return zip_bytes(members.values())


def _replacement(unit: str, encoding: str) -> tuple[bytes, bytes]:
    old, new = (text.encode(encoding, errors="xmlcharrefreplace") for text in (PLACEHOLDER, unit))
    return old, new


def _published(scheme: Scheme) -> FormData:
    """The published data, with scores by rule instead of the reported ones."""
    filling = load_form_data(SAMPLES / scheme.id / "inputs.yaml", scheme)
    return replace(filling, inputs={**filling.inputs, UNIT_NAME: PLACEHOLDER}, reported={})


def _correct_forms(scheme: Scheme) -> list[bytes]:
    """Forms without errors: the published one, and variants with one number slightly lower."""
    filling = _published(scheme)
    variants = [
        replace(filling, inputs={**filling.inputs, name: value * 0.97})
        for name, value in filling.inputs.items()
        if isinstance(value, float) and value > 0
    ]
    forms = (build(scheme, variant) for variant in (filling, *variants))
    return [data for data in forms if check_bytes("表.xlsx", data).passed]


def _defective_forms(scheme: Scheme) -> list[bytes]:
    filling = _published(scheme)
    first = scheme.indicators[0]
    return [
        build(scheme, replace(filling, reported={first.id: 0.5})),
        build(scheme, replace(filling, inputs={**filling.inputs, next(iter(first.inputs)): None})),
        build(load_scheme(scheme.id, scheme.year - 1), filling),
    ]
