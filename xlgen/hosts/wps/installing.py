"""Install the add-in where WPS looks for add-ins, and uninstall it; other add-ins stay as they are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from xlgen import __version__
from xlgen.errors import XlgenError
from xlgen.files.atomic import save
from xlgen.files.folder import replace_folder
from xlgen.hosts.wps.registration import NAME, UnreadableRegistrationError, own_folders, registered, unregistered

PUBLISH = "publish.xml"
FOLDER = f"{NAME}_{__version__}"
"""Where WPS looks for an offline add-in of this name and version."""
_OWN_FOLDER = re.compile(rf"{NAME}_[0-9][0-9A-Za-z.+-]*")


class NotInstalledError(XlgenError):
    """Nothing was changed; the message says why, in Chinese."""


def install(files: Mapping[str, bytes], addins: Path) -> None:
    """Write the add-in's folder and enter it in publish.xml; older versions go.

    Raises NotInstalledError before anything is changed where publish.xml cannot be read, and OSError, in particular
    PermissionError while WPS has files open; then the add-in that was there before still is.
    """
    publish = addins / PUBLISH
    content = _content(publish)
    try:
        entered = registered(content, FOLDER, __version__)
    except UnreadableRegistrationError as error:
        raise _not_readable(publish, error) from error
    if installed_files(addins / FOLDER) != files:
        replace_folder(addins / FOLDER, files)
    if entered != content:
        save(publish, entered)
    for folder in own(addins):
        if folder.name != FOLDER:
            shutil.rmtree(folder)


def uninstall(addins: Path) -> bool:
    """Remove our entry and folders; whether there was anything. Raises like `install`."""
    publish = addins / PUBLISH
    content = _content(publish)
    try:
        entered = bool(own_folders(content))
        if content is not None and entered:
            save(publish, unregistered(content))
    except UnreadableRegistrationError as error:
        raise _not_readable(publish, error) from error
    folders = list(own(addins))
    for folder in folders:
        shutil.rmtree(folder)
    return entered or bool(folders)


def installed_files(folder: Path) -> dict[str, bytes]:
    """What is in a folder, by the names below it; nothing where there is none."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def own(addins: Path) -> Iterator[Path]:
    """Our folders, of every version."""
    for folder in sorted(addins.glob(f"{NAME}_*")):
        if _OWN_FOLDER.fullmatch(folder.name) and folder.is_dir():
            yield folder


def _content(publish: Path) -> bytes | None:
    try:
        return publish.read_bytes()
    except FileNotFoundError:
        return None


def _not_readable(publish: Path, error: Exception) -> NotInstalledError:
    return NotInstalledError(
        f"{publish}：{error}，什么也没有改。这个文件登记着本机全部 WPS 加载项。请把它改名（如 publish-坏.xml）后再试；"
        "其他加载项不见了的，照各自的说明重新安装"
    )
