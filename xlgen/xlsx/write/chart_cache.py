"""Cached values of charts: programs show them before they recalculate the cells a chart refers to."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from openpyxl.utils.cell import range_to_tuple
from openpyxl.workbook import Workbook

CHART_NAMESPACE = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NUMBER_REFERENCE = f"{CHART_NAMESPACE}numRef"
CACHE_TAGS = {NUMBER_REFERENCE: f"{CHART_NAMESPACE}numCache", f"{CHART_NAMESPACE}strRef": f"{CHART_NAMESPACE}strCache"}


def with_cached_values(chart: bytes, computed: Workbook) -> bytes:
    """Return the chart part with the values of its cells, taken from `computed`, a workbook of computed values."""
    root = etree.fromstring(chart)
    for reference in root.iter(*CACHE_TAGS):
        cells = list(_cells(reference.findtext(f"{CHART_NAMESPACE}f", ""), computed))
        cache = etree.SubElement(reference, CACHE_TAGS[str(reference.tag)])
        etree.SubElement(cache, f"{CHART_NAMESPACE}ptCount", val=str(len(cells)))
        for index, value in enumerate(cells):
            if isinstance(value, int | float) or (value is not None and reference.tag != NUMBER_REFERENCE):
                point = etree.SubElement(cache, f"{CHART_NAMESPACE}pt", idx=str(index))
                etree.SubElement(point, f"{CHART_NAMESPACE}v").text = str(value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cells(reference: str, computed: Workbook) -> Iterator[object]:
    title, (left, top, right, bottom) = range_to_tuple(reference)
    area = {"min_col": left, "min_row": top, "max_col": right, "max_row": bottom}
    for row in computed[title].iter_rows(values_only=True, **area):
        yield from row
