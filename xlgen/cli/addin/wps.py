"""`xlgen addin wps`: the custom functions and the pane in WPS, without Python on the accountant's computer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.addin.diagnosis import print_checks
from xlgen.cli.commands import Command, add_commands
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from xlgen.hosts.wps.machine import Machine


def add_options(parser: ChineseParser) -> None:
    """Declare the commands of the group."""
    add_commands(parser, COMMANDS)


def _build_options(parser: ChineseParser) -> None:
    parser.example = "xlgen addin wps build -o WPS加载项"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")


def _selftest_options(parser: ChineseParser) -> None:
    parser.example = "xlgen addin wps selftest -o 自检.xlsx"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="自检.xlsx", help="写到哪个文件")


def _no_options(parser: ChineseParser) -> None:
    """Declare nothing."""


def _build(args: argparse.Namespace) -> int:
    from xlgen.hosts.wps.package import write_package

    write_package(args.output)
    say(f"已生成 {args.output}，怎样安装见其中的“安装说明.txt”")
    return EXIT_OK


def _install(args: argparse.Namespace) -> int:
    from xlgen.hosts.wps.addin import addin_files
    from xlgen.hosts.wps.installing import FOLDER, install

    machine = _machine()
    addins = _addins(machine)
    try:
        install(addin_files(), addins)
    except PermissionError as error:
        raise UsageError(_IN_USE) from error
    say(f"已安装 {addins / FOLDER}。请重新打开 WPS，问是否信任加载项时点“允许”，然后再重新打开一次")
    return _diagnosed(machine)


def _uninstall(args: argparse.Namespace) -> int:
    from xlgen.hosts.wps.installing import uninstall

    addins = _addins(_machine())
    try:
        removed = uninstall(addins)
    except PermissionError as error:
        raise UsageError(_IN_USE) from error
    say("已卸载，请重新打开 WPS。其他加载项没有动" if removed else f"{addins} 里没有安装，不需要卸载")
    return EXIT_OK


def _doctor(args: argparse.Namespace) -> int:
    return _diagnosed(_machine())


def _selftest(args: argparse.Namespace) -> int:
    from xlgen.files.atomic import save
    from xlgen.hosts.selftest import selftest
    from xlgen.hosts.wps.selftest import WPS

    if args.output.suffix.lower() != ".xlsx" or args.output.is_dir():
        raise UsageError(f"{args.output}：只能写成 .xlsx 文件。请改用 .xlsx 结尾的文件名")
    save(args.output, selftest(WPS))
    say(f"已生成 {args.output}，请用装好加载项的 WPS 打开，点“绩效评价 → 状态”，再点“自检”")
    return EXIT_OK


_IN_USE = "WPS 正在使用加载项的文件。请关闭全部 WPS 窗口（包括任务栏里的 WPS），再试一次"


def _diagnosed(machine: Machine) -> int:
    from xlgen.hosts.wps.addin import addin_files
    from xlgen.hosts.wps.doctor import checks

    return print_checks(checks(machine, addin_files()))


def _machine() -> Machine:
    from xlgen.hosts.wps import machine

    return machine.this_machine()


def _addins(machine: Machine) -> Path:
    if machine.addins is None:
        raise UsageError("系统没有指明个人文件夹，不知道装到哪里。请用普通用户登录后再试")
    return machine.addins


COMMANDS: dict[str, Command] = {
    "install": (_no_options, _install, "把加载项装进本机的 WPS，重新打开 WPS 就能使用"),
    "uninstall": (_no_options, _uninstall, "从本机的 WPS 里卸载加载项，其他加载项不动"),
    "doctor": (_no_options, _doctor, "检查本机的 WPS 能不能用加载项，说明缺什么、怎么办"),
    "selftest": (_selftest_options, _selftest, "生成自检表，用 WPS 打开就能看到每个函数是否正常"),
    "build": (_build_options, _build, "生成加载项文件夹和安装程序，发给没有 xlgen 的电脑"),
}
