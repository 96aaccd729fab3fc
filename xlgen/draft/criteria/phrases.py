"""What a sentence of criteria says, read by its phrases."""

from __future__ import annotations

import re
from functools import lru_cache

from xlgen.draft.criteria.clauses import (
    NOTE,
    Bands,
    Clause,
    Comparison,
    Deduction,
    Each,
    Formula,
    Heading,
    Item,
    Plain,
    Proportional,
    Shares,
    Sized,
    Standard,
    Step,
    Sum,
    Tier,
    Veto,
    Weighted,
    WithoutBase,
)
from xlgen.draft.criteria.conditions import interval_of
from xlgen.draft.criteria.definitions import Definition, definition_of, expression_of
from xlgen.draft.criteria.normal import Sentence
from xlgen.draft.criteria.texts import is_standard, is_text

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_GIVEN = "(?:得|(?<![合共总累小])计|给)"
_REWARDS = (
    (rf"(?:的)?,?{_GIVEN}{_NUMBER}分$", "points"),
    (rf",?\({_NUMBER}分\)$", "points"),
    (rf"(?:的)?,{_NUMBER}分$", "points"),
    (rf"(?<![0-9.~至得计给扣加减各共总低高超约为于到过占值分])(?<![^符]合){_NUMBER}分$", "points"),
    (rf"(?:的)?,?(?:(?:本|该)项?(?:指标)?)?{_GIVEN}?满分(?:\({_NUMBER}分\))?$", "full"),
    (r"的直接得分$", "full"),
    (r"(?:的)?,?(?:(?:本|该)项?(?:指标)?|则本项)?(?:不得分|不计分|得0分|计0分)$", "none"),
)
_UNITS = "项|例|次|个月|个|处|起|天|日|件|份|人次|人|家|户|篇|条|笔"
_DEDUCTION = re.compile(
    rf"^(?P<head>.*?)(?:的)?,?扣(?P<loss>{_NUMBER})分(?:,?(?:直至)?扣完(?:(?P<until>{_NUMBER})分)?为止)?$"
)
_EACH = re.compile(
    rf"(每次?)?(出现|发现|发生|有|存在|少|缺少?)?(?:(?<![0-9二三四五六七八九十百])[1一]|(?<=每))(?P<unit>{_UNITS})"
)
"""1项 of what costs points: how it is counted."""
_MANY = re.compile(
    rf"[0-9]|[两二三四五六七八九十半几]个?({_UNITS}|成)|%|百分点|不足|超过|元"
    "|以[下内]|以上(?!情况|问题|要求|规定|条件|标准|各)|及以?[上下]"
)
"""Numbers and measures that an occurrence does not have."""
_STEP = re.compile(
    rf"^(?:(?P<when>.*?)(?:的)?,?)?每(?P<way>增加|超过|超出|超|高出|上升|提高|高于|减少|低于|低|降低|下降|少|<|>)?{_NUMBER}(?P<unit>%|个百分点)"
    rf"(?:\(含\))?(?:的)?,?扣{_NUMBER}(?P<loss>分|%的?(?:权重分|分值|权重))(?:,?(?:直至)?扣完为止)?$"
)
_FORMULA = re.compile(r"^(?:(?P<name>.*?)(?:本指标|本项指标|该指标|本项|该项)?(?:综合)?)?得分=(?P<right>.+)$")
_WORTH = rf"(?:{_NUMBER}分?|(?:本|该)?(?:项|指标)*(?:满分)?(?:分值|权重分?))"
_CAPPED = re.compile(",>100%的,?按100%计算?$")
_BANDS = re.compile(
    r"^(?:以上(?:评价)?要点各占1/(?P<share>[0-9]+)(?:分值|权重)?,)?每个要点(?:执行|完成)情况分为达成、部分达成、未达成三档,"
    r"分别按(?:指标)?分值的100%~?-?80%\(含\)、80%~?-?60%\(含\)、60%~?-?0%合理确定分值$"
)
_EACH_STANDARD = re.compile(
    rf"^(?:(?:符合|满足)?(?:以[上下]|上述)?(?:评价)?(?:共)?(?P<count>[0-9]+)?(?:项|个)?(?:标准|要点|内容|条件)?,?)?"
    rf"(?:每(?:符合|满足|达到|完成|具备|做到)?[1一]?[项个](?:标准|要点)?(?:的)?,?(?:得|计|给)?{_NUMBER}分"
    r"|(?:每[项个](?:标准|要点)?)?各占1/(?P<parts>[0-9]+)(?:的?(?:分值|权重分?))?):?$"
)
_PROPORTIONAL = re.compile(
    r"^(?P<when>.+?)(?:的)?,?(?:则)?按(?:实际)?(?:(?:完成)?比例(?:计算)?(?:得分|计分|得)"
    rf"|(?P<rate>[^,0-9*]{{2,20}}率)\*(?P<worth>{_WORTH})(?:计算|计分|得分)?)$"
)
_WEIGHTED = re.compile(r"^(?:本|该)?(?:指标|项)?得分=(?P<sum>[^+]+(?:\+[^+]+)+)$")
_VETO = re.compile(r"^如?(?P<more>.+?)大于(?P<less>.+?)(?:的)?,?(?:则)?本项(?:指标)?(?:不得分|得0分)$")
_OTHERWISE = re.compile(r",否则(?:不得分|不计分|得0分)$")
_STANDARD = re.compile(rf"^以{_NUMBER}%为标准$")
_HEADING = re.compile(rf"^(?P<name>.+?)(?:得分)?(?:\((?P<points>{_NUMBER[1:-1]})分\))?(?:,按以下标准分档计分)?:$")
_SHARES = re.compile(
    rf"^(?:.{{0,40}}?)(?:得分)?(?:各占|分别占)(?P<shares>{_NUMBER}%(?:[、和]{_NUMBER}%)*)(?:,?计算出本指标的综合得分)?$"
)
_SUM = re.compile(r"^(?:本|该)(?:项)?(?:指标)?(?:总)?(?:得分|总分)=((?:[^+=*/]{2,20}得分\+)+[^+=*/]{2,20}得分)$")
_REWARD = rf",(?P<reward>(?:得|计)?{_NUMBER}分|(?:得|计)满分|不得分|(?:得|计)0分)$"
_LEFT = "[^,0-9有无的]{0,6}(?:结余|结转|节余|余额)"
_COMPARISONS = (
    (rf"^(?:无|没有)(?P<amount>{_LEFT}){_REWARD}", "none"),
    (rf"^有(?P<amount>{_LEFT}),但(?:是)?(?:<=|不超过)(?P<other>[^,0-9]{{2,10}}){_REWARD}", "within"),
    (rf"^(?P<amount>{_LEFT})(?:>|超过)(?P<other>[^,0-9]{{2,10}}){_REWARD}", "beyond"),
)
_WITHOUT_BASE = re.compile(rf"^[^,]{{2,30}}为0的,[^,]{{2,16}}为0的,?(?P<reward>得满分|(?:得|计){_NUMBER}分)$")
_SIZED = re.compile(
    rf"^(?P<due>[^,0-9<>]+?)(?P<sign>>|超过|<=)?(?P<size>[0-9]+)(?:个|项)(?P<within>以内|及以下|以下\(含\))?的,"
    rf"(?:每)?有1(?:项|个)(?P<missed>[^,0-9]+),扣(?P<loss>{_NUMBER[1:-1]})分(?:,扣完为止)?$"
)
REMEMBERED = 2000
"""Sentences whose reading is remembered: forms repeat them, and a grammar takes its time."""


