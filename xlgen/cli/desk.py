"""`xlgen desk`: the officer's page on one's own machine, until it is stopped."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK, UsageError


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen desk"
    what = "放各次自评的文件夹；不写则用用户文件夹下的“绩效自评”，没有就新建"
    parser.arguments.add_argument("folder", nargs="?", type=Path, metavar="工作文件夹", help=what)
    add = parser.options.add_argument
    add("--port", type=int, metavar="端口", help="端口；不写则用任一空闲的")
    add("--no-browser", action="store_true", help="只显示地址，不打开浏览器")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl+C, or lead to the desk that is running already."""
    missing = [name for name in ("starlette", "uvicorn", "python_multipart") if find_spec(name) is None]
    if missing:
        raise UsageError('没有安装工作台所用的程序。请在程序所在文件夹运行 pip install ".[desk]"')
    import webbrowser

    from xlgen.desk.serving import address_of_running, listening, serve
    from xlgen.desk.workspace import DEFAULT_FOLDER

    folder = (args.folder or Path.home() / DEFAULT_FOLDER).resolve()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}：是文件。请写一个文件夹")
    if args.port is None and (address := address_of_running(folder)):
        say(f"工作台已在运行。请在本机的浏览器里打开（这个地址只能用一次）：{address}")
        if not args.no_browser:
            webbrowser.open(address)
        return EXIT_OK
    serve(listening(args.port), folder, say, browser=not args.no_browser)
    say("工作台已停止")
    return EXIT_OK
