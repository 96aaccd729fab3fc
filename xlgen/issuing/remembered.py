"""Checking what came back, with what the record of the campaign remembers: nothing is checked twice.

Stopped any time and started again, it goes on where it was; the next day, only what is new is checked.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlgen import __version__
from xlgen.issuing.manifest import AT_ONCE, Manifest
from xlgen.returned.checking import Checked, Checking, failed
from xlgen.returned.finding import Finding
from xlgen.returned.findings import Code
from xlgen.returned.sources import Source
from xlgen.returned.unit_row import FormOf, UnitRow
from xlgen.returned.validate import FileReport
from xlgen.running.engine import Engine
from xlgen.scheme.load import load_scheme


@dataclass(frozen=True)
class Remembering:
    """Checking with a record."""

    manifest: Manifest
    checking: Checking
    engine: Engine

    def known(self, sources: Sequence[Source]) -> list[bool]:
        """Which of these files have been checked before, in the same way and as they are now."""
        made_by = self._made_by()
        return [self.manifest.state(_key(each)) == _state(each, made_by) for each in sources]

    def __call__(self, sources: Sequence[Source]) -> Iterator[Checked]:
        """The result of each file, in order; what is new is checked and recorded. Raises what the engine raises."""
        made_by, known = self._made_by(), self.known(sources)
        due = [each for each, is_known in zip(sources, known, strict=True) if not is_known]
        fresh = self.engine(self.checking, due, failed)
        waiting: list[tuple[str, str, bytes]] = []
        try:
            for source, is_known in zip(sources, known, strict=True):
                if is_known:
                    yield _unpacked(self.manifest.result(_key(source)))
                    continue
                checked = next(fresh)
                if Code.CHECK_FAILED not in {each.code for each in checked.report.findings}:  # it may go well next time
                    waiting.append((_key(source), _state(source, made_by), _packed(checked)))
                if len(waiting) == AT_ONCE:
                    self._record(waiting)
                yield checked
        finally:
            self._record(waiting)

    def _record(self, waiting: list[tuple[str, str, bytes]]) -> None:
        self.manifest.checked(waiting)
        waiting.clear()

    def _made_by(self) -> str:
        """What a result depends on besides the file: this program, the year that is due, a scheme of one's own."""
        scheme = self.checking.scheme and load_scheme(self.checking.scheme).model_dump_json()
        return json.dumps([__version__, self.checking.year, hashlib.sha256(scheme.encode("utf-8")).hexdigest()])


def _key(source: Source) -> str:
    """Two members of an archive may have one name."""
    return source.name if source.member is None else f"{source.name}@{source.member.header_offset}"


def _state(source: Source, made_by: str) -> str:
    """What tells a file from another of the same name, and from itself checked in another way."""
    checksum = source.member and source.member.CRC
    facts = [made_by, source.size, source.modified, checksum, source.material, source.refusal and source.refusal.detail]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()[:32]


def _packed(checked: Checked) -> bytes:
    report, row = checked
    findings = [{**vars(each), "code": each.code.name} for each in report.findings]
    text = json.dumps([{**vars(report), "findings": findings}, row and vars(row)], ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", errors="surrogatepass"), 1)


def _unpacked(data: bytes) -> Checked:
    report, row = json.loads(zlib.decompress(data).decode("utf-8", errors="surrogatepass"))
    findings = tuple(_finding(each) for each in report["findings"])
    return Checked(FileReport(**{**report, "findings": findings}), row and _row(row))


def _finding(facts: Mapping[str, Any]) -> Finding:
    return Finding(**{**facts, "code": Code[facts["code"]]})


def _row(facts: Mapping[str, Any]) -> UnitRow:
    reasons = {name: tuple(texts) for name, texts in facts["reasons"].items()}
    return UnitRow(**{**facts, "form": FormOf(*facts["form"]), "reasons": reasons})
