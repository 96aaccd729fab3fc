"""Which file each unit's workbook is: by a layout, safe on Windows, no two the same."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name
from xlgen.issuing.notices import Notice, NoticeKind
from xlgen.roster.prefill import CODE, DETAILS, NAME, PrefilledUnit

DEFAULT_LAYOUT = "{code}_{name}.xlsx"
FIELDS = (CODE, NAME, *DETAILS)
ENDING = ".xlsx"
MAX_PATH_LENGTH = 200
"""Characters below the folder: with it, Windows takes 259."""
MAX_FOLDERS = 8
LOOSE = "_- 　"
"""Separators that are left over at the ends where a unit lacks something."""


def check_layout(layout: str) -> None:
    """Raise UsageError for a layout that names unknown columns, leaves the folder, or is no workbook's name."""
    known = "、".join(f"{{{field}}}" for field in FIELDS)
    try:
        fields = [(field, spec or conversion) for _, field, spec, conversion in string.Formatter().parse(layout)]
    except ValueError:
        raise UsageError(f"--layout {layout}：花括号不成对。可用的有：{known}") from None
    unknown = [field for field, _ in fields if field is not None and field not in FIELDS]
    if unknown:
        raise UsageError(f"--layout {layout}：没有“{{{unknown[0]}}}”。可用的有：{known}")
    if any(extra for _, extra in fields):
        raise UsageError(f"--layout {layout}：花括号里只写名称，如 {{{NAME}}}")
    if not {CODE, NAME} & {field for field, _ in fields}:
        raise UsageError(f"--layout {layout}：至少要有 {{{NAME}}} 或 {{{CODE}}}，否则各单位的文件同名")
    path = _path_of(layout)
    if path.is_absolute() or ".." in path.parts or ":" in layout or path.suffix != ENDING:
        raise UsageError(f"--layout {layout}：应当是下发文件夹之内的路径，以 {ENDING} 结尾，如 {DEFAULT_LAYOUT}")
    if len(path.parts) > MAX_FOLDERS + 1:
        raise UsageError(f"--layout {layout}：文件夹最多 {MAX_FOLDERS} 层")


def paths_for(due: Sequence[PrefilledUnit], layout: str) -> tuple[list[str], list[Notice]]:
    """The path of each unit's file below the folder, and what had to be changed so that no two are the same."""
    taken: dict[str, int] = {}
    paths: list[str] = []
    changed: list[Notice] = []
    folders = [field for field in FIELDS if f"{{{field}}}" in "".join(_path_of(layout).parts[:-1])]
    for each in due:
        wanted = path = _path(layout, each.details)
        while (key := path.casefold()) in taken:  # Windows does not tell capitals from small letters
            taken[key] += 1
            path = f"{wanted.removesuffix(ENDING)}_{taken[key]}{ENDING}"
        taken[key] = 1
        if path != wanted:
            changed.append(Notice(NoticeKind.RENAMED, each.unit, path, f"{wanted} 已有单位使用"))
        if lacks := [DETAILS[field][0] for field in folders if field in DETAILS and not each.details[field]]:
            changed.append(Notice(NoticeKind.NO_FOLDER, each.unit, path, f"名单里没有填“{'”“'.join(lacks)}”"))
        paths.append(path)
    return paths, changed


def _path(layout: str, details: Mapping[str, str]) -> str:
    """The layout filled in; what a unit lacks leaves no empty name and no loose separator."""
    parts = [part.format(**{field: details.get(field, "") for field in FIELDS}) for part in _path_of(layout).parts]
    *folders, file = [part.strip(LOOSE) for part in parts]
    share = MAX_PATH_LENGTH // len(parts) - 1
    names = [_short(folder, share) for folder in folders if folder]
    room = MAX_PATH_LENGTH - sum(len(name) + 1 for name in names) - len(ENDING)
    return "/".join([*names, f"{_short(file.removesuffix(ENDING).strip(LOOSE), room)}{ENDING}"])


def _short(name: str, room: int) -> str:
    return safe_file_name(safe_file_name(name)[:room])


def _path_of(layout: str) -> PurePosixPath:
    return PurePosixPath(layout.replace("\\", "/"))
