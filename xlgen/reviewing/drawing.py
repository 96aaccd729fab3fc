"""抽取: which forms are reviewed, drawn so that anybody who draws again from the same record gets the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from xlgen.campaign.progress import RECEIVED, CampaignProgress, UnitProgress
from xlgen.errors import UsageError
from xlgen.text import normalize_text

MAX_SEED_LENGTH = 40


class Method(StrEnum):
    """How a sample is drawn."""

    ALL = "全部"
    NAMED = "指定"
    AMOUNT = "按金额"
    SUSPICION = "按疑点"
    RANDOM = "随机"


@dataclass(frozen=True)
class DrawWanted:
    """What is wanted. count: how many; share: of the funds, from 0 to 1, instead; one of both but for 全部 and 指定.

    units: of 指定, names or codes. seed: of 随机, any word or number, said before one draws.
    """

    method: Method
    count: int = 0
    share: float = 0.0
    units: Sequence[str] = ()
    seed: str = ""


class Drawn(NamedTuple):
    """A form of a drawing, and why it is in it or not. amount: in 万元, None where nobody knows it."""

    form: str
    unit: str
    code: str
    amount: float | None
    why: str


@dataclass(frozen=True)
class Drawing:
    """A drawing: what was wanted, from how many, what came out.

    amount_label: what the funds are called; empty where the form has none. chosen: in the order of drawing.
    excluded: those that count but were not to be drawn, with why; absent: those of which none counts.
    """

    method: str
    count: int
    share: float
    seed: str
    amount_label: str
    population: int
    chosen: tuple[Drawn, ...]
    excluded: tuple[Drawn, ...]
    absent: tuple[Drawn, ...]
    funds: float  # of all forms that count, in 万元
    known: int = 0  # of how many of them one knows the funds

    @property
    def drawn_funds(self) -> float:
        """The funds of those drawn, in 万元."""
        return round(sum(form.amount or 0.0 for form in self.chosen), 6)

    @property
    def coverage(self) -> float | None:
        """资金覆盖率: the drawn part of all funds, from 0 to 1; None where no form says any."""
        return self.drawn_funds / self.funds if self.funds else None


@dataclass(frozen=True)
class Facts:
    """What a drawing goes by beside the progress, each by the form's key.

    amounts: funds in 万元, of what amount_label says. suspicions: what is odd about a form. reviewed: why it is not to
    be drawn again, as 2024年度复核过.
    """

    amount_label: str = ""
    amounts: Mapping[str, float] = field(default_factory=dict)
    suspicions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reviewed: Mapping[str, str] = field(default_factory=dict)


def draw(progress: CampaignProgress, wanted: DrawWanted, facts: Facts) -> Drawing:
    """Draw a sample of the forms that count. Raises UsageError for what cannot be drawn."""
    _refuse(wanted, facts)
    counting = [unit for unit in progress.in_state(*RECEIVED) if unit.counted is not None]
    keys = {unit.form.key for unit in counting}
    others = [unit for unit in progress.units if unit.form.key not in keys]
    if not counting:
        raise UsageError("还没有可以接收的表，没有可以抽取的。请先审核交回的表")
    named = _named(progress, wanted.units) if wanted.method is Method.NAMED else set()
    barred = {unit.form.key for unit in counting if unit.form.key in facts.reviewed and unit.form.key not in named}
    eligible = [unit for unit in counting if unit.form.key not in barred]
    ordered = _ordered(eligible, wanted, facts, named)
    chosen = _first(ordered, wanted, facts, sum(_amount(facts, unit) for unit in counting))
    return Drawing(
        wanted.method.value,
        wanted.count,
        wanted.share,
        wanted.seed,
        facts.amount_label,
        len(counting),
        tuple(_drawn(unit, facts, why) for unit, why in chosen),
        tuple(_drawn(unit, facts, facts.reviewed[unit.form.key]) for unit in counting if unit.form.key in barred),
        tuple(_drawn(unit, facts, unit.state.value) for unit in others),
        round(sum(_amount(facts, unit) for unit in counting), 6),
        sum(unit.form.key in facts.amounts for unit in counting),
    )


def _refuse(wanted: DrawWanted, facts: Facts) -> None:
    limited = wanted.method in (Method.AMOUNT, Method.SUSPICION, Method.RANDOM)
    if wanted.count < 0:
        raise UsageError(f"抽几份应当是正整数，写的却是 {wanted.count}", "count")
    if not 0 <= wanted.share <= 1:
        raise UsageError(f"占全部资金的比例应当不超过 100%，写的却是 {wanted.share:.0%}", "share")
    if limited and (wanted.count > 0) == (wanted.share > 0):
        raise UsageError("请写抽几份，或抽到占全部资金的多大比例，两样写一样", "count")
    if not limited and (wanted.count or wanted.share):
        raise UsageError(f"{wanted.method}抽取不写个数和比例", "count")
    if (wanted.method is Method.AMOUNT or wanted.share) and not facts.amounts:
        raise UsageError("不知道各单位的资金。请写明按表上哪一项金额", "amount")
    if wanted.method is Method.RANDOM and not 0 < len(wanted.seed) <= MAX_SEED_LENGTH:
        raise UsageError(f"随机抽取要先定种子（任意数字或词，不超过 {MAX_SEED_LENGTH} 个字），才能复查", "seed")
    if wanted.method is not Method.RANDOM and wanted.seed:
        raise UsageError("只有随机抽取用种子", "seed")
    if (wanted.method is Method.NAMED) != bool(wanted.units):
        raise UsageError("指定抽取要写单位，别的方法不写", "units")


def _named(progress: CampaignProgress, names: Sequence[str]) -> set[str]:
    """The keys of the forms of named units. Raises UsageError for units of which no form counts."""
    keys: set[str] = set()
    wrong = []
    for name in names:
        wanted = normalize_text(name)
        found = [unit for unit in progress.units if wanted in map(normalize_text, (unit.form.name, unit.form.code))]
        counting = [unit.form.key for unit in found if unit.state in RECEIVED and unit.counted is not None]
        keys.update(counting)
        if not counting:
            wrong.append(f"{name}：{found[0].state if found else '下发记录里没有这个单位'}")
    if wrong:
        raise UsageError("；".join([*wrong, "只能抽取已接收的表"]), "units")
    return keys


def _ordered(
    units: Sequence[UnitProgress], wanted: DrawWanted, facts: Facts, named: Collection[str]
) -> list[tuple[UnitProgress, str]]:
    """The forms that may be drawn, in the order of drawing, each with why."""

    def by_amount(unit: UnitProgress) -> tuple[float, str]:
        return -_amount(facts, unit), unit.form.key

    if wanted.method is Method.AMOUNT:
        return [(unit, Method.AMOUNT.value) for unit in sorted(units, key=by_amount)]
    if wanted.method is Method.SUSPICION:
        odd = [unit for unit in units if facts.suspicions.get(unit.form.key)]
        odd.sort(key=lambda unit: (-len(facts.suspicions[unit.form.key]), by_amount(unit)))
        return [(unit, "；".join(dict.fromkeys(facts.suspicions[unit.form.key]))) for unit in odd]
    if wanted.method is Method.RANDOM:
        return [(unit, Method.RANDOM.value) for unit in sorted(units, key=lambda unit: _lot(wanted.seed, unit))]
    if wanted.method is Method.NAMED:
        own = [unit for unit in units if unit.form.key in named]
        return [(unit, "；".join(filter(None, (Method.NAMED, facts.reviewed.get(unit.form.key))))) for unit in own]
    return [(unit, Method.ALL.value) for unit in units]


def _lot(seed: str, unit: UnitProgress) -> str:
    """A form's lot: by a digest, so that it is the same on every machine and in every year."""
    return hashlib.sha256(f"{seed}\n{unit.form.key}".encode(errors="surrogatepass")).hexdigest()


def _first(
    ordered: Sequence[tuple[UnitProgress, str]], wanted: DrawWanted, facts: Facts, funds: float
) -> Sequence[tuple[UnitProgress, str]]:
    """As many from the first as are wanted, or as it takes to reach a share of the funds."""
    if not wanted.share:
        return ordered[: wanted.count] if wanted.count else ordered
    reached = 0.0
    for number, (unit, _) in enumerate(ordered, 1):
        reached += _amount(facts, unit)
        if reached >= wanted.share * funds:
            return ordered[:number]
    return ordered


def _amount(facts: Facts, unit: UnitProgress) -> float:
    return facts.amounts.get(unit.form.key, 0.0)


def _drawn(unit: UnitProgress, facts: Facts, why: str) -> Drawn:
    return Drawn(unit.form.key, unit.who, unit.form.code, facts.amounts.get(unit.form.key), why)
