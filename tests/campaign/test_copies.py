"""Which copy of a unit's form counts: by its dates where nothing contradicts them, else by what an officer decides."""

from __future__ import annotations

import itertools
import random

import pytest

from xlgen.campaign.copies import (
    AFTER_DUE,
    DATES_DISAGREE,
    LATER_RETURNED,
    SENT_AFTER_DECISION,
    SEVERAL,
    judge,
)
from xlgen.campaign.events import Event, EventKind
from xlgen.campaign.record_rows import RecordedSubmission
from xlgen.submissions.verdict import Verdict


def copy(
    name: str, day: int, verdict: str = "通过", saved: str | None = None, received: str = "", content: str | None = None
) -> RecordedSubmission:
    """A copy that was saved and received on a day of March, with contents of its own."""
    when = f"2026-03-{day:02}"
    dates = f"{when} 08:00:00" if saved is None else saved, received or when
    known = "甲", f"{name}.xlsx", name, float(day), "t", verdict, 90.0, 90.0, *dates, "2026-04-01 1"
    return RecordedSubmission(*known, name if content is None else content)


def event(kind: EventKind, subject: str = "", time: str = "2026-04-02 1", value: str = "", reason: str = "") -> Event:
    return Event(time, "李四", "甲", kind, subject, value, reason)


DRAFT, FINAL, WRONG = copy("初稿", 1), copy("最终", 5), copy("有误", 3, "退回")
SEVERAL_2 = SEVERAL.format(count=2)


@pytest.mark.parametrize(
    ("copies", "counts", "why"),
    [
        ([], None, ""),
        ([DRAFT], "初稿", ""),
        ([WRONG], "有误", ""),
        ([WRONG, FINAL], "最终", ""),  # what was sent back was corrected
        ([DRAFT, FINAL], None, SEVERAL_2),
        ([DRAFT, DRAFT._replace(fingerprint="再存", saved="2026-03-09 08:00:00")], "再存", ""),  # only saved again
        ([DRAFT, WRONG], None, LATER_RETURNED),
        ([copy("有误", 3, "退回", received="2026-03-09"), copy("改", 5)], None, DATES_DISAGREE),
        ([WRONG, copy("更误", 4, "退回")], "更误", ""),
        ([copy("旧", 1, content=""), copy("新", 2, content="")], None, SEVERAL_2[0:2]),  # of an old record: bytes alone
    ],
)
def test_by_dates(copies: list[RecordedSubmission], counts: str | None, why: str) -> None:
    for order in itertools.permutations(copies):
        found = judge(order)
        assert (found.counted.fingerprint if found.counted else None) == counts
        assert found.why.startswith(why)
        assert found.open is (counts is None and bool(copies))


def test_download__sets_the_file_s_time_anew_and_changes_nothing() -> None:
    corrected = copy("改", 5)._replace(changed=0.0)
    found = judge([WRONG._replace(changed=1e9), corrected])
    assert found.counted == corrected


def test_copies_that_do_not_say_when_they_were_saved__go_by_receipt_then_by_the_file() -> None:
    early, late = copy("误", 9, "退回", saved="", received="2026-03-01"), copy("改", 1, saved="", received="2026-03-02")
    assert judge([early, late]).counted == late
    assert judge([early, late._replace(received="2026-03-01", changed=10.0)]).counted.fingerprint == "改"  # type: ignore[union-attr]


def test_decision__holds_until_another_copy_comes() -> None:
    named = event(EventKind.VALID, "初稿", reason="最终版未经盖章")
    found = judge([DRAFT, FINAL], [named])
    assert (found.counted, found.why) == (DRAFT, "李四指定：最终版未经盖章")
    again = copy("又一份", 7)._replace(recorded="2026-04-03 1")
    assert judge([DRAFT, FINAL, again], [named]).why == SENT_AFTER_DECISION
    assert judge([DRAFT, FINAL, again._replace(content="初稿")], [named]).counted == DRAFT
    later = event(EventKind.VALID, "又一份", "2026-04-04 1")
    assert judge([DRAFT, FINAL, again], [named, later]).counted == again


def test_revoked_acceptance__leaves_the_other_or_nothing() -> None:
    revoked = event(EventKind.REVOKED, "最终", reason="与决算不符")
    assert judge([DRAFT, FINAL], [revoked]).counted == DRAFT
    alone = judge([FINAL], [revoked])
    assert (alone.revoked, alone.why) == (True, "已撤销接收：与决算不符")
    restored = judge([FINAL], [revoked, event(EventKind.VALID, "最终", "2026-04-03 1")])
    assert (restored.counted, restored.revoked) == (FINAL, False)


def test_after_the_last_day__an_officer_decides() -> None:
    assert judge([FINAL], due="2026-03-05").counted == FINAL, "the last day counts"
    assert judge([FINAL], due="2026-03-04").why == AFTER_DUE
    assert judge([FINAL], [event(EventKind.LATE, "最终")], "2026-03-04").counted == FINAL
    kept = judge([DRAFT, FINAL], due="2026-03-04")
    assert (kept.counted, "没有计入" in kept.why) == (DRAFT, True)
    assert judge([WRONG, FINAL], due="2026-03-04").open, "the correction came too late"


def test_nothing_is_chosen_in_silence__whatever_comes() -> None:
    """Of random copies, the one that counts is accepted only where no other accepted one differs and none is newer."""
    dice = random.Random(16)
    for _ in range(3000):
        copies = [
            copy(f"{number}", dice.randint(1, 9), dice.choice(["通过", "需核实", "退回"]))._replace(
                content=dice.choice("abc"),
                received=f"2026-03-0{dice.randint(1, 9)}",
                saved=dice.choice(["", f"2026-03-0{dice.randint(1, 9)} 08:00:00"]),
            )
            for number in range(dice.randint(1, 4))
        ]
        found = judge(copies)
        assert found.open is (found.counted is None)
        if found.counted is None:
            continue
        accepted = {each.content for each in copies if each.accepted}
        if found.counted.verdict == Verdict.RETURNED:
            assert not accepted
        else:
            assert accepted == {found.counted.content}
            assert found.copies[0].content == found.counted.content
