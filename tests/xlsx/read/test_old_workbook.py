"""Old .xls files: their values, and nothing that anybody sends harms."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.factories.corruptions import flipped_or_cut
from tests.factories.hostile import OLE, stream
from tests.factories.packages import read
from xlgen.xlsx.read import old_workbook
from xlgen.xlsx.read.old_workbook import as_xlsx
from xlgen.xlsx.read.unreadable import Reason, UnreadableError
from xlgen.xlsx.values import CellValue

FILE = Path(__file__).with_name("old.xls")
"""Saved by LibreOffice."""


def test_values() -> None:
    book = read(as_xlsx(FILE, FILE.read_bytes()))
    sheet = book.sheet("数据")
    assert book.titles == ["数据", "空表"]
    assert sheet is not None
    values: dict[str, CellValue] = {address: cell.value for address, cell in sheet.cells.items()}
    assert values == {
        **{"B3": "填报单位", "C3": "示例局", "C4": 12.5, "C5": 3, "C6": 0.9299, "C7": 45366, "C8": True},
        **{"C10": 3, "C11": "=是文字", "C12": "一\n二"},
    }
    assert [address for address, cell in sheet.cells.items() if cell.is_date] == ["C7"]
    assert all(cell.stored is None for cell in sheet.cells.values())


def test_other_file__as_it_is() -> None:
    assert as_xlsx(Path("表.xlsx"), b"PK\x03\x04") == b"PK\x03\x04"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE, Reason.OTHER_FORMAT),
        (stream("EncryptedPackage"), Reason.ENCRYPTED),
        (stream("WordDocument"), Reason.OTHER_FORMAT),
        (FILE.read_bytes()[:3000], Reason.OTHER_FORMAT),
    ],
)
def test_no_workbook__refused(data: bytes, reason: Reason) -> None:
    with pytest.raises(UnreadableError) as refused:
        as_xlsx(Path("旧.xls"), data)
    assert refused.value.code is reason


def test_takes_too_long__refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_workbook, "SECONDS", 0.001)
    with pytest.raises(UnreadableError) as refused:
        as_xlsx(FILE, FILE.read_bytes())
    assert isinstance(refused.value.__cause__, subprocess.TimeoutExpired)


@pytest.mark.slow
@pytest.mark.usefixtures("hang_guard")
def test_damaged__read_or_refused() -> None:
    outcomes = set()
    for data in flipped_or_cut(FILE.read_bytes(), 12, 97):
        try:
            read(as_xlsx(FILE, data))
        except UnreadableError as refused:
            outcomes.add(refused.code)
    assert outcomes <= {Reason.OTHER_FORMAT, Reason.BAD_ZIP}
