"""Documents that we write: read back, in the type that officials check, valid, and the same each time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from tests.oracles import ooxml
from xlgen.docx.document import Paragraph, Row, document_of
from xlgen.docx.type_sheet import BODY, HEADINGS, TITLE, new_document
from xlgen.docx.writing import (
    TABLE_CHARACTERS,
    Table,
    document_bytes,
    put_cover,
    put_heading,
    put_line,
    put_table,
    put_text,
    put_title,
    to_write,
    widths_of,
)


def written(day: str = "2026-03-01") -> bytes:
    document = new_document()
    put_cover(document, "标题", ["单位名称（公章）：某局"])
    put_title(document, "正文标题")
    put_heading(document, "一、情况", 1)
    put_heading(document, "（一）“三公”经费", 2)
    put_heading(document, "1.支出", 3)
    put_text(document, f"支出12.5万元，{to_write('原因')}。\n\n  第二段\x0b ")
    put_table(document, Table("表1", ["指标", "得分"], [["甲", "1.00"], ["乙\n丙", ""]], [3, 1]))
    put_line(document, "2026年3月1日", right=True)
    return document_bytes(document, "标题", day)


def test_document__reads_back() -> None:
    assert document_of(Path("a.docx"), written()) == [
        Paragraph("标题"),
        Paragraph("单位名称（公章）：某局"),
        Paragraph("正文标题"),
        Paragraph("一、情况", 1),
        Paragraph("（一）“三公”经费", 2),
        Paragraph("1.支出", 3),
        Paragraph("支出12.5万元，【待填：原因】。"),
        Paragraph("第二段"),
        Paragraph("表1"),
        Row(("指标", "得分")),
        Row(("甲", "1.00")),
        Row(("乙\n丙", "")),
        Paragraph("2026年3月1日"),
    ]


def test_type__is_the_official_one() -> None:
    document = Document(io.BytesIO(written()))
    section = document.sections[0]
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    sizes = section.page_width, section.page_height, *margins
    assert [round(Length(size or 0).mm) for size in sizes] == [210, 297, 37, 35, 28, 26]
    expected = {
        TITLE: ("方正小标宋简体", 22),
        BODY: ("仿宋_GB2312", 16),
        HEADINGS[0]: ("黑体", 16),
        HEADINGS[1]: ("楷体_GB2312", 16),
        HEADINGS[2]: ("仿宋_GB2312", 16),
    }
    for name, (font, size) in expected.items():
        style = document.styles[name]
        fonts = style.element.rPr.rFonts
        assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == (font, "Times New Roman")
        assert (style.font.size, set(fonts.attrib) & {qn("w:asciiTheme"), qn("w:eastAsiaTheme")}) == (Pt(size), set())
    assert document.styles[BODY].paragraph_format.line_spacing == Pt(30)


def test_to_write__is_marked() -> None:
    marked = [
        run.text for each in Document(io.BytesIO(written())).paragraphs for run in each.runs if run.font.highlight_color
    ]
    assert marked == ["【待填：原因】"]


def test_bytes__depend_on_the_contents_alone() -> None:
    assert written() == written()
    about = Document(io.BytesIO(written())).core_properties
    assert (about.title, about.author, str(about.created)[:10]) == ("标题", "", "2026-03-01")


@pytest.mark.parametrize(
    ("heads", "row", "widths"),
    [
        (["甲", "乙"], ["一二三", "四"], [4, 2]),
        (["指标", "方面", "说明"], ["短", "社会效益", "长" * 90], [3, 5, 28]),
        (["一", "二"], ["长" * 90, "长" * 99], [18, 18]),
    ],
)
def test_widths__long_texts_share_what_short_ones_leave(heads: list[str], row: list[str], widths: list[float]) -> None:
    found = widths_of(heads, [row])
    assert found == widths
    assert sum(found) <= TABLE_CHARACTERS


def test_document__is_valid(tmp_path: Path) -> None:
    (file := tmp_path / "a.docx").write_bytes(written())
    assert ooxml.errors([file]) == {file: []}
