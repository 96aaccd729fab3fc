"""The values a chart shows before anything computes it: those of the cells it refers to, stored in its own part."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from openpyxl.utils.cell import range_to_tuple
from openpyxl.workbook import Workbook

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NUMBERS = f"{CHART}numRef"
CACHES = {NUMBERS: f"{CHART}numCache", f"{CHART}strRef": f"{CHART}strCache"}


def with_values(chart: bytes, computed: Workbook) -> bytes:
    """A chart's part with the values of its cells in the workbook with the computed values."""
    root = etree.fromstring(chart)
    for reference in root.iter(*CACHES):
        cells = list(_cells(reference.findtext(f"{CHART}f", ""), computed))
        cache = etree.SubElement(reference, CACHES[str(reference.tag)])
        etree.SubElement(cache, f"{CHART}ptCount", val=str(len(cells)))
        for index, value in enumerate(cells):
            if isinstance(value, int | float) or (value is not None and reference.tag != NUMBERS):
                point = etree.SubElement(cache, f"{CHART}pt", idx=str(index))
                etree.SubElement(point, f"{CHART}v").text = str(value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cells(reference: str, computed: Workbook) -> Iterator[object]:
    title, (left, top, right, bottom) = range_to_tuple(reference)
    area = {"min_col": left, "min_row": top, "max_col": right, "max_row": bottom}
    for row in computed[title].iter_rows(values_only=True, **area):
        yield from row
