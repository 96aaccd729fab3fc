"""`xlgen decide`: what an officer decides or notes about a unit, entered into the campaign's record."""

from __future__ import annotations

import argparse

from xlgen.cli.options import add_folder
from xlgen.cli.output import say
from xlgen.cli.parser import ChineseParser
from xlgen.errors import EXIT_FINDINGS, EXIT_OK

KINDS = (
    "有效版本",
    "撤销接收",
    "逾期接收",
    "延期",
    "截止日期",
    "报送要求",
    "线下评分",
    "要件",
    "归属",
    "盖章件核对码",
    "联系记录",
    "初审意见",
)
"""Those of `EventKind`, which would load the record's modules; a test holds the two together."""


def add_options(parser: ChineseParser) -> None:
    """Declare the options of the command."""
    parser.example = "xlgen decide 下发 延期 --unit 某某中心 --value 2026-04-10 --by 张三 --reason 办公地点搬迁"
    add_folder(parser)
    what = f"决定或登记什么：{'、'.join(KINDS)}"
    parser.arguments.add_argument("kind", choices=KINDS, metavar="事项", help=what)
    add = parser.options.add_argument
    add("--unit", default="", metavar="单位", help="哪个单位：名称或编码（截止日期是全部单位的，不写）")
    add("--project", default="", metavar="项目", help="一个单位有几份表的，写项目编码或名称")
    add("--copy", default="", metavar="序号", help="哪一份：xlgen status --unit 列出的序号（1 是最近的），或文件名")
    what = "要件的名称，或“不知是谁的文件”里的文件名（归属）"
    add("--subject", default="", metavar="名称", help=what)
    what = "日期（2026-03-31）、分数、核对码、报送要求、同意或退回、网址等，看事项"
    add("--value", default="", metavar="内容", help=what)
    add("--by", default="", metavar="姓名", help="由谁决定或登记，记入下发记录")
    add("--reason", default="", metavar="理由", help="理由或经过，记入下发记录")


def run(args: argparse.Namespace) -> int:
    """Enter the decision and say how it stands with the unit now; the exit code tells whether its code agrees."""
    from xlgen.campaign.deciding import Wanted, enter
    from xlgen.campaign.events import NO_FORM, EventKind
    from xlgen.campaign.record import find_record, open_record

    wanted = Wanted(
        EventKind(args.kind), args.by, args.reason, args.unit, args.project, args.copy, args.subject, args.value
    )
    with open_record(find_record(args.folder)) as record:
        event, progress = enter(record, wanted)
    if event.form == NO_FORM:
        say(f"已记入：{event.kind} {event.value}")
        return EXIT_OK
    unit = progress.by_form[event.form]
    say(f"已记入：{unit.who}　{event.kind} {event.value}".rstrip())
    say(f"现在：{'　'.join(filter(None, (unit.state, unit.why)))}")
    return EXIT_FINDINGS if unit.stamp_differs and event.kind == EventKind.STAMPED_CODE else EXIT_OK
