"""Everything that the record knows of one unit's form, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from xlgen.campaign.about import About
from xlgen.campaign.copy_contents import MAX_DIFFERENCES, CopyHistory
from xlgen.campaign.progress import UnitProgress
from xlgen.reports.totals import score_text
from xlgen.reports.unit_lines import COUNTS, dates_of
from xlgen.roster.details import DETAILS
from xlgen.text import first_lines, one_line


def unit_page(unit: UnitProgress, history: CopyHistory, about: About) -> Iterator[str]:
    """The lines: state, whom to call, every copy, what changed between them, documents, and what was decided."""
    yield "　".join(filter(None, (str(unit.form.unit), unit.state, "逾期" if unit.overdue else "", one_line(unit.why))))
    details = [f"{heads[0]}：{unit.details[key]}" for key, heads in DETAILS.items() if key in unit.details]
    if details:
        yield "　".join(map(one_line, details))
    if unit.due:
        yield f"截止日期：{unit.due}"
    yield from _copies(unit, history)
    for arrival in unit.arrivals:
        yield f"其他文件：{one_line('　'.join(filter(None, (arrival.file, arrival.document, arrival.why))))}"
    for name, what in unit.documents(about).items():
        yield f"要件：{name}　{one_line(what) or '没有'}"
    for event in unit.events:
        texts = event.time[:16], event.author, event.kind, event.subject[:8], event.value, event.reason
        yield f"记事：{one_line('　'.join(filter(None, texts)))}"


def _copies(unit: UnitProgress, history: CopyHistory) -> Iterator[str]:
    for number, copy in enumerate(unit.copies, 1):
        counts = COUNTS if unit.counted and unit.counted.fingerprint == copy.fingerprint else ""
        scores = f"表中 {score_text(copy.total)}，按规则 {score_text(copy.by_rule)}"
        code = f"核对码 {copy.code}" if copy.code else ""
        parts = f"第 {number} 份", copy.verdict, counts, scores, code, dates_of(copy), one_line(copy.file)
        yield "　".join(filter(None, parts))
    for step in history.steps:
        yield f"{one_line(step.earlier.file)} → {one_line(step.later.file)}：{step}"
        yield from first_lines([str(each) for each in step.beside], MAX_DIFFERENCES, "处")
    if history.compared:
        earlier, later = (one_line(copy.file) for copy in history.compared)
        yield f"{earlier} 与 {later} 有 {len(history.differing)} 处不同："
        yield from first_lines([str(each) for each in history.differing], MAX_DIFFERENCES, "处")
