"""Forms as thousands of units return them: a few dozen filled in and built, the others are these under other names.

Only the unit's name differs between forms of one filling, so that making them costs little; one in twenty has a
defect: a score typed over its formula, an input left blank, a file that was cut off, or a form of another year.
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

EVERY = 20
"""One in so many has a defect."""
PLACEHOLDER = "某某市第000000单位"


def unit_name(number: int) -> str:
    """The name of a unit."""
    return f"某某市第{number:06}单位"


def write_returns(folder: Path, scheme: Scheme, count: int) -> None:
    """Write the forms of so many units into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    good = [_Named(data) for data in _good(scheme)]
    bad = [_Named(data) for data in _bad(scheme)]
    for number in range(count):
        defect = number // EVERY % (len(bad) + 1) if number % EVERY == 0 else None
        form = good[number % len(good)] if defect in (None, len(bad)) else bad[defect or 0]
        data = form.of(unit_name(number))
        cut = len(data) // 2 if defect == len(bad) else len(data)
        (folder / f"{unit_name(number)}.xlsx").write_bytes(data[:cut])


class _Named:
    """A form that may be any unit's of which the name is as long."""

    def __init__(self, data: bytes) -> None:
        self._members = compressed_members(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        written = [_both(PLACEHOLDER, encoding)[0] for encoding in ("utf-8", "ascii")]
        self._parts = {name: part for name, part in parts.items() if any(each in part for each in written)}

    def of(self, unit: str) -> bytes:
        """The form of a unit."""
        named = dict(self._members)
        for name, part in self._parts.items():
            text = part.replace(*_both(unit, "utf-8")).replace(*_both(unit, "ascii"))
            named[name] = CompressedMember(name, zlib.compress(text, 1, -zlib.MAX_WBITS), len(text), zlib.crc32(text))
        return zip_bytes(named.values())


def _both(unit: str, encoding: str) -> tuple[bytes, bytes]:
    old, new = (text.encode(encoding, errors="xmlcharrefreplace") for text in (PLACEHOLDER, unit))
    return old, new


def _published(scheme: Scheme) -> FormData:
    """The published form, with the scores that the rules give."""
    filling = load_form_data(SAMPLES / scheme.id / "inputs.yaml", scheme)
    return replace(filling, inputs={**filling.inputs, UNIT_NAME: PLACEHOLDER}, reported={})


def _good(scheme: Scheme) -> list[bytes]:
    """Forms without errors: the published one with one number after the other a little less."""
    filling = _published(scheme)
    others = [
        replace(filling, inputs={**filling.inputs, name: value * 0.97})
        for name, value in filling.inputs.items()
        if isinstance(value, float) and value > 0
    ]
    built = (build(scheme, each) for each in (filling, *others))
    return [data for data in built if check_bytes("表.xlsx", data).passed]


def _bad(scheme: Scheme) -> list[bytes]:
    filling = _published(scheme)
    first = scheme.indicators[0]
    return [
        build(scheme, replace(filling, reported={first.id: 0.5})),
        build(scheme, replace(filling, inputs={**filling.inputs, next(iter(first.inputs)): None})),
        build(load_scheme(scheme.id, scheme.year - 1), filling),
    ]
