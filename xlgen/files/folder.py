"""Folders of files that belong together."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from xlgen.errors import UsageError


def save_folder(folder: Path, files: Mapping[str, bytes], older: Collection[str] = ()) -> None:
    """Write a folder of these files (by path) in the place of an older one, as `replace_folder` does.

    older: other files that may go. Raises UsageError where the folder holds other files, and OSError.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}：是文件。请写一个空的或新的文件夹", "folder")
    there = (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if not file.is_dir())
    if other := next((name for name in there if name not in files and name not in older), None):
        raise UsageError(f"{folder}：里面已有别的文件，如 {other}。请写一个空的或新的文件夹", "folder")
    replace_folder(folder, files)


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with these files into the place of another: all of them, or none. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".xlgen-", ignore_cleanup_errors=True) as work:
        made, older = Path(work, "new"), Path(work, "old")
        for name, content in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
        if folder.exists():
            folder.rename(older)
        try:
            made.rename(folder)
        except OSError:
            if older.exists():
                older.rename(folder)
            raise
