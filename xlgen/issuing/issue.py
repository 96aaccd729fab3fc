"""Issuing a form to every unit of a roster. It can be stopped at any time, and goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from xlgen.campaign.about import describe_campaign
from xlgen.campaign.clock import current_time, entered_day
from xlgen.campaign.events import NO_FORM, Event, EventKind, events_of, latest, note
from xlgen.campaign.last_lists import Announce, announce_nothing
from xlgen.campaign.record import COMMIT_EVERY, CampaignRecord, open_record
from xlgen.campaign.record_file import RECORD_NAME, RECORD_SUFFIX
from xlgen.campaign.record_rows import Plan, PlannedForm
from xlgen.errors import UsageError
from xlgen.execution.executor import Executor, Progress, no_progress
from xlgen.execution.local import LocalExecutor, default_jobs
from xlgen.files.atomic import TEMPORARY_PATTERN, save
from xlgen.files.storage import Location, files_below
from xlgen.issuing.carry_over import by_unit, carried, not_used, read_last_year
from xlgen.issuing.file_names import check_columns, check_layout, default_layout, paths_for
from xlgen.issuing.form_writer import FormResult, FormTask, FormWriter, stamp_sort_key
from xlgen.issuing.goals import approved_goals, known_units, with_goals
from xlgen.issuing.issue_result import IssueResult
from xlgen.issuing.last_options import GivenOptions, keep_options, options_with_last
from xlgen.issuing.lists import find_last_year, notes_on, roster_for_issue, set_apart
from xlgen.issuing.notices import NO_UNIT, NOTICES_FILE, Notice, NoticeKind, notices_csv
from xlgen.issuing.overwrite_guard import holds_something
from xlgen.roster.laid_down import LaidDown
from xlgen.roster.prefill import PrefilledUnit
from xlgen.scheme.model import Scheme
from xlgen.workbook.approved import filling_of, items_of, without_subject
from xlgen.workbook.formula_style import FormulaStyle
from xlgen.workbook.identity import identity_of
from xlgen.workbook.stamp import locked_prefill

NO_FILE = "（不下发）"
"""Beginning of what stands for the path of a unit that gets no workbook."""
STILL_DUE = "此前下发过，仍算应报送。确已不再报送的，请把名单里没有的单位去掉，再下发一次"
NOT_DUE = "此前下发过，不再算应报送"


def issue_forms(
    scheme: Scheme,
    roster: Path,
    folder: Location,
    *,
    layout: str | None = None,
    carry: Location | None = None,
    approved: Path | None = None,
    record: Path | None = None,
    drop: bool = False,
    due: str = "",
    bureau: str = "",
    formulas: FormulaStyle = FormulaStyle.NATIVE,
    executor: Executor | None = None,
    progress: Progress = no_progress,
    announce: Announce = announce_nothing,
) -> IssueResult:
    """Write the workbook of every unit on a roster into a folder, and what became of it into the campaign's record.

    Nothing is written again that is already there unchanged, and no file that somebody changed is replaced.
    layout: path of each workbook below the folder, with {name}, {code} and others, among them the ids of the scheme's
    subject. carry: last year's forms. approved: a list of goals, a line for each unit and indicator, which are laid
    down in the units' own rows.
    All three are remembered for the next run into this folder. record: a file that must be given where the folder is
    not on this machine. drop: units that were issued before and are not on the roster are no longer due.
    due: the last day for all units, as 2026-03-01. bureau: the one that issues the forms, which reports are headed by,
    else the one whose form it is. What is not given stays as it was.
    announce: is told the options of the last run that are used, if any, before anything is written.

    Units whose status lets them off a file get no workbook; notices say which.

    Raises UsageError for arguments that cannot be used, RecordError for the record of another campaign, OSError.
    """
    executor = executor or LocalExecutor(default_jobs())
    if layout is not None:
        check_layout(layout, scheme)
    last_day = entered_day(due, "截止日期", "due") if due else ""
    _check_places(folder, record)
    prefilled = roster_for_issue(roster, scheme)
    with_form, without, apart = set_apart(prefilled.units)
    if layout is not None:
        check_columns(with_form, layout)
    goals = approved_goals(approved, scheme, with_form, known_units(record or _record_in(folder)))
    find_last_year(carry)  # before the folder is made
    target, record = _made(folder, record)
    with open_record(record, alone=True) as opened:
        opened.refuse_other(campaign_of(scheme))
        used = options_with_last(opened, scheme, GivenOptions(layout, carry, approved), announce)
        layout, carry, remembered_goals = used.options
        used_layout = layout or default_layout(scheme)
        check_columns(with_form, used_layout)
        paths, renamed = paths_for(with_form, used_layout)
        if approved is None:
            goals = approved_goals(remembered_goals, scheme, with_form, [each.unit for each in opened.units()])
        units, goal_notices = with_goals(with_form, goals)
        carry_notices = list[Notice]()
        last_year = find_last_year(carry)
        keep_options(opened, used.options)
        describe_campaign(opened, scheme, bureau)
        if last_day and last_day != _due_in(opened):
            note(opened, [Event(current_time(), "", NO_FORM, EventKind.DUE, value=last_day)])
        if last_year is not None:
            forms = read_last_year(last_year, scheme, opened, executor)
            by_name, unread = by_unit(progress(forms, len(last_year.workbooks), "读上年"))
            units, not_carried = carried(scheme, units, by_name)
            carry_notices = [*not_carried, *unread, *not_used(last_year, units, by_name)]
        writer = FormWriter(scheme, target, formulas)
        tasks, plan = plan_forms(writer, opened, units, paths, without, drop)
        results = list(progress(write_forms(writer, opened, tasks, executor), len(tasks), "生成"))
    failed = _failures(results, tasks, units)
    notices = (*failed, *apart, *_dropped_notices(plan), *renamed, *goal_notices, *carry_notices)
    return IssueResult(
        folder,
        len(tasks) - len(failed),
        len(units) - len(tasks),
        notices,
        tuple(prefilled.unused_columns),
        tuple(prefilled.notes),
        notes_on(goals),
        used.remembered,
        _save_notices(folder, notices),
    )


def _check_places(folder: Location, record: Path | None) -> None:
    """Refuse places that cannot be used, before anything is read."""
    if record is not None:
        if record.suffix.lower() != RECORD_SUFFIX:
            why = f"请写以 {RECORD_SUFFIX} 结尾的文件名，以后才认得出它是下发记录"
            raise UsageError(f"{record}：{why}", parameter="record")
        if not record.parent.is_dir():
            raise UsageError(f"{record}：没有文件夹 {record.parent}。请先新建，或写到别处", parameter="record")
    if not isinstance(folder, Path):
        if record is None:
            why = f"{folder} 不在本机。请写明下发记录放在本机哪里，如 {RECORD_NAME}"
            raise UsageError(f"没有写：{why}", parameter="record")
    elif not folder.is_dir() and (folder.exists() or folder.suffix.lower() == ".xlsx"):
        raise UsageError(f"{folder}：是文件。请写一个文件夹", parameter="folder")


def _due_in(record: CampaignRecord) -> str:
    """The last day that was said before; empty where none was."""
    event = latest(events_of(record).get(NO_FORM, ()), EventKind.DUE)
    return event.value if event else ""


def _record_in(folder: Location) -> Path | None:
    return folder / RECORD_NAME if isinstance(folder, Path) else None


def _made(folder: Location, record: Path | None) -> tuple[Location, Path]:
    """The folder, made where it is on this machine, and the file of the record."""
    if not isinstance(folder, Path):
        assert record is not None
        return folder, record
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder, record or folder / RECORD_NAME


def campaign_of(scheme: Scheme) -> dict[str, str]:
    """What a record is for; another scheme, version or year is another campaign. The keys are those of old records."""
    return {"方案": scheme.id, "版本": scheme.version, "年度": str(scheme.year)}


def plan_forms(
    writer: FormWriter,
    record: CampaignRecord,
    units: Sequence[PrefilledUnit],
    paths: Sequence[str],
    without: Sequence[PrefilledUnit],
    drop: bool,
) -> tuple[list[FormTask], Plan]:
    """Enter what is to be issued into the record, and return what is still to be written. Raises RecordError.

    without: the units that are entered, but get no workbook.
    """
    made_from = f"{asdict(identity_of(writer.scheme))} {writer.formulas}"
    forms = [
        PlannedForm(unit.unit, path, _fingerprint(made_from, unit), laid_down(writer.scheme, unit), unit.details)
        for unit, path in zip(units, paths, strict=True)
    ]
    forms += [PlannedForm(unit.unit, f"{NO_FILE}{unit.unit.form}", "", details=unit.details) for unit in without]
    exists = _existence_test(writer.folder)
    plan = record.plan(campaign_of(writer.scheme), forms, exists, drop)
    by_form = {unit.unit.form: unit for unit in units}
    tasks = [
        FormTask(form.key, form.path, by_form[form.key].inputs, exists(form.path), by_form[form.key].adjustments)
        for form in plan.to_write
        if form.key in by_form
    ]
    return tasks, plan


def laid_down(scheme: Scheme, unit: PrefilledUnit) -> LaidDown:
    """What is laid down in the form of a unit on a roster."""
    locked = items_of(locked_prefill(scheme, unit.inputs))
    prefilled = items_of(without_subject(scheme, filling_of(unit.inputs)))
    prefilled = {name: value for name, value in prefilled.items() if name not in locked}
    return LaidDown(locked, prefilled, unit.adjustments)


def _existence_test(folder: Location) -> Callable[[str], bool]:
    """A test whether a path below the folder holds something."""
    if isinstance(folder, Path):
        return lambda path: holds_something(folder / path)
    # One request, not one for each file.
    existing = {str(file.relative_path) for file in files_below(folder) if file.size}
    return existing.__contains__


def _fingerprint(made_from: str, unit: PrefilledUnit) -> str:
    adjustments = [unit.adjustments] if unit.adjustments else []
    text = json.dumps([made_from, unit.inputs, *adjustments], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def write_forms(
    writer: FormWriter, record: CampaignRecord, tasks: Sequence[FormTask], executor: Executor
) -> Iterator[FormResult]:
    """Write the workbooks and record them; yields the outcome of each. Raises OSError."""
    _delete_left_overs(writer.folder)  # of a run that was killed
    written: list[str] = []
    failed: list[str] = []
    try:
        # A task that killed its process is done again in this one.
        for result in executor(writer, sorted(tasks, key=stamp_sort_key), writer):
            (failed if result.failure else written).append(result.form)
            if len(written) == COMMIT_EVERY:
                _record_issued(record, written)
            yield result
    except BaseException:
        _delete_left_overs(writer.folder)  # of processes that were ended
        raise
    finally:
        _record_issued(record, written)
        record.not_issued(failed)


def _delete_left_overs(folder: Location) -> None:
    if isinstance(folder, Path):
        for file in folder.rglob(TEMPORARY_PATTERN):
            file.unlink(missing_ok=True)


def _record_issued(record: CampaignRecord, written: list[str]) -> None:
    record.issued(written, datetime.now().isoformat(timespec="seconds"))
    written.clear()


def _failures(results: Sequence[FormResult], tasks: Sequence[FormTask], units: Sequence[PrefilledUnit]) -> list[Notice]:
    """The workbooks that were not written, and why."""
    failed = {result.form: result.failure for result in results if result.failure}
    by_form = {unit.unit.form: unit.unit for unit in units if unit.unit.form in failed}
    paths = {task.form: task.path for task in tasks if task.form in failed}
    return [Notice(NoticeKind.NOT_WRITTEN, by_form[key], paths[key], failure) for key, failure in failed.items()]


def _dropped_notices(plan: Plan) -> list[Notice]:
    """Units and files of earlier runs that the roster has no more."""
    notices = [
        Notice(NoticeKind.DROPPED_UNIT, unit, "", STILL_DUE if is_due else NOT_DUE)
        for unit, is_due in plan.dropped_units
    ]
    return notices + [
        Notice(NoticeKind.ORPHANED_FILE, NO_UNIT, path, "此前生成，现在没有单位用它。核对后可以删去")
        for path in plan.orphaned_files
    ]


def _save_notices(folder: Location, notices: Sequence[Notice]) -> Location | None:
    """Save the notices beside the workbooks; without any, delete those of an earlier run, which are out of date."""
    file = folder / NOTICES_FILE
    if not notices:
        file.unlink(missing_ok=True)
        return None
    save(file, notices_csv(notices))
    return file
