"""What the add-in's installation must know of a computer: Windows, Excel, the Python that runs."""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from xlgen.workbook.formulas import ADDIN_FILE

FILE_NAME = ADDIN_FILE
BITS = {0x8664: 64, 0xAA64: 64, 0x014C: 32}
"""The machine that a Windows program is made for, as its header says: x64, ARM64, x86."""
EXCEL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
TRUSTED = r"Microsoft\Office\16.0\Excel\Security\Trusted Locations"
HEADER = 4096
"""Bytes of a program that hold its header."""


@dataclass(frozen=True)
class Machine:
    """A computer. Folders and programs that it has not are None."""

    windows: bool
    interpreter: Path
    python: str
    roaming: Path | None
    excel: Path | None
    untrusted: bool
    """Trusted locations are switched off, so that macros in Excel's start folder do not run."""
    code_page: str

    @property
    def start_folder(self) -> Path | None:
        """Where Excel opens everything at its start."""
        return self.roaming and self.roaming / "Microsoft" / "Excel" / "XLSTART"

    @property
    def addin(self) -> Path | None:
        """Where the add-in stands once it is installed."""
        return self.start_folder and self.start_folder / FILE_NAME

    @property
    def record_folder(self) -> Path | None:
        """Where the installation remembers what it did: Excel would open what lies beside the add-in."""
        return self.roaming and self.roaming / "xlgen"

    @property
    def excel_bits(self) -> int | None:
        """Whether Excel is the one of 32 or of 64 bits, where its file can be read."""
        if self.excel is None or not self.excel.is_file():
            return None
        with self.excel.open("rb") as program:
            return program_bits(program.read(HEADER))


def program_bits(header: bytes) -> int | None:
    """32 or 64, from the beginning of a Windows program; None if it is no program."""
    try:
        (place,) = struct.unpack_from("<I", header, 0x3C)
        signature, machine = struct.unpack_from("<4sH", header, place)
    except struct.error:
        return None
    return BITS.get(machine) if signature == b"PE\0\0" else None


def this_machine() -> Machine:
    """The computer that this runs on."""
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


_TRUST_ROOTS = (rf"Software\Policies\{TRUSTED}", rf"Software\{TRUSTED}")


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
        found = (_read(hive, EXCEL, "") for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE))
        return next((Path(each.strip('"')) for each in found if isinstance(each, str)), None)

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
