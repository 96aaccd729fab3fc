"""A workbook with a program in it, as ONLYOFFICE stores it."""

from __future__ import annotations

import json

from samples.defects.making import with_more

LINK = '<Relationship Id="rIdJ" Type="http://schemas.onlyoffice.com/jsaProject" Target="jsaProject.bin"/>'
TYPE = '<Override PartName="/xl/jsaProject.bin" ContentType="application/octet-stream"/>'


def with_library(text: str, data: bytes | None = None, macro: str = "") -> bytes:
    """The workbook with this library of custom functions, and with a macro if there is one."""
    macros = [{"name": "宏 1", "guid": "0", "value": macro}] if macro else []
    libraries = [{"name": "xlgen", "value": text}]
    project = {"macrosArray": macros, "customFunctions": {"macrosArray": libraries}, "current": -1}
    return with_more({"xl/jsaProject.bin": json.dumps(project, ensure_ascii=False).encode("utf-8")}, LINK, TYPE, data)
