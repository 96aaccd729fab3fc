"""Packages for the 主管部门: the forms of its units, their roster, and a record of its own to work with."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from xlgen.campaign.clock import current_time, day
from xlgen.campaign.events import Event, EventKind, note
from xlgen.campaign.progress import CampaignProgress, UnitProgress, progress_of
from xlgen.campaign.record import CampaignRecord, find_record, open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.campaign.tiers.departments import Department, departments_of
from xlgen.campaign.tiers.sub_record import sub_record
from xlgen.errors import UsageError
from xlgen.files.atomic import atomic_file, unique_file_names
from xlgen.files.render import render_template
from xlgen.roster.details import DETAILS, STATUS_HEADS
from xlgen.roster.unit_status import STATUS
from xlgen.text import one_line
from xlgen.xlsx.write.untrusted import csv_text

ISSUED, ROSTER, SCHEMES, GUIDE = "下发", "名单.csv", "表样", "使用说明.txt"
"""What is in a package: the folder of forms with its record, the roster, the bureau's own schemes, how to go on."""
GUIDE_TEMPLATE = "分发包说明.txt.jinja"


class HandedOut(NamedTuple):
    """The packages that were written, each with its 主管部门 and the number of forms in it.

    without: the forms of units for which no 主管部门 is named. absent: issued forms whose workbook is not there.
    """

    packages: Sequence[tuple[Path, str, int]]
    without: Sequence[UnitProgress]
    absent: Sequence[UnitProgress]


def hand_out(folder: Path, output: Path, author: str, schemes: Sequence[Path] = ()) -> HandedOut:
    """Write a package for each 主管部门 of a campaign, and enter that it was, by whom and when.

    folder: where the forms were issued to. schemes: files of the bureau's own schemes, which go along.
    Raises UsageError, RecordError and OSError.
    """
    author = one_line(author).strip()
    if not author:
        raise UsageError("没有写由谁分发。请写姓名", "by")
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output}：是文件。请写一个文件夹", "output")
    packages, absent = [], list[UnitProgress]()
    with open_record(find_record(folder)) as record:
        progress = progress_of(record, day("", current_time()))
        departments = departments_of(progress.units)
        named = [each for each in departments if each.name]
        if not named:
            raise UsageError(f"{folder}：名单里没有写“主管部门”。请在名单上补一列，再下发一次", "folder")
        for department, name in zip(named, unique_file_names(each.name for each in named), strict=True):
            target = output / f"{name}.zip"
            absent += _write(target, record, folder, department, progress, schemes)
            time = current_time()
            note(record, [_handed_out(unit, department, author, time) for unit in department.units])
            packages.append((target, department.name, len(department.units)))
    without = [unit for each in departments if not each.name for unit in each.units]
    return HandedOut(packages, without, absent)


def _handed_out(unit: UnitProgress, department: Department, author: str, time: str) -> Event:
    return Event(time, author, unit.form.key, EventKind.HANDED_OUT, value=one_line(department.name))


def _write(
    target: Path,
    record: CampaignRecord,
    folder: Path,
    department: Department,
    progress: CampaignProgress,
    schemes: Sequence[Path],
) -> list[UnitProgress]:
    """Write a package; returns the forms whose workbook is not there."""
    keys = [unit.form.key for unit in department.units]
    absent = []
    with (
        sub_record(record, keys, department.name) as own,
        atomic_file(target) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
    ):
        archive.write(own.path, f"{ISSUED}/{RECORD_NAME}")
        for unit in department.units:
            workbook = folder / unit.form.path
            if workbook.is_file():
                archive.write(workbook, f"{ISSUED}/{unit.form.path}")
            elif unit.form.issued is not None:
                absent.append(unit)
        archive.writestr(ROSTER, roster_csv(department.units))
        for scheme in schemes:
            archive.write(scheme, f"{SCHEMES}/{scheme.name}")
        archive.writestr(GUIDE, _guide(department, progress, bool(schemes)))
    return absent


def roster_csv(units: Sequence[UnitProgress]) -> bytes:
    """The units as a roster that can be issued by again, with everything that the record knows of them."""
    table = io.StringIO()
    called = next((unit.form.called for unit in units if unit.form.called), "")
    details = {key: heads[0] for key, heads in {**DETAILS, STATUS: STATUS_HEADS}.items()}
    writer = csv.writer(table)
    about = [f"{called}编码", f"{called}名称"] if called else []
    writer.writerow(["单位编码", "单位名称", *about, *details.values()])
    for unit in units:
        subject = [unit.form.subject_code, unit.form.subject_name] if called else []
        texts = [unit.form.name, *subject, *(unit.details.get(key, "") for key in details)]
        code = f"{unit.form.code}\t" if unit.form.code[:1].isdigit() else csv_text(unit.form.code)
        writer.writerow([code, *map(csv_text, texts)])
    return table.getvalue().encode("utf-8-sig")


def _guide(department: Department, progress: CampaignProgress, with_schemes: bool) -> bytes:
    """How the 主管部门 goes on."""
    text = render_template(
        GUIDE_TEMPLATE,
        parent=department.name,
        year=progress.campaign.get("年度", ""),
        form=progress.form,
        bureau=progress.about.bureau,
        due=max((unit.due for unit in department.units), default=""),
        count=len(department.units),
        schemes=SCHEMES if with_schemes else "",
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
