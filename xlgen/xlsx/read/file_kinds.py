"""Recognises files that are not .xlsx workbooks by their content, so that the message can name their kind."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from xlgen.xlsx.read.unreadable import Reason, UnreadableError

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of Microsoft's compound files: .xls, .et, .doc, and workbooks with a password."""
SAVE_AS = "用 Excel 或 WPS 另存为“Excel 工作簿（*.xlsx）”后再试；公式已丢失的，用下发的模板重填"
RETURN_FILLED = "报送下发的 .xlsx 模板填好后的文件"

FILE_STARTS = (
    (b"%PDF", "PDF 文件", RETURN_FILLED),
    (b"\xff\xd8\xff", "图片（JPEG）", RETURN_FILLED),
    (b"\x89PNG", "图片（PNG）", RETURN_FILLED),
    (b"Rar!", "压缩包（RAR）", "先解压，再核对其中的 .xlsx 文件"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包（7z）", "先解压，再核对其中的 .xlsx 文件"),
    (b"\x1f\x8b", "压缩包（gz）", "先解压，再核对其中的 .xlsx 文件"),
    (b"\x09\x08", "旧版 Excel 工作簿（.xls）", SAVE_AS),
    (b"\x09\x04", "旧版 Excel 工作簿（.xls）", SAVE_AS),
    (b"\x09\x02", "旧版 Excel 工作簿（.xls）", SAVE_AS),
)
"""First bytes, kind of file, remedy."""
TELLTALE_MEMBERS = (
    ("xl/workbook.bin", "二进制工作簿（.xlsb）", SAVE_AS),
    ("word/document.xml", "Word 文档（.docx）", RETURN_FILLED),
    ("ppt/presentation.xml", "演示文稿（.pptx）", RETURN_FILLED),
    ("ofd.xml", "版式文档（.ofd）", RETURN_FILLED),
    ("content.xml", "OpenDocument 文档（.ods 等）", SAVE_AS),
)
"""A member that only this kind of zip file has, in lower case; kind of file, remedy."""
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
    return UnreadableError(path, Reason.OTHER_FORMAT, kind=_kind_of_text(data[:SNIFFED_BYTES]), remedy=SAVE_AS)


def other_package(path: Path, members: Collection[str]) -> UnreadableError:
    """The error for a zip archive that is not a workbook; members: their names in lower case."""
    for member, kind, remedy in TELLTALE_MEMBERS:
        if member in members:
            return UnreadableError(path, Reason.OTHER_FORMAT, kind=kind, remedy=remedy)
    if any(name.endswith((".xlsx", ".xlsm", ".xls", ".et")) for name in members):
        kind = "压缩包（zip），里面另有工作簿"
        return UnreadableError(path, Reason.OTHER_FORMAT, kind=kind, remedy="先解压，再核对其中的 .xlsx 文件")
    return UnreadableError(path, Reason.MISSING_PART, part="xl/workbook.xml")


def _compound(path: Path, data: bytes) -> UnreadableError:
    if _stream_name("EncryptedPackage") in data:
        return UnreadableError(path, Reason.ENCRYPTED)
    if path.suffix.lower() == ".et":
        return UnreadableError(path, Reason.OTHER_FORMAT, kind="WPS 表格（.et）", remedy=SAVE_AS)
    if _stream_name("Workbook") in data or _stream_name("Book") in data:
        return UnreadableError(path, Reason.OTHER_FORMAT, kind="旧版 Excel 工作簿（.xls）", remedy=SAVE_AS)
    return UnreadableError(path, Reason.OTHER_FORMAT, kind="旧版 Office 文档（.xls、.et、.doc 等）", remedy=SAVE_AS)


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le")


def _kind_of_text(start: bytes) -> str:
    lower = start.replace(b"\0", b"").lower()
    if any(sign in lower for sign in (b"<html", b"<table", b"<!doctype html", b"mime-version")):
        return "网页（HTML）改了扩展名"
    if b"schemas-microsoft-com:office:spreadsheet" in lower or b"excel.sheet" in lower:
        return "XML 电子表格（2003 格式）"
    if b"\0" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "文本文件（如 .csv）改了扩展名"
    return "无法识别的文件"
