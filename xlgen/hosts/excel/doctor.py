"""Checks whether a computer meets the requirements of the functions, with remedies for accountants."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from importlib import metadata, util

from xlgen.hosts.check import Check
from xlgen.hosts.excel.machine import Machine
from xlgen.hosts.excel.policies import obstacles

EXTRA = '在程序所在文件夹运行 pip install ".[excel]"'
"""Installs from the folder, never by name: xlgen is not on a public index, where anybody could take its name."""
REQUIRED_PACKAGES = ("xlwings", "pyopenvba")
"""Packages needed to build the add-in; pywin32 is needed only where Excel is installed."""
STORE_PYTHON_REMEDY = (
    "微软商店版 Python 写进 Excel 启动文件夹的文件，Excel 看不到。请卸载它，从 python.org 下载安装 3.11 或更高版本，"
    f"再{EXTRA}，然后运行 xlgen addin install"
)
STORE_EXCEL_REMEDY = (
    "微软商店版 Office 连接不上 Python，函数一直是 #NAME?。请改装单位发放的或从 microsoft365.com 下载的 Office"
)


def missing_packages() -> list[str]:
    """Names of required Python packages that are not installed."""
    return [name for name in REQUIRED_PACKAGES if util.find_spec(name) is None]


def checks(machine: Machine, missing: list[str], build_addin: Callable[[str], bytes]) -> Iterator[Check]:
    """All checks, in the order in which problems are best fixed. `build_addin` builds the add-in for an interpreter."""
    yield _system(machine)
    yield _python(machine)
    yield _packages(missing)
    if machine.windows:
        yield _connection(machine)
        yield _excel(machine)
        yield from _settings(machine)
        yield _addin(machine, missing, build_addin)


def store_problem(machine: Machine) -> str | None:
    """Why an installation would be of no use on this computer: Python or Excel came from Microsoft Store."""
    if machine.store_python:
        return f"{machine.store_python}：{STORE_PYTHON_REMEDY}"
    return f"{machine.store_excel}：{STORE_EXCEL_REMEDY}" if machine.store_excel else None


def _system(machine: Machine) -> Check:
    if machine.windows:
        return Check("操作系统", True, "Windows")
    remedy = (
        "请在装有 Excel 的 Windows 电脑上使用。WPS、Mac 版 Excel 用不了这些函数；生成、核对、汇总评分表不受影响，"
        "下发的评分表也不需要它们"
    )
    return Check("操作系统", False, "不是 Windows", remedy)


def _python(machine: Machine) -> Check:
    state = f"{machine.python}：{machine.interpreter}"
    if machine.store_python:
        return Check("Python", False, f"微软商店版：{machine.store_python}", STORE_PYTHON_REMEDY)
    try:
        str(machine.interpreter).encode(codecs.lookup(machine.code_page).name)
    except (UnicodeEncodeError, LookupError):
        remedy = "文件夹名称里有 Windows 系统语言不认识的字，Excel 找不到它。请把 Python 装到只用英文字母的文件夹"
        return Check("Python", False, state, remedy)
    return Check("Python", True, state)


def _packages(missing: list[str]) -> Check:
    if missing:
        return Check("xlwings 等程序包", False, f"缺少 {'、'.join(missing)}", f"请{EXTRA}")
    return Check("xlwings 等程序包", True, f"xlwings {metadata.version('xlwings')}")


def _connection(machine: Machine) -> Check:
    """The DLL through which Excel starts Python; xlwings' VBA searches the interpreter's folder and its parent."""
    folders = [machine.interpreter.parent, machine.interpreter.parent.parent]
    bits = [machine.excel_bits] if machine.excel_bits else [32, 64]
    missing = [name for name in map(library, bits) if not any((folder / name).is_file() for folder in folders)]
    if util.find_spec("win32com") is None:
        missing.append("pywin32")
    if not missing:
        return Check("Excel 与 Python 的连接", True, "已具备")
    remedy = f"请{EXTRA}，不要加 --user；仍不行的，新建一个虚拟环境（python -m venv）再安装"
    return Check("Excel 与 Python 的连接", False, f"缺少 {'、'.join(missing)}", remedy)


def library(bits: int) -> str:
    """File name of xlwings' DLL for 32-bit or 64-bit Excel."""
    version = metadata.version("xlwings") if util.find_spec("xlwings") else ""
    return f"xlwings{bits}-{version}.dll"


def _excel(machine: Machine) -> Check:
    if machine.store_excel:
        return Check("Excel", False, f"微软商店版：{machine.store_excel}", STORE_EXCEL_REMEDY)
    if machine.excel is None or not machine.excel.is_file():
        return Check("Excel", False, "没有找到", "请安装 Windows 版 Excel（2010 或更高版本）；WPS 用不了这些函数")
    bits = f"{machine.excel_bits} 位，" if machine.excel_bits else ""
    return Check("Excel", True, f"{bits}{machine.excel}（与 Python 的位数不必相同）")


def _settings(machine: Machine) -> Iterator[Check]:
    found = list(obstacles(machine.registry, network=machine.network))
    for obstacle in found:
        yield Check("安全设置", False, f"{obstacle.effect}（注册表 {obstacle.place}）", obstacle.remedy)
    if not found:
        yield Check("安全设置", True, "没有妨碍加载项的 Office 设置和组策略")


def _addin(machine: Machine, missing: list[str], build_addin: Callable[[str], bytes]) -> Check:
    remedy = "请运行 xlgen addin install，再重新打开 Excel"
    target = machine.addin
    if target is None:
        return Check("函数加载项", False, "系统没有指明个人文件夹（APPDATA）", "请用普通用户登录 Windows 后再试")
    if not target.is_file():
        return Check("函数加载项", False, "没有安装", remedy)
    if missing or target.read_bytes() != build_addin(str(machine.interpreter)):
        return Check("函数加载项", False, f"与现在的 xlgen 或 Python 不一致：{target}", remedy)
    return Check("函数加载项", True, str(target))