@lru_cache(REMEMBERED)
def clause_of(sentence: Sentence) -> Clause | None:
    """What a sentence says; None where it is not understood whole."""
    each = _each(sentence)
    if each is not None or sentence.text.endswith(":"):
        return each or _heading(sentence)
    for reading in (
        *(_proportional, _weighted),
        *(_bands, _standard, _shares, _sum, _veto, _comparison, _without_base, _sized, _formula),
        *(_step, _rewarded, _deduction, _definition, _reference, _plain),
    ):
        clause = reading(sentence)
        if clause is not None:
            return clause
    return None


def _bands(sentence: Sentence) -> Clause | None:
    found = _BANDS.match(sentence.text)
    return Bands(int(found["share"]), sentence.printed) if found and found["share"] else None


def _each(sentence: Sentence) -> Clause | None:
    """每符合1项得1分; 共3项标准,每项1分; 各占1/3."""
    found = _EACH_STANDARD.match(sentence.text)
    if found is None:
        return None
    points, parts, count = found[2], found["parts"], found["count"]
    return Each(
        float(points) if points else None,
        int(parts) if parts else None,
        int(count) if count else None,
        sentence.printed,
    )


def _proportional(sentence: Sentence) -> Clause | None:
    found = _PROPORTIONAL.match(sentence.text)
    interval = interval_of(found["when"]) if found else None
    if found is None or interval is None:
        return None
    number = re.match(_NUMBER, found["worth"] or "")
    worth = float(number[1]) if number else None
    return Proportional(interval, found["rate"] or "", worth, sentence.printed)


