"""Parses untrusted XML: no DOCTYPE, no entities, no network, and no more markup than a form can have."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from xlgen.xlsx.read.markup import settle_alternatives
from xlgen.xlsx.read.unreadable import Reason, UnreadableError

MAX_MARKS = 500_000
"""Tags and attributes of a part. They, not its bytes, decide how much memory it takes (about 100 bytes each).

The largest sheet of a filled form has some 16,000.
"""
UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""First bytes of a part in UTF-16, with or without a byte order mark."""
ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*[\"']([^\"']*)")
ASCII_AND_MORE = re.compile(rb"us-ascii|iso-8859-\d+|windows-125\d|gb2312|gbk|gb18030|big5", re.IGNORECASE)
"""Encodings in which ASCII is ASCII, so that a part without other characters reads the same as in UTF-8."""
DECLARATION = re.compile(r"^<\?xml[^>]*\?>")

_PARSER = etree.XMLParser(
    encoding="utf-8",  # whatever a part declares: another encoding could hide a DOCTYPE
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)


def parse_xml(path: Path, part: str, content: bytes) -> etree._Element:
    """The root element of a part, in UTF-8 or UTF-16. Raises UnreadableError."""
    if content.startswith(UTF16_STARTS):
        content = _as_utf8(path, part, content)
    elif (declared := ENCODING.match(content)) and not _reads_as_utf8(declared[1], content):
        raise UnreadableError(path, Reason.BAD_XML, part=part, detail="编码有误")
    if b"<!DOCTYPE" in content:
        raise UnreadableError(path, Reason.DOCTYPE, part=part)
    if len(content) > MAX_MARKS and content.count(b"<") + content.count(b"=") > MAX_MARKS:
        raise UnreadableError(path, Reason.TOO_MANY_CELLS, part=part)
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        detail = f"第 {error.lineno or 1} 行"
        raise UnreadableError(path, Reason.BAD_XML, part=part, detail=detail) from error
    if b"AlternateContent" in content or b"ProcessContent" in content:
        settle_alternatives(path, part, root)
    return root


def _reads_as_utf8(encoding: bytes, content: bytes) -> bool:
    """Whether a part in this encoding is the same as in UTF-8."""
    return encoding.lower() in (b"utf-8", b"utf8") or (bool(ASCII_AND_MORE.fullmatch(encoding)) and content.isascii())


def _as_utf8(path: Path, part: str, content: bytes) -> bytes:
    big_endian = content.startswith((b"\xfe\xff", b"\0<"))
    try:
        text = content.decode("utf-16-be" if big_endian else "utf-16-le")
    except UnicodeDecodeError as error:
        raise UnreadableError(path, Reason.BAD_XML, part=part, detail="编码有误") from error
    return DECLARATION.sub("", text.lstrip("\ufeff")).encode("utf-8")
