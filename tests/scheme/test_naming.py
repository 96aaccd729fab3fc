"""Which scheme is meant by what people call it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xlgen.files.resources import scheme_files
from xlgen.scheme.known_files import VARIABLE
from xlgen.scheme.known_schemes import named_schemes
from xlgen.scheme.load import load_scheme
from xlgen.scheme.naming import named_scheme
from xlgen.scheme.problems import AmbiguousSchemeError, UnknownSchemeError


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("深圳", "shenzhen-2021"),
        ("深圳市财政局", "shenzhen-2021"),
        ("江宁区", "jiangning"),
        ("南京", "jiangning"),
        (" 江门 市 ", "jiangmen-2024"),
        ("四川 项目", "sichuan-project-2023"),
        ("SHENZHEN", "shenzhen-2021"),
        ("项目支出绩效自评表", "national-project-2020"),
    ],
)
def test_part_of_a_name__finds_the_scheme(name: str, scheme: str) -> None:
    file, found = named_scheme(name)
    assert file == scheme_files()[scheme]
    assert found.startswith(f"{scheme}（")
    assert load_scheme(name, 2026).id == scheme
    assert named_schemes([name]).ids == [scheme]


def test_id_or_path__is_taken_as_it_is() -> None:
    file = scheme_files()["jiangning"]
    assert named_scheme("jiangning") == named_scheme(str(file)) == named_scheme(str(file.parent)) == (file, "")


def test_several__are_listed() -> None:
    with pytest.raises(AmbiguousSchemeError, match="“绩效评价指标表”可以是 2 个表样") as told:
        named_scheme("绩效评价指标表")
    for name in ("yueyang-2018（岳阳市", "hunan-2018（湖南省直"):
        assert name in str(told.value)


@pytest.mark.parametrize("name", ["深训", "", "  ", "深圳/江宁", "深圳 江宁"])
def test_what_no_scheme_is_called__is_refused(name: str) -> None:
    with pytest.raises(UnknownSchemeError, match=r"没有名为.*shenzhen-2021"):
        named_scheme(name)


def test_schemes_of_ones_own__are_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own" / "scheme.yaml"
    own.parent.mkdir()
    text = scheme_files()["shenzhen-2021"].read_text(encoding="utf-8")
    own.write_text(text.replace("id: shenzhen-2021", "id: bao-an").replace("深圳市", "宝安区"), encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: broken\nname: 龙华区评分表\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert named_scheme("宝安").file == own.resolve()
    with pytest.raises(UnknownSchemeError):
        named_scheme("龙华")  # it cannot be used
    shutil.rmtree(own.parent)
    with pytest.raises(UnknownSchemeError):
        named_scheme("宝安")


def test_base_of_a_scheme__is_never_guessed(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("extends: 深圳\nid: mine\n", encoding="utf-8")
    with pytest.raises(Exception, match="没有这个表样，也没有这个文件"):
        load_scheme(str(file))