def _weighted(sentence: Sentence) -> Clause | None:
    """得分=甲率*50%*分值+乙率*50%*分值."""
    found = _WEIGHTED.match(sentence.text)
    if found is None:
        return None
    rates = []
    for addend in found["sum"].split("+"):
        factors = addend.split("*")
        shares = [factor for factor in factors if re.fullmatch(rf"{_NUMBER}%", factor)]
        names = [factor for factor in factors if re.fullmatch("[^0-9()/%]+率", factor)]
        worths = [factor for factor in factors if re.fullmatch(_WORTH, factor) and not re.match(_NUMBER, factor)]
        if (len(factors), len(shares), len(names), len(worths)) != (3, 1, 1, 1):
            return None
        rates.append((names[0], float(shares[0][:-1]) / 100))
    return Weighted(tuple(rates), sentence.printed)


def _heading(sentence: Sentence) -> Clause | None:
    found = _HEADING.match(sentence.text)
    if found is None or not is_text(found["name"]):
        return None
    points = found["points"]
    return Heading(found["name"], float(points) if points else None, sentence.printed)


def _shares(sentence: Sentence) -> Clause | None:
    found = _SHARES.match(sentence.text)
    if found is None:
        return None
    return Shares(tuple(float(share) / 100 for share in re.findall(_NUMBER, found["shares"])), sentence.printed)


def _sum(sentence: Sentence) -> Clause | None:
    found = _SUM.match(sentence.text)
    return Sum(tuple(name for name in re.split(r"得分\+?", found[1]) if name), sentence.printed) if found else None


def _comparison(sentence: Sentence) -> Clause | None:
    """无结余; 有结余，但不超过上年结转; 结余超过上年结转."""
    for pattern, sign in _COMPARISONS:
        found = re.match(pattern, sentence.text)
        if found is not None:
            reward = _reward(found["reward"])
            names = found.groupdict()
            return Comparison(names["amount"], names.get("other") or "", sign, reward, sentence.printed)
    return None


def _sized(sentence: Sentence) -> Clause | None:
    found = _SIZED.match(sentence.text)
    if found is None or not (is_text(found["due"]) and is_text(found["missed"])):
        return None
    above = found["sign"] in (">", "超过")
    if above is bool(found["within"]):
        return None
    loss = float(found["loss"])
    return Sized(found["due"], found["missed"], int(found["size"]), above, loss, sentence.printed)


def _without_base(sentence: Sentence) -> Clause | None:
    found = _WITHOUT_BASE.match(sentence.text)
    return WithoutBase(_reward(found["reward"]), sentence.printed) if found else None


def _reward(text: str) -> float | None:
    """The points of a reward that stands alone; None: full marks."""
    number = re.search(_NUMBER, text)
    return float(number[1]) if number else None if "满分" in text else 0.0


