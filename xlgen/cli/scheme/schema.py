"""`xlgen scheme schema`: the JSON Schema of scheme files, for editors."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from xlgen.cli.output import print_json, say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen scheme schema -o 表样.schema.json"
    what = "写到文件；不写则显示在屏幕上"
    parser.options.add_argument("-o", "--output", type=Path, metavar="表样.schema.json", help=what)


def run(args: argparse.Namespace) -> int:
    """Print the schema, or write it into a file and say how an editor is told of it."""
    from xlgen.files.atomic import save
    from xlgen.scheme.json_schema import json_schema

    if args.output is None:
        print_json(json_schema())
    else:
        save(args.output, f"{json.dumps(json_schema(), ensure_ascii=False, indent=2)}\n".encode())
        say(f"已写出 {args.output}。在表样文件的第一行写上：# yaml-language-server: $schema={args.output}")
    return EXIT_OK
