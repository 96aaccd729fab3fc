"""Files nobody should open are refused for the right reason, in bounded memory; nothing ever crashes."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ALL_FORMS
from tests.factories.corruptions import corruptions, packed
from tests.factories.form_workbooks import BLANK, built, minimal_form_parts
from tests.factories.hostile import EXTERNAL, FILES, flat, good, stream, xml_of_2003
from tests.factories.packages import PATH, START, read, rels, small_parts, zipped
from tests.factories.schemes import MINIMAL
from xlgen.scheme.load import load_file
from xlgen.submissions.read import identity_in, read_returned
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.read.workbook import read_workbook, workbook_of

pytestmark = [pytest.mark.usefixtures("hang_guard"), pytest.mark.slow]

SCHEME = load_file(MINIMAL)
CHINESE = re.compile("[一-鿿]")
MEMORY = 500 * 2**20


def reason(data: bytes, path: Path = PATH) -> Reason | None:
    """Why a file is refused; None if all of it was read."""
    try:
        workbook = read(data, path)
        for sheet in workbook.loaded.values():
            assert all(isinstance(cell.formula, str | None) for cell in sheet.cells.values())
            assert isinstance(sheet.asks_other_programs, list)
        if identity_in(workbook) is not None:
            read_returned(workbook, SCHEME, path)
    except UnreadableError as refused:
        assert str(refused).startswith(f"{path}：")  # noqa: PT017  # of each file, not of one
        assert CHINESE.search(refused.message)  # noqa: PT017
        return refused.code
    return None


@pytest.mark.parametrize("name", FILES)
def test_hostile_file__reason(name: str) -> None:
    make, expected = FILES[name]
    assert reason(make()) is expected


def test_corpus__is_large_enough() -> None:
    assert len(FILES) >= 40


def test_every_reason_of_a_file__has_title_message_and_remedy() -> None:
    for reason in Reason:
        assert all(CHINESE.search(text) for text in (reason.title, reason.message, reason.remedy))
        assert not reason.message.endswith("。")
        assert reason.remedy.startswith("请")


ALONE = ["bomb", "bomb that says it is small", "million cells", "one part as 20000 sheets", "directory of a million"]
ALONE += ["long shared formula in 30000 cells", "string of millions, in many cells", "huge text", "billion laughs"]
ALONE += [
    "bomb in a part not read",
    "formula of millions",
    "long shared formula of millions",
    "many attributes",
    "million rows with numbers",
]
PROGRAM = """
import resource, sys
from pathlib import Path
from tests.factories.packages import read
from xlgen.submissions.read import identity_in, read_returned
from xlgen.xlsx.read.unreadable import UnreadableError as Unreadable
data = Path(sys.argv[1]).read_bytes()
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
try:
    read(data)
    print("read")
except Unreadable as refused:
    print(refused.code.name)
