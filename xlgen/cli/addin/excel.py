"""`xlgen addin install` and others: the custom functions in Excel for Windows, through xlwings."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xlgen.cli.addin.diagnosis import print_checks
from xlgen.cli.commands import Command
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from xlgen.hosts.excel.machine import Machine


def _selftest_options(parser: ChineseParser) -> None:
    parser.example = "xlgen addin selftest -o 自检.xlsx"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="自检.xlsx", help="写到哪个文件")


def _build_options(parser: ChineseParser) -> None:
    parser.example = "xlgen addin build -o xlgen.xlam"
    parser.options.add_argument("-o", "--output", type=Path, required=True, metavar="xlgen.xlam", help="写到哪个文件")


def _no_options(parser: ChineseParser) -> None:
    """Declare nothing."""


def _build(args: argparse.Namespace) -> int:
    from xlgen.files.atomic import save

    _refuse_other_than(".xlam", args.output)
    save(args.output, _made(None))
    say(f"已生成 {args.output}")
    return EXIT_OK


def _selftest(args: argparse.Namespace) -> int:
    from xlgen.files.atomic import save

    _refuse_other_than(".xlsx", args.output)
    _refuse_without_packages()
    from xlgen.hosts.excel.selftest import EXCEL
    from xlgen.hosts.selftest import selftest

    save(args.output, selftest(EXCEL))
    say(f"已生成 {args.output}，请用装好函数的 Excel 打开")
    return EXIT_OK


def _install(args: argparse.Namespace) -> int:
    from xlgen.hosts.excel.doctor import store_problem
    from xlgen.hosts.excel.installing import install

    machine = _windows()
    if problem := store_problem(machine):
        raise UsageError(f"{problem}。什么也没有安装")
    content = _made(str(machine.interpreter))
    try:
        kept = install(content, *_folders(machine))
    except PermissionError as error:
        raise UsageError(_IN_USE) from error
    if kept is not None:
        say(f"启动文件夹里原有的同名文件已另存为 {kept}，卸载时恢复")
    say(f"已安装 {machine.addin}，请重新打开 Excel")
    return _diagnosed(machine)


def _uninstall(args: argparse.Namespace) -> int:
    from xlgen.hosts.excel.installing import uninstall

    machine = _windows()
    try:
        restored = uninstall(*_folders(machine))
    except PermissionError as error:
        raise UsageError(_IN_USE) from error
    say(f"已卸载 {machine.addin}，请重新打开 Excel")
    if restored is not None:
        say(f"已恢复原有的 {restored}")
    return EXIT_OK


def _doctor(args: argparse.Namespace) -> int:
    from xlgen.hosts.excel.machine import this_machine

    return _diagnosed(this_machine())


_IN_USE = "Excel 正在使用加载项，什么也没有改。请关闭全部 Excel 窗口，再试一次"


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


def _refuse_other_than(ending: str, output: Path) -> None:
    if output.is_dir():
        raise UsageError(f"{output}：是文件夹。请写一个文件名，如 {output / f'xlgen{ending}'}")
    if output.suffix.lower() != ending:
        raise UsageError(f"{output}：只能写成 {ending} 文件。请改用 {ending} 结尾的文件名")


COMMANDS: dict[str, Command] = {
    "install": (_no_options, _install, "把函数装进本机的 Excel，重新打开 Excel 就能使用"),
    "uninstall": (_no_options, _uninstall, "从本机的 Excel 里卸载函数，恢复原来的文件"),
    "doctor": (_no_options, _doctor, "检查本机是否具备使用函数的条件，说明缺什么、怎么办"),
    "selftest": (_selftest_options, _selftest, "生成自检表，用 Excel 打开就能看到每个函数是否正常"),
    "build": (_build_options, _build, "只生成加载项文件，供信息部门统一分发"),
}
