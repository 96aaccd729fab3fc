"""Settings of Office and Windows that keep the add-in from working: where they are stored, and what to do.

A policy decides where there is one, the user's own setting otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Registry = Callable[[str, str, str], object]
"""The value in the registry by hive, key and name; None if it is not there."""
MACHINE, USER = "HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER"
VERSIONS = ("16.0", "15.0", "14.0")
"""Excel 2016 and newer, 2013, 2010."""
EXCEL_CLASS_KEY = r"Software\Classes\Excel.Application\CurVer"
POLICY_ROOTS = (r"Software\Policies\Microsoft\Office", r"Software\Policies\Microsoft\Cloud\Office")
"""Group policy, and the policy service of Microsoft 365."""
OWN_ROOTS = (r"Software\Microsoft\Office", r"Software\WOW6432Node\Microsoft\Office")
"""What the user has set; the second one for a 32-bit Office on 64-bit Windows."""
COMMAND_PROMPT_KEY = r"Software\Policies\Microsoft\Windows\System"


@dataclass(frozen=True)
class Setting:
    """A setting of Office: its key below the version, the values that stand in the way, what they do and the remedy."""

    key: str
    name: str
    blocking: frozenset[object]
    effect: str
    remedy: str


@dataclass(frozen=True)
class Obstacle:
    """A setting that stands in the way here, with its place in the registry."""

    effect: str
    place: str
    remedy: str


_YES = frozenset({1})
_IN_EXCEL = "请在 Excel 的“文件—选项—信任中心—信任中心设置—{page}”里{change}；是单位统一设置的，请信息部门处理"
_BY_THE_UNIT = "这是单位统一设置的，请信息部门处理"
SETTINGS = (
    Setting("Common", "VBAOff", _YES, "Office 的 VBA 已被关闭，加载项里的宏不会运行", _BY_THE_UNIT),
    Setting(
        r"Excel\Security\Trusted Locations",
        "AllLocationsDisabled",
        _YES,
        "受信任位置已被禁用，加载项里的宏不会运行",
        _IN_EXCEL.format(page="受信任位置", change="取消“禁用所有受信任位置”"),
    ),
    Setting(
        r"Excel\Security",
        "DisableAllAddins",
        _YES,
        "所有加载项已被禁用",
        _IN_EXCEL.format(page="加载项", change="取消“禁用所有应用程序加载项”"),
    ),
    Setting(
        r"Excel\Security",
        "RequireAddinSig",
        _YES,
        "只允许有签名的加载项，而这个加载项没有签名",
        _IN_EXCEL.format(page="加载项", change="取消“要求受信任的发布者签署应用程序加载项”"),
    ),
)
NETWORK_SETTING = Setting(
    r"Excel\Security\Trusted Locations",
    "AllowNetworkLocations",
    frozenset({None, 0}),
    "Excel 启动文件夹在网络上，而网络上的受信任位置没有启用，加载项里的宏不会运行",
    _IN_EXCEL.format(page="受信任位置", change="勾选“允许网络上的受信任位置”"),
)
"""Matters only where Excel's start folder is on a server."""


def obstacles(registry: Registry, *, network: bool) -> Iterator[Obstacle]:
    """The settings in the way of the add-in. `network`: Excel's start folder is on another computer."""
    versions = _versions(registry)
    for setting in (*SETTINGS, NETWORK_SETTING) if network else SETTINGS:
        blocking = [place for place, value in _deciding(registry, versions, setting) if value in setting.blocking]
        if blocking:
            yield Obstacle(setting.effect, blocking[0], setting.remedy)
    disabled = [place for place, value in _values(registry, [COMMAND_PROMPT_KEY], "DisableCMD") if value in (1, 2)]
    if disabled:
        yield Obstacle("命令提示符已被禁用，Excel 要用它启动 Python", disabled[0], _BY_THE_UNIT)


def _versions(registry: Registry) -> tuple[str, ...]:
    """The version of Office that Excel belongs to; all of them if Windows does not say."""
    named = (registry(hive, EXCEL_CLASS_KEY, "") for hive in (USER, MACHINE))
    numbers = [f"{name.rpartition('.')[2]}.0" for name in named if isinstance(name, str)]
    return tuple(number for number in numbers if number in VERSIONS)[:1] or VERSIONS


def _deciding(registry: Registry, versions: tuple[str, ...], setting: Setting) -> list[tuple[str, object]]:
    """The values that decide, with their places."""
    for roots in (POLICY_ROOTS, OWN_ROOTS):
        keys = [rf"{root}\{version}\{setting.key}" for version in versions for root in roots]
        if found := list(_values(registry, keys, setting.name)):
            return found
    return [(rf"{USER}\{OWN_ROOTS[0]}\{versions[0]}\{setting.key}\{setting.name}", None)]


def _values(registry: Registry, keys: list[str], name: str) -> Iterator[tuple[str, object]]:
    """What is stored under this name, machine before user, by place."""
    for key in keys:
        for hive in (MACHINE, USER):
            value = registry(hive, key, name)
            if value is not None:
                yield rf"{hive}\{key}\{name}", value
