"""`xlgen scheme preview`: a form, blank and filled in, as workbooks, as PDF and as pictures."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.options import add_scheme, scheme_of, scheme_of_data
from xlgen.cli.output import complain, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen scheme preview 深圳 -o 预览"
    add_scheme(parser)
    add = parser.options.add_argument
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    what = "用来填表的数据（格式见 xlgen inputs）；不写则用随附的样例，没有样例的自动填一份示例"
    add("--data", type=Path, metavar="数据.yaml", help=what)


def run(args: argparse.Namespace) -> int:
    """Write the files and name them; say what could not be made and why."""
    from xlgen.api import preview, read_data

    scheme = scheme_of(args)
    data = None if args.data is None else read_data(args.data, scheme)
    written = preview(scheme if data is None else scheme_of_data(args, scheme, data), args.output, data)
    say(f"已写到 {args.output}：{'、'.join(file.name for file in written.files)}")
    if written.missing:
        complain(written.missing)
    return EXIT_FINDINGS if written.missing else EXIT_OK
