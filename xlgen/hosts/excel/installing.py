"""Installs the add-in in Excel's start folder, and uninstalls it; a file that was there before is restored."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from xlgen.errors import XlgenError
from xlgen.files.atomic import save
from xlgen.hosts.excel.machine import FILE_NAME

RECORD = "installed.json"


class NotInstalledError(XlgenError):
    """The add-in cannot be removed and nothing was changed; the message says why, in Chinese."""


@dataclass(frozen=True)
class _Record:
    """The digest of what the last installation wrote, and the name of the kept copy of the file that it replaced."""

    digest: str
    kept: str | None


def install(content: bytes, start: Path, records: Path) -> Path | None:
    """Write the add-in into Excel's start folder; return the copy of a foreign file that was there, if any.

    Raises OSError; PermissionError while Excel has the file open.
    """
    target, record = start / FILE_NAME, _record(records)
    copy = None
    if target.is_file() and not _is_ours(target, record):
        copy = _unused(records)
        save(copy, target.read_bytes())
    save(target, content)
    known = _Record(_digest(content), (record and record.kept) or (copy.name if copy else None))
    save(records / RECORD, json.dumps(vars(known), ensure_ascii=False).encode("utf-8"))
    return copy


def uninstall(start: Path, records: Path) -> Path | None:
    """Remove the add-in; return the file that is restored in its place, if there was one before.

    Raises NotInstalledError if there is no add-in, or it is not the one that was installed.
    """
    target, record = start / FILE_NAME, _record(records)
    if not target.is_file():
        raise NotInstalledError(f"{start} 里没有 {FILE_NAME}，不需要卸载。要使用函数的，请运行 xlgen addin install")
    if record is None or not _is_ours(target, record):
        raise NotInstalledError(f"{target} 不是 xlgen 安装的，或者安装后改动过，没有删除。不再需要的，请自行删除")
    kept = records / record.kept if record.kept else None
    if kept is not None and kept.is_file():
        kept.replace(target)
    else:
        target.unlink()
    (records / RECORD).unlink()
    return target if target.is_file() else None


def _unused(records: Path) -> Path:
    """A name for a copy that overwrites no earlier copy."""
    names = (records / f"原有的{number}-{FILE_NAME}" for number in count(1))
    return next(name for name in names if not name.exists())


def _is_ours(target: Path, record: _Record | None) -> bool:
    return record is not None and _digest(target.read_bytes()) == record.digest


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _record(records: Path) -> _Record | None:
    """The record; None if there is none or it is damaged: then nothing counts as ours."""
    try:
        return _Record(**json.loads((records / RECORD).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
