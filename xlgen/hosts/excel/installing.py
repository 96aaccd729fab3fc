"""Install the add-in into Excel's start folder and uninstall it, restoring a file that was there before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from xlgen.errors import XlgenError
from xlgen.files.atomic import save
from xlgen.rules.calls import ADDIN_FILE

RECORD_NAME = "installed.json"


class NotInstalledError(XlgenError):
    """Nothing was changed; the message says why, in Chinese."""


@dataclass(frozen=True)
class _Record:
    """Digest of the installed file, and name of the backup of a file that was there before the first installation."""

    digest: str
    kept: str | None


def install(content: bytes, start: Path, records: Path) -> Path | None:
    """Write the add-in into Excel's start folder; return the backup of a foreign file that was there, if any.

    Raises OSError, in particular PermissionError while Excel has the file open.
    """
    target, record = start / ADDIN_FILE, _read_record(records)
    backup = None
    if target.is_file() and not _is_ours(target, record):
        backup = _free_backup_path(records)
        save(backup, target.read_bytes())
    save(target, content)
    new_record = _Record(_digest(content), (record and record.kept) or (backup.name if backup else None))
    save(records / RECORD_NAME, json.dumps(vars(new_record), ensure_ascii=False).encode("utf-8"))
    return backup


def uninstall(start: Path, records: Path) -> Path | None:
    """Remove the add-in; return the path of the restored file if there was one before.

    Raises NotInstalledError if there is no add-in, or if it is not the one that was installed.
    """
    target, record = start / ADDIN_FILE, _read_record(records)
    if not target.is_file():
        raise NotInstalledError(f"{start} 里没有 {ADDIN_FILE}，不需要卸载。要使用函数的，请运行 xlgen addin install")
    if record is None or not _is_ours(target, record):
        raise NotInstalledError(f"{target} 不是 xlgen 安装的，或者安装后改动过，没有删除。不再需要的，请自行删除")
    kept = records / record.kept if record.kept else None
    if kept is not None and kept.is_file():
        kept.replace(target)
    else:
        target.unlink()
    (records / RECORD_NAME).unlink()
    return target if target.is_file() else None


def _free_backup_path(records: Path) -> Path:
    """A free name for a backup, so that no existing backup is overwritten."""
    names = (records / f"原有的{number}-{ADDIN_FILE}" for number in count(1))
    return next(name for name in names if not name.exists())


def _is_ours(target: Path, record: _Record | None) -> bool:
    return record is not None and _digest(target.read_bytes()) == record.digest


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(records: Path) -> _Record | None:
    """The record, or None if it is missing or damaged; then no file counts as ours."""
    try:
        return _Record(**json.loads((records / RECORD_NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
