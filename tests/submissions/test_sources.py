"""What is handed over for checking: folders, archives, material, and what is left out."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path

import pytest

from xlgen.submissions.sources import NO_FORM_NEARBY, NothingToCheckError, Sources, find_sources
from xlgen.xlsx.read.archive import MAX_FILES
from xlgen.xlsx.read.unreadable import Reason, UnreadableError


def laid_out(folder: Path, *names: str) -> Path:
    """A folder with these files, each holding its own name."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    return folder


def archive(path: Path, *names: str) -> Path:
    """A zip archive with these members, each holding its own name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            target.writestr(name, name)
    return path


def renamed(path: Path, old: str, new: bytes) -> Path:
    """An archive with a member's name replaced, byte for byte."""
    assert len(old.encode()) == len(new)
    path.write_bytes(path.read_bytes().replace(old.encode(), new))
    return path


def names(found: Sources, below: Path) -> list[str]:
    return [source.name.removeprefix(f"{below}/") for source in found.workbooks]


def reason(found: Sources, number: int = 0) -> Reason:
    with pytest.raises(UnreadableError) as error:
        found.workbooks[number].read()
    return error.value.code


def test_folder__is_read_to_the_bottom_in_order(tmp_path: Path) -> None:
    found = find_sources([laid_out(tmp_path, "乙/表.xlsx", "甲/表.XLSX", "丙.xlsm", "甲/更深/表.xls")])
    assert names(found, tmp_path) == ["丙.xlsm", "乙/表.xlsx", "甲/更深/表.xls", "甲/表.XLSX"]
    assert [source.read().decode() for source in found.workbooks] == names(found, tmp_path)


def test_file__named_is_checked_whatever_its_ending(tmp_path: Path) -> None:
    found = find_sources([laid_out(tmp_path, "说明.pdf", "表.xlsx") / "说明.pdf"])
    assert [source.name for source in found.workbooks] == [str(tmp_path / "说明.pdf")]


def test_paths__that_overlap_are_checked_once(tmp_path: Path) -> None:
    laid_out(tmp_path, "甲/表.xlsx", "乙/表.xlsx")
    zipped = archive(tmp_path / "丙.zip", "表.xlsx", "表2.xlsx")
    found = find_sources([tmp_path / "甲" / "表.xlsx", tmp_path, zipped])
    assert names(found, tmp_path) == ["甲/表.xlsx", "丙.zip/表.xlsx", "丙.zip/表2.xlsx", "乙/表.xlsx"]


def test_material__is_what_lies_beside_the_form_and_below(tmp_path: Path) -> None:
    laid_out(tmp_path, "甲/表.xlsx", "甲/a.pdf", "甲/佐证材料/b.jpg", "甲/佐证材料/c.xlsx", "乙/表.xlsx", "通知.docx")
    archive(tmp_path / "甲" / "附件.zip", "d.pdf", "e.xlsx")
    found = find_sources([tmp_path])
    assert {source.name.split("/")[-2]: source.material for source in found.workbooks} == {
        "乙": (),
        "甲": ("a.pdf", "佐证材料/b.jpg", "佐证材料/c.xlsx", "附件.zip/d.pdf", "附件.zip/e.xlsx"),
    }
    assert found.skipped == ((str(tmp_path / "通知.docx"), NO_FORM_NEARBY),)


def test_material_folder__without_a_form_beside_it_holds_forms(tmp_path: Path) -> None:
    assert names(find_sources([laid_out(tmp_path, "附件1 评分表/表.xlsx")]), tmp_path) == ["附件1 评分表/表.xlsx"]


def test_archive__is_a_folder(tmp_path: Path) -> None:
    zipped = archive(tmp_path / "某单位.zip", "单位/表.xlsx", "单位/佐证材料/合同.pdf", "__MACOSX/单位/._表.xlsx")
    (found,) = find_sources([zipped]).workbooks
    assert (found.name, found.material) == (f"{zipped}/单位/表.xlsx", ("佐证材料/合同.pdf",))
    assert pickle.loads(pickle.dumps(found)).read().decode() == "单位/表.xlsx"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_archive__names_without_a_word_on_their_encoding(encoding: str, tmp_path: Path) -> None:
    name = "评分表（终稿）.xlsx".encode(encoding)
    found = find_sources([renamed(archive(tmp_path / "a.zip", "x" * len(name)), "x" * len(name), name)])
    assert names(found, tmp_path) == ["a.zip/评分表（终稿）.xlsx"]


@pytest.mark.parametrize("name", ["../../表.xlsx", "/etc/表.xlsx", "..\\..\\表.xlsx", "C:\\表.xlsx", "a\x01/表.xlsx"])
def test_archive__names_that_point_elsewhere_are_only_names(name: str, tmp_path: Path) -> None:
    (found,) = find_sources([archive(tmp_path / "a.zip", name)]).workbooks
    assert found.name.startswith(f"{tmp_path}/a.zip/")
    assert ".." not in found.name
    assert found.read().decode() == name


