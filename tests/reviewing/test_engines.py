"""The scores of a filled review workbook: the same in Python, formualizer and LibreOffice, to the cent."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import formualizer
import openpyxl
import pytest

from tests.conftest import SCORED_FORMS, published_filling, shipped_scheme
from tests.factories.random_fillings import random_filling
from tests.factories.reviews import COLUMNS
from tests.oracles.cells import stored
from tests.oracles.libreoffice import recalculated
from xlgen.reviewing.answers import Answer, Answers, answer_to, effective_value
from xlgen.reviewing.items import LEFT_BLANK
from xlgen.reviewing.opening import TEXT_FIELDS, ReadBack, read_back, workbook_of_review
from xlgen.reviewing.paper import DIFFERENCE, EFFECTIVE, GRADE, OWN_SCORE, SCORE, TOTAL, PaperRow, paper_rows
from xlgen.reviewing.review_rows import Opened
from xlgen.reviewing.scoring import ReviewScores, review_scores
from xlgen.scheme.model import Scheme
from xlgen.scheme.review import Review
from xlgen.scheme.sheet_names import WORKING_PAPER
from xlgen.scoring.form_data import FormData, presets, with_overrides
from xlgen.workbook.approved import items_of
from xlgen.xlsx.values import CellValue

MIXED = ["shenzhen-2021", "jiangning", "guangdong-2019"]
"""Forms with tables, rows of the unit's own, transferred points and 加减分."""


@dataclass(frozen=True)
class Reviewed:
    """A review workbook that was filled in by chance, and what Python says of it."""

    about: ReadBack
    scores: ReviewScores
    answers: Answers
    content: bytes

    @property
    def rows(self) -> Sequence[PaperRow]:
        return list(paper_rows(self.about.groups))


def opened(scheme: Scheme, filling: FormData) -> Opened:
    whole = with_overrides(filling, presets(scheme))
    rows = ".".join(str(table.rows) for table in scheme.tables.values())
    texts = {name: dict(getattr(whole, name)) for name in TEXT_FIELDS}
    return Opened("id", "f" * 64, "甲局.xlsx", "甲局", rows, items_of(whole), texts, tuple(items_of(presets(scheme))))


def reviewed(scheme: Scheme, filling: FormData, chance: random.Random, disagrees: float = 0.3) -> Reviewed:
    """A review in which some values are those of another filling, and some reasons are chosen."""
    scheme = scheme.model_copy(update={"review": Review(lowers_grade=5)})
    given = opened(scheme, filling)
    about = read_back(scheme, given)
    other = items_of(random_filling(scheme, chance.randrange(1000)))
    answers: dict[str, Answer] = {}
    for row in paper_rows(about.groups):
        code = chance.choice(scheme.review.known_reasons).code if chance.random() < 0.1 else ""
        value: CellValue = None
        if row.item is not None and chance.random() < disagrees:
            value = other.get(row.item.key)
            if row.item.options and not row.item.spec.required and chance.random() < 0.2:
                value = LEFT_BLANK
        agreed = value is None and chance.random() < (0.2 if row.item is None else 0.97)
        answers[row.key] = Answer(agreed, value if value != "" else None, reason=code)
    scores = review_scores(about.scheme, about.filling, about.groups, answers)
    blank = workbook_of_review(scheme, "甲局", "甲局", given)
    return Reviewed(about, scores, answers, _filled(about, blank, answers))


def _filled(about: ReadBack, blank: bytes, answers: dict[str, Answer]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book[WORKING_PAPER]
    labels = {reason.code: reason.label for reason in about.scheme.review.known_reasons}
    for row in paper_rows(about.groups):
        answer = answers[row.key]
        said = {"agreed": "√" if answer.agreed else None, "value": answer.value, "reason": labels.get(answer.reason)}
        for column, value in said.items():
            cell = sheet[f"{COLUMNS[column]}{row.row}"]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def assert_as_python(review: Reviewed, workbook: bytes | Path) -> None:
    """Every score that a workbook shows is the one that Python computes."""
    cells = stored(workbook)[WORKING_PAPER]
    scores = {group.key: group for group in review.scores.groups}
    for row in review.rows:
        if row.item is not None:
            due_value = effective_value(row.item, answer_to(review.answers, row.item, row.group))
            assert cells.get(f"{EFFECTIVE}{row.row}", "") == ("" if due_value is None else due_value), row.item.key
        if row.item is not None or not row.group.scored:
            continue
        score = scores[row.group.key]
        due = {SCORE: score.score, DIFFERENCE: score.difference, OWN_SCORE: score.own}
        for column, expected in due.items():
            shown = cells.get(f"{column}{row.row}", "")
            found = shown if isinstance(shown, (int, float)) else None
            assert found == (None if expected is None else pytest.approx(expected, abs=1e-9)), (row.group.title, column)
    total = cells.get(TOTAL.address)
    assert (total if isinstance(total, (int, float)) else None) == review.scores.reviewed.total
    if review.scores.grade is not None:
        assert str(cells[GRADE.address]).endswith(f"复核等次：{review.scores.grade}")


@pytest.mark.parametrize("name", SCORED_FORMS)
def test_random_reviews__score_as_formulas_do(name: str) -> None:
    scheme = shipped_scheme(name)
    for seed in range(3 if name in MIXED else 1):
        chance = random.Random(f"{name}/{seed}")
        filling = published_filling(name) if seed == 0 else random_filling(scheme, 6 * seed)
        review = reviewed(scheme, filling, chance, disagrees=(0.2, 0.05, 0.6)[seed])
        assert_as_python(review, bytes(formualizer.recalculate_xlsx_bytes(review.content)["bytes"]))


def test_libreoffice__agrees(tmp_path: Path) -> None:
    reviews: dict[Path, Reviewed] = {}
    for number, name in enumerate(MIXED):
        file = tmp_path / f"{name}.xlsx"
        reviews[file] = reviewed(shipped_scheme(name), published_filling(name), random.Random(number), disagrees=0.15)
        file.write_bytes(reviews[file].content)
    for file, computed in recalculated(list(reviews), tmp_path / "算过").items():
        assert_as_python(reviews[file], computed)
