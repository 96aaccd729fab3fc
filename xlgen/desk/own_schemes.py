"""Schemes of one's own in the working folder: known to the desk and to the processes that it starts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from xlgen.campaign.clock import current_time
from xlgen.campaign.tiers.handing_out import SCHEMES
from xlgen.errors import UsageError
from xlgen.files.atomic import safe_file_name, save
from xlgen.files.resources import scheme_files
from xlgen.scheme.known_files import SCHEME_FILE, VARIABLE, by_id, known_files


def know_schemes(workspace: Path) -> None:
    """Make the schemes of a working folder known, where there are some."""
    folder = workspace / SCHEMES
    known = list(filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)))
    if folder.is_dir() and str(folder) not in known:
        os.environ[VARIABLE] = os.pathsep.join([*known, str(folder)])


def keep_scheme(workspace: Path, name: str, content: bytes, replace: bool = False) -> Path:
    """Keep the file of a scheme of this id; the path. Raises OSError.

    replace: what is kept under the id already, which stays beside it under this time. Raises UsageError where another
    scheme of the id is known: nobody could tell of which of them a form is.
    """
    target = workspace / SCHEMES / safe_file_name(name) / SCHEME_FILE
    others = [file for file in known_files().get(name, ()) if file.resolve() != target.resolve()]
    if others:
        raise UsageError(f"本机已有编号为“{name}”的表样：{others[0]}。请改文件里的 id，或移走那一份")
    if target.is_file() and target.read_bytes() != content:
        if not replace:
            raise UsageError(f"已有编号为“{name}”的表样，内容不同：{target}。要换成这一份的，请勾选“替换”，再试一次")
        target.rename(target.with_name(f"{current_time()[:19].replace(':', '-')}_{SCHEME_FILE}"))
    save(target, content)
    know_schemes(workspace)
    return target


def keep_schemes(workspace: Path, schemes: Iterable[Path]) -> None:
    """Keep schemes from a package, but for those that are known already. Raises OSError.

    Raises UsageError where another scheme of the id is known: forms would be checked against the wrong one.
    """
    for scheme in schemes:
        content = scheme.read_bytes()
        for name in by_id([scheme]):
            known = known_files().get(name, ())
            if any(file.read_bytes() == content for file in known):
                continue
            if known:
                why = "与包里的编号相同、内容不同。请核对以哪一份为准，移走这一份，再打开分发包"
                raise UsageError(f"本机已有表样 {known[0]}，{why}")
            keep_scheme(workspace, name, content)


def own_schemes(scheme: str) -> list[Path]:
    """The file of a scheme that is not shipped, to go along in packages; none of a shipped one."""
    return [] if scheme in scheme_files() else list(known_files().get(scheme, ()))[:1]
