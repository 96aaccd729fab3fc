"""Files nobody should open: what each is, how it is made, and the reason for which it is refused (None: it is read)."""

from __future__ import annotations

import io
import itertools
import random
import struct
import zipfile
from collections.abc import Callable

from tests.factories.packages import MAIN, SHEET, START, rels, sheet, small_parts, workbook, zipped
from xlgen.xlsx.read.unreadable import Reason

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MANY = 1_048_576
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
EXTERNAL = ' TargetMode="External"'
Make = Callable[[], bytes]


def good() -> bytes:
    return zipped(small_parts("<row r='1'><c r='A1'><v>1</v></c></row>"))


def with_sheet(part: str | bytes) -> bytes:
    return zipped(small_parts(sheet=part))


def with_rows(rows: str) -> bytes:
    return zipped(small_parts(rows))


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(200)


def with_doctype(inside: str, use: str = "") -> bytes:
    return with_sheet(f"<!DOCTYPE worksheet [{inside}]>" + sheet(f"<row><c t='str'><v>{use}</v></c></row>"))


def laughs() -> bytes:
    names = "abcdefghij"
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in itertools.pairwise(names)
    )
    return with_doctype(entities, "&j;")


def renamed(old: str, new: str) -> bytes:
    return zipped((name.replace(old, new), content) for name, content in small_parts().items())


def twice(part: str) -> bytes:
    return zipped([*small_parts().items(), (part.upper(), b"<a/>")])


