"""The names of units as texts write them: whole, without province and city, without what stands in brackets."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xlgen.suspicions.organisations import MAX_NAME, MIN_NAME, name_ends
from xlgen.text import normalize_text

TAIL = 3
"""Characters at the end of a name by which passages are sorted out before any name is looked up."""
MIN_BARE = 5
"""Characters of a name without its district from which it is looked for, at the beginning of a passage only."""
_DISTRICT = re.compile(
    r"(?:\S{2,7}?(?:省|自治区))?(?:\S{2,6}?(?:市(?![场政民容监级直])|自治州|盟))?(?=(\S{2,6}?(?:[县旗]|市(?![场政民容监级直])|(?<![社园发保])区))?)"
)
_BRACKETS = re.compile(r"[(][^()]*[)]$|(?<=.{4})(?:本级|机关本级)$")
_TOGETHER_BEFORE = re.compile(
    "(?:[与和同及跟向对由经从至到给为被受、报请按在于获得]|会同|联合|配合|协助|支持|服务|移交|通过|根据|接受|落实|执行|转发|参加)$"
)
_TOGETHER_AFTER = re.compile(
    "^(?:[、等和与及《]|联合|共同|下[达发拨]|印发|批[复准]|组织|要求|牵头|委托|主管|统一|合[署作]|直属|所属|下属|管理|安排|拨[付款]|审[核计]"
    "|考核|通报|检查|表彰|部署|颁发|文件|召开|主办|承办|出台|评为|授予)"
)
"""Around the name of somebody that the unit works with, reports to or belongs to."""


class Named(NamedTuple):
    """A unit that is named in a passage: its key, and the name as it stands there."""

    key: str
    name: str


class NamedUnit(NamedTuple):
    """A unit of the roster: its name, and that of its 主管部门, where it is known."""

    name: str
    parent: str = ""


SCHEMA = """
CREATE TABLE name (text TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE roster (key TEXT PRIMARY KEY, shown TEXT NOT NULL, parent TEXT NOT NULL) WITHOUT ROWID;
"""
"""name: every way to write a unit's name; with an empty key where several units are written so."""

WHOLE = "INSERT OR REPLACE INTO name VALUES (?, ?)"
SHORT = """INSERT INTO name VALUES (?, ?)
ON CONFLICT DO UPDATE SET key = '' WHERE key NOT IN (text, excluded.key)"""


class Names:
    """The names of the units of a roster, in a database, and how to find them in passages."""

    def __init__(self, database: sqlite3.Connection, units: Iterable[NamedUnit]) -> None:
        self._database = database
        self._tails: set[str] = set()
        database.executescript(SCHEMA)
        for unit in units:
            self._add(unit)

    def _add(self, unit: NamedUnit) -> None:
        key = normalize_text(unit.name)
        for form in forms_of(key):
            self._tails.add(form[-TAIL:])
            self._database.execute(WHOLE if form == key else SHORT, (form, key))
        row = key, unit.name, normalize_text(unit.parent)
        self._database.execute("INSERT OR REPLACE INTO roster VALUES (?, ?, ?)", row)

    def parent(self, key: str) -> str:
        """The key of a unit's 主管部门; empty where nobody knows it."""
        row = self._database.execute("SELECT parent FROM roster WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def named_in(self, passage: str) -> Iterator[Named]:
        """The units that are named in a passage, unless as somebody that the unit works with."""
        ends = [end for end in name_ends(passage) if passage[end - TAIL : end] in self._tails]
        spans = [(start, end) for end in ends for start in range(max(0, end - MAX_NAME), end - MIN_NAME + 1)]
        if not spans:
            return
        marks = ", ".join("?" * len(spans))
        found = self._database.execute(
            f"SELECT text, key FROM name WHERE text IN ({marks})", [passage[start:end] for start, end in spans]
        )
        keys = {str(text): str(key) for text, key in found}
        covered = 0
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            text = passage[start:end]
            if text in keys and start >= covered:  # the longest name that begins first; not the names within it
                covered = end
                if keys[text] and _stands_alone(passage, start, end, text in _wholes(keys[text])):
                    yield Named(keys[text], text)


def forms_of(key: str) -> set[str]:
    """The ways to write a unit's name, normalised: whole; without brackets; from its district on; without it."""
    _, whole = _wholes(key)
    district = _DISTRICT.match(whole)
    begin = district.end() if district else 0
    local = whole[begin:]
    forms = {key, whole, local}
    if district and district[1] and len(bare := local.removeprefix(district[1])) >= MIN_BARE:
        forms |= {bare, f"{district[1][-1]}{bare}"}
    return {form for form in forms if MIN_NAME <= len(form) <= MAX_NAME}


def _wholes(key: str) -> tuple[str, str]:
    return key, _BRACKETS.sub("", key)


def _stands_alone(passage: str, start: int, end: int, whole: bool) -> bool:
    """Whether a name is that of whoever the passage is about. A short form must begin the passage."""
    before, after = passage[:start], passage[end:]
    if _TOGETHER_BEFORE.search(before) or _TOGETHER_AFTER.match(after):
        return False
    return whole or before[-1:] in ("", "(", "“", '"')
