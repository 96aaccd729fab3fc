"""`make batch-files`: what installs the add-in of WPS without Python, in wine (its cscript, JScript, MSXML)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from xlgen.hosts.wps.addin import addin_files
from xlgen.hosts.wps.installing import FOLDER, installed_files
from xlgen.hosts.wps.package import SCRIPT, write_package
from xlgen.hosts.wps.registration import own_folders

OTHERS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- 单位信息中心统一维护 -->
<jsplugins source="内网">
  <jspluginonline name="公文助手" type="wps" url="http://10.0.0.1/公文/" debug="" new="1"/>
  <jsplugin name="xlgen" type="et" url="xlgen_0.0.1" version="0.0.1"/>
</jsplugins>
"""


class Windows:
    """A user's folder for add-ins in wine, and the package. wine has no Chinese file names here, its cscript no //e."""

    def __init__(self, folder: Path) -> None:
        more = {"WINEPREFIX": str(folder / "wine"), "WINEDEBUG": "-all", "WINEARCH": "win64", "LC_ALL": "zh_CN.UTF-8"}
        self.environment = {**os.environ, **more}
        subprocess.run(["wineboot", "--init"], check=True, env=self.environment, capture_output=True)
        self.package = folder / "package"
        write_package(self.package)
        for name, plain in ((SCRIPT, "setup.js"), ("安装.bat", "setup.bat"), ("卸载.bat", "remove.bat")):
            content = (self.package / name).read_bytes().replace(SCRIPT.encode("gbk"), b"setup.js")
            (self.package / plain).write_bytes(content.replace(b" //e:jscript", b""))
        (roaming,) = (folder / "wine" / "drive_c" / "users").glob("*/AppData/Roaming")
        self.addins = roaming / "kingsoft" / "wps" / "jsaddons"

    def run(self, batch_file: str) -> str:
        """What a batch file prints, with Enter pressed where it waits."""
        command = ["wine", "cmd", "/c", batch_file]
        done = subprocess.run(
            command, cwd=self.package, env=self.environment, input=b"\r\n", check=False, capture_output=True
        )
        return done.stdout.decode("gbk")


def tried(windows: Windows) -> None:
    """Installing where nothing is and again, among others, and where publish.xml is broken; removing."""
    publish = windows.addins / "publish.xml"
    assert "不需要卸载" in windows.run("remove.bat")
    for _ in range(2):
        assert "已安装" in windows.run("setup.bat")
        assert installed_files(windows.addins / FOLDER) == addin_files()
        assert own_folders(publish.read_bytes()) == [FOLDER]
    assert "已卸载" in windows.run("remove.bat")
    assert not (windows.addins / FOLDER).exists()
    assert own_folders(publish.read_bytes()) == []

    publish.write_text(OTHERS, encoding="utf-8")
    for older in ("xlgen_0.0.1", "other_1.0"):
        (windows.addins / older).mkdir()
    assert "已安装" in windows.run("setup.bat")
    merged = publish.read_text(encoding="utf-8")
    assert own_folders(merged.encode()) == [FOLDER]
    for kept in ("单位信息中心统一维护", 'source="内网"', 'name="公文助手"', 'url="http://10.0.0.1/公文/"', 'new="1"'):
        assert kept in merged, kept
    assert sorted(each.name for each in windows.addins.iterdir() if each.is_dir()) == ["other_1.0", FOLDER]

    publish.write_text("<jsplugins>", encoding="utf-8")
    shutil.rmtree(windows.addins / FOLDER)
    told = windows.run("setup.bat")
    assert "读不懂" in told
    assert "什么也没有改" in told
    assert publish.read_text(encoding="utf-8") == "<jsplugins>"
    assert not (windows.addins / FOLDER).exists()


def main() -> None:
    """Try them; a missing tool is said."""
    if shutil.which("wine") is None:
        sys.exit("missing: wine. apt-get install wine")
    with tempfile.TemporaryDirectory() as folder:
        windows = Windows(Path(folder))
        tried(windows)
        subprocess.run(["wineserver", "--kill"], check=False, env=windows.environment, capture_output=True)
    print("the batch files of the add-in for WPS run as they should")


if __name__ == "__main__":
    main()
