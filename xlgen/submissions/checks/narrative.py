"""Checks what is told about the form against it: totals, grades, scores and numbers in its texts and in reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from xlgen.scheme.form import Content
from xlgen.scheme.inputs import MONEY_UNIT, TEN_THOUSAND_YUAN, YUAN, YUAN_PER_TEN_THOUSAND, InputType
from xlgen.scheme.model import Group, Scheme
from xlgen.scheme.sheet_names import FORM
from xlgen.scoring.status import Status
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.narrative.amounts import contradictions, mentions
from xlgen.submissions.narrative.claims import (
    TotalClaim,
    grade_claims,
    grade_named,
    score_claims,
    total_claims,
    total_in_row,
)
from xlgen.submissions.narrative.figures import Figure, contradicted
from xlgen.submissions.narrative.leftovers import leftovers
from xlgen.submissions.narrative.texts import IN_TABLE, Narrative
from xlgen.submissions.narrative.vocabulary import UNITS
from xlgen.submissions.submission import Submission
from xlgen.text import normalize_text
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.values import is_number

RESULT_COLUMNS = (Content.RESULT, Content.BASIS, Content.REMARK)
"""The columns of the form that describe results."""
MAX_LISTED = 5
"""Placeholders that a finding names."""


def total(submission: Submission) -> Iterator[Finding]:
    """A total that a text states is the total of the form."""
    scheme, shown = submission.scheme, submission.returned.total
    if shown is None:
        return
    parts, told = _parts(scheme), set()
    for narrative in _all(submission):
        for claim in () if narrative.about_project else total_claims(narrative.text, scheme.year, scheme.points, parts):
            if not claim.agrees(shown) and (narrative.place, claim) not in told:
                told.add((narrative.place, claim))
                yield _other_total(narrative.place, narrative.label, claim, shown)
    for report in submission.company.reports:
        for heading, row in report.rows:
            in_table = total_in_row(row, scheme.points)
            if in_table and not in_table.agrees(shown) and (report.name, in_table) not in told:
                told.add((report.name, in_table))
                yield _other_total(report.name, "：".join(filter(None, (heading, IN_TABLE))), in_table, shown)


def _other_total(place: CellRef | str, label: str, claim: TotalClaim, shown: float) -> Finding:
    fields = {"label": label, "found": f"{claim.value:.10g}", "expected": f"{shown:.2f}"}
    return finding(NarrativeCode.TOTAL_IN_TEXT, place, **fields)


def grade(submission: Submission) -> Iterator[Finding]:
    """A grade that a text states is the grade of the form's total."""
    scheme, shown = submission.scheme, submission.returned.total
    if shown is None:
        return
    names, parts, told = [grade.name for grade in scheme.grades], _parts(scheme), set()
    expected = scheme.grade(shown)
    for narrative in _all(submission):
        for word in () if narrative.about_project else grade_claims(narrative.text, scheme.year, parts):
            if grade_named(word, names) not in (None, expected) and (narrative.place, word) not in told:
                told.add((narrative.place, word))
                fields = {"label": narrative.label, "found": word, "total": f"{shown:.2f}", "expected": expected}
                yield finding(NarrativeCode.GRADE_IN_TEXT, narrative.place, **fields)


def scores(submission: Submission) -> Iterator[Finding]:
    """A score that a text tells of an indicator or a level is the one that the form shows."""
    shown = _scores_told(submission)
    if not shown:
        return
    names = re.compile("|".join(re.escape(name) for name in sorted(shown, key=len, reverse=True)))
    told = set()
    for narrative in _all(submission):
        for name, claim in score_claims(narrative.text, names):
            known = [*shown[name], *shown.get(name.removesuffix("情况"), ())]  # 预算编制情况 may be told of 预算编制
            if not any(map(claim.agrees, known)) and (narrative.place, name) not in told:
                told.add((narrative.place, name))
                fields = {"name": name, "found": f"{claim.value:.10g}", "expected": f"{known[0]:.2f}"}
                yield finding(NarrativeCode.SCORE_IN_TEXT, narrative.place, label=narrative.label, **fields)


def numbers(submission: Submission) -> Iterator[Finding]:
    """An amount or count that a text states is the one that the form's table states of the same subject."""
    cells, year = list(_result_cells(submission)), submission.scheme.year
    own, *of_reports = submission.documents
    tabled = cells if of_reports else ()
    named = {(each.subject, each.unit) for _, name, text in tabled for each in mentions(text, year, default=name)}
    in_form = [(text.place, text.label, text.text) for text in own if isinstance(text.place, CellRef)]
    for narratives in submission.documents:  # what one says does not make another ambiguous
        told = [(text, text.text) for text in narratives if not text.about_plans]
        found = list(contradictions(told, cells, year))
        if narratives is not own:  # what the table does not say, a text of the form may
            more = contradictions(told, in_form, year)
            found += [each for each in more if (each[1].subject, each[1].unit) not in named]
        for narrative, mention, place, expected in found:
            fields = {"label": narrative.label, "found": mention.text, "expected": expected.text}
            where = f"{place.sheet} {place.address}"
            yield finding(NarrativeCode.NUMBER_IN_TEXT, narrative.place, **fields, place=where)


