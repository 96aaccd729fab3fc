"""`xlgen review`: 财政复核, from the drawing to what was put right."""

from __future__ import annotations

from xlgen.cli.commands import Command
from xlgen.cli.review import drawing, opinions, papers, results

COMMANDS: dict[str, Command] = {
    "draw": (drawing.add_draw, drawing.draw, "抽取要复核的单位：全部、指定、按金额、按疑点、随机"),
    "drop": (drawing.add_drop, drawing.drop, "把抽取的单位移出复核"),
    "materials": (drawing.add_materials, drawing.materials, "给抽取的单位各写一份调取资料清单"),
    "open": (papers.add_open, papers.give_out, "给抽取的单位各写一份复核底稿"),
    "out": (papers.add_out, papers.hand_out, "把复核底稿装成包，交第三方复核"),
    "in": (papers.add_in, papers.hand_in, "收回第三方交来的包"),
    "take": (papers.add_take, papers.take, "收回填好的复核底稿：逐项检查、按规则计分，形成初步意见"),
    "ask": (opinions.add_ask, opinions.ask, "写征求意见表，发给单位"),
    "answer": (opinions.add_answer, opinions.answer, "登记单位的意见：同意、不同意和理由"),
    "rule": (opinions.add_rule, opinions.rule, "决定单位的不同意见采纳与否"),
    "final": (results.add_final, results.final, "定稿，或撤销定稿"),
    "rectify": (results.add_rectify, results.rectify, "整改清单：整改什么、由谁、何时以前，完成没有"),
    "status": (results.add_status, results.status, "复核的进展：各单位到了哪一步"),
    "summary": (results.add_summary, results.summary, "自评与复核对照的总表：按单位、主管部门、指标"),
}
