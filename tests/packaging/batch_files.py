"""`make batch-files`: the bundle's batch files in wine. A stand-in for Python writes down how it is called.

There is no Python for Windows that can be had from a package registry; what pip does there stays untried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from bundle.make_bundle import file_name
from bundle.packages import CHECKOUT
from bundle.platforms import PLATFORMS

STAND_IN = r"""
#include <windows.h>
#include <wchar.h>
#include <stdio.h>
int wmain(void) {
    wchar_t folder[1024], path[1100];
    GetModuleFileNameW(NULL, folder, 1024);
    *wcsrchr(folder, L'\\') = 0;
    swprintf(path, 1100, L"%ls\\calls.txt", folder);
    char line[8192];
    int length = WideCharToMultiByte(CP_UTF8, 0, GetCommandLineW(), -1, line, 8190, NULL, NULL) - 1;
    line[length++] = '\n';
    HANDLE file = CreateFileW(path, FILE_APPEND_DATA, 0, NULL, OPEN_ALWAYS, 0, NULL);
    DWORD written;
    WriteFile(file, line, length, &written, NULL);
    CloseHandle(file);
    swprintf(path, 1100, L"%ls\\unsuitable.txt", folder);
    return wcsstr(GetCommandLineW(), L"--suits") && GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}
"""
SUITS, INSTALL = '"install\\install.py" --suits', '"install\\install.py"'


class Windows:
    """A folder with the unpacked bundle, in which batch files are run."""

    def __init__(self, folder: Path) -> None:
        with ZipFile(CHECKOUT / "dist" / file_name(PLATFORMS["win_amd64"])) as archive:
            archive.extractall(folder)
        self.folder = folder / "xlgen"
        for name, plain in (
            ("安装.bat", "setup.bat"),
            ("开始.bat", "begin.bat"),
        ):  # wine has no Chinese file names here
            (self.folder / name).rename(self.folder / plain)
        self.stand_in = folder / "python.exe"
        source = folder / "stand_in.c"
        source.write_text(STAND_IN, encoding="ascii")
        compiler = ["x86_64-w64-mingw32-gcc", "-municode", "-O", "-o", str(self.stand_in), str(source)]
        subprocess.run(compiler, check=True)
        more = {"WINEPREFIX": str(folder / "wine"), "WINEDEBUG": "-all", "WINEARCH": "win64", "LC_ALL": "zh_CN.UTF-8"}
        self.environment = {**os.environ, **more}

    def python(self, place: str, suits: bool = True) -> Path:
        """Put a stand-in somewhere below the bundle, and give the file in which its calls will be."""
        file = self.folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.stand_in, file)
        if not suits:
            file.with_name("unsuitable.txt").touch()
        return file.with_name("calls.txt")

    def run(self, *words: str, path: str = "") -> str:
        """What a batch file prints, with Enter pressed where it waits."""
        command = ["wine", "cmd", "/c", *words]
        environment = {**self.environment, "WINEPATH": path and f"Z:{self.folder / path}".replace("/", "\\")}
        done = subprocess.run(
            command, cwd=self.folder, env=environment, input=b"\r\n", check=False, capture_output=True
        )
        return done.stdout.decode("gbk")

    def remove(self, name: str) -> None:
        """Take a folder away again."""
        shutil.rmtree(self.folder / name)


def tried(windows: Windows) -> None:
    """Every way through the batch files."""
    assert "没有找到 64 位的 Python 3.11、3.12 或 3.13。任选一种办法" in windows.run("setup.bat")
    assert "还没有安装。请先双击“安装.bat”" in windows.run("begin.bat")

    calls = windows.python("python-embed/python.exe")
    assert "没有找到" not in windows.run("setup.bat")
    expected = [f'"python-embed\\python.exe" {SUITS}', f'"python-embed\\python.exe" {INSTALL}']
    assert lines(calls) == expected
    (windows.folder / "python-embed" / "Lib" / "site-packages" / "xlgen").mkdir(parents=True)
    windows.run("begin.bat")
    assert lines(calls)[2:] == [f'"{place(windows, "python-embed/python.exe")}" -m xlgen desk']
    windows.remove("python-embed")

    windows.python("python-embed/python.exe", suits=False)
    assert "python-embed 文件夹里的 Python 不能用：" in windows.run("setup.bat")
    windows.remove("python-embed")

    calls = windows.python("launcher/py.exe")
    windows.run("setup.bat", path="launcher")
    assert lines(calls) == [f"py -3.13 {SUITS}", f"py -3.13 {INSTALL}"]
    windows.remove("launcher")

    calls = windows.python("on path/python.exe")
    windows.run("setup.bat", path="on path")
    assert lines(calls) == [f"python {SUITS}", f"python {INSTALL}"]

    calls = windows.python("program/Scripts/python.exe")
    windows.run("xlgen.bat", "new", "a b", "--units", "x y.xlsx")
    assert lines(calls) == [f'"{place(windows, "program/Scripts/python.exe")}" -m xlgen new "a b" --units "x y.xlsx"']


def place(windows: Windows, name: str) -> str:
    """A file as Windows names it."""
    return f"Z:{windows.folder / name}".replace("/", "\\")


def lines(calls: Path) -> list[str]:
    """How a stand-in was called."""
    return [line.strip() for line in calls.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Try them all; a missing tool is said."""
    missing = [tool for tool in ("wine", "x86_64-w64-mingw32-gcc") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"missing: {', '.join(missing)}. apt-get install wine gcc-mingw-w64-x86-64")
    with tempfile.TemporaryDirectory() as folder:
        windows = Windows(Path(folder))
        subprocess.run(["wineboot", "--init"], check=True, env=windows.environment, capture_output=True)
        tried(windows)
        subprocess.run(["wineserver", "--kill"], check=False, env=windows.environment, capture_output=True)
    print("the batch files of the bundle run as they should")


if __name__ == "__main__":
    main()
