"""The published forms as they came back: with the units' own scores where those depart from the rules.

What is found are the known disagreements and the known contradictions between text and table, and nothing else.
"""

from __future__ import annotations

import pytest

from tests.conftest import PUBLISHED
from tests.factories.form_workbooks import FILLED, built
from xlgen.submissions.findings.arithmetic import ArithmeticCode
from xlgen.submissions.findings.code import Level
from xlgen.submissions.findings.narrative import NarrativeCode
from xlgen.submissions.validate import check_bytes

DIFFER = {
    "guangdong-2019": [("政府采购执行率", "表中 2.00 分，按规则应为 1.97 分")],
    "jiangmen-2024": [],
    "jiangning": [("非税收入预算完成率", "表中 0.72 分，按规则应为 0.44 分")],
    "jiangsu-2020": [],
    "national-project-2020": [],
    "shenzhen-2021": [("固定资产利用率", "表中 0.99 分，按规则应为 1.00 分")],
}
CONTRADICT = {
    "guangdong-2019": [],
    "jiangmen-2024": [],
    "jiangning": [(NarrativeCode.NUMBER_IN_TEXT, "211.54", "211.5"), (NarrativeCode.NO_PROBLEMS, "无", "0.28")],
    "national-project-2020": [],
    "jiangsu-2020": [
        (NarrativeCode.TOTAL_IN_TEXT, "97", "99.00"),
        (NarrativeCode.GRADE_IN_TEXT, "良好", "优"),
        (NarrativeCode.NUMBER_IN_TEXT, "14场", "16场"),
    ],
    "shenzhen-2021": [],
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_return__known_departures_and_contradictions_alone(name: str) -> None:
    report = check_bytes(f"{name}.xlsx", built(name, FILLED))
    found = [finding for finding in report.findings if finding.level is not Level.NOTICE]
    scores = [finding for finding in found if finding.code is ArithmeticCode.SCORE_DIFFERS]
    texts = [finding for finding in found if finding.code is not ArithmeticCode.SCORE_DIFFERS]
    said = "\n".join(map(str, found))
    assert [finding.indicator for finding in scores] == [indicator for indicator, _ in DIFFER[name]], said
    starts = [start for _, start in DIFFER[name]]
    assert all(finding.message.startswith(start) for finding, start in zip(scores, starts, strict=True)), said
    assert [finding.code for finding in texts] == [code for code, *_ in CONTRADICT[name]], said
    for finding, (_, *numbers) in zip(texts, CONTRADICT[name], strict=True):
        assert all(number in finding.message for number in numbers), finding.message
