"""What the published forms look like beside each other: few suspicions, and each can be explained."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tests.conftest import SCHEMES, published_filling, shipped_scheme
from tests.factories.form_workbooks import FILLED, built
from xlgen.submissions.traces import trace_of, written_texts
from xlgen.submissions.validate import examine
from xlgen.suspicions.index import open_index
from xlgen.suspicions.names import NamedUnit
from xlgen.suspicions.suspicion import Kind, Suspicion
from xlgen.suspicions.trace import Trace
from xlgen.workbook.build import build

ROSTER = [
    NamedUnit("南京市江宁区生产力促进中心", "南京市江宁区科学技术局"),
    NamedUnit("江苏省对外科学技术交流中心", "江苏省科学技术厅"),
    NamedUnit("江苏省生产力促进中心", "江苏省科学技术厅"),
    *map(NamedUnit, ("南京市江宁区科学技术局", "江门市科学技术局", "江门市财政局", "广东省财政厅")),
]


@cache
def published(scheme: str) -> Trace:
    report, submission = examine(f"{scheme}.xlsx", built(scheme, FILLED))
    assert submission is not None
    return trace_of(report, submission)


def found(*traces: Trace) -> list[Suspicion]:
    with open_index(ROSTER) as index:
        for trace in traces:
            index.add(trace.form.scheme, trace)
        return list(index.suspicions())


def test_published_forms__few_suspicions() -> None:
    """The answer of guangdong-2019 is the superior's instruction, as published."""
    told = [(each.file, each.kind) for each in found(*map(published, SCHEMES))]
    expected = [("guangdong-2019", Kind.INSTRUCTION), ("ningxiang-2021", Kind.HIGH_TARGET)]
    assert told == [each for each in expected if each[0] in SCHEMES]


def test_published_form__beside_its_copy() -> None:
    own = published(SCHEMES[0])
    copy = replace(own, form=own.form._replace(unit="另一单位"), content="other", doubts=())
    told = found(own, copy)
    assert [each.kind for each in told if each.kind is not Kind.INSTRUCTION] == [Kind.SAME_SENTENCES]


def test_texts__are_the_units_own() -> None:
    """Neither its name nor that of its material, with the place and the label that the unit knows."""
    filling, scheme = published_filling("jiangning"), shipped_scheme("jiangning")
    rows = [{**row, "evidence": "佐证一.pdf"} for row in filling.tables["duty_targets"]]
    form = build(scheme, replace(filling, tables={**filling.tables, "duty_targets": rows}))
    _, submission = examine("a.xlsx", form)
    assert submission is not None
    texts = {text.label: text for text in written_texts(submission)}
    assert {"《履职指标》第 1 行三级指标", "评分说明"} <= texts.keys()
    assert not [text for text in texts.values() if text.text in ("佐证一.pdf", submission.unit)]
    assert all(text.where.count("!") == 1 for text in texts.values())


def test_full_marks__of_every_indicator() -> None:
    scheme, filling = shipped_scheme("national-project-2020"), published_filling("national-project-2020")
    full = replace(filling, inputs={**filling.inputs, "executed": 250000, "fiscal_executed": 250000})
    report, submission = examine("a.xlsx", build(scheme, full))
    assert submission is not None
    (doubt,) = trace_of(report, submission).doubts
    assert (doubt.kind, doubt.message) == (Kind.FULL_MARKS, "2项指标全部得满分，总分100.00分")
