"""A small form that every unit fills in once for each of its projects: a roster of them, and forms as they return."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.factories.schemes import DATA, MINIMAL
from xlgen.scheme.load import load_scheme
from xlgen.scheme.model import Scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.scoring.form_data import FormData
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue

PROJECTS = MINIMAL.with_name("projects.yaml")
HEADS = "单位编码,单位名称,项目编码,项目名称"
LINES = ("001,甲局,0012,道路,", "001,甲局,0013,桥梁（一期）,", "002,乙局,0012,学校,")
"""A unit with two projects, and another one that uses a code which the first uses too."""


@cache
def projects() -> Scheme:
    return load_scheme(str(PROJECTS))


@cache
def _filling() -> FormData:
    return load_form_data(DATA, load_scheme(str(MINIMAL)))


def roster(folder: Path, *lines: str, heads: str = HEADS) -> Path:
    file = folder / "名单.csv"
    file.write_text("\n".join([heads, *(line.rstrip(",") for line in lines or LINES)]) + "\n", encoding="utf-8")
    return file


def returned(
    unit: str, code: str, name: str, *, scheme: Scheme | None = None, issued: bool = True, **inputs: CellValue
) -> bytes:
    """A form as it comes back. issued: it was issued for this project, and not blank."""
    about: dict[str, CellValue] = {"project_code": code, "project_name": name}
    data = _filling()
    filled = replace(data, inputs={**data.inputs, "unit_name": unit, **about, **inputs})
    return build(scheme or projects(), filled, unit, FormData(about) if issued else None)
