"""What all findings in submitted workbooks have: a part, a level, a title, what is found and what to do."""

from __future__ import annotations

from enum import StrEnum

from xlgen.errors import Catalogue


class Level(StrEnum):
    """Severity: 错误 sends a form back, 警告 is for a person to judge, 提示 is for information."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


class Part(StrEnum):
    """What a finding is about."""

    IDENTITY = "身份"
    STRUCTURE = "结构"
    INPUTS = "填报"
    ARITHMETIC = "计分"
    SENSE = "合理性"
    EVIDENCE = "佐证"
    NARRATIVE = "文表"


E, W, N = Level.ERROR, Level.WARNING, Level.NOTICE


class Code(Catalogue):
    """Base of the catalogues of findings, each entry: severity, title, what is found and what to do, with {fields}.

    Every finding says where, what, and what to do, in the words of an accountant.
    """

    part: Part

    def __init_subclass__(cls, part: Part) -> None:
        """part: the topic, which all entries of a catalogue share."""
        cls.part = part

    @property
    def level(self) -> Level:
        """The severity."""
        return Level(self.value[0])

    @property
    def title(self) -> str:
        """A short title, for lists."""
        return str(self.value[1])
