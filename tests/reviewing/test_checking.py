"""What a reviewer's values are held against, on a shipped form."""

from __future__ import annotations

from xlgen.files.resources import SAMPLES
from xlgen.reviewing.answers import Answer, head_key
from xlgen.reviewing.checking import faults_of_answers
from xlgen.reviewing.items import review_groups
from xlgen.reviewing.objections import Fault
from xlgen.reviewing.opening import ReadBack
from xlgen.reviewing.scoring import review_scores
from xlgen.scheme.load import load_scheme
from xlgen.scoring.data_file import load_form_data
from xlgen.workbook.arrangement import layout_of


def test_percent_typed_as_a_rate__is_told_and_taken() -> None:
    """0.5647 in a cell that shows percents is 0.5647 %: it may be meant, so it is not refused."""
    scheme = load_scheme("shenzhen-2021")
    filling = load_form_data(SAMPLES / scheme.id / "inputs.yaml", scheme)
    groups = review_groups(layout_of(scheme), filling, ())
    execution = next(group for group in groups if group.key == "budget_execution")
    answers = {head_key(group): Answer(agreed=True) for group in groups}
    answers[execution.items[1].key] = Answer(value=0.005647, problem="按决算", reason="14")
    about = ReadBack(scheme, filling, groups)
    (found,) = faults_of_answers(about, answers, review_scores(scheme, filling, groups, answers))
    assert (found.fault, found.blocks, found.label) == (Fault.PERCENT_AS_NUMBER, False, execution.items[1].label)
    assert found.message == "复核值是 0.5647%，可能是想填 56.47%"
