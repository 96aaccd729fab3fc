"""The written report that comes with the good workbook, as the smallest Word document there is; and changed ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from samples.defects.making import zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT, START, TYPES = "word/document.xml", "_rels/.rels", "[Content_Types].xml"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FORM, REPORT = "评分表.xlsx", "自评报告.docx"
"""The names under which they are handed in."""
GOOD_REPORT = (
    "示例市科技服务中心2024年度部门整体支出绩效自评报告",
    "一、部门概况",
    "本单位在职48人，全年预算1000万元，全年支出920万元，预算执行率92%，举办线上路演活动24场。",
    "二、自评结论",
    "自评总分98.40分，等次为优。其中“预算执行率”满分20分，得18.40分。",
    "三、存在问题",
    "一个项目推迟招标，预算执行没有到位。",
    "四、改进措施",
    "提前开展项目招标。",
)
"""Its paragraphs, without any defect."""


def document(paragraphs: Sequence[str], more: str = "") -> bytes:
    """A Word document with these paragraphs, and more markup after them."""
    return document_of_markup("".join(map(paragraph, paragraphs)) + more)


def paragraph(text: str) -> str:
    """The markup of a paragraph."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def document_of_markup(body: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document with this body, and more parts."""
    xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{DOCUMENT}" ContentType="{CONTENT_TYPE}"/>'
    )
    link = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{DOCUMENT}"/>'
    parts = {
        TYPES: f'{xml}<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        START: f'{xml}<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>',
        DOCUMENT: f'{xml}<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    return zipped({**{name: content.encode("utf-8") for name, content in parts.items()}, **(more or {})})


def report_with(old: str, new: str) -> bytes:
    """The good report with one text changed."""
    text = "\n".join(GOOD_REPORT)
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the report"
    return document(text.replace(old, new).split("\n"))
