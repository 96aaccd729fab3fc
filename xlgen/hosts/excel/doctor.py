"""Whether a computer has what the functions need, and what to do about what is missing, in an accountant's words."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata, util

from xlgen.hosts.excel.machine import Machine

EXTRA = '在程序所在文件夹运行 pip install ".[excel]"'
"""From the folder, never by name: xlgen is on no public index, where anybody may register a name."""
NEEDED = ("xlwings", "pyopenvba")
"""Packages without which nothing can be made; pywin32 is needed only where Excel is."""
CLASSIC_LICENCE = "Windows 版 Excel 的函数加载项用 xlwings（BSD-3 许可），可以自由使用"
OFFICE_JS_LICENCE = (
    "Microsoft 365 的函数加载项用 xlwings-server（PolyForm Noncommercial 许可）：政府机构可以使用，企业须另购许可"
)


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: fine or not, what was found, what to do."""

    subject: str
    fine: bool
    found: str
    remedy: str = ""


def missing_packages() -> list[str]:
    """What of the Python packages is not installed."""
    return [name for name in NEEDED if util.find_spec(name) is None]


def checks(machine: Machine, missing: list[str], made: Callable[[str], bytes]) -> Iterator[Check]:
    """Everything, in the order in which it is best mended; `made` makes the add-in for an interpreter."""
    yield _system(machine)
    yield _python(machine)
    yield _packages(missing)
    if machine.windows:
        yield _connection(machine)
        yield _excel(machine)
        yield _trust(machine)
        yield _addin(machine, missing, made)
    yield Check("许可", True, f"{CLASSIC_LICENCE}；{OFFICE_JS_LICENCE}")


def _system(machine: Machine) -> Check:
    if machine.windows:
        return Check("操作系统", True, "Windows")
    remedy = (
        "请在装有 Excel 的 Windows 电脑上使用。WPS、Mac 版 Excel 用不了这些函数；生成、核对、汇总评分表不受影响，"
        "下发的评分表也不需要它们"
    )
    return Check("操作系统", False, "不是 Windows", remedy)


def _python(machine: Machine) -> Check:
    found = f"{machine.python}：{machine.interpreter}"
    try:
        str(machine.interpreter).encode(codecs.lookup(machine.code_page).name)
    except (UnicodeEncodeError, LookupError):
        remedy = "文件夹名称里有 Windows 系统语言不认识的字，Excel 找不到它。请把 Python 装到只用英文字母的文件夹"
        return Check("Python", False, found, remedy)
    return Check("Python", True, found)


def _packages(missing: list[str]) -> Check:
    if missing:
        return Check("xlwings 等程序包", False, f"缺少 {'、'.join(missing)}", f"请{EXTRA}")
    return Check("xlwings 等程序包", True, f"xlwings {metadata.version('xlwings')}")


def _connection(machine: Machine) -> Check:
    """The library through which Excel starts Python: xlwings' VBA looks beside the interpreter and one folder up."""
    places = [machine.interpreter.parent, machine.interpreter.parent.parent]
    bits = [machine.excel_bits] if machine.excel_bits else [32, 64]
    lacking = [name for name in map(library, bits) if not any((place / name).is_file() for place in places)]
    if util.find_spec("win32com") is None:
        lacking.append("pywin32")
    if not lacking:
        return Check("Excel 与 Python 的连接", True, "已具备")
    remedy = f"请{EXTRA}，不要加 --user；仍不行的，新建一个虚拟环境（python -m venv）再安装"
    return Check("Excel 与 Python 的连接", False, f"缺少 {'、'.join(lacking)}", remedy)


def library(bits: int) -> str:
    """The name of xlwings' library for an Excel of 32 or 64 bits."""
    version = metadata.version("xlwings") if util.find_spec("xlwings") else ""
    return f"xlwings{bits}-{version}.dll"


def _excel(machine: Machine) -> Check:
    if machine.excel is None or not machine.excel.is_file():
        return Check("Excel", False, "没有找到", "请安装 Windows 版 Excel（2010 或更高版本）；WPS 用不了这些函数")
    bits = f"{machine.excel_bits} 位，" if machine.excel_bits else ""
    return Check("Excel", True, f"{bits}{machine.excel}（与 Python 的位数不必相同）")


def _trust(machine: Machine) -> Check:
    if machine.untrusted:
        remedy = (
            "请在 Excel 的“文件—选项—信任中心—信任中心设置—受信任位置”里取消“禁用所有受信任位置”；"
            "是单位统一设置的，请信息部门处理"
        )
        return Check("宏", False, "受信任位置已被禁用，加载项里的宏不会运行", remedy)
    return Check("宏", True, "Excel 启动文件夹里的宏可以运行")


def _addin(machine: Machine, missing: list[str], made: Callable[[str], bytes]) -> Check:
    again = "请运行 xlgen addin install，再重新打开 Excel"
    target = machine.addin
    if target is None:
        return Check("函数加载项", False, "系统没有指明个人文件夹（APPDATA）", "请用普通用户登录 Windows 后再试")
    if not target.is_file():
        return Check("函数加载项", False, "没有安装", again)
    if missing or target.read_bytes() != made(str(machine.interpreter)):
        return Check("函数加载项", False, f"与现在的 xlgen 或 Python 不一致：{target}", again)
    return Check("函数加载项", True, str(target))
