"""Colours of a workbook: from the theme, the palette, with tints; and how well one can be read on another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
_PALETTE = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
)
_THEME_ORDER = "lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink"
_THEME = "FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080"
_HEX = re.compile("(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_NAMED = {
    "black": BLACK,
    "黑色": BLACK,
    "white": WHITE,
    "白色": WHITE,
    "red": (1.0, 0.0, 0.0),
    "红色": (1.0, 0.0, 0.0),
    "green": (0.0, 1.0, 0.0),
    "绿色": (0.0, 1.0, 0.0),
    "blue": (0.0, 0.0, 1.0),
    "蓝色": (0.0, 0.0, 1.0),
    "yellow": (1.0, 1.0, 0.0),
    "黄色": (1.0, 1.0, 0.0),
    "magenta": (1.0, 0.0, 1.0),
    "洋红色": (1.0, 0.0, 1.0),
    "洋红": (1.0, 0.0, 1.0),
    "cyan": (0.0, 1.0, 1.0),
    "蓝绿色": (0.0, 1.0, 1.0),
    "青色": (0.0, 1.0, 1.0),
}
"""The colours that number formats name."""
_NUMBERED = re.compile("(?:color|颜色)([1-9]|[1-4][0-9]|5[0-6])")


class Colours(NamedTuple):
    """What the colours of a workbook refer to."""

    theme: Sequence[Colour]
    palette: Sequence[Colour]

    def of(self, element: etree._Element | None, automatic: Colour) -> Colour:
        """The colour that an element names; the automatic one if there is none or it names that."""
        if element is None:
            return automatic
        base = self._base(element.attrib)
        return automatic if base is None else _tinted(base, element.get("tint"))

    def _base(self, attributes: Mapping[str, str] | etree._Attrib) -> Colour | None:
        number = attributes.get("theme") or ""
        if number.isdigit() and len(number) < 4 and int(number) < len(self.theme):
            return self.theme[int(number)]
        match = _HEX.fullmatch(attributes.get("rgb") or "")
        if match:
            return _rgb(match[1])
        number = attributes.get("indexed") or ""
        if number.isdigit() and len(number) < 4 and int(number) < len(self.palette):
            return self.palette[int(number)]
        return None

    def named(self, name: str) -> Colour | None:
        """The colour that a number format names, like red, 白色 or color2; None if it names none."""
        match = _NUMBERED.fullmatch(name)
        return self.palette[int(match[1]) + 7] if match else _NAMED.get(name)


def colours_of(styles: etree._Element, theme: etree._Element | None) -> Colours:
    """The colours of a workbook with this part of styles and this theme."""
    own = [_rgb(_hex(element.get("rgb", ""))) for element in styles.iterfind("{*}colors/{*}indexedColors/{*}rgbColor")]
    palette = [*own, *PALETTE[len(own) :]]
    scheme = None if theme is None else next(theme.iter("{*}clrScheme"), None)
    in_theme = {} if scheme is None else {etree.QName(entry).localname: _theme_colour(entry) for entry in scheme}
    return Colours([in_theme.get(name) or usual for name, usual in THEME.items()], palette)


@lru_cache(4096)
def contrast(first: Colour, second: Colour) -> float:
    """The contrast of two colours as the Web's accessibility guidelines define it: 1 for none, 21 at most."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    """How bright a colour is, from 0 to 1."""
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two, with this share of the first."""
    red, green, blue = (one * share + other * (1 - share) for one, other in zip(first, second, strict=True))
    return red, green, blue


def _tinted(colour: Colour, tint: str | None) -> Colour:
    try:
        amount = max(-1.0, min(float(tint or 0), 1.0))
    except ValueError:
        amount = 0.0
    return mixed(WHITE if amount > 0 else BLACK, colour, abs(amount)) if amount else colour


def _theme_colour(entry: etree._Element) -> Colour | None:
    for element in entry:
        text = element.get("lastClr") or element.get("val") or ""
        if _HEX.fullmatch(text):
            return _rgb(_hex(text))
    return None


def _hex(text: str) -> str:
    match = _HEX.fullmatch(text)
    return match[1] if match else "000000"


def _rgb(text: str) -> Colour:
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return red, green, blue


PALETTE = [_rgb(text) for text in _PALETTE.split()]
"""The colours that files name by number, where they have no palette of their own."""
THEME = dict(zip(_THEME_ORDER.split(), map(_rgb, _THEME.split()), strict=True))
"""The colours of a workbook without a theme, in the order of their numbers."""
USUAL_COLOURS = colours_of(etree.Element("styleSheet"), None)
"""The colours of a workbook without styles."""
