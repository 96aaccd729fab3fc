"""`xlgen addin office`: the functions and the pane for Microsoft 365, as files for a site."""

from __future__ import annotations

import argparse
from pathlib import Path

from xlgen.cli.addin.programs import print_checks
from xlgen.cli.commands import Command
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_OK, UsageError

ADDRESS = "https://www.czj.gov.cn/jixiao"


def _build_options(parser: ChineseParser) -> None:
    parser.example = f"xlgen addin office build --address {ADDRESS} -o 加载项"
    add = parser.options.add_argument
    add("--address", required=True, metavar="网址", help="文件要放到的地址，https:// 开头")
    add("-o", "--output", type=Path, required=True, metavar="文件夹", help="写到哪个文件夹")
    what = "内部网络访问不了微软的，写 npm 包 @microsoft/office-js 的 dist 文件夹，微软的程序库就放在加载项里"
    add("--office-js", type=Path, metavar="文件夹", help=what)


def _doctor_options(parser: ChineseParser) -> None:
    parser.example = f"xlgen addin office doctor --address {ADDRESS}"
    which = parser.options.add_mutually_exclusive_group(required=True)
    which.add_argument("--address", metavar="网址", help="检查这个地址的网站")
    which.add_argument("--folder", type=Path, metavar="文件夹", help="检查要放到网站的文件夹")


def _build(args: argparse.Namespace) -> int:
    from xlgen.files.folder import save_folder
    from xlgen.hosts.office.site import INSTALLATION, checked_address, site_files

    address = checked_address(args.address)
    save_folder(args.output, site_files(address, args.office_js))
    say(f"已生成 {args.output}，请把里面的全部文件放到 {address}/", f"怎样放、怎样安装：{args.output / INSTALLATION}")
    return EXIT_OK


def _doctor(args: argparse.Namespace) -> int:
    from xlgen.hosts.office.doctor import checks
    from xlgen.hosts.office.fetching import from_folder, from_site
    from xlgen.hosts.office.site import USUAL_OFFICE_JS, checked_address

    if args.address is None:
        if not args.folder.is_dir():
            raise UsageError(f"{args.folder}：没有这个文件夹。请检查路径")
        return print_checks(checks(from_folder(args.folder)))
    address = checked_address(args.address)
    return print_checks(checks(from_site(address), address, from_site(USUAL_OFFICE_JS)))


COMMANDS: dict[str, Command] = {
    "build": (_build_options, _build, "生成加载项的文件，放到任何一个 HTTPS 网站就能使用"),
    "doctor": (_doctor_options, _doctor, "检查网站上的文件是否齐全、是否与本版一致，说明怎么办"),
}
