"""Sequences of edits made in LibreOffice, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.random_editing.edits import Edit, Place
from tests.random_editing.law import Judgement, Outcome, judged
from tests.random_editing.program import Program
from tests.random_editing.sequences import sequence
from tests.random_editing.starts import Start


class Editing:
    """A program and a folder in which it edits workbooks."""

    def __init__(self, program: Program, folder: Path) -> None:
        self._program, self._folder = program, folder
        self._unlocked: dict[Path, list[Place]] = {}

    def after(self, start: Start, edits: Iterable[Edit]) -> bytes:
        """The workbook as the program saves it after the edits."""
        saved = self._folder / "edited.xlsx"
        self._program.open(start.file(self._folder))
        self._program.edit(edits)
        self._program.save(saved)
        return saved.read_bytes()

    def outcome(self, seed: str, start: Start, shrinks: Callable[[Judgement], bool] = lambda _: True) -> Outcome:
        """What comes of the sequence of a seed; where that is a breach, without the edits that do not matter."""
        edits = sequence(start.inputs, self.unlocked(start), seed)
        judgement = judged(self.after(start, edits))
        if judgement.causes and shrinks(judgement):
            edits, judgement = self._shrunk(start, edits, judgement)
        return Outcome(seed, start, tuple(edits), judgement)

    def unlocked(self, start: Start) -> list[Place]:
        """The cells that the workbook lets one edit, as the program tells."""
        file = start.file(self._folder)
        if file not in self._unlocked:
            self._program.open(file)
            self._unlocked[file] = self._program.unlocked()
        return self._unlocked[file]

    def _shrunk(self, start: Start, edits: Sequence[Edit], judgement: Judgement) -> tuple[list[Edit], Judgement]:
        """Only the edits without which the law would hold, or be broken for another cause."""
        kept = list(edits)
        for number in reversed(range(len(kept))):
            fewer = kept[:number] + kept[number + 1 :]
            found = judged(self.after(start, fewer))
            if found.causes and found.causes <= judgement.causes:
                kept, judgement = fewer, found
        return kept, judgement
