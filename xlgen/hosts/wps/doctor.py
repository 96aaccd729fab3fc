"""Checks whether the add-in can work in the WPS of a computer, with remedies for accountants and administrators."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from xlgen.hosts.check import Check
from xlgen.hosts.javascript import shipped
from xlgen.hosts.wps.addin import FUNCTIONS_JS
from xlgen.hosts.wps.installing import FOLDER, PUBLISH, installed_files
from xlgen.hosts.wps.machine import LINUX, WINDOWS, Machine, Wps, text_of
from xlgen.hosts.wps.registration import NAME, UnreadableRegistrationError, own_folders

LEAST_VERSION = "12.1.0.20540"
"""The first WPS with custom functions, says Kingsoft of Windows; those of Linux and Mac are numbered otherwise."""
TRUST = "authaddin.json"
"""Which add-ins the user has trusted and WPS has loaded. WPS alone writes it: to trust is the user's to decide."""
INSTALL = "请运行 xlgen addin wps install，再重新打开 WPS"
AGAIN = (
    "请先运行 xlgen addin wps uninstall，再运行 xlgen addin wps install，重新打开 WPS；问是否信任时点“允许”，"
    "然后再重新打开一次"
)
_ADMINISTRATOR = "请信息部门在这个文件的 [Support] 一节写上 JsApiPlugin=true，再重新打开 WPS"


def checks(machine: Machine, files: Mapping[str, bytes]) -> Iterator[Check]:
    """All checks, in the order in which problems are best fixed. files: those that would be installed now."""
    yield from _programs(machine)
    if machine.addins is None:
        yield Check("加载项文件夹", False, "系统没有指明个人文件夹", "请用普通用户登录后再试")
        return
    yield _folder(machine.addins / FOLDER, files)
    yield _entry(machine.addins / PUBLISH)
    yield _trust(machine.addins / TRUST)
    for wps in machine.found:
        yield from _settings(machine, wps)


def _programs(machine: Machine) -> Iterator[Check]:
    if not machine.found:
        remedy = "请安装 WPS；装在别处的，不要紧，看 WPS 里有没有“绩效评价”选项卡"
        yield Check("WPS", False, "没有在通常的位置找到", remedy)
    for wps in machine.found:
        old = machine.system == WINDOWS and _numbers(wps.version) < _numbers(LEAST_VERSION)
        remedy = f"函数要 {LEAST_VERSION} 或更高版本，请更新 WPS；核对窗格不受影响" if old else ""
        yield Check("WPS", not old, f"{wps.version or '版本不明'}：{wps.office}", remedy)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def _folder(folder: Path, files: Mapping[str, bytes]) -> Check:
    found = installed_files(folder)
    if not found:
        return Check("加载项", False, "没有安装", INSTALL)
    digest = shipped.digest_of(found.get(FUNCTIONS_JS, b"").decode("utf-8", errors="replace"))
    if found != files:
        return Check("加载项", False, f"与现在的 xlgen 不一致：{folder}（函数 {digest[:8]}）", INSTALL)
    return Check("加载项", True, f"{folder}（函数 {digest[:8]}）")


def _entry(publish: Path) -> Check:
    try:
        named = own_folders(publish.read_bytes())
    except FileNotFoundError:
        named = []
    except (OSError, UnreadableRegistrationError) as error:
        state = str(error) if isinstance(error, UnreadableRegistrationError) else "打不开"
        return Check("登记", False, f"{publish}：{state}", "请把这个文件改名，再运行 xlgen addin wps install")
    if named != [FOLDER]:
        return Check("登记", False, f"{publish}：{'、'.join(named) or '没有登记'}", INSTALL)
    return Check("登记", True, str(publish))


def _trust(file: Path) -> Check:
    state = _trusted(file)
    if state is None:
        remedy = "重新打开 WPS 表格，问是否信任加载项时点“允许”，然后再重新打开一次"
        return Check("WPS 的信任", True, "WPS 还没有记录", remedy)
    enabled, loaded = state
    if not enabled:
        remedy = f"请在 WPS 表格的“开发工具”或“工具”选项卡里打开“加载项”，启用 {NAME}，再重新打开 WPS"
        return Check("WPS 的信任", False, f"在 WPS 里停用了（{file}）", remedy)
    if not loaded:
        return Check("WPS 的信任", False, f"WPS 没有载入（{file}）", AGAIN)
    return Check("WPS 的信任", True, "已信任并载入")


def _trusted(file: Path) -> tuple[bool, bool] | None:
    """Whether WPS has our add-in enabled and loaded; None where it says nothing of it that can be read."""
    try:
        known: Any = json.loads(text_of(file) or "")
        entries = [entry for entry in known["et"].values() if isinstance(entry, dict) and entry.get("name") == NAME]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return (bool(entries[-1].get("enable")), bool(entries[-1].get("isload"))) if entries else None


def _settings(machine: Machine, wps: Wps) -> Iterator[Check]:
    """The switches of administrators. On Linux add-ins are ignored without them; elsewhere that differs by edition."""
    text = text_of(wps.settings)
    if text is None:
        return
    on = (_setting(text, "JsApiPlugin") or "").lower() == "true"
    state = f"加载项{'已打开' if on else '没有打开'}（{wps.settings}）"
    needed = machine.system == LINUX
    remedy = "" if on else _ADMINISTRATOR if needed else f"重新打开 WPS 后没有“绩效评价”的，{_ADMINISTRATOR}"
    yield Check("WPS 的设置", on or not needed, state, remedy)
    if server := _setting(text, "JSPluginsServer"):
        remedy = "看不到“绩效评价”的，请信息部门把它加到那里：见 xlgen addin wps build 生成的安装说明"
        yield Check("统一分发", True, f"本单位的加载项由 {server} 分发", remedy)


def _setting(text: str, name: str) -> str | None:
    found = re.search(rf"^[ \t]*{name}[ \t]*=[ \t]*(\S+)", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else None
