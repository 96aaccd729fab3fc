"""What the doctor sees, on computers that lack one thing each."""

from __future__ import annotations

import json
import plistlib
from collections.abc import Callable
from pathlib import Path

import pytest

from xlgen.hosts.check import Check
from xlgen.hosts.wps.addin import addin_files
from xlgen.hosts.wps.doctor import checks
from xlgen.hosts.wps.installing import FOLDER, install
from xlgen.hosts.wps.machine import Machine, machine_of, this_machine

TRUSTED = {"et": {"namelist": "xlgen", "8f3a": {"name": "xlgen", "mode": 1, "enable": True, "isload": True}}}


def windows(top: Path, version: str = "12.1.0.21541") -> Machine:
    office = top / "Local" / "Kingsoft" / "WPS Office" / version / "office6"
    (office / "cfgs").mkdir(parents=True)
    (office / "cfgs" / "oem.ini").write_bytes("[Support]\r\nJsApiPlugin = true\r\n; 说明\r\n".encode("gbk"))
    environment = {"APPDATA": str(top / "张三" / "Roaming"), "LOCALAPPDATA": str(top / "Local")}
    return machine_of("win32", environment | {"ProgramFiles": str(top / "none")}, top)


def linux(top: Path, settings: str = "[Support]\nJsApiPlugin=true\n") -> Machine:
    office = top / "opt" / "kingsoft" / "wps-office" / "office6"
    (office / "cfgs").mkdir(parents=True)
    (office / "cfgs" / "oem.ini").write_text(settings, encoding="utf-8")
    (office / "cfgs" / "setup.cfg").write_text("installVersion=12.1.2.22571\n", encoding="utf-8")
    return machine_of("linux", {"HOME": str(top / "home" / "张三")}, top)


def mac(top: Path) -> Machine:
    contents = top / "Applications" / "wpsoffice.app" / "Contents"
    contents.mkdir(parents=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleShortVersionString": "12.1.28496"}))
    return machine_of("darwin", {"HOME": str(top / "Users" / "张三")}, top)


def installed(machine: Machine, trusted: object = TRUSTED) -> Machine:
    assert machine.addins is not None
    install(addin_files(), machine.addins)
    if trusted is not None:
        (machine.addins / "authaddin.json").write_text(json.dumps(trusted), encoding="utf-8")
    return machine


def examined(machine: Machine) -> list[Check]:
    return list(checks(machine, addin_files()))


@pytest.mark.parametrize(
    ("made", "version", "place"),
    [
        (windows, "12.1.0.21541", "张三/Roaming/kingsoft/wps/jsaddons"),
        (linux, "12.1.2.22571", "张三/.local/share/Kingsoft/wps/jsaddons"),
        (mac, "12.1.28496", "张三/Library/Containers/com.kingsoft.wpsoffice.mac/Data/.kingsoft/wps/jsaddons"),
    ],
)
def test_computer_with_everything__is_fine(
    made: Callable[[Path], Machine], version: str, place: str, tmp_path: Path
) -> None:
    machine = installed(made(tmp_path))
    found = examined(machine)
    assert [check.subject for check in found if not check.passed] == []
    assert [wps.version for wps in machine.found] == [version]
    assert machine.addins is not None
    assert machine.addins.as_posix().endswith(place)
    assert found[1].state.startswith(str(machine.addins / FOLDER))


def _without_wps(top: Path) -> Machine:
    return installed(machine_of("win32", {"APPDATA": str(top)}, top))


def _old(top: Path) -> Machine:
    return installed(windows(top, "11.1.0.12313"))


def _not_installed(top: Path) -> Machine:
    return windows(top)


def _changed(top: Path) -> Machine:
    machine = installed(windows(top))
    assert machine.addins is not None
    (machine.addins / FOLDER / "main.js").write_bytes(b"older")
    return machine


def _not_entered(content: str) -> Callable[[Path], Machine]:
    def made(top: Path) -> Machine:
        machine = installed(windows(top))
        assert machine.addins is not None
        (machine.addins / "publish.xml").write_text(content, encoding="utf-8")
        return machine

    return made


def _trust(**state: object) -> Callable[[Path], Machine]:
    def made(top: Path) -> Machine:
        return installed(windows(top), {"et": {"8f3a": {**TRUSTED["et"]["8f3a"], **state}}})  # type: ignore[dict-item]

    return made


def _linux_off(top: Path) -> Machine:
    return installed(linux(top, "[Support]\nJsApiPlugin=false\n"))


@pytest.mark.parametrize(
    ("made", "subjects", "remedy"),
    [
        (_without_wps, ["WPS"], "请安装 WPS"),
        (_old, ["WPS"], "函数要 12.1.0.20540 或更高版本"),
        (_not_installed, ["加载项", "登记"], "请运行 xlgen addin wps install"),
        (_changed, ["加载项"], "请运行 xlgen addin wps install"),
        (_not_entered("<jsplugins/>"), ["登记"], "请运行 xlgen addin wps install"),
        (_not_entered('<jsplugins><jsplugin name="xlgen" url="xlgen_0.0.1"/></jsplugins>'), ["登记"], "请运行"),
        (_not_entered("<jsplugins>"), ["登记"], "请把这个文件改名"),
        (_trust(enable=False), ["WPS 的信任"], "启用 xlgen"),
        (_trust(isload=False), ["WPS 的信任"], "请先运行 xlgen addin wps uninstall"),
        (_linux_off, ["WPS 的设置"], "写上 JsApiPlugin=true"),
    ],
)
def test_what_is_missing__has_a_remedy(
    made: Callable[[Path], Machine], subjects: list[str], remedy: str, tmp_path: Path
) -> None:
    wrong = [check for check in examined(made(tmp_path)) if not check.passed]
    assert [check.subject for check in wrong] == subjects
    assert remedy in wrong[0].remedy


@pytest.mark.parametrize("trusted", [None, {}, {"et": []}, {"et": {"namelist": "", "x": {"name": "other"}}}])
def test_trust__before_wps_was_started_says_what_to_click(trusted: object, tmp_path: Path) -> None:
    found = examined(installed(windows(tmp_path), trusted))
    (trust,) = (check for check in found if check.subject == "WPS 的信任")
    assert trust.passed
    assert "点“允许”" in trust.remedy


def test_server_of_the_organisation__is_named(tmp_path: Path) -> None:
    server = "[Support]\nJsApiPlugin=true\n[Server]\nJSPluginsServer=http://10.0.0.1/jsplugins.xml\n"
    found = examined(installed(linux(tmp_path, server)))
    assert (found[-1].subject, found[-1].passed) == ("统一分发", True)
    assert "http://10.0.0.1/jsplugins.xml" in found[-1].state


@pytest.mark.parametrize("system", ["win32", "linux", "darwin"])
def test_user_without_a_folder__is_told(system: str, tmp_path: Path) -> None:
    found = examined(machine_of(system, {}, tmp_path))
    assert (found[-1].subject, found[-1].passed) == ("加载项文件夹", False)


def test_this_machine__is_seen() -> None:
    assert this_machine().addins is not None
