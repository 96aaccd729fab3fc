"""Work on files whose results the record of the campaign keeps, so that no file is done twice.

Stopped at any time and started again, it goes on where it was; the next day, only new files are done.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from xlgen.campaign.record import COMMIT_EVERY, MAX_RESULT_BYTES, CampaignRecord
from xlgen.execution.executor import Executor
from xlgen.files.resources import package_digest
from xlgen.scheme.known_schemes import SHIPPED_SCHEMES, KnownSchemes
from xlgen.submissions.sources import Source

Result = TypeVar("Result")
NOT_OURS = (zlib.error, ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a stored result raises that xlgen never wrote."""


@dataclass(frozen=True)
class CachedRunner(Generic[Result]):
    """Runs work on files and keeps the results in a record.

    kind: tells this work from other work on the same files; known_schemes, options: what the results depend
    on besides the file. pack: a result as plain JSON values, or None where it may be different next time; unpack:
    the result again. JSON, and nothing that executes code: a record may come from anybody.
    """

    record: CampaignRecord
    executor: Executor
    kind: str
    work: Callable[[Source], Result]
    on_crash: Callable[[Source], Result]
    pack: Callable[[Result], Any]
    unpack: Callable[[Any], Result]
    known_schemes: KnownSchemes = SHIPPED_SCHEMES
    options: object = None

    def known(self, sources: Sequence[Source]) -> list[bool]:
        """For each file, whether its result is known: from the file as it is now, and made in the same way."""
        made_by = self._made_by()
        return [
            _is_identifiable(source) and self.record.state(self._key(source)) == _state(source, made_by)
            for source in sources
        ]

    def __call__(self, sources: Sequence[Source]) -> Iterator[Result]:
        """The result of each file, in order; new ones are computed and recorded. Raises what the executor raises."""
        made_by, known = self._made_by(), self.known(sources)
        new = [source for source, is_known in zip(sources, known, strict=True) if not is_known]
        results = self.executor(self.work, new, self.on_crash)
        unsaved: list[tuple[str, str, bytes]] = []
        try:
            for source, is_known in zip(sources, known, strict=True):
                if is_known:
                    yield self._stored(source, _state(source, made_by))
                    continue
                result = next(results)
                plain = self.pack(result)
                if plain is not None:
                    unsaved.append((self._key(source), _state(source, made_by), _compress(plain)))
                if len(unsaved) == COMMIT_EVERY:
                    self._save(unsaved)
                yield result
        except (Exception, KeyboardInterrupt):  # not on GeneratorExit: the record may already be closed
            self._save(unsaved)
            raise
        self._save(unsaved)

    def _stored(self, source: Source, state: str) -> Result:
        """The result of a known file; worked out again where what is stored is nothing that xlgen wrote."""
        stored = self.record.result(self._key(source), state)
        if stored is not None:  # another run may have overwritten it meanwhile
            with suppress(*NOT_OURS):
                return self.unpack(_decompress(stored))
        return self.work(source)

    def _save(self, unsaved: list[tuple[str, str, bytes]]) -> None:
        self.record.remember(unsaved)
        unsaved.clear()

    def _made_by(self) -> str:
        """What a result depends on besides the file: code and shipped schemes, options, the other schemes."""
        return json.dumps([package_digest(), self.options, self.known_schemes.fingerprint()])

    def _key(self, source: Source) -> str:
        place = "" if source.member is None else f"@{source.member.header_offset}"  # two members may have one name
        return f"{self.kind} {source.name}{place}"


def _is_identifiable(source: Source) -> bool:
    """Whether modification time or checksum of a file and its reports are known: not every storage has them."""
    return all(bool(file.modified) or file.member is not None for file in (source, *source.reports))


def _state(source: Source, made_by: str) -> str:
    """The state that a result is stored for: that of the file and its reports, and what the result was made by."""
    reports = [[report.name, *_state_of_file(report)] for report in source.reports]
    facts = [made_by, *_state_of_file(source), source.material, reports]
    return hashlib.sha256(json.dumps(facts).encode("utf-8")).hexdigest()[:32]


def _state_of_file(source: Source) -> list[object]:
    refused = source.refusal and source.refusal.detail
    return [source.size, source.modified, source.member and source.member.CRC, refused]


def _compress(plain: object) -> bytes:
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode("utf-8", errors="surrogatepass"), 1)


def _decompress(data: bytes) -> Any:
    text = zlib.decompressobj().decompress(data, MAX_RESULT_BYTES)
    return json.loads(text.decode("utf-8", errors="surrogatepass"), parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(constant)
