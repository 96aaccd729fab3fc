"""The file of each unit's workbook: named by a layout, valid on Windows, no two the same."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name
from xlgen.issuing.notices import Notice, NoticeKind
from xlgen.roster.details import DETAILS
from xlgen.roster.prefill import CODE, NAME, PrefilledUnit
from xlgen.scheme.model import Scheme

FIELDS = (CODE, NAME, *DETAILS)
"""Those of every layout; where forms have a subject, the ids of the inputs that name it are fields too."""
ENDING = ".xlsx"
MAX_PATH_LENGTH = 200
"""Characters below the folder: with it, Windows takes 259."""
MAX_FOLDERS = 8
SEPARATORS = "_- 　"
"""Removed at the ends of a name, where they are left over if a unit lacks something."""


def default_layout(scheme: Scheme) -> str:
    """The path of each file where nobody says another: the unit, and what its form is about."""
    return f"{{{'}_{'.join([CODE, NAME, *subject_fields(scheme)])}}}{ENDING}"


def subject_fields(scheme: Scheme) -> list[str]:
    """The fields of a layout that name what a form is about."""
    return scheme.subject.names if scheme.subject else []


def check_layout(layout: str, scheme: Scheme) -> None:
    """Raise UsageError for a layout that names unknown columns, leaves the folder, or does not name a workbook."""
    if why := _layout_problem(layout, subject_fields(scheme)):
        raise UsageError(f"{layout}：{why}", parameter="layout")


def _layout_problem(layout: str, about: Sequence[str]) -> str:
    """Why a layout cannot be used; empty if it can."""
    known = "、".join(f"{{{field}}}" for field in (*FIELDS, *about))
    try:
        fields = [(field, spec or conversion) for _, field, spec, conversion in string.Formatter().parse(layout)]
    except ValueError:
        return f"花括号不成对。可用的有：{known}"
    unknown = [field for field, _ in fields if field is not None and field not in (*FIELDS, *about)]
    path = _path_of(layout)
    if unknown:
        return f"没有“{{{unknown[0]}}}”。可用的有：{known}"
    if any(extra for _, extra in fields):
        return f"花括号里只写名称，如 {{{NAME}}}"
    if not {CODE, NAME} & {field for field, _ in fields}:
        return f"至少要有 {{{NAME}}} 或 {{{CODE}}}，否则各单位的文件同名"
    if about and not {*about} & {field for field, _ in fields}:
        return f"至少要有 {' 或 '.join(f'{{{field}}}' for field in about)}，否则一个单位的几份文件同名"
    if path.is_absolute() or ".." in path.parts or ":" in layout or path.suffix != ENDING:
        return f"应当是下发文件夹之内的路径，以 {ENDING} 结尾，如 {{{CODE}}}_{{{NAME}}}{ENDING}"
    if len(path.parts) > MAX_FOLDERS + 1:
        return f"文件夹最多 {MAX_FOLDERS} 层"
    return ""


def check_columns(units: Sequence[PrefilledUnit], layout: str) -> None:
    """Raise UsageError for a layout that names files after columns in which no unit has anything."""
    fields = [field for field in DETAILS if f"{{{field}}}" in layout]
    if absent := [field for field in fields if units and not any(unit.details.get(field) for unit in units)]:
        heads = "、".join(f"{{{field}}}（“{DETAILS[field][0]}”一列）" for field in absent)
        why = f"名单里 {len(units)} 个单位都没有 {heads}。请在名单里补上，或从样式中删去"
        raise UsageError(f"{layout}：{why}", parameter="layout")


def paths_for(units: Sequence[PrefilledUnit], layout: str) -> tuple[list[str], list[Notice]]:
    """The path of each unit's file below the folder, and notices of what was changed so that no two are the same."""
    numbers: dict[str, int] = {}
    paths: list[str] = []
    notices: list[Notice] = []
    folders = [field for field in DETAILS if f"{{{field}}}" in "".join(_path_of(layout).parts[:-1])]
    for unit in units:
        wanted = path = _path(layout, unit.details)
        while (key := path.casefold()) in numbers:  # Windows ignores case
            numbers[key] += 1
            path = f"{wanted.removesuffix(ENDING)}_{numbers[key]}{ENDING}"
        numbers[key] = 1
        if path != wanted:
            notices.append(Notice(NoticeKind.RENAMED, unit.unit, path, f"{wanted} 已有单位使用"))
        if missing := [DETAILS[field][0] for field in folders if not unit.details.get(field)]:
            notices.append(Notice(NoticeKind.NO_FOLDER, unit.unit, path, f"名单里没有填“{'”“'.join(missing)}”"))
        paths.append(path)
    return paths, notices


def _path(layout: str, details: Mapping[str, str]) -> str:
    """The layout filled in; what a unit lacks leaves no empty name and no separator at an end."""
    parts = [part.format_map(defaultdict(str, details)) for part in _path_of(layout).parts]
    *folders, file = [part.strip(SEPARATORS) for part in parts]
    share = MAX_PATH_LENGTH // len(parts) - 1
    names = [_short(folder, share) for folder in folders if folder]
    room = MAX_PATH_LENGTH - sum(len(name) + 1 for name in names) - len(ENDING)
    return "/".join([*names, f"{_short(file.removesuffix(ENDING).strip(SEPARATORS), room)}{ENDING}"])


def _short(name: str, room: int) -> str:
    return safe_file_name(safe_file_name(name)[:room])


def _path_of(layout: str) -> PurePosixPath:
    return PurePosixPath(layout.replace("\\", "/"))