def figures(submission: Submission) -> Iterator[Finding]:
    """An amount, count or rate that a report states is the one that was filled in or computed under its name."""
    known = dict(_figures(submission)) if submission.reports else {}
    for narratives in submission.documents[1:]:
        texts = ((text, text.text) for text in narratives if not text.about_plans)
        for narrative, found in contradicted(texts, known, submission.scheme.year):
            place, figure = known[found.figure], found.figure
            code = NarrativeCode.MONEY_UNIT_IN_TEXT if found.ten_thousandfold else NarrativeCode.FIGURE_IN_TEXT
            fields = {"found": found.said.text, "name": figure.label, "expected": figure.shown}
            where = f"{place.sheet} {place.address}"
            yield finding(code, narrative.place, label=narrative.label, **fields, place=where)


def left_over(submission: Submission) -> Iterator[Finding]:
    """Nothing is left that a template wanted to have filled in."""
    found: defaultdict[CellRef | str, list[tuple[str, str]]] = defaultdict(list)
    for narrative in _all(submission):
        found[narrative.place] += [(narrative.label, words) for words in leftovers(narrative.text)]
    for place, each in found.items():
        listed = list(dict.fromkeys(words for _, words in each))
        more = "等" if len(listed) > MAX_LISTED else ""
        for label, _ in each[:1]:
            words = "、".join(f"“{words}”" for words in listed[:MAX_LISTED])
            yield finding(NarrativeCode.LEFT_OVER, place, label=label, found=words + more)


def _all(submission: Submission) -> Iterator[Narrative]:
    for narratives in submission.documents:
        yield from narratives


def _scores_told(submission: Submission) -> Mapping[str, Sequence[float]]:
    """The scores that a text may tell, by the name of the indicator or level as texts write it; some have one name.

    First the one that the form shows; then the one by rule, since where these differ, that is told already.
    """
    comparison, found = submission.comparison, defaultdict[str, list[float]](list)
    shown = {score.indicator.id: comparison.reported(score) for score in comparison.by_rule.indicators}
    by_rule = {score.indicator.id: score.score for score in comparison.by_rule.indicators}
    for scores in (shown, by_rule):
        added = sum(scores[each.id] or 0.0 for each in submission.scheme.adjustments)
        for above, element in submission.scheme.walk():
            leaves = list(element.leaves()) if isinstance(element, Group) else [element]
            known = [score for leaf in leaves if (score := scores.get(leaf.id)) is not None]
            name = normalize_text(element.name)
            if len(known) == len(leaves) and len(name) > 1:
                found[name].append(sum(known))
                if isinstance(element, Group) and added and not above:  # some count these with the level above them
                    found[name].append(sum(known) + added)
    return found


def _figures(submission: Submission) -> Iterator[tuple[Figure, CellRef]]:
    """Every number that the unit filled in by itself, and every rate that the form computes, with its cell."""
    in_yuan = submission.filling.inputs.get(MONEY_UNIT) == YUAN
    for entry in submission.single.values():
        value, kind = entry.number, entry.spec.kind
        if value is None or entry.status is not Status.FILLED:
            continue
        label = entry.spec.short or entry.label
        if kind is InputType.MONEY:
            scale = 1 if in_yuan else YUAN_PER_TEN_THOUSAND
            shown = f"{value:.10g} {YUAN if in_yuan else TEN_THOUSAND_YUAN}"
            yield Figure(label, YUAN, value * scale, shown), entry.place
        elif kind is InputType.PERCENT:
            yield Figure(label, "%", value * 100, f"{value * 100:.10g}%"), entry.place
        elif kind is InputType.COUNT and entry.spec.unit in UNITS:
            yield Figure(label, UNITS[entry.spec.unit], value, f"{value:.10g} {entry.spec.unit}"), entry.place
    for name, measure in submission.scheme.all_measures.items():
        place = submission.layout.values.get(name)
        sheet = submission.book.sheet(place.sheet) if place and measure.format == "percent" else None
        rate = sheet.value(place.address) if sheet and place else None
        if place and is_number(rate):
            yield Figure(measure.label, "%", float(rate) * 100, f"{float(rate):.2%}"), place


def _result_cells(submission: Submission) -> Iterator[tuple[CellRef, str, str]]:
    """Every cell of the form that describes results: the cell, the name of the row, the text."""
    layout, sheet = submission.layout, submission.book.sheet(FORM)
    names = layout.form_column(Content.INDICATOR)
    columns = [column for content in RESULT_COLUMNS if (column := layout.form_column(content))]
    if sheet is None or names is None:
        return
    for first, last in layout.spans.values():
        for column in columns:
            for row in range(first, last + 1):  # below what is computed stand the unit's own words
                text = sheet.value(f"{column}{row}")
                if isinstance(text, str) and text:
                    yield CellRef(FORM, column, row), str(sheet.value(f"{names}{first}") or ""), text


def _parts(scheme: Scheme) -> list[str]:
    """The names of the form's levels and indicators."""
    return [element.name for _, element in scheme.walk()]
