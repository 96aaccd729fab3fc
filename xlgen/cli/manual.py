"""`xlgen manual`: the manual as pages, opened in the browser or written into a folder."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path

from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK

OWN_FOLDER = Path(".xlgen", "使用手册")
"""In the home folder; written anew each time, so that the pages are those of this version."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen manual"
    what = "只写到这个文件夹，供拷走或打印；不写则在浏览器里打开"
    parser.options.add_argument("-o", "--output", type=Path, metavar="文件夹", help=what)


def run(args: argparse.Namespace) -> int:
    """Write the pages and, unless they are wanted in a folder, open the first one."""
    from xlgen.reports.manual import write_manual

    if args.output is not None:
        say(f"使用手册已写到 {write_manual(args.output)}，用浏览器打开")
        return EXIT_OK
    first = write_manual(Path.home() / OWN_FOLDER)
    opened = webbrowser.open(first.as_uri())
    say(f"已在浏览器里打开使用手册：{first}" if opened else f"没有找到浏览器。使用手册在 {first}，请用浏览器打开")
    return EXIT_OK
