"""What is read of a Word document: what is printed in its text, within the bounds of workbooks; or why nothing is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from samples.defects.documents import DOCUMENT, WORD, document, document_of_markup, paragraph
from samples.defects.making import good, parts_of, zipped
from xlgen.docx.document import MAX_CHARACTERS, Block, Paragraph, Row, document_of, why_unread
from xlgen.docx.text import WORD as NAMESPACES
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

PATH = Path("自评报告.docx")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def read(data: bytes) -> list[Block]:
    return document_of(PATH, data)


def texts(body: str) -> list[str]:
    """The paragraphs of a document with this body."""
    return [block.text for block in read(document_of_markup(body)) if isinstance(block, Paragraph)]


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:t>{text}</w:t></w:r>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (run("得") + run("97分"), "得97分"),
        (run("得") + "<w:ins>" + run("97") + "</w:ins><w:del><w:r><w:delText>96</w:delText></w:r></w:del>", "得97"),
        ("<w:del>" + run("96") + "</w:del>" + run("97"), "97"),
        ("<w:moveFrom>" + run("此处") + "</w:moveFrom><w:moveTo>" + run("彼处") + "</w:moveTo>", "彼处"),
        (run("看得见") + run("看不见", "<w:vanish/>") + run("也看得见", '<w:vanish w:val="0"/>'), "看得见也看得见"),
        ('<w:r><w:fldChar/><w:instrText>PAGE 96</w:instrText></w:r><w:fldSimple w:instr="DATE">97</w:fldSimple>', ""),
        ('<w:fldSimple w:instr="= 96">' + run("97") + "</w:fldSimple>", "97"),
        ("<w:hyperlink>" + run("网址") + "</w:hyperlink>", "网址"),
        (run("文") + "<w:r><w:pict><w:txbxContent>" + paragraph("框") + "</w:txbxContent></w:pict></w:r>", "文"),
        ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>", "一\n二　三"),
        (
            "<w:smartTag>" + run("甲") + "</w:smartTag><w:sdt><w:sdtContent>" + run("乙") + "</w:sdtContent></w:sdt>",
            "甲乙",
        ),
        (
            f'<m:AlternateContent xmlns:m="{COMPATIBILITY}"><m:Choice Requires="w">{run("新")}</m:Choice>'
            f"<m:Fallback>{run('旧')}</m:Fallback></m:AlternateContent>",
            "新",
        ),
    ],
)
def test_paragraph__as_printed(markup: str, text: str) -> None:
    assert texts(f"<w:p>{markup}</w:p>") == ([text] if text else [])


def test_table_of_contents__is_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    listed = f"<w:sdt>{gallery}<w:sdtContent>{paragraph('存在问题　5')}</w:sdtContent></w:sdt>"
    assert texts(listed + paragraph("存在问题")) == ["存在问题"]


def test_tables__rows_with_each_merged_cell_once_nested_ones_after_their_row() -> None:
    across, on = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr><w:p/>"
    body = table(
        row(across + paragraph("合并"), paragraph("右")),
        row(paragraph("甲") + table(row(paragraph("内"))) + paragraph("乙"), on),
        row(paragraph("删去的"), properties="<w:trPr><w:del/></w:trPr>"),
    )
    assert read(document_of_markup(body)) == [Row(("合并", "右")), Row(("甲\n乙", "")), Row(("内",))]


def test_strict_document__is_read() -> None:
    transitional, strict = (namespace.strip("{}").encode() for namespace in NAMESPACES)
    parts = parts_of(document(["自评得分97分"]))
    parts[DOCUMENT] = parts[DOCUMENT].replace(transitional, strict)
    assert read(zipped(parts)) == [Paragraph("自评得分97分")]


def test_document_of_word__headings_by_their_styles_nothing_of_header_and_footer() -> None:
    made = Document()
    made.sections[0].header.paragraphs[0].text = "页眉"
    made.add_heading("存在问题", 2)
    made.add_paragraph("一个项目推迟。")
    data = io.BytesIO()
    made.save(data)
    assert read(data.getvalue()) == [Paragraph("存在问题", 2), Paragraph("一个项目推迟。")]


def test_outline_level__of_the_paragraph_itself() -> None:
    marked = '<w:p><w:pPr><w:outlineLvl w:val="{}"/></w:pPr><w:r><w:t>标题</w:t></w:r></w:p>'
    body = marked.format(0) + marked.format(9) + marked.format("x")
    assert read(document_of_markup(body)) == [Paragraph("标题", 1), Paragraph("标题", 0), Paragraph("标题", 0)]


def with_doctype(entity: str) -> bytes:
    parts = parts_of(document(["&x;"]))
    body = f'<!DOCTYPE a [{entity}]><w:document xmlns:w="{WORD}"><w:body>{paragraph("")}</w:body></w:document>'
    return zipped({**parts, DOCUMENT: body.encode()})


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Reason.EMPTY),
        (b"PK\x03\x04", Reason.BAD_ZIP),
        (document(["半份"])[:400], Reason.BAD_ZIP),
        (OLE + "WordDocument\0".encode("utf-16-le"), Reason.OTHER_FORMAT),
        (OLE + "EncryptedPackage\0".encode("utf-16-le"), Reason.ENCRYPTED),
        (b"{\\rtf1", Reason.OTHER_FORMAT),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), Reason.OTHER_FORMAT),
        (good(), Reason.OTHER_FORMAT),
        (with_doctype("<!ENTITY x SYSTEM 'file:///etc/passwd'>"), Reason.DOCTYPE),
        (with_doctype("<!ENTITY x 'laughs'>"), Reason.DOCTYPE),
        (document_of_markup("<w:p>"), Reason.BAD_XML),
        (document_of_markup(nested(1000)), Reason.BAD_XML),
        (document_of_markup(paragraph("a" * 17 * 2**20)), Reason.PART_TOO_LARGE),
        (document_of_markup(paragraph("a") * 100_000), Reason.TOO_MANY_CELLS),
        (document_of_markup(paragraph("字" * (MAX_CHARACTERS + 1))), Reason.TOO_MANY_CELLS),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else "",
)
def test_document__refused_in_words_that_fit_one(data: bytes, expected: Reason) -> None:
    with pytest.raises(UnreadableError) as error:
        read(data)
    assert error.value.code is expected
    why = why_unread(error.value)
    assert not any(word in why.replace("Excel 工作簿（.xlsx）", "") for word in ("工作簿", "表格", ".xlsx"))


@pytest.mark.parametrize(
    ("data", "blocks"),
    [
        (document_of_markup("<w:p/>" * 100_000), 0),
        (document_of_markup(nested(70)), 1),
        (document_of_markup(paragraph("宏"), {"word/vbaProject.bin": OLE}), 1),
        (document_of_markup(paragraph("图"), {"word/media/a.bin": bytes(20 * 2**20)}), 1),
        (document(["字" * MAX_CHARACTERS]), 1),
    ],
    ids=["blank paragraphs", "nested", "macros", "huge picture", "long"],
)
def test_odd_document__is_read(data: bytes, blocks: int) -> None:
    assert len(read(data)) == blocks