def test_archive__two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    zipped = archive(tmp_path / "a.zip", "表1.xlsx", "表2.xlsx")
    found = find_sources([renamed(zipped, "表2.xlsx", "表1.xlsx".encode())])
    assert [source.read().decode() for source in found.workbooks] == ["表1.xlsx", "表2.xlsx"]
    assert names(found, tmp_path) == ["a.zip/表1.xlsx", "a.zip/表1.xlsx"]


def test_archive__in_an_archive_is_refused(tmp_path: Path) -> None:
    assert reason(find_sources([archive(tmp_path / "a.zip", "内.zip")])) is Reason.ARCHIVE_IN_ARCHIVE


def test_archive__with_a_password_is_refused(tmp_path: Path) -> None:
    zipped = archive(tmp_path / "a.zip", "表.xlsx")
    data = bytearray(zipped.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    zipped.write_bytes(bytes(data))
    assert reason(find_sources([zipped])) is Reason.LOCKED_ARCHIVE


def test_archive__broken_is_reported_as_a_file(tmp_path: Path) -> None:
    laid_out(tmp_path, "坏.zip", "空.zip", "表.xlsx")
    (tmp_path / "空.zip").write_bytes(b"")
    found = find_sources([tmp_path])
    assert names(found, tmp_path) == ["坏.zip", "空.zip", "表.xlsx"]
    assert (reason(found, 0), reason(found, 1)) == (Reason.BAD_ZIP, Reason.EMPTY)


def test_archive__with_too_many_members_is_refused(tmp_path: Path) -> None:
    zipped = tmp_path / "a.zip"
    zipped.write_bytes(archive(zipped, "表.xlsx").read_bytes() + b"PK\x01\x02" * MAX_FILES)
    assert reason(find_sources([zipped])) is Reason.ARCHIVE_TOO_LARGE


def test_archive__member_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    zipped = archive(tmp_path / "a.zip", "表.xlsx")
    data = bytearray(zipped.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = b"\xf0\xff\xff\x7f"
    zipped.write_bytes(bytes(data))
    assert reason(find_sources([zipped])) is Reason.FILE_TOO_LARGE


def test_skipped__says_why(tmp_path: Path) -> None:
    found = find_sources([laid_out(tmp_path, "表.xlsx", "~$表.xlsx", ".DS_Store", "._表.xlsx", "Thumbs.db")])
    assert names(found, tmp_path) == ["表.xlsx"]
    assert found.workbooks[0].material == ()
    assert {Path(skipped.name).name: skipped.why for skipped in found.skipped} == {
        "~$表.xlsx": "表格打开期间的临时文件",
        ".DS_Store": "系统文件",
        "._表.xlsx": "系统文件",
        "Thumbs.db": "系统文件",
    }


def test_other_archives__are_reported_so_that_no_unit_is_lost(tmp_path: Path) -> None:
    (tmp_path / "某单位.rar").write_bytes(b"Rar!\x1a\x07\x00")
    assert names(find_sources([tmp_path]), tmp_path) == ["某单位.rar"]


@pytest.mark.parametrize("ending", [".xlt", ".et", ".ods", ".fods", ".numbers"])
def test_other_spreadsheets__are_reported_so_that_no_unit_is_lost(ending: str, tmp_path: Path) -> None:
    assert names(find_sources([laid_out(tmp_path, f"某单位{ending}")]), tmp_path) == [f"某单位{ending}"]


def test_links_and_devices_in_a_folder__are_told_and_not_followed_around(tmp_path: Path) -> None:
    laid_out(tmp_path, "a/表.xlsx")
    (tmp_path / "a" / "回到上面").symlink_to(tmp_path)
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "没有.xlsx")
    (tmp_path / "c.xlsx").symlink_to(tmp_path / "c.xlsx")
    (tmp_path / "d.xlsx").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "e.xlsx")
    found = find_sources([tmp_path])
    assert names(found, tmp_path) == ["a/表.xlsx", "b.xlsx", "c.xlsx", "d.xlsx", "e.xlsx"]
    reasons = [reason(found, number) for number in range(1, 5)]
    assert reasons == [Reason.NOT_FOUND, Reason.NO_ACCESS, Reason.NOT_A_FILE, Reason.NOT_A_FILE]


def test_archive__member_under_another_name_is_refused(tmp_path: Path) -> None:
    zipped = archive(tmp_path / "报送.zip", "a.xlsx")
    zipped.write_bytes(zipped.read_bytes().replace(b"a.xlsx", b"b.xlsx", 1))
    assert reason(find_sources([zipped])) is Reason.STRANGE_MEMBERS


def test_paths__that_are_not_there_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheckError) as error:
        find_sources([tmp_path / "甲", tmp_path, tmp_path / "乙"])
    assert str(error.value).count("没有这个文件或文件夹") == 2


def test_folder__without_forms_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheckError, match="没有找到评分表"):
        find_sources([laid_out(tmp_path, "说明.pdf")])
