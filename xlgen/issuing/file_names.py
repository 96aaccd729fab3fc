"""Which file each unit's workbook is: by a layout, safe on Windows, no two the same."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from xlgen.arguments import UsageError
from xlgen.issuing.units import CODE, DETAILS, NAME, Due
from xlgen.saving import file_name

USUAL = "{code}_{name}.xlsx"
FIELDS = (CODE, NAME, *DETAILS)
ENDING = ".xlsx"
LONGEST_PATH = 200
"""Characters below the folder: with it, Windows takes 259."""


def check_layout(layout: str) -> None:
    """Raise UsageError for a layout that names unknown columns, leaves the folder, or is no workbook's name."""
    known = "、".join(f"{{{field}}}" for field in FIELDS)
    try:
        fields = [(field, spec or conversion) for _, field, spec, conversion in string.Formatter().parse(layout)]
    except ValueError:
        raise UsageError(f"--layout {layout}：花括号不成对。可用的有：{known}") from None
    unknown = [field for field, extra in fields if field is not None and (field not in FIELDS or extra)]
    if unknown:
        raise UsageError(f"--layout {layout}：没有“{{{unknown[0]}}}”。可用的有：{known}")
    if not {CODE, NAME} & {field for field, _ in fields}:
        raise UsageError(f"--layout {layout}：至少要有 {{{NAME}}} 或 {{{CODE}}}，否则各单位的文件同名")
    path = PurePosixPath(layout.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in layout or path.suffix != ENDING:
        raise UsageError(f"--layout {layout}：应当是下发文件夹之内的路径，以 {ENDING} 结尾，如 {USUAL}")


def paths_for(due: Sequence[Due], layout: str) -> tuple[list[str], list[str]]:
    """The path of each unit's file below the folder, and what had to be changed so that no two are the same."""
    taken: dict[str, int] = {}
    paths, changed = [], []
    for each in due:
        wanted = path = _path(layout, each.details)
        while (key := path.casefold()) in taken:  # Windows does not tell capitals from small letters
            taken[key] += 1
            path = f"{wanted.removesuffix(ENDING)}_{taken[key]}{ENDING}"
        taken[key] = 1
        if path != wanted:
            changed.append(f"{each.unit}：{wanted} 已有单位使用，改为 {path}")
        paths.append(path)
    return paths, changed


def _path(layout: str, details: Mapping[str, str]) -> str:
    """The layout filled in; what a unit lacks leaves no empty name and no loose separator."""
    parts = [part.format(**{field: details[field] for field in FIELDS}) for part in _parts(layout)]
    *folders, file = [part.strip("_- 　") for part in parts]
    names = [file_name(folder) for folder in folders if folder]
    stem = file_name(file.removesuffix(ENDING).strip("_- 　"))
    room = max(LONGEST_PATH - sum(len(name) + 1 for name in names) - len(ENDING), 20)
    return "/".join([*names, f"{stem[:room].rstrip(' .')}{ENDING}"])


def _parts(layout: str) -> list[str]:
    return layout.replace("\\", "/").split("/")
