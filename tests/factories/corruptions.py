"""Good files, damaged at random: bits flipped, ends lost, XML edited, parts dropped or mixed up."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping

from tests.factories.packages import zipped

Way = Callable[[random.Random, bytes, Mapping[str, bytes]], tuple[str, bytes]]
WORDS = [
    b"",
    b"<",
    b">",
    b"/>",
    b"&",
    b'"',
    b"=",
    b"<c>",
    b"</row>",
    b"<v>",
    b"\xff",
    b"\0",
    b"-1",
    b"9" * 30,
    b"1e999",
]
WORDS += [b"<f t='shared' si='0'/>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b't="s"', b't="d"', b' r="ZZZ9"', b"&#0;"]


def corruptions(data: bytes, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged copies of a good file: what was done to each, and its bytes. The same every time."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    ways: list[Way] = [_flipped, _truncated, _overwritten, _edited, _edited, _edited, _dropped, _mixed]
    for number in range(count):
        what, changed = ways[number % len(ways)](chance, data, parts)
        yield f"{seed}/{number}: {what}", changed


def flipped_or_cut(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Damaged copies of a good file of any format."""
    chance = random.Random(seed)
    for number in range(count):
        yield (_flipped, _truncated)[number % 2](chance, data, {})[1]


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package without compression: quick to make by the thousand."""
    return zipped(parts, zipfile.ZIP_STORED)


def _flipped(chance: random.Random, data: bytes, _: Mapping[str, bytes]) -> tuple[str, bytes]:
    changed = bytearray(data)
    places = [chance.randrange(len(data)) for _ in range(chance.choice((1, 1, 2, 8, 64)))]
    for place in places:
        changed[place] ^= 1 << chance.randrange(8)
    return f"bits flipped at {places[:3]}", bytes(changed)


def _truncated(chance: random.Random, data: bytes, _: Mapping[str, bytes]) -> tuple[str, bytes]:
    start, end = sorted(chance.randrange(len(data)) for _ in range(2))
    if chance.random() < 0.5:
        return f"cut off at {start}", data[:start]
    return f"{start} to {end} lost", data[:start] + data[end:]


def _overwritten(chance: random.Random, data: bytes, _: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The directory at the end is small and says most, so it is hit as often as all the rest."""
    first = data.rfind(b"PK\x01\x02", 0, data.find(b"PK\x01\x02") + 4) if chance.random() < 0.5 else 0
    start = chance.randrange(first, len(data))
    length = chance.choice((1, 2, 4, 8, 100))
    return f"{length} bytes at {start}", data[:start] + chance.randbytes(length) + data[start + length :]


def _edited(chance: random.Random, _: bytes, parts: Mapping[str, bytes]) -> tuple[str, bytes]:
    """A part with a word put in, taken out or doubled: the package itself stays sound."""
    name = chance.choice([name for name in parts if "theme" not in name])
    content, changes = parts[name], chance.choice((1, 1, 1, 3))
    for _again in range(changes):
        start = chance.randrange(len(content) + 1)
        end = start + chance.choice((0, 0, 1, 2, 5, 200))
        word = content[start:end] * 2 if chance.random() < 0.2 else chance.choice(WORDS)
        content = content[:start] + word + content[end:]
    return f"{name} edited near {start}", packed({**parts, name: content})


def _dropped(chance: random.Random, _: bytes, parts: Mapping[str, bytes]) -> tuple[str, bytes]:
    gone = chance.sample(sorted(parts), chance.choice((1, 1, 2, 4)))
    return f"without {gone}", packed({name: content for name, content in parts.items() if name not in gone})


def _mixed(chance: random.Random, _: bytes, parts: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Two parts with each other's contents."""
    one, other = chance.sample(sorted(parts), 2)
    return f"{one} and {other} mixed up", packed({**parts, one: parts[other], other: parts[one]})
