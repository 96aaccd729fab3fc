"""How a campaign stands, from its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from xlgen.issuing.manifest import Manifest, Submitted
from xlgen.returned.campaign import Verdict
from xlgen.returned.roster import Unit

ACCEPTED = (Verdict.PASSED, Verdict.WARNED)


def counted(submissions: Sequence[Submitted]) -> Submitted | None:
    """Of what a unit handed in, the newest first, what counts: the newest that was accepted, else the newest."""
    newest = submissions[0] if submissions else None
    return next((each for each in submissions if each.verdict in ACCEPTED), newest)


@dataclass(frozen=True)
class Standing:
    """What the campaign is for, its units, and what each of them handed in, the newest first."""

    campaign: Mapping[str, str]
    units: Sequence[Unit]
    not_issued: Sequence[Unit]
    submissions: Mapping[str, Sequence[Submitted]]

    def counted(self, unit: Unit) -> Submitted | None:
        """The submission of a unit that counts."""
        return counted(self.submissions.get(unit.name, ()))

    @property
    def missing(self) -> list[Unit]:
        """The units from which nothing came back."""
        return [unit for unit in self.units if unit.name not in self.submissions]

    @property
    def turned_down(self) -> list[tuple[Unit, Submitted]]:
        """The units whose form is not accepted, each with the newest one."""
        pairs = ((unit, self.counted(unit)) for unit in self.units)
        return [(unit, each) for unit, each in pairs if each is not None and each.verdict not in ACCEPTED]

    @property
    def complete(self) -> bool:
        """Every unit's form was accepted."""
        return not self.missing and not self.turned_down and not self.not_issued


def standing_of(manifest: Manifest) -> Standing:
    """How the campaign of a record stands."""
    units = [(Unit(name, code), issued) for name, code, issued in manifest.units()]
    left = [unit for unit, issued in units if issued is None]
    return Standing(manifest.campaign(), [unit for unit, _ in units], left, manifest.submissions())


def print_standing(console: Console, standing: Standing) -> None:
    """Print the counts, then the units that something is still due from."""
    verdicts = Counter(each.verdict for unit in standing.units if (each := standing.counted(unit)) is not None)
    several = [unit for unit in standing.units if len(standing.submissions.get(unit.name, ())) > 1]
    table = Table(title=escape("　".join(standing.campaign.values())), title_justify="left", show_header=False)
    counts = {
        "应报送单位": len(standing.units),
        "还没有下发": len(standing.not_issued),
        "已接收（通过、有警告）": sum(verdicts[each] for each in ACCEPTED),
        "退回": verdicts[Verdict.RETURNED],
        "读不出、核对出错": verdicts[Verdict.UNREADABLE] + verdicts[Verdict.FAILED],
        "未报送": len(standing.missing),
        "报送过几次": len(several),
    }
    for what, count in counts.items():
        table.add_row(what, str(count))
    console.print(table)
    for unit in standing.not_issued:
        console.print(escape(f"还没有下发：{unit}"), soft_wrap=True)
    for unit, each in standing.turned_down:
        console.print(escape(f"{each.verdict}：{unit}　{each.file}　{each.checked}"), soft_wrap=True)
    for unit in standing.missing:
        console.print(escape(f"未报送：{unit}"), soft_wrap=True)
