"""`xlgen review`: 财政复核, from the drawing to what was put right. One module per command."""

from __future__ import annotations

from xlgen.cli.commands import Command, add_commands
from xlgen.cli.parser import ChineseParser
from xlgen.cli.review import (
    answer,
    ask,
    draw,
    drop,
    final,
    give_out,
    hand_in,
    hand_out,
    materials,
    rectify,
    rule,
    status,
    summary,
    take,
)

COMMANDS: dict[str, Command] = {
    "draw": (draw.add_options, draw.run, "抽取要复核的单位：全部、指定、按金额、按疑点、随机"),
    "drop": (drop.add_options, drop.run, "把抽取的单位移出复核"),
    "materials": (materials.add_options, materials.run, "给抽取的单位各写一份调取资料清单"),
    "open": (give_out.add_options, give_out.run, "给抽取的单位各写一份复核底稿"),
    "out": (hand_out.add_options, hand_out.run, "把复核底稿装成包，交第三方复核"),
    "in": (hand_in.add_options, hand_in.run, "收回第三方交来的包"),
    "take": (take.add_options, take.run, "收回填好的复核底稿：逐项检查、按规则计分，形成初步意见"),
    "ask": (ask.add_options, ask.run, "写征求意见表，发给单位"),
    "answer": (answer.add_options, answer.run, "登记单位的意见：同意、不同意和理由"),
    "rule": (rule.add_options, rule.run, "决定单位的不同意见采纳与否"),
    "final": (final.add_options, final.run, "定稿，或撤销定稿"),
    "rectify": (rectify.add_options, rectify.run, "整改清单：整改什么、由谁、何时以前，完成没有"),
    "status": (status.add_options, status.run, "复核的进展：各单位到了哪一步"),
    "summary": (summary.add_options, summary.run, "自评与复核对照的总表：按单位、主管部门、指标"),
}


def add_options(parser: ChineseParser) -> None:
    """Declare the commands of the group."""
    add_commands(parser, COMMANDS)
