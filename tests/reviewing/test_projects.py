"""A unit with several projects: each form is drawn, reviewed and settled by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.campaigns import run
from tests.factories.projects import PROJECTS, returned, roster
from tests.factories.reviews import filled
from tests.reviewing.test_cycle import ALL_AGREED
from xlgen.campaign.record import find_record, open_record
from xlgen.errors import UsageError
from xlgen.reviewing.reviews import Stage, reviews_of

OF = ("--scheme", PROJECTS)
BY = ("--by", "赵六")
ABOUT = (("甲局", "0012", "道路"), ("甲局", "0013", "桥梁（一期）"), ("乙局", "0012", "学校"))


def test_projects_of_a_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", PROJECTS, "--units", roster(tmp_path), "-o", "下发") == 0
    for number, about in enumerate(ABOUT):
        file = tmp_path / "交回" / f"{number}.xlsx"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(returned(*about))
    run("validate", "交回", "--units", "下发", *OF)
    assert run("review", "draw", "下发", "--method", "指定", "--unit", "甲局", *OF, *BY) == 0
    assert run("review", "open", "下发", "--returns", "交回", "-o", "底稿", *OF, *BY) == 0
    files = sorted(path.name for path in Path("底稿").iterdir())
    assert [name.partition("_复核")[0] for name in files] == ["001_甲局_0012_道路", "001_甲局_0013_桥梁（一期）"]
    filled(Path("底稿") / files[0], ALL_AGREED)
    assert run("review", "take", "下发", Path("底稿") / files[0], *OF, *BY) == 0
    with open_record(find_record(Path("下发"))) as record:
        reviews = reviews_of(record, "2026-05-01")
        assert [each.stage for each in reviews.of_unit("甲局")] == [Stage.FIRST, Stage.OPENED]
        assert reviews.find("甲局", "道路").stage is Stage.FIRST
        with pytest.raises(UsageError, match="要指明是哪一份"):
            reviews.find("甲局")
        with pytest.raises(UsageError, match="没有抽取"):
            reviews.of_unit("乙局")
