"""What the installation needs to know about a computer: Windows, Excel, the running Python."""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from xlgen.hosts.excel.policies import MACHINE, USER, Registry
from xlgen.rules.calls import ADDIN_FILE

BITS_BY_MACHINE = {0x8664: 64, 0xAA64: 64, 0x014C: 32}
"""Bits by the machine type in the header of a Windows program: x64, ARM64, x86."""
EXCEL_KEY = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
STORE_FOLDER = "WindowsApps"
"""Programs from Microsoft Store are below a folder of this name, and so are the names by which they are called."""
HEADER_BYTES = 4096
"""Number of bytes at the start of a program that contain its header."""


@dataclass(frozen=True)
class Machine:
    """A computer. Missing folders and programs are None."""

    windows: bool
    interpreter: Path
    base: Path
    """The installation of Python that the interpreter belongs to, also from within a virtual environment."""
    python: str
    roaming: Path | None
    excel: Path | None
    registry: Registry
    network: bool
    """The user's folder, and with it Excel's start folder, is on another computer."""
    code_page: str

    @property
    def start_folder(self) -> Path | None:
        """The folder from which Excel opens all files when it starts."""
        return self.roaming and self.roaming / "Microsoft" / "Excel" / "XLSTART"

    @property
    def addin(self) -> Path | None:
        """Path of the installed add-in."""
        return self.start_folder and self.start_folder / ADDIN_FILE

    @property
    def record_folder(self) -> Path | None:
        """Folder for the installation record; Excel would open it if it were next to the add-in."""
        return self.roaming and self.roaming / "xlgen"

    @property
    def excel_bits(self) -> int | None:
        """32 or 64, or None if Excel's program file cannot be read."""
        if self.excel is None or self.store_excel or not self.excel.is_file():
            return None
        with self.excel.open("rb") as program:
            return program_bits(program.read(HEADER_BYTES))

    @property
    def store_python(self) -> Path | None:
        """Where Python is, if it came from Microsoft Store: Excel never sees what such a Python writes for it."""
        return next(filter(_from_store, (self.interpreter, self.base)), None)

    @property
    def store_excel(self) -> Path | None:
        """Where Excel is, if it came from Microsoft Store: it cannot reach the Python that it starts."""
        return self.excel if self.excel is not None and _from_store(self.excel) else None


def _from_store(program: Path) -> bool:
    return STORE_FOLDER.lower() in (part.lower() for part in PureWindowsPath(program).parts)


def program_bits(header: bytes) -> int | None:
    """32 or 64, from the beginning of a Windows program; None if it is not one."""
    try:
        (offset,) = struct.unpack_from("<I", header, 0x3C)
        signature, machine = struct.unpack_from("<4sH", header, offset)
    except struct.error:
        return None
    return BITS_BY_MACHINE.get(machine) if signature == b"PE\0\0" else None


def this_machine() -> Machine:
    """The computer that this program runs on."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}，{_own_bits()} 位"
    roaming = os.environ.get("APPDATA")
    return Machine(
        windows=sys.platform == "win32",
        interpreter=Path(sys.executable),
        base=Path(sys.base_prefix),
        python=python,
        roaming=Path(roaming) if roaming else None,
        excel=excel_of(_registry),
        registry=_registry,
        network=_on_network(Path(roaming)) if roaming else False,
        code_page=_code_page(),
    )


def excel_of(registry: Registry) -> Path | None:
    """Excel's program file, as Windows starts it."""
    values = (registry(hive, EXCEL_KEY, "") for hive in (USER, MACHINE))
    return next((Path(value.strip('"')) for value in values if isinstance(value, str)), None)


def _own_bits() -> int:
    return struct.calcsize("P") * 8


if sys.platform == "win32":
    import ctypes
    import winreg

    DRIVE_REMOTE = 4

    def _registry(hive: str, key: str, name: str) -> object:
        try:
            with winreg.OpenKey(getattr(winreg, hive), key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except OSError:
            return None

    def _on_network(folder: Path) -> bool:
        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == DRIVE_REMOTE)

    def _code_page() -> str:
        return f"cp{ctypes.windll.kernel32.GetACP()}"

else:

    def _registry(hive: str, key: str, name: str) -> object:
        return None

    def _on_network(folder: Path) -> bool:
        return False

    def _code_page() -> str:
        return "utf-8"
