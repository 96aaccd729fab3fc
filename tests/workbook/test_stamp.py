"""A stamped workbook is, part by part, the one that is built for the unit."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ALL_FORMS, SCHEMES, shipped_scheme
from tests.factories.projects import projects
from tests.factories.random_fillings import random_filling
from tests.factories.schemes import MINIMAL, edited
from tests.oracles import ooxml
from xlgen.scheme.inputs import UNIT_NAME
from xlgen.scheme.load import load_file
from xlgen.scheme.model import Scheme
from xlgen.scoring.form_data import FormData
from xlgen.scoring.status import is_blank, why_wrong
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import build
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.stamp import Stamp, locked_prefill, stamp_key
from xlgen.xlsx.values import CellValue
from xlgen.xlsx.write.zip_writer import (
    LAST_BLOCK,
    CompressedMember,
    compressed_block,
    compressed_members,
    stored_block,
    zip_bytes,
)

pytestmark = pytest.mark.slow


NAMES = ("某某市科技局", "某某区第一实验学校", "甲", 'O\'Brien & <Söhne> "公司"', "=1+1", "𠮷野家市场监督管理所")
SIZES = (0, 1, 4, 12, 40) if ALL_FORMS else (0, 4, 40)
"""How many inputs are filled in beforehand, beside the name."""

STATUS = Path("/proc/self/status")
UNITS = 2_000


def memory() -> int:
    """What this process uses now, in kB."""
    return next(int(line.split()[1]) for line in STATUS.read_text(encoding="ascii").splitlines() if "VmRSS" in line)


def parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def given_of(scheme: Scheme, seed: int, inputs: list[str]) -> dict[str, CellValue]:
    """What is filled in for a unit: these inputs, each with a value that may stand there."""
    values = random_filling(scheme, seed * 6).inputs  # each sixth filling is complete
    return {UNIT_NAME: NAMES[seed % len(NAMES)], **{name: values[name] for name in inputs}}


def fillable(scheme: Scheme, size: int) -> list[str]:
    """Some inputs that every filling used here fills in rightly."""
    fit = [
        name
        for name, spec in scheme.all_inputs.items()
        if name != UNIT_NAME
        and all(
            not is_blank(value := (filling := random_filling(scheme, seed * 6).inputs).get(name), spec.kind)
            and why_wrong(spec, value, filling.get(spec.limit_source or "")) is None
            for seed in range(len(NAMES))
        )
    ]
    chosen = set(random.Random(f"{scheme.id}/{size}").sample(fit, min(size, len(fit))))
    sources = {scheme.all_inputs[name].limit_source for name in chosen}
    return [name for name in fit if name in chosen | sources]


def built(scheme: Scheme, given: Mapping[str, CellValue], formulas: FormulaStyle = FormulaStyle.NATIVE) -> bytes:
    return build(scheme, FormData(given), str(given["unit_name"]), locked_prefill(scheme, given), formulas)


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_stamped__as_built(name: str, size: int) -> None:
    scheme = shipped_scheme(name)
    layout, inputs = layout_of(scheme), fillable(scheme, size)
    stamps: dict[object, Stamp] = {}
    for seed in (0, 1, 2, 3, 4, 5, 0):  # the first again: nothing of others is left in it
        given = given_of(scheme, seed, inputs)
        kind = stamp_key(layout, given)
        if kind not in stamps:
            stamps[kind] = Stamp(layout, given)
        stamped, expected = parts(stamps[kind].stamped(given)), parts(built(scheme, given))
        assert stamped.keys() == expected.keys()
        assert [name for name in expected if stamped[name] != expected[name]] == []


def test_stamped__score_that_needs_no_row_of_its_table(tmp_path: Path) -> None:
    """A table that may stay empty leaves an indicator complete, so its score is that of each unit."""
    columns = "{label: 问题, rows: 2, at_least_rows: 0, columns: {lost: {kind: number, label: 扣分}}}"
    edits = (
        ("tables:\n", f"tables:\n  issues: {columns}\n"),
        ("        veto:", "        deduction: sum(issues.lost)\n        veto:"),
    )
    file = tmp_path / "scheme.yaml"
    file.write_text(edited(MINIMAL, *edits), encoding="utf-8")
    scheme = load_file(file)
    whole: dict[str, CellValue] = {UNIT_NAME: "甲", "budget": 100.0, "late": 0.0, "falsified": "否"}
    given = [{**whole, "spent": spent} for spent in (80.0, 60.0)]
    stamped, expected = parts(Stamp(layout_of(scheme), given[0]).stamped(given[1])), parts(built(scheme, given[1]))
    assert [name for name in expected if stamped[name] != expected[name]] == []


def test_stamped__with_calls() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    stamp = Stamp(layout_of(scheme), {UNIT_NAME: NAMES[0]}, FormulaStyle.UDF)
    given: dict[str, CellValue] = {UNIT_NAME: NAMES[1]}
    stamped, expected = parts(stamp.stamped(given)), parts(built(scheme, given, FormulaStyle.UDF))
    assert stamped.keys() == expected.keys()
    assert [name for name in expected if stamped[name] != expected[name]] == []


def test_stamped__same_unit_same_bytes() -> None:
    layout = layout_of(shipped_scheme(SCHEMES[0]))
    made = [Stamp(layout, {UNIT_NAME: first}).stamped({UNIT_NAME: NAMES[0]}) for first in (NAMES[0], NAMES[0])]
    assert made[0] == made[1]


@pytest.mark.parametrize("name", SCHEMES)
def test_stamped__same_bytes_whichever_units_went_before(name: str) -> None:
    scheme = shipped_scheme(name)
    inputs = fillable(scheme, 4)
    layout, units = layout_of(scheme), [given_of(scheme, seed, inputs) for seed in range(len(NAMES))]
    kinds = [
        [unit for unit in units if stamp_key(layout, unit) == kind]
        for kind in {stamp_key(layout, unit) for unit in units}
    ]
    for alike in kinds:
        first, last = Stamp(layout, alike[0]), Stamp(layout, alike[-1])
        assert [first.stamped(unit) for unit in alike] == [last.stamped(unit) for unit in reversed(alike)][::-1]


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells the memory of a process so simply")
@pytest.mark.parametrize("name", SCHEMES)
def test_stamping__takes_no_memory_for_good(name: str) -> None:
    """Whatever keeps a kilobyte of each unit is found: the engine that computes did, in two ways."""
    stamp = Stamp(layout_of(shipped_scheme(name)), {UNIT_NAME: NAMES[0]})
    used = []
    for number in range(UNITS + 1):
        stamp.stamped({UNIT_NAME: f"某某市第{number}中学"})
        if number in (UNITS // 10, UNITS):
            used.append(memory())
    assert used[1] - used[0] < UNITS  # kB


def test_kind__others_are_filled_in_or_rows_are_taller() -> None:
    scheme = shipped_scheme("shenzhen-2021")
    layout = layout_of(scheme)
    kind = stamp_key(layout, {UNIT_NAME: "甲"})
    assert kind == stamp_key(layout, {UNIT_NAME: "某某市科技局"})
    assert kind != stamp_key(layout, {UNIT_NAME: "某" * 90})
    assert kind != stamp_key(layout, {UNIT_NAME: "甲", "staff_authorised": 5.0})


def test_stamped__valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    files = []
    for name in SCHEMES:
        scheme = shipped_scheme(name)
        given = [given_of(scheme, seed, fillable(scheme, 12)) for seed in (0, 1)]
        stamp = Stamp(layout_of(scheme), given[0])
        if stamp_key(stamp.layout, given[1]) != stamp.key:
            given[1][UNIT_NAME] = given[0][UNIT_NAME]
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(stamp.stamped(given[1]))
        files.append(file)
    assert ooxml.errors(files) == {file: [] for file in files}


def test_zip__of_pieces_is_read_by_others() -> None:
    text = "预算执行率".encode() * 40_000
    pieces = [
        compressed_block(text[:50_000]),
        stored_block(text[50_000:180_000]),
        compressed_block(text[180_000:]),
        LAST_BLOCK,
    ]
    member = CompressedMember("xl/工作表.xml", b"".join(pieces), len(text), zlib.crc32(text))
    data = zip_bytes([member])
    assert parts(data) == {member.name: text}
    assert compressed_members(data) == {member.name: member}


def test_stamped__about_another_subject() -> None:
    """What a form is about is in cells, on the hidden sheet and in the file's properties."""
    scheme = projects()
    given = [
        {"unit_name": unit, "project_code": code, "project_name": name}
        for unit, code, name in (("甲局", "0012", "道路<&>"), ("甲局", "0013", "甲局"), ("0012", "甲局", "0013"))
    ]
    stamp = Stamp(layout_of(scheme), given[0])
    for each in given:
        about = {name: each[name] for name in ("project_code", "project_name")}
        expected = build(scheme, FormData(each), each["unit_name"], FormData(about))
        assert parts(stamp.stamped(each)) == parts(expected)
