"""The bureau's own schemes that came in packages: known to the desk and to the processes that it starts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from xlgen.campaign.tiers.handing_out import SCHEMES
from xlgen.errors import UsageError
from xlgen.files.atomic import save
from xlgen.files.resources import scheme_files
from xlgen.scheme.known_files import VARIABLE, by_id, known_files


def know_schemes(workspace: Path) -> None:
    """Make the schemes of a working folder known, where there are some."""
    folder = workspace / SCHEMES
    known = list(filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)))
    if folder.is_dir() and str(folder) not in known:
        os.environ[VARIABLE] = os.pathsep.join([*known, str(folder)])


def keep_schemes(workspace: Path, schemes: Iterable[Path]) -> None:
    """Keep schemes from a package, but for those that are known already. Raises OSError.

    Raises UsageError where another scheme of the id is known: forms would be checked against the wrong one.
    """
    for scheme in schemes:
        content = scheme.read_bytes()
        known = [file for name in by_id([scheme]) for file in known_files().get(name, ())]
        if any(file.read_bytes() == content for file in known):
            continue
        if known:
            why = "与包里的编号相同、内容不同。请核对以哪一份为准，移走这一份，再打开分发包"
            raise UsageError(f"本机已有表样 {known[0]}，{why}")
        save(workspace / SCHEMES / scheme.name, content)
        know_schemes(workspace)


def own_schemes(scheme: str) -> list[Path]:
    """The file of a scheme that is not shipped, to go along in packages; none of a shipped one."""
    return [] if scheme in scheme_files() else list(known_files().get(scheme, ()))[:1]