def lying(size: int) -> bytes:
    """A member that unpacks to 40 MB and says it has another size."""
    data = bytearray(zipped(small_parts(sheet=sheet(" " * 40_000_000))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            if struct.unpack_from("<I", data, at + offset)[0] > 40_000_000:
                struct.pack_into("<I", data, at + offset, size)
    return bytes(data)


def overlapping() -> bytes:
    """Many names in the directory for the same compressed megabytes."""
    data = bytearray(good())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        first = archive.infolist()[0].header_offset
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<I", data, at + 42, first)
    return bytes(data)


def with_local_header(offset: int, value: bytes) -> bytes:
    """Other bytes in the header before the first member than in the directory."""
    data = bytearray(good())
    data[offset : offset + len(value)] = value
    return bytes(data)


def in_the_comment() -> bytes:
    """The end of one directory names a comment that is another package, up to its last byte."""
    first, second = bytearray(good()), good() + b"a"
    struct.pack_into("<H", first, len(first) - 2, len(second))
    return bytes(first) + second


def between_members() -> bytes:
    """A package between the first member of another one and its directory; the offsets of that are right."""
    first, second = good(), good()
    start = first.index(b"PK\x01\x02")
    end = bytearray(first[start:])
    struct.pack_into("<I", end, len(end) - 6, start + len(second))
    return first[:start] + second + bytes(end)


def other_start() -> bytes:
    """The directory says that everything stands 100 bytes later, where programs may look that believe it."""
    data = bytearray(good())
    at = data.index(b"PK\x01\x02")
    end = len(data) - 6
    struct.pack_into("<I", data, end, struct.unpack_from("<I", data, end)[0] + 100)
    while at >= 0:
        struct.pack_into("<I", data, at + 42, struct.unpack_from("<I", data, at + 42)[0] + 100)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def linked() -> bytes:
    """A sheet that is a symbolic link for programs that unpack."""
    link = zipfile.ZipInfo(SHEET)
    link.external_attr = 0o120777 << 16
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, content in small_parts(sheet="/etc/passwd").items():
            archive.writestr(link if name == SHEET else name, content)
    return result.getvalue()


def styles(tag: str, inside: str) -> str:
    """The part of the styles with many of a kind."""
    return f'<styleSheet xmlns="{MAIN}"><{tag}>{inside}</{tag}></styleSheet>'


def streamed() -> bytes:
    """Written by a program that cannot go back to fill in the sizes."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in small_parts().items():
            archive.writestr(name, content)
    return pipe.getvalue()


def many_members() -> bytes:
    return zipped({**small_parts(), **{f"xl/media/{number}.png": b"" for number in range(6000)}})


def directory_of_millions() -> bytes:
    entry = struct.pack("<4s4B4H3L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count, start = 1_000_000, len(b"PK\x03\x04")
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(entry) * count, start, 0)
    return b"PK\x03\x04" + entry * count + end


def flagged(flag: int, method: int) -> bytes:
    data = bytearray(good())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            struct.pack_into("<HH", data, at + offset, flag, method)
    return bytes(data)


def shared_formula_everywhere() -> bytes:
    rows = "".join(f"<row r='{row}'><c r='A{row}'><f t='shared' si='0'/></c></row>" for row in range(2, 30_000))
    return with_rows(f"<row r='1'><c r='A1'><f t='shared' si='0'>{'B1+' * 2700}B1</f></c></row>{rows}")


def deep() -> str:
    return "<x>" * 100_000 + "</x>" * 100_000


def with_row_attributes(pattern: str, count: int) -> bytes:
    return with_rows(f"<row {' '.join(map(pattern.format, range(count)))}/>")


def many_sheets() -> bytes:
    entries = "".join(f'<sheet name="{number}" r:id="rId1"/>' for number in range(20_000))
    rows = "".join(f"<row r='{row}'><c r='A{row}'><v>1</v></c></row>" for row in range(1, 20_000))
    return zipped(small_parts(rows, workbook=workbook(sheets=entries)))


def with_links(*targets: tuple[str, str], mode: str = "", **more: str) -> bytes:
    parts = small_parts(links=rels(("worksheet", "worksheets/sheet1.xml"), *targets, mode=mode))
    return zipped({**parts, **{name.replace("__", "/"): content.encode() for name, content in more.items()}})


def xml_of_2003() -> bytes:
    """As ERP programs export it."""
    start = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    return start + b'<Worksheet ss:Name="a"><Table><Row/></Table></Worksheet></Workbook>'


def flat(kind: str) -> bytes:
    """A document of LibreOffice in a single XML file."""
    start = f'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.{kind}">'
    return f"{start}<office:body><table:table/><html/></office:body></office:document>".encode()


FILES: dict[str, tuple[Make, Reason | None]] = {
    # no workbook at all
    "0 bytes": (lambda: b"", Reason.EMPTY),
    "csv": ("指标,得分\n预算编制,5\n".encode, Reason.OTHER_FORMAT),
    "csv in GB18030": (lambda: "指标,得分\n预算编制,5\n".encode("gb18030"), Reason.OTHER_FORMAT),
    "text in UTF-16": (lambda: "指标\t得分\n".encode("utf-16"), Reason.OTHER_FORMAT),
    "web page": (lambda: b"<html><table><tr><td>5</td></tr></table></html>", Reason.OTHER_FORMAT),
    "web archive": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related", Reason.OTHER_FORMAT),
    "XML of 2003": (xml_of_2003, Reason.OTHER_FORMAT),
    "zeros": (lambda: bytes(10_000), Reason.OTHER_FORMAT),
    "noise": (lambda: random.Random(1).randbytes(10_000), Reason.OTHER_FORMAT),
    "PDF": (lambda: b"%PDF-1.7\n", Reason.OTHER_FORMAT),
    "picture": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), Reason.OTHER_FORMAT),
    "RAR": (lambda: b"Rar!\x1a\x07" + bytes(99), Reason.OTHER_FORMAT),
    "encrypted": (lambda: stream("EncryptedPackage"), Reason.ENCRYPTED),
    ".xls": (lambda: stream("Workbook"), Reason.OTHER_FORMAT),
    ".xls with a workbook inside": (lambda: stream("Workbook") + good(), Reason.OTHER_FORMAT),
    ".doc": (lambda: stream("WordDocument"), Reason.OTHER_FORMAT),
    ".docx": (lambda: zipped({"word/document.xml": b"<a/>"}), Reason.OTHER_FORMAT),
    ".ods": (lambda: zipped({"mimetype": b"a", "content.xml": b"<a/>"}), Reason.OTHER_FORMAT),
    ".xlsb": (
        lambda: zipped({START: rels(("officeDocument", "xl/workbook.bin")).encode(), "xl/workbook.bin": b"a"}),
        Reason.OTHER_FORMAT,
    ),
    "zip of workbooks": (lambda: zipped({"单位/表.xlsx": good()}), Reason.OTHER_FORMAT),
    "empty zip": (lambda: zipped({}), Reason.MISSING_PART),
    # the package
    "half": (lambda: good()[: len(good()) // 2], Reason.BAD_ZIP),
    "without its end": (lambda: good()[:-30], Reason.BAD_ZIP),
    "first bytes only": (lambda: b"PK\x03\x04", Reason.BAD_ZIP),
    "end only": (lambda: b"PK\x05\x06" + bytes(18), Reason.MISSING_PART),
    "junk after": (lambda: good() + b"junk", None),
    "junk before": (lambda: b"junk" + good(), Reason.STRANGE_MEMBERS),
    "two packages": (lambda: good() + good(), Reason.STRANGE_MEMBERS),
    "package in the comment of another": (in_the_comment, Reason.STRANGE_MEMBERS),
    "package between members": (between_members, Reason.STRANGE_MEMBERS),
    "other name before the member": (lambda: with_local_header(30, b"XL"), Reason.STRANGE_MEMBERS),
    "other compression before the member": (lambda: with_local_header(8, b"\0"), Reason.STRANGE_MEMBERS),
    "same member twice, one escaped": (
        lambda: zipped({**small_parts(), "xl/workbook%2exml": b""}),
        Reason.STRANGE_MEMBERS,
    ),
    "directory elsewhere by its end": (other_start, Reason.STRANGE_MEMBERS),
    "member without a name in between": (lambda: zipped({**small_parts(), "xl//a.xml": b"a"}), Reason.STRANGE_MEMBERS),
    "member that ends with a point": (lambda: zipped({**small_parts(), "xl/a.xml.": b"a"}), Reason.STRANGE_MEMBERS),
    "member in pieces": (
        lambda: zipped({**small_parts(), "xl/a.xml/[0].last.piece": b"a"}),
        Reason.STRANGE_MEMBERS,
    ),
    "link as a member": (linked, Reason.BAD_XML),
    "sizes after the members": (streamed, None),
    "stored": (lambda: zipped(small_parts(), zipfile.ZIP_STORED), None),
    "directory entries": (lambda: zipped({"xl/": b"", "xl/worksheets/": b"", **small_parts()}), None),
    "backslashes": (lambda: renamed("/", "\\"), None),
    "encrypted members": (lambda: flagged(1, zipfile.ZIP_DEFLATED), Reason.ENCRYPTED_MEMBER),
    "unknown compression": (lambda: flagged(0, 99), Reason.BAD_ZIP),
    "stored, but said to be packed": (lambda: flagged(0, zipfile.ZIP_STORED), Reason.BAD_ZIP),
    "same member twice": (lambda: twice(SHEET), Reason.STRANGE_MEMBERS),
    "member above the package": (lambda: zipped({**small_parts(), "../../evil": b"a"}), Reason.STRANGE_MEMBERS),
    "member within, above": (lambda: zipped({**small_parts(), "xl/../../evil": b"a"}), Reason.STRANGE_MEMBERS),
    "absolute member": (lambda: zipped({**small_parts(), "/etc/passwd": b"a"}), Reason.STRANGE_MEMBERS),
    "member on a drive": (lambda: zipped({**small_parts(), "C:\\evil.exe": b"a"}), Reason.STRANGE_MEMBERS),
    "6000 members": (many_members, Reason.STRANGE_MEMBERS),
    "directory of a million": (directory_of_millions, Reason.STRANGE_MEMBERS),
    "overlapping members": (overlapping, Reason.STRANGE_MEMBERS),
    "bomb": (lambda: with_sheet(sheet(" " * 200_000_000)), Reason.PART_TOO_LARGE),
    "bomb that says it is small": (lambda: lying(100), Reason.BAD_ZIP),
    "bomb that says it is huge": (lambda: lying(0xFFFFFFF0), Reason.PART_TOO_LARGE),
    "bomb in a part not read": (lambda: zipped({**small_parts(), "xl/media/a.png": bytes(300_000_000)}), None),
    # parts
    "no start": (lambda: zipped(small_parts(start=None)), Reason.MISSING_PART),
    "no workbook": (lambda: zipped(small_parts(workbook=None)), Reason.MISSING_PART),
    "no sheet": (lambda: zipped(small_parts(sheet=None)), Reason.MISSING_PART),
    "no links": (lambda: zipped(small_parts(links=None)), Reason.BAD_PART),
    "workbook that is a sheet": (lambda: zipped(small_parts(workbook=sheet(""))), Reason.BAD_PART),
    "workbook that starts itself": (
        lambda: zipped(small_parts(start=rels(("officeDocument", START)))),
        Reason.BAD_PART,
    ),
    "sheet that is the workbook": (
        lambda: zipped(small_parts(links=rels(("worksheet", "workbook.xml")))),
        Reason.BAD_PART,
    ),
    "sheet outside the package": (
        lambda: zipped(small_parts(links=rels(("worksheet", "../../../../etc/passwd")))),
        Reason.MISSING_PART,
    ),
    "sheet on the network": (
        lambda: zipped(small_parts(links=rels(("worksheet", "http://localhost/a.xml"), mode=EXTERNAL))),
        Reason.BAD_PART,
    ),
    "sheet twice": (
        lambda: zipped(small_parts(workbook=workbook(sheets='<sheet name="表" r:id="rId1"/>' * 2))),
        Reason.BAD_PART,
    ),
    "one part as 20000 sheets": (many_sheets, Reason.AMBIGUOUS),
    "macros": (lambda: zipped({**small_parts(), "xl/vbaProject.bin": OLE}), None),
    "external link": (
        lambda: with_links(
            ("externalLink", "externalLinks/e.xml"),
        ),
        Reason.MISSING_PART,
    ),
    # XML
    "no XML": (lambda: with_sheet(b"\x00\xff nothing"), Reason.BAD_XML),
    "empty part": (lambda: with_sheet(b""), Reason.BAD_XML),
    "half a part": (lambda: with_sheet(sheet("")[:-20]), Reason.BAD_XML),
    "billion laughs": (laughs, Reason.DOCTYPE),
    "entity": (lambda: with_doctype("<!ENTITY a 'b'>", "&a;"), Reason.DOCTYPE),
    "entity from a file": (lambda: with_doctype("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&a;"), Reason.DOCTYPE),
    "entity from the network": (lambda: with_doctype("<!ENTITY a SYSTEM 'http://localhost/'>", "&a;"), Reason.DOCTYPE),
    "parameter entity": (lambda: with_doctype("<!ENTITY % a SYSTEM 'http://localhost/'> %a;"), Reason.DOCTYPE),
    "DOCTYPE in UTF-16": (
        lambda: with_sheet(("<!DOCTYPE a>" + sheet("")).encode("utf-16")),
        Reason.DOCTYPE,
    ),
    "DOCTYPE in UTF-7": (
        lambda: with_sheet(b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4-" + sheet("").encode()),
        Reason.BAD_XML,
    ),
    "UTF-32": (lambda: with_sheet(sheet("").encode("utf-32")), Reason.BAD_XML),
    "half of UTF-16": (lambda: with_sheet(sheet("").encode("utf-16")[:-1]), Reason.BAD_XML),
    "entity nobody declared": (lambda: with_rows("<row><c t='str'><v>&a;</v></c></row>"), Reason.BAD_XML),
    "deep": (lambda: with_rows(deep()), Reason.BAD_XML),
    "huge attribute": (lambda: with_rows(f"<row r='{'1' * 12_000_000}'/>"), Reason.BAD_XML),
    "huge text": (lambda: with_rows(f"<row><c t='str'><v>{'a' * 12_000_000}</v></c></row>"), Reason.BAD_XML),
    "many attributes": (lambda: with_row_attributes("a{0}=''", 200_000), None),
    "many namespaces": (lambda: with_row_attributes("xmlns:a{0}='b{0}'", 50_000), None),
    # sheets
    "240000 styles": (lambda: zipped(small_parts(styles=styles("cellXfs", "<xf numFmtId='14'/>" * 240_000))), None),
    "60000 formats": (
        lambda: zipped(small_parts(styles=styles("numFmts", "<numFmt numFmtId='1' formatCode='[[0'/>" * 60_000))),
        None,
    ),
    "format of millions": (
        lambda: zipped(
            small_parts(styles=styles("numFmts", f"<numFmt numFmtId='1' formatCode='{'[h' * 4_000_000}'/>"))
        ),
        None,
    ),
    "whole sheet merged": (
        lambda: with_sheet(sheet("", "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>")),
        None,
    ),
    "million rows": (lambda: with_rows("<row/>" * MANY), Reason.TOO_MANY_CELLS),
    "million cells": (lambda: with_rows("<row><c><v>1</v></c></row>" * MANY), Reason.PART_TOO_LARGE),
    "million rows with numbers": (
        lambda: with_rows("".join(f'<row r="{row}"/>' for row in range(1, 600_000))),
        Reason.TOO_MANY_CELLS,
    ),
    "far cells": (
        lambda: with_rows("<row><c r='A1'><v>1</v></c></row><row><c r='XFD1048576'><v>1</v></c></row>"),
        None,
    ),
    "row without end": (lambda: with_rows(f"<row>{'<c><v>1</v></c>' * 20_000}</row>"), Reason.BAD_CELL),
    "long shared formula in 30000 cells": (shared_formula_everywhere, Reason.BAD_CELL),
    "formula of millions": (lambda: with_rows(f"<row><c><f>{'A1+(' * 2_000_000}</f></c></row>"), None),
    "formulas of millions, none too long": (
        lambda: with_rows("<row>" + f"<c><f>{'A1+' * 2700}A1</f></c>" * 300 + "</row>"),
        Reason.BAD_CELL,
    ),
    "long shared formula of millions": (
        lambda: with_rows(
            f"<row><c><f t='shared' si='0'>{'A1+' * 2_000_000}A1</f></c>"
            + "<c><f t='shared' si='0'/></c>" * 9999
            + "</row>"
        ),
        Reason.BAD_CELL,
    ),
    "alternatives without end": (
        lambda: with_rows("<row>" + f"<m:AlternateContent xmlns:m='{COMPATIBILITY}'/>" * 100_000 + "</row>"),
        None,
    ),
    "arrays over the whole sheet": (
        lambda: with_rows("<row>" + "<c><f t='array' ref='A1:XFD9'>1</f></c>" * 9999 + "</row>"),
        Reason.BAD_CELL,
    ),
    "string of millions, in many cells": (
        lambda: zipped(
            small_parts(
                "<row>" + "<c t='s'><v>0</v></c>" * 16_000 + "</row>",
                strings=f'<sst xmlns="{MAIN}"><si><t>{"_x0041_" * 1_000_000}</t></si></sst>',
            )
        ),
        None,
    ),
}
