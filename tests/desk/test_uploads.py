"""Dropped files: whole, never over another one, never outside their folder."""

from __future__ import annotations

import errno
import io
from pathlib import Path, PurePosixPath

import pytest

from xlgen.desk.uploads import safe_place, store


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("甲局.xlsx", "甲局.xlsx"),
        ("甲局/佐证/照片.jpg", "甲局/佐证/照片.jpg"),
        ("../../甲局.xlsx", "甲局.xlsx"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\windows\\a.xlsx", "C_/windows/a.xlsx"),
        ("con.xlsx", "_con.xlsx"),
        ("a\0b\n.xlsx", "a_b_.xlsx"),
        ("...", "_"),
        ("", "_"),
        (".xlsx", "xlsx"),
        ("~$甲局.xlsx", "_~$甲局.xlsx"),
        ("甲" * 300 + ".xlsx", "甲" * 80 + ".xlsx"),
    ],
)
def test_name__leads_to_a_place_inside(name: str, place: str) -> None:
    assert safe_place(name) == PurePosixPath(place)


def test_many_folders__the_last_ones_are_kept() -> None:
    assert len(safe_place("/".join(["a"] * 50 + ["b.xlsx"])).parts) == 9


def put(folder: Path, content: bytes, name: str = "甲局.xlsx") -> str:
    return store(io.BytesIO(content), folder, name, 1_000.0).name


def test_same_name__never_replaces(tmp_path: Path) -> None:
    assert [put(tmp_path, content) for content in (b"1", b"2", b"1", b"2", b"3")] == [
        "甲局.xlsx",
        "甲局 (2).xlsx",
        "甲局.xlsx",
        "甲局 (2).xlsx",
        "甲局 (3).xlsx",
    ]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        "甲局.xlsx": b"1",
        "甲局 (2).xlsx": b"2",
        "甲局 (3).xlsx": b"3",
    }
    assert (tmp_path / "甲局.xlsx").stat().st_mtime == 1_000


def test_broken_off__leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "")

    with pytest.raises(OSError, match="甲局"):
        store(Broken(), tmp_path, "甲局.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_link_in_the_folder__is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "别处.xlsx"
    outside.write_bytes(b"0")
    folder = tmp_path / "收到"
    folder.mkdir()
    (folder / "甲局.xlsx").symlink_to(outside)
    assert put(folder, b"1") == "甲局 (2).xlsx"
    assert outside.read_bytes() == b"0"
