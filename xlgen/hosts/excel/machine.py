"""What the installation needs to know about a computer: Windows, Excel, the running Python."""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from xlgen.workbook.formula_style import ADDIN_FILE

BITS_BY_MACHINE = {0x8664: 64, 0xAA64: 64, 0x014C: 32}
"""Bits by the machine type in the header of a Windows program: x64, ARM64, x86."""
EXCEL_KEY = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
TRUSTED_LOCATIONS_KEY = r"Microsoft\Office\16.0\Excel\Security\Trusted Locations"
HEADER_BYTES = 4096
"""Number of bytes at the start of a program that contain its header."""


@dataclass(frozen=True)
class Machine:
    """A computer. Missing folders and programs are None."""

    windows: bool
    interpreter: Path
    python: str
    roaming: Path | None
    excel: Path | None
    untrusted: bool
    """Trusted locations are disabled, so that macros in Excel's start folder do not run."""
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
        if self.excel is None or not self.excel.is_file():
            return None
        with self.excel.open("rb") as program:
            return program_bits(program.read(HEADER_BYTES))


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
        python=python,
        roaming=Path(roaming) if roaming else None,
        excel=_excel(),
        untrusted=any(_setting(root, "AllLocationsDisabled") == 1 for root in _TRUST_ROOTS),
        code_page=_code_page(),
    )


_TRUST_ROOTS = (rf"Software\Policies\{TRUSTED_LOCATIONS_KEY}", rf"Software\{TRUSTED_LOCATIONS_KEY}")


def _own_bits() -> int:
    return struct.calcsize("P") * 8


if sys.platform == "win32":
    import ctypes
    import winreg

    def _read(hive: int, key: str, name: str) -> object:
        try:
            with winreg.OpenKey(hive, key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except OSError:
            return None

    def _excel() -> Path | None:
        values = (_read(hive, EXCEL_KEY, "") for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE))
        return next((Path(value.strip('"')) for value in values if isinstance(value, str)), None)

    def _setting(key: str, name: str) -> object:
        return _read(winreg.HKEY_CURRENT_USER, key, name)

    def _code_page() -> str:
        return f"cp{ctypes.windll.kernel32.GetACP()}"

else:

    def _excel() -> Path | None:
        return None

    def _setting(key: str, name: str) -> object:
        return None

    def _code_page() -> str:
        return "utf-8"
