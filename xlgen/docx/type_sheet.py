"""How our Word documents look: the page of GB/T 9704, and the type that those who receive reports check.

Title 2号 (22 pt) 方正小标宋简体; headings 三号 (16 pt): 黑体, 楷体_GB2312 bold, 仿宋_GB2312; text 仿宋_GB2312 三号;
lines of 30 pt; digits and Latin letters in Times New Roman. Fonts are named and not shipped: the computers of those
who write official documents have them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LATIN = "Times New Roman"
TITLE_FONT, HEADING_FONT, SECOND_FONT, BODY_FONT = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""A4 and its margins in mm, as GB/T 9704 has them."""
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
LINE = Pt(30)
INDENT = 200
"""The indent of a first line, in hundredths of a character."""
PAGE_NUMBER_SIZE = Pt(14)


@dataclass(frozen=True)
class Type:
    """The type of a kind of paragraph. size: in pt."""

    font: str
    size: float
    bold: bool = False
    centred: bool = False
    indented: bool = False
    fixed: bool = True  # lines of LINE; else as high as the type needs


TITLE, BODY, COVER, NAMED = "Title", "Normal", "Cover", "Caption"
TABLE_TEXT, TABLE_HEAD = "Table Text", "Table Head"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
"""The names of the styles: those that programs know where there are such, so that documents have an outline."""
TYPES = {
    BODY: Type(BODY_FONT, 16, indented=True),
    TITLE: Type(TITLE_FONT, 22, centred=True, fixed=False),
    HEADINGS[0]: Type(HEADING_FONT, 16, indented=True),
    HEADINGS[1]: Type(SECOND_FONT, 16, bold=True, indented=True),
    HEADINGS[2]: Type(BODY_FONT, 16, indented=True),
    COVER: Type(BODY_FONT, 16),
    NAMED: Type(HEADING_FONT, 14, centred=True),
    TABLE_TEXT: Type(BODY_FONT, 12, fixed=False),
    TABLE_HEAD: Type(HEADING_FONT, 12, centred=True, fixed=False),
}


def new_document() -> WordDocument:
    """An empty document of this type, its pages numbered."""
    document = Document()
    _page(document)
    for name, look in TYPES.items():
        _style(document, name, look)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")  # else “ ” are set in the Latin font
    return document


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.footer_distance = Mm(BOTTOM - 10)
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number.paragraph_format.first_line_indent = Pt(0)
    _set_indent(number.paragraph_format.element.get_or_add_pPr(), 0)
    for text in ("— ", "", " —"):
        run = number.add_run(text)
        run.font.size = PAGE_NUMBER_SIZE
        if not text:
            for kind in ("begin", "PAGE", "end"):
                run._element.append(_field(kind))


def _field(kind: str) -> Any:
    if kind == "PAGE":
        code = OxmlElement("w:instrText")
        code.text = kind
        return code
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _style(document: WordDocument, name: str, look: Type) -> None:
    known = {style.name for style in document.styles}
    style: Any = document.styles[name] if name in known else document.styles.add_style(name, 1)
    style.base_style = None if name == BODY else document.styles[BODY]
    font = style.font
    font.size, font.bold, font.italic, font.color.rgb = Pt(look.size), look.bold, False, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the template's own name fonts of a theme
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), LATIN)
    fonts.set(qn("w:eastAsia"), look.font)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if look.fixed else WD_LINE_SPACING.SINGLE
    if look.fixed:
        layout.line_spacing = LINE
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if look.centred else WD_ALIGN_PARAGRAPH.LEFT
    if name == BODY:
        layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    layout.widow_control = False
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)  # the line below the template's title
    _set_indent(properties, INDENT if look.indented else 0)


def _set_indent(properties: Any, hundredths: int) -> None:
    """Indent first lines by hundredths of a character, whatever their size."""
    for indent in properties.findall(qn("w:ind")):
        properties.remove(indent)
    indent = properties._add_ind()
    indent.set(qn("w:firstLineChars"), str(hundredths))
    indent.set(qn("w:firstLine"), str(hundredths * 16 // 5))