"""


@pytest.mark.parametrize("name", ALONE)
def test_hostile_file__memory(name: str, tmp_path: Path) -> None:
    make, expected = FILES[name]
    file = tmp_path / "表.xlsx"
    file.write_bytes(make())
    command = [sys.executable, "-c", PROGRAM, str(file), str(MEMORY)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=300)
    assert (done.stdout.strip(), done.stderr) == (expected.name if expected else "read", "")


CORRUPTIONS = 10_500 if ALL_FORMS else 4_200
"""In four tests, so that processes can share them; all of them in `make test-all`."""


@pytest.mark.parametrize("seed", range(4))
def test_corrupted_file__read_or_refused(seed: int) -> None:
    form = packed(minimal_form_parts()) if seed % 2 else zipped(minimal_form_parts())
    crashed, refused = [], 0
    for what, data in corruptions(form, CORRUPTIONS // 4, seed):
        try:
            refused += reason(data) is not None
        except Exception as error:  # whatever it is, it is a fault of the reader
            crashed.append(f"{what}: {error!r}")
    assert crashed == []
    assert CORRUPTIONS // 16 < refused < CORRUPTIONS // 4


def test_corrupted_shipped_form__read_or_refused() -> None:
    crashed = []
    for what, data in corruptions(built("shenzhen-2021", BLANK), 200, 5):
        try:
            reason(data)
        except Exception as error:
            crashed.append(f"{what}: {error!r}")
    assert crashed == []


def test_nothing__is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the reader went to the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    for name in ("entity from the network", "parameter entity", "sheet on the network", "external link"):
        make, expected = FILES[name]
        assert reason(make()) is expected


def test_external_link_and_dde__are_named() -> None:
    link = '<externalLink xmlns="a"><ddeLink ddeService="cmd"/></externalLink>'
    files = {
        **small_parts(links=rels(("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLinks/e.xml"))),
        "xl/externalLinks/e.xml": link.encode(),
        "xl/externalLinks/_rels/e.xml.rels": rels(("externalLinkPath", "别人的.xlsx"), mode=EXTERNAL).encode(),
    }
    found = read(zipped(files))
    assert (found.external_links, found.asks_other_programs, found.programs.macros) == (["别人的.xlsx"], True, False)


def test_macros__are_named() -> None:
    assert not read(good()).programs.macros
    for part in ("vbaProject.bin", "JDEData.bin", "jsaProject.bin"):
        assert read(zipped({**small_parts(), f"xl/{part}": b""})).programs.macros


@pytest.mark.parametrize(
    "kind",
    [
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        "http://www.wps.cn/officeDocument/2018/jdeExtension",
        "http://www.wps.cn/officeDocument/2020/relationships/jsProject",
    ],
)
def test_macros_under_another_name__are_found_by_their_relationship(kind: str) -> None:
    assert read(related_to(kind, b"\xd0\xcf")).programs.macros


def related_to(kind: str, content: bytes) -> bytes:
    """A workbook with a part of this kind, whose name says nothing."""
    links = rels(("worksheet", "worksheets/sheet1.xml"))
    link = f'<Relationship Id="rIdP" Type="{kind}" Target="theme/x.bin"/></Relationships>'
    parts = small_parts(links=links.replace("</Relationships>", link))
    return zipped({**parts, "xl/theme/x.bin": content})


ONLYOFFICE = "http://schemas.onlyoffice.com/jsaProject"
LIBRARY = b'{"name":"a","value":"f"}'


@pytest.mark.parametrize(
    ("project", "macros", "libraries"),
    [
        (b'{"macrosArray":[],"customFunctions":{"macrosArray":[%s,%s]},"current":-1}' % (LIBRARY, LIBRARY), False, 2),
        (b'{"macrosArray":[],"current":-1}', False, 0),
        (b'{"macrosArray":[%s],"customFunctions":{"macrosArray":[%s]}}' % (LIBRARY, LIBRARY), True, 0),
        (b'{"customFunctions":{"macrosArray":[%s]},"more":1}' % LIBRARY, True, 0),
        (b'{"customFunctions":{"macrosArray":[{"value":1}]}}', True, 0),
        (b'{"customFunctions":{"macrosArray":[1]}}', True, 0),
        (b'{"customFunctions":7}', True, 0),
        (b"[]", True, 0),
        (b"[" * 100_000, True, 0),
        (b"\xff\xfe", True, 0),
        (b'{"macrosArray":[]}' + b" " * 2**21, True, 0),
    ],
)
def test_onlyoffice__libraries_of_functions_are_told_from_macros(project: bytes, macros: bool, libraries: int) -> None:
    programs = read(related_to(ONLYOFFICE, project)).programs
    assert (programs.macros, len(programs.libraries)) == (macros, libraries)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("表.et", stream("Workbook"), "WPS 表格（.et）"),
        ("表.xls", stream("Workbook"), "旧版 Excel"),
        ("表.xls", stream("WORKBOOK"), "旧版 Excel"),
        ("表.xls", stream("BOOK"), "旧版 Excel"),
        ("表.xls", b"\x09\x00\x04\x00" + bytes(99), "旧版 Excel"),
        ("表.xls", b"\x09\x02\x06\x00" + bytes(99), "旧版 Excel"),
        ("表.xls", stream("Workbook") + stream("WordDocument"), "旧版 Excel"),
        ("表.xlsx", stream("WordDocument") + stream("Workbook"), "Word 文档（.doc）"),
        ("表.xlsx", stream("PowerPoint Document"), "演示文稿（.ppt）"),
        ("表.xlsx", stream("__properties_version1.0"), "邮件"),
        ("表.xlsx", stream("Unknown"), "旧版 Office"),
        ("表.xlsx", stream("EncryptedPackage"), "打开密码"),
        ("表.xlsx", "甲,1".encode("gb18030"), ".csv"),
        ("表.xlsx", "甲,1\r\n".encode("utf-16"), ".csv"),
        ("表.xlsx", "甲,1\r\n".encode("utf-16-le"), ".csv"),
        ("表.xlsx", "甲\t1\r\n乙\t2".encode("utf-16-be"), ".csv"),
        ("表.xlsx", bytes(range(256)) * 9, "无法识别"),
        ("表.xls", b"<html>", "HTML"),
        ("表.xls", xml_of_2003(), "XML 电子表格（2003 格式）"),
        ("表.xls", xml_of_2003().decode().encode("utf-16"), "XML 电子表格（2003 格式）"),
        ("表.xlsx", flat("opendocument.spreadsheet"), "（.fods）"),
        ("表.xlsx", flat("opendocument.text"), "（.fodt）"),
        ("表.xlsx", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><table/>', "Word 文档（XML"),
        ("表.xlsx", b"{\\rtf1 ", "（.rtf）"),
        ("~$表.xlsx", b"x" * 165, "临时文件"),
    ],
)
def test_other_kinds__are_named(name: str, data: bytes, word: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        package_of(Path(name), data)
    assert word in str(refused.value)


WORD_MAIN = rels(("officeDocument", "word/document.xml")).encode()
XPS = (
    '<Relationships><Relationship Type="http://schemas.microsoft.com/xps/2005/06/fixedrepresentation"/></Relationships>'
)


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({START: WORD_MAIN, "word/document.xml": b"<a/>"}, "Word 文档（.docx）"),
        ({START: WORD_MAIN.replace(b"ment.xml", b"ment2.xml"), "word/document2.xml": b"<a/>"}, "Word 文档（.docx）"),
        (
            {START: rels(("officeDocument", "ppt/presentation.xml")).encode(), "ppt/presentation.xml": b"<a/>"},
            "（.pptx）",
        ),
        ({START: b"<Relationships/>", "visio/document.xml": b"<a/>"}, "（.vsdx）"),
        ({START: XPS.encode(), "FixedDocSeq.fdseq": b"<a/>"}, "（.xps）"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, "（.ods）"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, "（.odt）"),
        ({"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b"<a/>"}, "（.odp）"),
        ({"mimetype": b"application/epub+zip"}, "（.epub）"),
        ({"OFD.xml": b"<a/>"}, "（.ofd）"),
        ({"META-INF/MANIFEST.MF": b""}, "（.jar）"),
        ({"META-INF/MANIFEST.MF": b"", "AndroidManifest.xml": b""}, "（.apk）"),
        ({"Index/Document.iwa": b""}, "iWork"),
    ],
)
def test_other_packages__are_named(parts: dict[str, bytes], word: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        workbook_of(package_of(PATH, zipped(parts)))
    assert refused.value.code is Reason.OTHER_FORMAT
    assert word in refused.value.message


def code_of(path: Path) -> Reason:
    with pytest.raises(UnreadableError) as refused:
        read_workbook(path)
    return refused.value.code


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(tmp_path) is Reason.FOLDER
    assert code_of(tmp_path / "没有.xlsx") is Reason.NOT_FOUND
    assert code_of(tmp_path / "a\0b") is Reason.NOT_FOUND
    os.mkfifo(tmp_path / "管道.xlsx")
    assert code_of(tmp_path / "管道.xlsx") is Reason.NOT_A_FILE
    assert code_of(Path("/dev/zero")) is Reason.NOT_A_FILE
    (tmp_path / "环.xlsx").symlink_to(tmp_path / "环.xlsx")
    assert code_of(tmp_path / "环.xlsx") is Reason.NO_ACCESS
    with (tmp_path / "大.xlsx").open("wb") as large:
        large.truncate(10**12)
    assert code_of(tmp_path / "大.xlsx") is Reason.FILE_TOO_LARGE
    file = tmp_path / "甲 单位（盖章）.xlsx"
    file.write_bytes(good())
    assert read_workbook(file).titles == ["表"]

    def locked(*_: object) -> None:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "open", locked)  # root may read everything
    assert code_of(file) is Reason.NO_ACCESS
