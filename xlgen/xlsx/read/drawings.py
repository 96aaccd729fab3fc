"""What lies over the cells of a sheet: shapes, pictures, charts, controls, comments that are always shown."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from xlgen.xlsx.read.package import Package
from xlgen.xlsx.read.unreadable import UnreadableError

ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
NO_SHAPES = ("shapelayout", "shapetype")
"""Elements of an old drawing that draw nothing themselves."""
KINDS = {
    "pic": "图片",
    "graphicFrame": "图表",
    "sp": "文本框或图形",
    "cxnSp": "线条",
    "grpSp": "组合图形",
    "contentPart": "墨迹",
    "AlternateContent": "图形",
}


def drawings(package: Package, part: str) -> list[str]:
    """What lies over, behind or above the cells of the sheet in this part, each in a word or two."""
    found: list[str] = []
    for link in package.related(part):
        kind = link.kind.rpartition("/")[2]
        if kind == "image":
            found.append("背景图片")
        elif link.external or not package.has(link.target):
            continue
        elif kind == "drawing":
            found += _shapes(package, link.target)
        elif kind == "vmlDrawing":
            found += _old_shapes(package, link.target)
    return found


def _shapes(package: Package, part: str) -> Iterator[str]:
    root = _root(package, part)
    if root is None:
        yield "图形"
        return
    for anchor in root:
        if etree.QName(anchor).localname in (*ANCHORS, "AlternateContent"):
            names = [etree.QName(child).localname for child in anchor]
            kind = next((KINDS[name] for name in names if name in KINDS), "")
            yield kind or "图形"


def _old_shapes(package: Package, part: str) -> Iterator[str]:
    """Shapes other than the boxes of comments that appear when one points at their cells."""
    root = _root(package, part)
    if root is None:
        yield "图形"
        return
    for shape in root:
        if etree.QName(shape).localname in NO_SHAPES:
            continue
        data = shape.find("{*}ClientData")
        kind = None if data is None else data.get("ObjectType")
        if kind is None:
            yield "页眉页脚图片或图形" if shape.find("{*}imagedata") is not None else "图形"
        elif kind != "Note":
            yield "窗体控件"
        elif (data is not None and data.find("{*}Visible") is not None) or "visibility:visible" in _style(shape):
            yield "一直显示的批注"


def _style(shape: etree._Element) -> str:
    return "".join(shape.get("style", "").split()).lower()


def _root(package: Package, part: str) -> etree._Element | None:
    """The root of a drawing; None if it is missing or, as old ones of Excel often are, no proper XML."""
    try:
        return package.root(part)
    except UnreadableError:
        return None
