"""Several threads may check forms of one template at once, as the pages of the desk do beside its job."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.factories.returns import Post, form, scheme
from xlgen.scheme.known_schemes import only
from xlgen.submissions.file_check import FileChecker
from xlgen.submissions.sources import find_sources


def test_threads__find_what_one_finds(tmp_path: Path) -> None:
    Post(tmp_path).put({f"{number}.xlsx": form(f"第{number}局") for number in range(8)})
    sources, checker = find_sources([tmp_path]).workbooks, FileChecker(only(scheme()))
    alone = [checker(source).report for source in sources]
    assert not any(report.findings for report in alone)
    with ThreadPoolExecutor(8) as pool:
        together = [[checked.report for checked in pool.map(checker, sources)] for _ in range(4)]
    assert together == [alone] * 4
