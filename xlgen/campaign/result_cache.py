"""Work on files of which the record of the campaign remembers the results: nothing is done twice.

Stopped any time and started again, it goes on where it was; the next day, only what is new is done.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from xlgen.campaign.record import COMMIT_EVERY, CampaignRecord, unknown_record
from xlgen.execution.executor import Executor
from xlgen.files.resources import package_digest
from xlgen.scheme.load import load_scheme, scheme_fingerprint
from xlgen.submissions.sources import Source

Result = TypeVar("Result")
MAX_BYTES = 2**26
"""Of a result: a record may come from anybody."""


@dataclass(frozen=True)
class CachedRunner(Generic[Result]):
    """Work on files, with a record.

    kind: what tells this work from other work on the same files; scheme: one of the user's own that it depends on, or
    nothing; options: what else it depends on. packed: a result as plain JSON values, None where it may be another
    next time; unpacked: the result again. JSON, and nothing that runs: a record may come from anybody.
    """

    manifest: CampaignRecord
    engine: Executor
    kind: str
    work: Callable[[Source], Result]
    lost: Callable[[Source], Result]
    packed: Callable[[Result], Any]
    unpacked: Callable[[Any], Result]
    scheme: str = ""
    options: object = None

    def known(self, sources: Sequence[Source]) -> list[bool]:
        """Of which of these files the result is known: it was made in the same way, from the file as it is now."""
        made_by = self._made_by()
        return [
            _can_be_told(each) and self.manifest.state(self._key(each)) == _state(each, made_by) for each in sources
        ]

    def __call__(self, sources: Sequence[Source]) -> Iterator[Result]:
        """The result of each file, in order; what is new is done and recorded. Raises what the engine raises."""
        made_by, known = self._made_by(), self.known(sources)
        due = [each for each, is_known in zip(sources, known, strict=True) if not is_known]
        fresh = self.engine(self.work, due, self.lost)
        waiting: list[tuple[str, str, bytes]] = []
        try:
            for source, is_known in zip(sources, known, strict=True):
                if is_known:
                    yield self._remembered(source, _state(source, made_by))
                    continue
                result = next(fresh)
                plain = self.packed(result)
                if plain is not None:
                    waiting.append((self._key(source), _state(source, made_by), _written(plain)))
                if len(waiting) == COMMIT_EVERY:
                    self._record(waiting)
                yield result
        except (Exception, KeyboardInterrupt):  # not where nobody wants more: the record may be closed by then
            self._record(waiting)
            raise
        self._record(waiting)

    def _remembered(self, source: Source, state: str) -> Result:
        """The result of a file that is known. Raises NotOurs for what we never wrote."""
        stored = self.manifest.result(self._key(source), state)
        if stored is None:  # another run has written over it meanwhile
            return self.work(source)
        try:
            return self.unpacked(_read(stored))
        except (zlib.error, ValueError, TypeError, KeyError, AttributeError) as error:
            raise unknown_record(self.manifest.path) from error

    def _record(self, waiting: list[tuple[str, str, bytes]]) -> None:
        self.manifest.remember(waiting)
        waiting.clear()

    def _made_by(self) -> str:
        """What a result depends on besides the file: code and shipped schemes, options, a scheme of one's own."""
        scheme = self.scheme and scheme_fingerprint(load_scheme(self.scheme))
        return json.dumps([package_digest(), self.options, scheme])

    def _key(self, source: Source) -> str:
        place = "" if source.member is None else f"@{source.member.header_offset}"  # two members may have one name
        return f"{self.kind} {source.name}{place}"


def _can_be_told(source: Source) -> bool:
    """It is known when the file was changed, or what it adds up to: not every storage says so."""
    return bool(source.modified) or source.member is not None


def _state(source: Source, made_by: str) -> str:
    """What tells a file from another of the same name, and from itself worked on in another way."""
    checksum = source.member and source.member.CRC
    facts = [made_by, source.size, source.modified, checksum, source.material, source.refusal and source.refusal.detail]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()[:32]


def _written(plain: object) -> bytes:
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode("utf-8", errors="surrogatepass"), 1)


def _read(data: bytes) -> Any:
    text = zlib.decompressobj().decompress(data, MAX_BYTES)
    return json.loads(text.decode("utf-8", errors="surrogatepass"))
