"""A form issued to one unit by itself: what was approved for it goes into the record of its campaign too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlgen.campaign.campaigns import campaign_roster
from xlgen.campaign.record import find_record, open_record
from xlgen.campaign.record_file import RECORD_NAME
from xlgen.errors import UsageError
from xlgen.issuing.issue import campaign_of
from xlgen.roster.laid_down import LaidDown
from xlgen.scheme.model import Scheme
from xlgen.scheme.subject import subject_of
from xlgen.scoring.form_data import FormData, with_overrides
from xlgen.workbook.approved import items_of, without_subject


def record_for(file: Path) -> Path | None:
    """The record of the campaign in whose folder a form is written, where there is one."""
    record = file.parent / RECORD_NAME
    return record if record.is_file() else None


@contextmanager
def record_single(record: Path | None, scheme: Scheme, unit: str, approved: FormData, required: bool) -> Iterator[bool]:
    """Record what is approved for a unit, once its form is written in the context; whether that is done.

    required: the officer named the record, so that it must know the unit. Raises UsageError and RecordError.
    """
    if record is None:
        yield False
        return
    with open_record(find_record(record), alone=True) as opened:
        subject = subject_of(scheme.subject, approved.inputs)
        known = campaign_roster(opened).find(unit, subject)
        same = opened.campaign() == campaign_of(scheme)
        if required:
            opened.refuse_other(campaign_of(scheme))
            if known is None:
                about = f"的{subject.called}“{subject.label}”" if subject.called else ""
                raise UsageError(f"{record}：其中没有单位“{unit}”{about}。请核对名称，或先把它加进名单下发", "record")
        if known is None or not same:
            yield False
            return
        yield True
        locked = items_of(without_subject(scheme, with_overrides(FormData(), approved)))
        opened.lay_down(known.form, LaidDown(locked, {}))
