"""The outcome of issuing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypedDict

from xlgen.files.storage import Location
from xlgen.issuing.notices import Notice, NoticeKind, shown
from xlgen.text import note_lines


class NoticeJson(TypedDict):
    """A notice about a unit; code, unit and subject are empty where it is about none.

    about: what the unit's form is about, a project for one; subject: the input or file of which it tells.
    """

    kind: str
    code: str
    unit: str
    about: str
    subject: str
    why: str


class IssueJson(TypedDict):
    """The outcome of issuing as other programs read it."""

    folder: str
    written: int
    kept: int
    complete: bool
    notices: list[NoticeJson]
    unused_columns: list[str]
    roster_notes: list[str]
    goal_notes: list[str]
    remembered_options: dict[str, str]


@dataclass(frozen=True)
class IssueResult:
    """The outcome of issuing.

    written: workbooks written now; kept: those of an earlier run that are still as they should be.
    notices: everything an officer should know, also in `notices_file` where there is any.
    roster_notes: what is said of lines of the roster that were not read as they are written. goal_notes: the same of
    the approved goals.
    remembered_options: arguments that were not given and taken from the last run into the same folder, by name.
    """

    folder: Location
    written: int
    kept: int
    notices: tuple[Notice, ...]
    unused_columns: tuple[str, ...]
    roster_notes: tuple[str, ...]
    goal_notes: tuple[str, ...]
    remembered_options: Mapping[str, str]
    notices_file: Location | None

    @property
    def failed(self) -> tuple[Notice, ...]:
        """The workbooks that were not written, and why."""
        return tuple(notice for notice in self.notices if notice.kind is NoticeKind.NOT_WRITTEN)

    @property
    def complete(self) -> bool:
        """Every unit has its workbook."""
        return not self.failed

    def to_json(self) -> IssueJson:
        """Plain data for other programs."""
        return {
            "folder": str(self.folder),
            "written": self.written,
            "kept": self.kept,
            "complete": self.complete,
            "notices": [
                {
                    "kind": kind,
                    "code": unit.code,
                    "unit": unit.name,
                    "about": unit.subject.label,
                    "subject": subject,
                    "why": why,
                }
                for kind, unit, subject, why in self.notices
            ],
            "unused_columns": list(self.unused_columns),
            "roster_notes": list(self.roster_notes),
            "goal_notes": list(self.goal_notes),
            "remembered_options": dict(self.remembered_options),
        }


def result_lines(result: IssueResult, by_subject: bool, advice: str = "") -> Iterator[str]:
    """The outcome in sentences. by_subject: a unit may get several forms. advice: on units that left the roster."""
    yield from note_lines("名单", result.roster_notes)
    yield from note_lines("批复的目标", result.goal_notes)
    if result.unused_columns:
        yield f"名单中没有用到的列：{'、'.join(result.unused_columns)}"
    yield from shown(result.notices)
    if advice and any(notice.kind is NoticeKind.DROPPED_UNIT for notice in result.notices):
        yield advice
    if result.notices_file is not None:
        yield f"以上逐条见 {result.notices_file}"
    kept = f"；{result.kept} 份此前已生成，没有变化" if result.kept else ""
    failed = f"；{len(result.failed)} 份没有写出，见上" if result.failed else ""
    done = f"已生成 {result.written} 份评分表" if by_subject else f"已为 {result.written} 个单位生成评分表"
    yield f"{done}：{result.folder}{kept}{failed}"
