"""What is said of packages at the end of a run, on the screen and on the desk's pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlgen.campaign.progress import RECEIVED, UnitProgress
from xlgen.campaign.tiers.handing_in import NOT_AT_HAND, HandedIn
from xlgen.campaign.tiers.handing_out import HandedOut
from xlgen.campaign.tiers.merging import MergedPackage
from xlgen.campaign.tiers.rollup import RolledUp

NOTHING_ROLLED_UP = "没有可以计入的表，什么也没有写。请先审核各单位交回的表"


def handed_out_lines(done: HandedOut) -> Iterator[str]:
    """The packages that were written, and whose forms are in none."""
    for path, name, count in done.packages:
        yield f"已写出 {path}：{name}，{count} 份"
    yield from _units("名单里没有写主管部门，没有分包", done.without)
    yield from _units("评分表不在下发的文件夹里，没有装入", done.absent)


def handed_in_lines(done: HandedIn) -> Iterator[str]:
    """How it stands with each form, and what did not go along; what must not is told by `left_out` alone."""
    for unit in done.progress.units:
        yield "　".join(filter(None, (str(unit.form.unit), unit.state, unit.why)))
    for name in done.outside:
        yield f"不是名单上单位的表，没有装入：{name}"
    yield from _units(NOT_AT_HAND, done.absent)
    ready = sum(unit.state in RECEIVED for unit in done.progress.units)
    yield f"已写出 {done.file}：{len(done.progress.units)} 份中，{ready} 份可以接收"


def merged_lines(package: MergedPackage) -> Iterator[str]:
    """What became of a package that was not refused."""
    copies, events = (sum(each) for each in zip(*package.new.values(), strict=True))
    yield f"{package.path}　{package.parent}：新并入 {copies} 份表、{events} 条登记"
    for unit in package.units:
        state = unit.now.state if unit.now.state == unit.before.state else f"{unit.before.state} → {unit.now.state}"
        yield "　　" + "　".join(filter(None, (str(unit.now.form.unit), state, unit.now.why)))
    for line in package.told:
        yield f"　　请注意：{line}"


def rolled_up_lines(done: RolledUp) -> Iterator[str]:
    """Whose numbers are in a sum and whose are not, what differs from what was laid down, and what was summed up."""
    for unit in done.included:
        yield f"已计入　{unit.form.unit}"
    for unit, why in done.left_out:
        yield f"未计入　{unit.form.unit}　{why}"
    for label, total, laid_down in done.differing:
        yield f"请核对　{label}：合计是 {total:.15g}，下发时填定的是 {laid_down}，表中照填定的"
    if done.included:
        yield f"{len(done.included)} 份表的合计，{len(done.sums)} 项，金额单位{done.money_unit}"


def _units(what: str, units: Iterable[UnitProgress]) -> Iterator[str]:
    for unit in units:
        yield f"{what}：{unit.form.unit}"
