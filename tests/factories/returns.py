"""Returns of a campaign with the small form: filled in, saved at some moment, in some folder under some name."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.load import load_file, scheme_for_year
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@cache
def scheme() -> Scheme:
    """The small form."""
    return load_file(MINIMAL)


def filling(unit: str, **inputs: CellValue) -> FormData:
    """A filling without faults, with some inputs changed."""
    data = load_form_data(DATA, scheme())
    return replace(data, inputs={**data.inputs, "unit_name": unit, **inputs})


def form(unit: str, saved: str = "", year: int = 0, **inputs: CellValue) -> bytes:
    """The form of a unit as it comes back, saved at a moment (2026-03-01T08:00:00Z) by its own word."""
    own = scheme_for_year(scheme(), year) if year else scheme()
    data = build(own, filling(unit, **inputs), unit)
    return saved_at(data, saved) if saved else data


def saved_at(data: bytes, moment: str) -> bytes:
    """A workbook as if a program had saved it at a moment."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(rb"\g<1>" + moment.encode(), content)
            new.writestr(name, content)
    return target.getvalue()


@dataclass(frozen=True)
class Post:
    """What came, in a folder: files by name."""

    folder: Path

    def put(self, files: Mapping[str, bytes], downloaded: str = "2026-03-20") -> None:
        """Lay files down as if they had been downloaded on a day."""
        time = datetime.fromisoformat(downloaded).timestamp()
        for name, content in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            os.utime(file, (time, time))
