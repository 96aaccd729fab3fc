"""A package as a 主管部门 unpacks it on its machine: the forms with their record, the roster, the bureau's schemes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZipInfo

from xlgen.campaign.record import open_record
from xlgen.campaign.record_file import RECORD_NAME, RecordError
from xlgen.campaign.tiers.departments import PARENT
from xlgen.campaign.tiers.handing_out import GUIDE, ISSUED, ROSTER, SCHEMES
from xlgen.campaign.tiers.package_file import PackageError
from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name
from xlgen.text import one_line
from xlgen.xlsx.read.archive import MAX_ARCHIVE_BYTES, members_of, read_member
from xlgen.xlsx.read.unreadable import UnreadableError

ALONE = (ROSTER, GUIDE)
"""Files that lie at the top of a package."""
ASK_AGAIN = "请财政部门重新分发"


class Unpacked(NamedTuple):
    """The folder of a package, whose it is, and the bureau's own schemes in it."""

    folder: Path
    parent: str
    schemes: tuple[Path, ...]


def unpack(path: Path, home: Path) -> Unpacked:
    """Unpack a package into a folder of its own below `home`, whole or not at all.

    Anybody may have made it: only what a package has is taken, and nothing leads out of its folder. A folder of an
    earlier package stays. Raises PackageError, UsageError and OSError.
    """
    try:
        members = {member.filename: member for member in members_of(path)}
        _check(path, members)
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home) as made:
            folder = Path(made) / "包"
            for name, member in members.items():
                file = folder / PurePosixPath(name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(read_member(path, member))
            parent, name = _whose(path, folder)
            target = home / name
            if target.exists():
                why = "先用它装报送包报一次，再把它改名或移走，然后打开新的包"
                raise UsageError(f"已有“{target.name}”，可能有登记过的内容，没有覆盖。请{why}", "path")
            shutil.move(folder, target)
    except UnreadableError as error:
        raise PackageError(str(error)) from error
    return Unpacked(target, parent, tuple(sorted((target / SCHEMES).glob("*.yaml"))))


def _check(path: Path, members: Mapping[str, ZipInfo]) -> None:
    """Raise PackageError where a file is none that a package has."""
    strange = [name for name in members if not _belongs(name)]
    if strange or f"{ISSUED}/{RECORD_NAME}" not in members:
        shown = f"（{one_line(strange[0])}）" if strange else ""
        raise PackageError(f"{path.name}：不是财政部门的分发包{shown}。{ASK_AGAIN}")
    if sum(member.file_size for member in members.values()) > MAX_ARCHIVE_BYTES:
        raise PackageError(f"{path.name}：解压后太大。{ASK_AGAIN}")


def _belongs(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if "/".join(parts) != name or any(safe_file_name(part) != part for part in parts):
        return False
    return name in ALONE or (len(parts) > 1 and parts[0] == ISSUED) or (len(parts) == 2 and parts[0] == SCHEMES)


def _whose(path: Path, folder: Path) -> tuple[str, str]:
    """The 主管部门 of an unpacked package, and what its folder is called. Raises PackageError."""
    try:
        with open_record(folder / ISSUED / RECORD_NAME) as record:
            parent, campaign = one_line(record.option(PARENT) or ""), record.campaign()
            form = one_line(record.option("form") or campaign.get("方案", ""))
    except RecordError as error:
        raise PackageError(f"{path.name}：其中的下发记录不是 xlgen 写的，或已损坏。{ASK_AGAIN}") from error
    if not parent:
        raise PackageError(f"{path.name}：没有写是分发给哪个主管部门的。{ASK_AGAIN}")
    year = one_line(campaign.get("年度", ""))
    return parent, safe_file_name("_".join(filter(None, (f"{year}年度{form}" if year else form, parent))))
