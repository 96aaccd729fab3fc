"""An explanation to be read: the page that an official signs, and a short form for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlgen.authoring.explanation import Explanation
from xlgen.authoring.samples import Place, Sample
from xlgen.files.render import render_template

TEMPLATE, BODY = "表样审签.html.jinja", "表样审签正文.html.jinja"


def approval_page(explanation: Explanation) -> bytes:
    """The page in UTF-8, for A4 paper, rendered from templates/texts/表样审签.html.jinja; it loads nothing."""
    return _rendered(TEMPLATE, explanation).encode("utf-8")


def approval_body(explanation: Explanation) -> str:
    """What stands on the page below its title, as HTML without styles, to be shown on another page."""
    return _rendered(BODY, explanation)


def _rendered(template: str, explanation: Explanation) -> str:
    return render_template(template, escaped=True, explained=explanation, scheme=explanation.scheme, AT=Place.AT)


def in_short(explanation: Explanation) -> Iterator[str]:
    """The rules and their scores, a few lines for each indicator."""
    scheme = explanation.scheme
    yield f"{scheme.name}（{scheme.id}，版本 {scheme.version}，{scheme.year}年度），校验码 {explanation.code}"
    for number, each in enumerate(explanation.indicators, 1):
        yield f"{number}. {each.indicator.name}（{each.indicator.points:g}分）"
        if each.judged:
            yield f"   {each.judged}"
        for part in each.rules:
            yield f"   {part.title}{'：' if part.title else ''}{part.rule}；取自{part.sources}"
            yield from _line(part.samples)
        yield from (f"   {measure.label} ＝ {measure.formula}" for measure in each.measures)
        for situation in each.situations:
            yield f"   {situation.title}：{situation.words}"
            yield from _line(situation.samples)
        yield from (f"   {kind}：{text}" for kind, text in each.declared)
    if not scheme.scored:
        yield from (f"{each.label}：{each.expected}（{each.needed}）" for each in explanation.inputs)
    for cap in explanation.caps:
        yield f"{cap.title}：{cap.words}"
        yield from _line(cap.samples)
    if explanation.grades:
        yield f"等次：{'；'.join(f'{sample.score:g}分 {sample.given}' for sample in explanation.grades)}"
    yield from (f"勾稽关系：{balance}" for balance in explanation.balances)
    for check in explanation.checks:
        yield f"审核公式（{check.level}）：{check.holds}；不成立时提示：{check.message}"


def _line(samples: Sequence[Sample]) -> Iterator[str]:
    if samples:
        yield f"     {'；'.join(map(_sample, samples))}"


def _sample(sample: Sample) -> str:
    score = "" if sample.score is None else f" → {sample.score:g}"
    return f"{sample.given}{score}{f'（{sample.remark}）' if sample.remark else ''}"
