"""What the installation needs to know about a computer: where WPS is, which one, and where it looks for add-ins."""

from __future__ import annotations

import os
import plistlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

WINDOWS, MAC, LINUX = "win32", "darwin", "linux"
PROGRAM_PLACES = ("LOCALAPPDATA", "ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")
"""Variables that name the folders in which Windows has programs."""
LINUX_PROGRAMS = (
    Path("opt/kingsoft/wps-office"),
    Path("opt/apps/cn.wps.wps-office-pro/files/kingsoft/wps-office"),
    Path("opt/apps/cn.wps.wps-office/files/kingsoft/wps-office"),
)
MAC_PROGRAM = Path("Applications/wpsoffice.app/Contents")
"""Like those of Linux, below the root folder."""
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){2,3}")


@dataclass(frozen=True)
class Wps:
    """An installed WPS: the folder office6, which holds its programs and settings, and its version, if it is known."""

    office: Path
    version: str

    @property
    def settings(self) -> Path:
        """The file in which administrators switch add-ins on and off."""
        return self.office / "cfgs" / "oem.ini"


@dataclass(frozen=True)
class Machine:
    """A computer. addins: the folder for add-ins of this user, None where the system does not say where that is."""

    system: str
    addins: Path | None
    found: tuple[Wps, ...]


def this_machine() -> Machine:
    """The computer that this program runs on."""
    return machine_of(sys.platform, os.environ)


def machine_of(system: str, environment: Mapping[str, str], top: Path = Path("/")) -> Machine:
    """A computer with this system (as `sys.platform` names it), user and root folder."""
    if system == WINDOWS:
        roaming = environment.get("APPDATA")
        addins = Path(roaming) / "kingsoft" / "wps" / "jsaddons" if roaming else None
        return Machine(system, addins, tuple(_on_windows(environment)))
    home = environment.get("HOME")
    if system == MAC:
        place = Path("Library/Containers/com.kingsoft.wpsoffice.mac/Data/.kingsoft/wps/jsaddons")
        return Machine(system, Path(home) / place if home else None, tuple(_on_mac(top)))
    place = Path(".local/share/Kingsoft/wps/jsaddons")
    return Machine(system, Path(home) / place if home else None, tuple(_on_linux(top)))


def _on_windows(environment: Mapping[str, str]) -> Iterator[Wps]:
    """Kingsoft's installer puts each version into a folder of its own, the newest of which is started."""
    seen = set()
    for variable in PROGRAM_PLACES:
        place = environment.get(variable)
        found = sorted(Path(place).glob("Kingsoft/WPS Office/*/office6")) if place else []
        for office in found:
            if office not in seen and (version := _VERSION.fullmatch(office.parent.name)):
                seen.add(office)
                yield Wps(office, version[0])


def _on_linux(top: Path) -> Iterator[Wps]:
    for place in LINUX_PROGRAMS:
        office = top / place / "office6"
        if office.is_dir():
            yield Wps(office, _version_in(office / "cfgs" / "setup.cfg"))


def _on_mac(top: Path) -> Iterator[Wps]:
    contents = top / MAC_PROGRAM
    try:
        known = plistlib.loads((contents / "Info.plist").read_bytes())
    except (OSError, plistlib.InvalidFileException, ValueError):
        return
    yield Wps(contents / "Resources" / "office6", str(known.get("CFBundleShortVersionString", "")))


def _version_in(file: Path) -> str:
    found = _VERSION.search(text_of(file) or "")
    return found[0] if found else ""


def text_of(file: Path) -> str | None:
    """The text of a settings file of WPS, whose encoding nobody names; None if it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return None
