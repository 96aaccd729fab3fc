"""Recognises files that are not .xlsx workbooks by their content, so that the message can name their kind."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from xlgen.xlsx.read.unreadable import Reason, UnreadableError

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of Microsoft's compound files: .xls, .et, .doc, and workbooks with a password."""
SAVE_AS = "用 Excel 或 WPS 另存为“Excel 工作簿（*.xlsx）”后再试；公式已丢失的，用下发的模板重填"
RETURN_FILLED = "报送下发的 .xlsx 模板填好后的文件"

UNPACK = "先解压，再核对其中的 .xlsx 文件"

FILE_STARTS = (
    (b"%PDF", "PDF 文件", RETURN_FILLED),
    (b"\xff\xd8\xff", "图片（JPEG）", RETURN_FILLED),
    (b"\x89PNG", "图片（PNG）", RETURN_FILLED),
    (b"{\\rtf", "Word 文档（.rtf）", RETURN_FILLED),
    (b"Rar!", "压缩包（RAR）", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "压缩包（7z）", UNPACK),
    (b"\x1f\x8b", "压缩包（gz）", UNPACK),
    (b"\x09\x08", "旧版 Excel 工作簿（.xls）", SAVE_AS),
    (b"\x09\x04", "旧版 Excel 工作簿（.xls）", SAVE_AS),
    (b"\x09\x02", "旧版 Excel 工作簿（.xls）", SAVE_AS),
    (b"\x09\x00\x04\x00", "旧版 Excel 工作簿（.xls）", SAVE_AS),
)
"""First bytes, kind of file, remedy."""
STREAMS = (
    ("workbook", "旧版 Excel 工作簿（.xls）", SAVE_AS),
    ("book", "旧版 Excel 工作簿（.xls）", SAVE_AS),
    ("worddocument", "Word 文档（.doc）", RETURN_FILLED),
    ("powerpoint document", "演示文稿（.ppt）", RETURN_FILLED),
    ("visiodocument", "Visio 绘图（.vsd）", RETURN_FILLED),
    ("__properties_version1.0", "Outlook 邮件（.msg）", RETURN_FILLED),
)
"""Names of the main stream of a compound file; kind of file, remedy. That of an embedded file comes later."""
MIMETYPES = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument 表格（.ods）", SAVE_AS),
    (b"application/vnd.oasis.opendocument.text", "OpenDocument 文字文档（.odt）", RETURN_FILLED),
    (b"application/vnd.oasis.opendocument.presentation", "OpenDocument 演示文稿（.odp）", RETURN_FILLED),
    (b"application/epub+zip", "电子书（.epub）", RETURN_FILLED),
)
"""How the content of the member `mimetype` begins; kind of file, remedy."""
MEMBERS = (
    (r"xl/workbook\.bin", "二进制工作簿（.xlsb）", SAVE_AS),
    (r"word/document\d*\.xml", "Word 文档（.docx）", RETURN_FILLED),
    (r"ppt/presentation\d*\.xml", "演示文稿（.pptx）", RETURN_FILLED),
    (r"visio/document\.xml", "Visio 绘图（.vsdx）", RETURN_FILLED),
    (r"[^/]*\.fdseq", "XPS 文档（.xps）", RETURN_FILLED),
    (r"ofd\.xml", "版式文档（.ofd）", RETURN_FILLED),
    (r"index/document\.iwa|index\.zip", "苹果 iWork 文档（.numbers、.pages）", SAVE_AS),
    (r"androidmanifest\.xml", "安卓安装包（.apk）", RETURN_FILLED),
    (r"meta-inf/manifest\.mf", "Java 程序包（.jar）", RETURN_FILLED),
    (r"content\.xml", "OpenDocument 文档（.ods 等）", SAVE_AS),
    (r"(?:.*/)?[^/]+\.(?:xlsx|xlsm|xls|et)", "压缩包（zip），里面另有工作簿", UNPACK),
)
"""A member that only this kind of zip file has, in lower case; kind of file, remedy."""
TEXTS = (
    (rb"opendocument\.spreadsheet", "OpenDocument 表格（.fods）", SAVE_AS),
    (rb"opendocument\.text", "OpenDocument 文字文档（.fodt）", RETURN_FILLED),
    (rb"opendocument\.presentation", "OpenDocument 演示文稿（.fodp）", RETURN_FILLED),
    (rb"progid=.word\.document|office/word/2003/wordml", "Word 文档（XML 格式）", RETURN_FILLED),
    (rb"office:spreadsheet\"|excel\.sheet", "XML 电子表格（2003 格式）", SAVE_AS),
    (rb"office/2006/xmlpackage", "Office 文档（XML 格式）", SAVE_AS),
    (rb"<html|<table|<!doctype html|mime-version", "网页（HTML）改了扩展名", SAVE_AS),
)
"""What stands at the beginning of such a text, in lower case; kind of file, remedy. A web page may name all others."""
PLAIN_TEXT, UNKNOWN = "文本文件（如 .csv）改了扩展名", "无法识别的文件"
SNIFFED_BYTES = 4096
"""Enough of a file to tell plain text from a web page."""


