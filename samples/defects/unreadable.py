"""Files that are not workbooks, and workbooks that are broken or malicious."""

from __future__ import annotations

import struct

from samples.defects.making import TYPES, WORKBOOK, good, parts_of, with_part, zipped
from samples.defects.registry import defect
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.xlsx.zip_format import CENTRAL_SIGNATURE, LOCAL_SIGNATURE

START, SHEET = "_rels/.rels", "xl/worksheets/sheet2.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@defect(IdentityCode.UNREADABLE, "空文件")
def empty() -> bytes:
    """0 bytes."""
    return b""


@defect(IdentityCode.UNREADABLE, "设了打开密码")
def encrypted() -> bytes:
    """As Excel stores a workbook with a password."""
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(200)


@defect(IdentityCode.UNREADABLE, "旧格式")
def old_format() -> bytes:
    """An .xls that was only renamed."""
    return OLE + "Workbook".encode("utf-16-le") + bytes(200)


@defect(IdentityCode.UNREADABLE, "改了扩展名的csv")
def csv() -> bytes:
    """A text that was only renamed."""
    return "指标,得分\n预算执行率,18.40\n".encode("gb18030")


@defect(IdentityCode.UNREADABLE, "网页")
def web_page() -> bytes:
    """As some systems export tables."""
    return "<html><table><tr><td>预算执行率</td><td>18.40</td></tr></table></html>".encode()


@defect(IdentityCode.UNREADABLE, "只传了一半")
def half() -> bytes:
    """An upload that broke off."""
    return good()[:8000]


@defect(IdentityCode.UNREADABLE, "压缩软件加了密")
def encrypted_members() -> bytes:
    """Every member marked as having a password."""
    data = bytearray(zipped({name: content for name, content in parts_of(good()).items() if name != SHEET}))
    for signature, offset in ((LOCAL_SIGNATURE, 6), (CENTRAL_SIGNATURE, 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            struct.pack_into("<H", data, at + offset, 1)
    return bytes(data)


@defect(IdentityCode.UNREADABLE, "同名的部分")
def member_twice() -> bytes:
    """Two parts of one name: who reads which?"""
    parts = parts_of(good())
    return zipped([*parts.items(), (WORKBOOK.upper(), b"<workbook/>")])


@defect(IdentityCode.UNREADABLE, "指向别处的部分")
def member_elsewhere() -> bytes:
    """A part whose name leads out of the file."""
    return zipped({**parts_of(good()), "../../evil.exe": b"MZ"})


@defect(IdentityCode.UNREADABLE, "两份工作簿")
def two_workbooks() -> bytes:
    """A second workbook, which careless programs take for the first: one is shown and another one checked."""
    parts = parts_of(good())
    link = b'<Relationship Type="urn:z/officeDocument" Target="xl/second.xml" Id="rIdZ"/></Relationships>'
    start = {START: parts[START].replace(b"</Relationships>", link)}
    return zipped({**parts, **start, "xl/second.xml": parts[WORKBOOK]})


@defect(IdentityCode.UNREADABLE, "压缩炸弹")
def bomb() -> bytes:
    """20 KB that become 20 MB."""
    padded = f"<sheetData>{' ' * 20_000_000}"
    return zipped(_sheet_with("<sheetData>", padded))


@defect(IdentityCode.UNREADABLE, "百万空行")
def million_rows() -> bytes:
    """A million rows with nothing in them."""
    return zipped(_sheet_with("</sheetData>", f"{'<row/>' * 1_048_576}</sheetData>"))


@defect(IdentityCode.UNREADABLE, "缺少工作簿")
def without_workbook() -> bytes:
    """The part that lists the sheets is gone."""
    return zipped({name: content for name, content in parts_of(good()).items() if name != WORKBOOK})


@defect(IdentityCode.UNREADABLE, "XML残缺")
def half_a_sheet() -> bytes:
    """A sheet that ends in the middle."""
    parts = parts_of(good())
    return zipped({**parts, SHEET: parts[SHEET][:-200]})


@defect(IdentityCode.UNREADABLE, "实体炸弹")
def laughs() -> bytes:
    """Entities within entities."""
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    parts = parts_of(good())
    body = parts[SHEET].decode("utf-8")
    body = body[body.index("<worksheet") :]
    return zipped({**parts, SHEET: f"<!DOCTYPE worksheet [{entities}]>{body}".encode()})


@defect(IdentityCode.UNREADABLE, "读取本机文件的实体")
def external_entity() -> bytes:
    """An entity that stands for a file of the reader's computer."""
    parts = parts_of(good())
    body = parts[SHEET].decode("utf-8")
    body = body[body.index("<worksheet") :]
    return zipped({**parts, SHEET: f'<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///nothing">]>{body}'.encode()})


@defect(IdentityCode.UNREADABLE, "单元格重复")
def cell_twice() -> bytes:
    """Two cells with one address."""
    cells = '<c r="A900"><v>1</v></c><c r="A900"><v>2</v></c>'
    return zipped(_sheet_with("</sheetData>", f'<row r="900">{cells}</row></sheetData>'))


@defect(IdentityCode.UNREADABLE, "Word文档")
def word_document() -> bytes:
    """A .docx that was only renamed."""
    return zipped({TYPES: b"<Types/>", "word/document.xml": b"<document/>"})


def _sheet_with(old: str, new: str) -> dict[str, bytes]:
    return parts_of(with_part(SHEET, old, new))
