"""`xlgen addin wps`: the custom functions and the pane in WPS, without Python on the accountant's computer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.addin.programs import closed, print_checks, write_selftest
from xlgen.cli.commands import Command, no_options
from xlgen.cli.options import output_to
from xlgen.cli.output import say
from xlgen.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from xlgen.hosts.wps.machine import Machine


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
    with closed("WPS"):
        install(addin_files(), addins)
    say(f"已安装 {addins / FOLDER}。请重新打开 WPS，问是否信任加载项时点“允许”，然后再重新打开一次")
    return _diagnosed(machine)


def _uninstall(args: argparse.Namespace) -> int:
    from xlgen.hosts.wps.installing import uninstall

    addins = _addins(_machine())
    with closed("WPS"):
        removed = uninstall(addins)
    say("已卸载，请重新打开 WPS。其他加载项没有动" if removed else f"{addins} 里没有安装，不需要卸载")
    return EXIT_OK


def _doctor(args: argparse.Namespace) -> int:
    return _diagnosed(_machine())


def _selftest(args: argparse.Namespace) -> int:
    from xlgen.hosts.wps.selftest import WPS

    return write_selftest(WPS, args.output, "请用装好加载项的 WPS 打开，点“绩效评价 → 状态”，再点“自检”")


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
    "install": (no_options, _install, "把加载项装进本机的 WPS，重新打开 WPS 就能使用"),
    "uninstall": (no_options, _uninstall, "从本机的 WPS 里卸载加载项，其他加载项不动"),
    "doctor": (no_options, _doctor, "检查本机的 WPS 能不能用加载项，说明缺什么、怎么办"),
    "selftest": (
        output_to("xlgen addin wps selftest -o 自检.xlsx"),
        _selftest,
        "生成自检表，看每个函数是否正常",
    ),
    "build": (
        output_to("xlgen addin wps build -o WPS加载项"),
        _build,
        "生成加载项和安装程序，发给没有 xlgen 的电脑",
    ),
}