def other_format(path: Path, data: bytes) -> UnreadableError:
    """The error for a file that is not a zip archive."""
    if data.startswith(OLE_SIGNATURE):
        return _compound(path, data)
    for magic, kind, remedy in FILE_STARTS:
        if data.startswith(magic):
            return UnreadableError(path, Reason.OTHER_FORMAT, kind=kind, remedy=remedy)
    if data.startswith(b"PK"):
        return UnreadableError(path, Reason.BAD_ZIP, detail="缺少结尾，可能没有传完")
    kind, remedy = _kind_of_text(data[:SNIFFED_BYTES])
    return UnreadableError(path, Reason.OTHER_FORMAT, kind=kind, remedy=remedy)


def other_package(path: Path, members: Collection[str], mimetype: bytes, main: str | None) -> UnreadableError:
    """The error for a zip archive that is not a workbook.

    members: their names in lower case; mimetype: the content of that member; main: the part that it begins with.
    """
    for beginning, kind, remedy in MIMETYPES:
        if mimetype.startswith(beginning):
            return UnreadableError(path, Reason.OTHER_FORMAT, kind=kind, remedy=remedy)
    for pattern, kind, remedy in MEMBERS:
        if any(re.fullmatch(pattern, name) for name in members):
            return UnreadableError(path, Reason.OTHER_FORMAT, kind=kind, remedy=remedy)
    if main is None or main.lower() not in members:
        return UnreadableError(path, Reason.MISSING_PART, part="xl/workbook.xml")
    return UnreadableError(path, Reason.BAD_PART, part=main, detail="不是工作簿")


def _compound(path: Path, data: bytes) -> UnreadableError:
    data = data.lower()  # names of streams are the same in any case
    if _directory_entry("encryptedpackage") in data:
        return UnreadableError(path, Reason.ENCRYPTED)
    places = ((data.find(_directory_entry(name)), kind, remedy) for name, kind, remedy in STREAMS)
    found = min(
        (place for place in places if place[0] >= 0), default=(0, "旧版 Office 文档（.xls、.et、.doc 等）", SAVE_AS)
    )
    _, kind, remedy = found
    if path.suffix.lower() == ".et":
        kind, remedy = "WPS 表格（.et）", SAVE_AS
    return UnreadableError(path, Reason.OTHER_FORMAT, kind=kind, remedy=remedy)


def _directory_entry(name: str) -> bytes:
    """How the entry of a stream begins in the directory."""
    return f"{name}\0".encode("utf-16-le")


def _kind_of_text(start: bytes) -> tuple[str, str]:
    lower = start.replace(b"\0", b"").lower()
    for pattern, kind, remedy in TEXTS:
        if re.search(pattern, lower):
            return kind, remedy
    is_text = b"\0" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return PLAIN_TEXT if is_text or _is_utf16(start) else UNKNOWN, SAVE_AS


def _is_utf16(start: bytes) -> bool:
    """True for lines or columns of readable text in UTF-16 without a byte order mark."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = start[: len(start) // 2 * 2].decode(encoding, "ignore")
        if re.search("[\t\n,;]", text) and "".join(text.split()).isprintable():
            return True
    return False
