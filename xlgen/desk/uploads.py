"""Files that somebody drops on a page: stored whole or not at all, and never over another one."""

from __future__ import annotations

import filecmp
import os
import shutil
from itertools import count
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import IO

from starlette.datastructures import FormData, UploadFile

from xlgen.files.atomic import safe_file_name

MAX_FOLDERS = 8
"""Folders of a dropped file that are kept; the files below belong together with their forms."""
COMING = "~$接收中.tmp"
"""What a file is called while it comes: a check that runs meanwhile passes over such names."""
_naming = Lock()
"""Two tabs may bring files of the same name at once."""


def files_in(form: FormData, name: str) -> list[UploadFile]:
    """The files of a field; a field that was left empty has none."""
    return [value for value in form.getlist(name) if isinstance(value, UploadFile) and value.filename]


def safe_place(name: str) -> PurePosixPath:
    """Where a file goes below a folder, by the name that a browser gives it, with the folders that it was in.

    A name is anybody's: what leads elsewhere, or is no name on Windows, is changed.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ")]
    *folders, file = parts or ["_"]
    stem, dot, ending = file.rpartition(".")
    named = f"{safe_file_name(stem)}.{safe_file_name(ending)}" if dot and stem else safe_file_name(file)
    return PurePosixPath(*(safe_file_name(each) for each in folders[-MAX_FOLDERS:]), named)


def store(content: IO[bytes], folder: Path, name: str, modified: float | None = None) -> Path:
    """Store a file below a folder; the path. Raises OSError.

    One that is there already with the same bytes is kept as it is; beside another of its name it gets a number.
    modified: the time that the file had, in seconds.
    """
    place = folder / safe_place(name)
    with _naming:
        coming = place.with_name(COMING)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            coming.unlink(missing_ok=True)  # of a desk that was killed
            with coming.open("xb") as file:
                shutil.copyfileobj(content, file)
            return _moved(coming, place, modified)
        except OSError as error:
            error.filename = str(place)  # and not what it is called meanwhile
            raise
        finally:
            coming.unlink(missing_ok=True)


def _moved(coming: Path, place: Path, modified: float | None) -> Path:
    names = (place if number == 1 else place.with_stem(f"{place.stem} ({number})") for number in count(1))
    for target in names:
        if not target.exists() and not target.is_symlink():
            if modified is not None:
                os.utime(coming, (modified, modified))
            return coming.replace(target)
        if target.is_file() and filecmp.cmp(coming, target, shallow=False):
            return target
    raise AssertionError("there is always another number")
