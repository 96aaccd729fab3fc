"""How the styles of a workbook make cells look: number format, colours, size of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from xlgen.xlsx.read.colours import BLACK, USUAL_COLOURS, WHITE, Colour, Colours, colours_of, contrast, luminance, mixed
from xlgen.xlsx.read.markup import namespace_of
from xlgen.xlsx.read.number_format import BUILT_IN_FORMATS, GENERAL, shown
from xlgen.xlsx.values import CellValue

MIN_CONTRAST = 1.35
"""Text with less is not seen on paper. Light grey on white has 1.4, red on green too."""
MIN_SIZE = 6
"""Size in points below which a text cannot be read; Chinese newspapers print nothing smaller than 7."""
USUAL_SIZE = 11.0
PATTERN_SHARES = {"solid": 1.0, "darkGray": 0.75, "mediumGray": 0.5, "lightGray": 0.25, "gray125": 0.125}
"""How much of a cell the foreground colour of a pattern covers; half of it with stripes."""


class Appearance(NamedTuple):
    """How a cell looks: the code of its number format, the colours of text and background, the text's size."""

    code: str = GENERAL
    text: Colour = BLACK
    background: Colour = WHITE
    size: float = USUAL_SIZE


class _Font(NamedTuple):
    colour: Colour = BLACK
    size: float = USUAL_SIZE


class Overlay(NamedTuple):
    """What a conditional format lays over the looks of cells; None: nothing. hides: it shows no value at all."""

    code: str | None = None
    text: Colour | None = None
    background: Colour | None = None
    hides: bool = False

    def over(self, cell: Appearance) -> Appearance:
        """The looks of a cell under this format."""
        code = cell.code if self.code is None else self.code
        return Appearance(code, self.text or cell.text, self.background or cell.background, cell.size)


@dataclass(frozen=True)
class Appearances:
    """The looks that cells and conditional formats of a workbook refer to by number."""

    cells: Sequence[Appearance] = (Appearance(),)
    overlays: Sequence[Overlay] = ()
    colours: Colours = USUAL_COLOURS

    def of(self, style: str | None) -> Appearance:
        """The looks of a cell with this style; the first ones where it has none, the usual ones where it is unknown."""
        number = int(style) if style and style.isdigit() and len(style) < 7 else 0
        return self.cells[number] if number < len(self.cells) else Appearance()

    def unreadable(self, look: Appearance, value: CellValue = None) -> str:
        """Why a value cannot be read in a cell that looks so; empty if it can."""
        if look.size < MIN_SIZE:
            return f"字号只有 {look.size:g} 磅，看不清"
        named = shown(value, look.code).colour if "[" in look.code and value is not None else ""
        text = self.colours.named(named) or look.text
        return "的颜色与底色几乎一样，看不清" if contrast(text, look.background) < MIN_CONTRAST else ""


def appearances(styles: etree._Element, theme: etree._Element | None) -> Appearances:
    """The looks defined in the part of styles of a workbook with this theme."""
    colours, main = colours_of(styles, theme), namespace_of(styles)
    codes = {**BUILT_IN_FORMATS}
    for element in styles.iterfind(f"{main}numFmts/{main}numFmt"):
        codes[element.get("numFmtId", "")] = element.get("formatCode", "")
    fonts = [_font(element, colours) for element in styles.iterfind(f"{main}fonts/{main}font")] or [_Font()]
    fills = [
        background(element, colours, WHITE) or WHITE for element in styles.iterfind(f"{main}fills/{main}fill")
    ] or [WHITE]
    cells = []
    for style in styles.iterfind(f"{main}cellXfs/{main}xf"):
        font = fonts[_index(style.get("fontId"), len(fonts))]
        fill = fills[_index(style.get("fillId"), len(fills))]
        cells.append(Appearance(codes.get(style.get("numFmtId", "0"), GENERAL), font.colour, fill, font.size))
    overlays = [overlay(element, colours) for element in styles.iterfind(f"{main}dxfs/{main}dxf")]
    return Appearances(cells, overlays, colours)


def overlay(element: etree._Element, colours: Colours) -> Overlay:
    """What a differential format lays over a cell."""
    code = element.find("{*}numFmt")
    font, fill = element.find("{*}font"), element.find("{*}fill")
    colour = None if font is None else font.find("{*}color")
    return Overlay(
        None if code is None else code.get("formatCode", ""),
        None if colour is None else colours.of(colour, BLACK),
        None if fill is None else background(fill, colours, None, differential=True),
    )


def own_overlays(rule: etree._Element, colours: Colours) -> Iterator[Overlay]:
    """What a rule lays over cells without a number: a format of its own, a colour scale, bars, icons."""
    for element in rule.iterchildren("{*}dxf"):
        yield overlay(element, colours)
    for element in rule.iterchildren("{*}colorScale", "{*}dataBar", "{*}iconSet"):
        if element.get("showValue") in ("0", "false"):
            yield Overlay(hides=True)
        if etree.QName(element).localname == "colorScale":
            for colour in element.iterchildren("{*}color"):
                yield Overlay(background=colours.of(colour, WHITE))


def background(
    fill: etree._Element, colours: Colours, automatic: Colour | None, differential: bool = False
) -> Colour | None:
    """The colour behind a text. In differential formats a pattern is solid, and its background is the colour."""
    stops = [colours.of(stop.find("{*}color"), WHITE) for stop in fill.iter("{*}stop")]
    if stops:
        return min(stops, key=luminance)
    pattern = fill.find("{*}patternFill")
    kind = "none" if pattern is None else pattern.get("patternType", "solid" if differential else "none")
    if pattern is None or kind == "none":
        return automatic
    front, back = pattern.find("{*}fgColor"), pattern.find("{*}bgColor")
    if differential and kind == "solid":
        return colours.of(back if back is not None else front, WHITE)
    if kind == "solid":
        return colours.of(front, WHITE if front is None else BLACK)
    return mixed(colours.of(front, BLACK), colours.of(back, WHITE), PATTERN_SHARES.get(kind, 0.5))


def _font(element: etree._Element, colours: Colours) -> _Font:
    size = element.find("{*}sz")
    try:
        points = USUAL_SIZE if size is None else float(size.get("val", USUAL_SIZE))
    except ValueError:
        points = USUAL_SIZE
    return _Font(colours.of(element.find("{*}color"), BLACK), points)


def _index(number: str | None, length: int) -> int:
    """A number of an item in a list of this length; that of the first one if there is no such item."""
    return int(number) if number and number.isdigit() and len(number) < 7 and int(number) < length else 0
