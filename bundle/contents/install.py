"""Installs xlgen from this folder without a network, as 安装.bat and 安装.sh call it. Nothing but Python's own library.

`--suits` says by its exit code whether this Python is one that the wheels are for.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
BUNDLE = FOLDER.parent
FACTS: dict[str, Any] = json.loads((FOLDER / "bundle.json").read_text(encoding="utf-8"))
CHECKSUMS = BUNDLE / "校验和.txt"
PROGRAM = BUNDLE / "program"
"""The environment that is made where this Python can make one. Embeddable Python cannot: it is installed into."""


def unsuitable() -> str:
    """Why this Python cannot be used; empty if it can."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if version not in FACTS["pythons"]:
        return f"这是 Python {version}，要用 {'、'.join(FACTS['pythons'])} 中的一个"
    if platform.system() != FACTS["system"] or platform.machine().upper() not in FACTS["machines"]:
        return f"这台电脑是 {platform.system()} {platform.machine()}，本安装包用于 {FACTS['title']}"
    if sys.maxsize < 2**32:
        return "这是 32 位的 Python，要用 64 位的"
    name, glibc = platform.libc_ver()
    if name == "glibc" and [int(part) for part in glibc.split(".")] < FACTS["glibc"]:
        return f"系统的 C 库（glibc）是 {glibc}，要 {'.'.join(map(str, FACTS['glibc']))} 或更高"
    return ""


def damaged() -> list[str]:
    """The files that are not as the list of checksums says: missing or changed."""
    lines = [line.split("  ", 1) for line in CHECKSUMS.read_text(encoding="utf-8").splitlines()]
    return [name for digest, name in lines if not _is_intact(BUNDLE / name, digest)]


def _is_intact(file: Path, digest: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest


def environment() -> Path:
    """The Python to install into, made where there is none."""
    embedded = list(Path(sys.executable).parent.glob("python*._pth"))
    for file in embedded:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("#import site", "import site"), encoding="utf-8")  # it finds what is installed
    if embedded:
        return Path(sys.executable)
    venv.create(PROGRAM, clear=True, with_pip=False)
    return PROGRAM / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(python: Path) -> int:
    """Install by pip, which is run from its wheel; its exit code."""
    how = ["--isolated", "--no-index", "--require-hashes", "--only-binary=:all:", "--no-cache-dir"]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-warn-script-location", "--root-user-action=ignore"]
    what = ["--find-links", str(FOLDER / "wheels"), "--requirement", str(FOLDER / "requirements.txt")]
    pip = FOLDER / "wheels" / FACTS["pip"] / "pip"
    return subprocess.run([str(python), str(pip), "install", *how, *quiet, *what], check=False).returncode


def main() -> int:
    """Check this Python and the files, install, and say what comes next."""
    if why := unsuitable():
        print(f"不能用 {sys.executable} 安装：{why}。")
        return 1
    if "--suits" in sys.argv:
        return 0
    print(f"正在安装 xlgen {FACTS['version']}，用 {sys.executable} ……", flush=True)
    if wrong := damaged():
        print("安装包里的文件缺失或与校验和不符，没有安装。请重新拷贝、重新解压：", *wrong, sep="\n  ")
        return 1
    try:
        code = install(environment())
    except OSError as error:
        print(f"写不进 {BUNDLE}：{error}。请把本文件夹放到可以写的地方，再安装一次。")
        return 1
    if code:
        print("没有装成，原因见上。请把上面的文字发给本单位的信息中心。")
        return 1
    print(f"安装好了。要用的时候，双击{FACTS['start']}。")
    return 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console that lacks a character shows ?
    raise SystemExit(main())
