"""可以报送 in the workbook means no 错误 in the check, whatever was edited: a few sequences; `make` has thousands."""

from __future__ import annotations

from collections.abc import Iterator

import openpyxl
import pytest

from tests.conftest import SCHEMES
from tests.factories.returned_forms import edited
from tests.random_editing.law import NO_ERROR, OTHER_CODE, READY, Judgement, judged
from tests.random_editing.libreoffice import Editing
from tests.random_editing.program import Program
from tests.random_editing.sequences import LONGEST, sequence
from tests.random_editing.starts import start
from xlgen.submissions.finding import finding
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.workbook.layout import VERDICT_ON_CHECK

pytestmark = pytest.mark.slow
SEEDS = range(2)
OPEN = "暂不能报送：还有 1 处待完善"
ERROR = finding(IdentityCode.NOT_A_FORM)


@pytest.fixture(scope="module")
def editing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editing]:
    with Program() as program:
        yield Editing(program, tmp_path_factory.mktemp("edited"))


@pytest.mark.parametrize("form", SCHEMES)
def test_edited_at_random__workbook_and_check_agree(form: str, editing: Editing) -> None:
    for seed in SEEDS:
        outcome = editing.outcome(str(seed), start(form, "published"))
        assert not outcome.judgement.causes, str(outcome)


@pytest.mark.parametrize(
    ("judgement", "causes"),
    [
        (Judgement(READY, ()), set()),
        (Judgement(READY, (ERROR,)), {"NOT_A_FORM"}),
        (Judgement(READY, (), same_code=False), {OTHER_CODE}),
        (Judgement(OPEN, (ERROR,), same_code=False), set()),
        (Judgement(READY, (), moved=True), set()),
        (Judgement(OPEN, ()), {NO_ERROR}),
        (Judgement(OPEN, (ERROR,)), set()),
        (Judgement(OPEN, (), moved=True), set()),
    ],
)
def test_law__breached_where_the_two_differ(judgement: Judgement, causes: set[str]) -> None:
    assert judgement.causes == causes


def test_breach__is_found_and_shrunk_to_the_edits_that_matter(editing: Editing) -> None:
    """A blank form with the verdict of a complete one breaks the law before any edit."""
    form = SCHEMES[-1]

    def claim(book: openpyxl.Workbook) -> None:
        book[VERDICT_ON_CHECK.sheet][VERDICT_ON_CHECK.address] = f'="{READY}"'

    blank = start(form, "blank")
    claiming = blank._replace(name="claiming", data=edited(claim, blank.data))
    assert "BLANK" in judged(claiming.data).causes
    outcome = editing.outcome("0", claiming)
    assert outcome.judgement.ready
    assert outcome.judgement.causes
    assert outcome.edits == ()
    assert "可以报送" in str(outcome)


def test_sequences__of_a_seed_are_the_same_and_short() -> None:
    inputs = start(SCHEMES[0], "published").inputs
    cells = list(inputs)
    made = [sequence(inputs, cells, str(seed)) for seed in range(400)]
    assert made == [sequence(inputs, cells, str(seed)) for seed in range(400)]
    assert {len(edits) for edits in made} == set(range(1, LONGEST + 1))
    commands = {edit.command for edits in made for edit in edits}
    assert commands == {"type", "paste", "copy", "cut", "drag", "clear", "delete", "fill", "undo", "redo"}


@pytest.mark.parametrize("name", ["published", "complete 0", "half", "issued"])
def test_starts__keep_the_law_some_ready_some_not(name: str) -> None:
    judgement = judged(start(SCHEMES[-1], name).data)
    assert not judgement.causes, judgement
    assert judgement.ready == (name in {"published", "complete 0"})
