"""`xlgen addin install` and others: the custom functions in Excel for Windows, through xlwings."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.addin.programs import closed, print_checks, write_selftest
from xlgen.cli.commands import Command, no_options
from xlgen.cli.options import output_to, refuse_other_than
from xlgen.cli.output import say
from xlgen.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from xlgen.hosts.excel.machine import Machine


def _build(args: argparse.Namespace) -> int:
    from xlgen.files.atomic import save

    refuse_other_than(".xlam", args.output)
    save(args.output, _made(None))
    say(f"已生成 {args.output}")
    return EXIT_OK


def _selftest(args: argparse.Namespace) -> int:
    _refuse_without_packages()
    from xlgen.hosts.excel.selftest import EXCEL

    return write_selftest(EXCEL, args.output, "请用装好函数的 Excel 打开")


def _install(args: argparse.Namespace) -> int:
    from xlgen.hosts.excel.doctor import store_problem
    from xlgen.hosts.excel.installing import install

    machine = _windows()
    if problem := store_problem(machine):
        raise UsageError(f"{problem}。什么也没有安装")
    content = _made(str(machine.interpreter))
    with closed("Excel"):
        kept = install(content, *_folders(machine))
    if kept is not None:
        say(f"启动文件夹里原有的同名文件已另存为 {kept}，卸载时恢复")
    say(f"已安装 {machine.addin}，请重新打开 Excel")
    return _diagnosed(machine)


def _uninstall(args: argparse.Namespace) -> int:
    from xlgen.hosts.excel.installing import uninstall

    machine = _windows()
    with closed("Excel"):
        restored = uninstall(*_folders(machine))
    say(f"已卸载 {machine.addin}，请重新打开 Excel")
    if restored is not None:
        say(f"已恢复原有的 {restored}")
    return EXIT_OK


def _doctor(args: argparse.Namespace) -> int:
    from xlgen.hosts.excel.machine import this_machine

    return _diagnosed(this_machine())


def _diagnosed(machine: Machine) -> int:
    from xlgen.hosts.excel.doctor import checks, missing_packages

    return print_checks(checks(machine, missing_packages(), _made))


def _made(interpreter: str | None) -> bytes:
    _refuse_without_packages()
    from xlgen.hosts.excel.addin_file import addin_file

    return addin_file(interpreter)


def _windows() -> Machine:
    from xlgen.hosts.excel.machine import this_machine

    machine = this_machine()
    if not machine.windows or machine.roaming is None:
        raise UsageError(
            "函数只能装进 Windows 版 Excel。请在那台电脑上运行 xlgen addin install；"
            "只要加载项文件的，用 xlgen addin build -o xlgen.xlam"
        )
    return machine


def _folders(machine: Machine) -> tuple[Path, Path]:
    assert machine.start_folder is not None
    assert machine.record_folder is not None
    return machine.start_folder, machine.record_folder


def _refuse_without_packages() -> None:
    from xlgen.hosts.excel.doctor import EXTRA, missing_packages

    missing = missing_packages()
    if missing:
        raise UsageError(f"缺少 {'、'.join(missing)}。请先{EXTRA}")


COMMANDS: dict[str, Command] = {
    "install": (no_options, _install, "把函数装进本机的 Excel，重新打开 Excel 就能使用"),
    "uninstall": (no_options, _uninstall, "从本机的 Excel 里卸载函数，恢复原来的文件"),
    "doctor": (no_options, _doctor, "检查本机是否具备使用函数的条件，说明缺什么、怎么办"),
    "selftest": (
        output_to("xlgen addin selftest -o 自检.xlsx"),
        _selftest,
        "生成自检表，看每个函数是否正常",
    ),
    "build": (output_to("xlgen addin build -o xlgen.xlam"), _build, "只生成加载项文件，供信息部门统一分发"),
}
