"""Evidence that is named is looked for as people name files; what moves a score must name its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import published_filling, shipped_scheme
from xlgen.scoring.form_data import FormData, Row
from xlgen.submissions.findings.code import Part
from xlgen.submissions.narrative.material import material_of, names_in, says_nothing
from xlgen.submissions.validate import check_bytes
from xlgen.workbook.build import build
from xlgen.xlsx.values import CellValue


@cache
def built(scheme: str, table: str, number: int, cells: tuple[tuple[str, CellValue], ...]) -> bytes:
    """The published form of a scheme with some cells of a row of a table changed."""
    filling = published_filling(scheme)
    return build(shipped_scheme(scheme), with_row(filling, table, number, dict(cells)))


def with_row(filling: FormData, table: str, number: int, cells: Row) -> FormData:
    rows: list[Row] = list(filling.tables[table])
    rows[number:number] = [{}] if number == len(rows) else []
    rows[number] = {**rows[number], **cells}
    tables: Mapping[str, Sequence[Row]] = {**filling.tables, table: rows}
    return replace(filling, tables=tables)


def found(data: bytes, material: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """The findings on evidence: code, sheet, cell."""
    report = check_bytes("a.xlsx", data, material=material)
    evidence = [finding for finding in report.findings if finding.code.part is Part.EVIDENCE]
    return [(finding.code.name, finding.sheet, finding.cell) for finding in evidence]


def named() -> bytes:
    """A form that names two documents as evidence."""
    return built("jiangning", "duty_targets", 0, (("evidence", "路演通知、《路演、签约台账》"),))


def test_named_evidence__handed_in() -> None:
    assert found(named(), ("某单位/路演通知.pdf", "某单位/附件2 路演、签约台账.xlsx")) == []


def test_named_evidence__absent() -> None:
    assert found(named(), ("某单位/路演通知.pdf",)) == [("EVIDENCE_MISSING", "履职指标", "K5")]


def test_named_evidence__not_looked_for_where_nothing_was_handed_in() -> None:
    assert found(named()) == []


def test_evidence_of_an_indicator__absent() -> None:
    scheme = shipped_scheme("jiangmen-2024")
    filling = replace(published_filling(scheme.id), evidence={"budget_soundness": "预算批复\n党组会议纪要"})
    report = check_bytes("a.xlsx", build(scheme, filling), material=("佐证材料4/2024年预算批复.pdf",))
    (missing,) = report.findings
    assert (missing.code.name, missing.indicator) == ("EVIDENCE_MISSING", "预算编制合理性")
    assert "“党组会议纪要”" in missing.message


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"deduction": 2, "reason": "尚未完成"}, [("EVIDENCE_NOT_NAMED", "部门履职", "H5")]),
        ({"deduction": 2, "reason": "尚未完成", "evidence": "无"}, [("EVIDENCE_NOT_NAMED", "部门履职", "H5")]),
        ({"deduction": 2, "reason": "尚未完成", "evidence": "\u200b"}, [("EVIDENCE_NOT_NAMED", "部门履职", "H5")]),
        ({"deduction": 2, "reason": "尚未完成", "evidence": "说明"}, []),
        ({"deduction": 0}, []),
    ],
)
def test_deduction__names_its_evidence(cells: dict[str, CellValue], expected: list[tuple[str, str, str]]) -> None:
    assert found(built("jiangsu-2020", "duties", 0, tuple(cells.items()))) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("无", [("EVIDENCE_NOT_NAMED", "表彰问责", "D5")]),
        ("\u202e\u3164", [("EVIDENCE_NOT_NAMED", "表彰问责", "D5")]),
        ("—", []),  # wrong as a text: the row counts for nothing
        ("通报", []),
    ],
)
def test_bonus__names_its_evidence(document: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(built("guangdong-2019", "commendations", 0, (("document", document),))) == expected


def test_occurrences_that_cancel_out__move_no_score() -> None:
    filling = published_filling("guangdong-2019")
    for number, (kind, matter) in enumerate([("表彰", "一"), ("表彰", "二"), ("问责", "三")]):
        filling = with_row(filling, "commendations", number, {"kind": kind, "matter": matter, "document": "无"})
    assert found(build(shipped_scheme("guangdong-2019"), filling)) == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("资产台账", "资产台账.xlsx"),
        ("《资产 台账》", "资产台账.pdf"),
        ("附件1：资产台账", "资产台账.pdf"),
        ("1.资产台账", "佐证材料/3、资产台账（盖章）.pdf"),
        ("资产台账（盖章）", "资产台账.pdf"),
        ("详见资产台账", "资产台账2020.pdf"),
        ("资产台账3份", "资产台账.zip"),
        ("佐证材料1", "单位/佐证材料1/预算.pdf"),
        ("佐证材料１", "单位\\佐证材料1.docx"),
        ("附件1-2", "附件1-2 绩效目标表.docx"),
        ("附件1：资产台账", "附件1.pdf"),
        ("(见附件3)", "附件3.pdf"),
        ("ABC合同", "abc合同.PDF"),
        ("2020年工作总结.docx", "2020年工作总结.pdf"),
        ("资产台账", "资产\u200b台账.pd\u200df"),
        ("资产\u2060台账", "\ufeff资产台账.pdf"),
        ("附\u200b件1：资产台账", "资产\u202e台账.pdf"),
    ],
)
def test_name__is_that_of_the_file(name: str, file: str) -> None:
    (only,) = names_in(name)
    assert material_of([file]).holds(only)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("佐证材料1", "佐证材料10.pdf"),
        ("佐证材料10", "佐证材料1.pdf"),
        ("佐证材料3", "佐证材料.zip"),
        ("附件1-2", "附件1-1.docx"),
        ("资产台账", "合同.pdf"),
        ("2020年工作总结", "2019年工作总结.docx"),
        ("会议纪要", "会议通知.pdf"),
    ],
)
def test_name__is_not_that_of_the_file(name: str, file: str) -> None:
    (only,) = names_in(name)
    assert not material_of([file]).holds(only)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("预算批复、决算报表；会议纪要\n合同", ["预算批复", "决算报表", "会议纪要", "合同"]),
        ("《关于资产、财务的通知》，台账。", ["《关于资产、财务的通知》", "台账"]),
        ("无", []),
        ("—", []),
        ("详见附件", []),
        ("公开网址：http://www.example.gov.cn/a/b", []),
        ("粤府\u30142019\u301512号", []),
    ],
)
def test_names__in_a_cell(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", True), (" 无 ", True), ("－", True), ("\u202e\u2066", True), ("。", True), ("台账", False)],
)
def test_nothing__in_words(text: str, expected: bool) -> None:
    assert says_nothing(text) is expected


@settings(max_examples=300, database=None, deadline=None, derandomize=True)
@given(
    st.text("《》、：1.附件材料(）无/\\a ", max_size=60),
    st.lists(st.text("附件1/\\.a《（_- ", max_size=20), max_size=4),
)
def test_any_names__end(text: str, paths: list[str]) -> None:
    material = material_of(paths)
    assert all(material.holds(name) in (True, False) for name in names_in(text))
    assert all(material_of([name]).holds(name) for name in names_in("台账" + text))


@pytest.mark.parametrize("text", ["《" * 2000, "附件" * 1000, "1." * 1000, "a、" * 1000, "(1" * 1000, " " * 2000])
@pytest.mark.usefixtures("hang_guard")
def test_hostile_names__work_grows_with_their_length_only(text: str) -> None:
    """Some hundred thousand characters: work that grew with their square would take minutes."""
    text *= 100
    material = material_of([f"附件{number}/{text[:200]}.pdf" for number in range(100)])
    assert len([material.holds(name) for name in names_in(text)]) <= 50