def _reference(sentence: Sentence) -> Clause | None:
    """可参考统计部门的数据: where figures come from, and that scores are by deduction, which the others say."""
    harmless = re.search("可(以)?参考|(采用|采取)扣(减|分)?法|^根据上述扣分情况扣完为止$|^扣完为止$", sentence.text)
    return (
        Plain(NOTE, sentence.printed) if harmless and not re.search("[0-9]|满分|的得|视[同为]", sentence.text) else None
    )


def _standard(sentence: Sentence) -> Clause | None:
    found = _STANDARD.match(sentence.text)
    return Standard(float(found[1]) / 100, sentence.printed) if found else None


def _veto(sentence: Sentence) -> Clause | None:
    found = _VETO.match(sentence.text)
    return Veto(found["more"], found["less"], sentence.printed) if found else None


def _formula(sentence: Sentence) -> Clause | None:
    text = _CAPPED.sub("", sentence.text)
    found = _FORMULA.match(text)
    if found is None:
        return None
    factors = [factor for factor in found["right"].split("*") if factor]
    worths = [factor for factor in factors if re.fullmatch(_WORTH, factor)]
    others = [factor for factor in factors if factor not in worths]
    if len(factors) != 2 or len(worths) != 1 or len(others) != 1:
        return None
    number = re.match(_NUMBER, worths[0])
    computed = expression_of(others[0])
    definition = Definition("", *computed) if computed is not None else None
    if definition is None and not is_text(others[0]):
        return None
    return Formula(others[0], definition, float(number[1]) if number else None, text != sentence.text, sentence.printed)


def _step(sentence: Sentence) -> Clause | None:
    found = _STEP.match(sentence.text)
    if found is None:
        return None
    when = interval_of(found["when"]) if found["when"] else None
    if found["when"] and when is None:
        return None
    way = found["way"]
    below = None if way is None else way in ("减少", "少", "低于", "低", "降低", "下降", "<")
    loss = float(found[5])
    share = found["loss"] != "分"
    size = float(found[3]) / 100
    return Step(when, below, size, loss / 100 if share else loss, share, sentence.printed)


def _rewarded(sentence: Sentence) -> Clause | None:
    """A condition on a rate, or a standard, and what it gives."""
    text = _OTHERWISE.sub("", sentence.text)
    for pattern, kind in _REWARDS:
        found = re.search(pattern, text)
        if found is None:
            continue
        before = text[: found.start()].strip(",:").removesuffix("的")
        points = 0.0 if kind == "none" else float(found[1]) if found.re.groups and found[1] else None
        if before == "否则" and kind == "none":
            return Item("否则", 0.0, sentence.printed)
        interval = interval_of(before)
        if interval is not None:
            return Tier(interval, points, sentence.printed) if text == sentence.text else None
        return Item(before, points, sentence.printed) if before and is_standard(before) else None
    return None


def _deduction(sentence: Sentence) -> Clause | None:
    """What each occurrence costs: 每出现1例不符合要求的扣1分; without 每 or 1, nobody says that it is counted."""
    found = _DEDUCTION.match(sentence.text)
    if found is None:
        return None
    head = found["head"].strip(",:").removesuffix("的")
    each = _EACH.search(head)
    text = head
    if each is not None:
        missing = each[2] if each[2] in ("少", "缺", "缺少") else ""
        text = head[: each.start()] + missing + head[each.end() :].removeprefix("的")
    if _MANY.search(text):
        return None
    counted = each is not None or "每" in head
    text = re.sub("^(每次|每)|(每次|每|次)$", "", text.strip(","))
    if text and not is_standard(text):
        return None
    until = float(found["until"]) if found["until"] else None
    return Deduction(text, float(found["loss"]), each["unit"] if each else "次", counted, until, sentence.printed)


def _definition(sentence: Sentence) -> Clause | None:
    definition = definition_of(sentence.text)
    return definition if definition is not None and is_text(definition.name) else None


def _plain(sentence: Sentence) -> Clause | None:
    return Plain(sentence.text, sentence.printed) if is_text(sentence.text) else None
