"""Putting the add-in where Excel opens it at its start, and taking it away again. What was there before comes back."""

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
    """Nothing was changed; the message says why, in Chinese."""


@dataclass(frozen=True)
class _Record:
    """What the last installation wrote, and the name under which the file is kept that was there before the first."""

    digest: str
    kept: str | None


def install(content: bytes, start: Path, records: Path) -> Path | None:
    """Write the add-in into Excel's start folder; gives where a file that was there and is not ours is kept.

    Raises OSError, PermissionError among them while Excel has the file open.
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
    """Take the add-in away; gives the file that stands there again, if there was one before.

    Raises NotInstalled where there is none, or it is not the one that was installed.
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
    """A name for a copy; none that is kept already is written over."""
    names = (records / f"原有的{number}-{FILE_NAME}" for number in count(1))
    return next(name for name in names if not name.exists())


def _is_ours(target: Path, record: _Record | None) -> bool:
    return record is not None and _digest(target.read_bytes()) == record.digest


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _record(records: Path) -> _Record | None:
    """The record, or None where there is none or somebody has spoilt it: then nothing is ours."""
    try:
        return _Record(**json.loads((records / RECORD).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
