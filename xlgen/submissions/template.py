"""The blank workbook that a returned one was made from: what its changes are measured against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from xlgen.errors import EXIT_UNREADABLE, XlgenError
from xlgen.scheme.known_schemes import SHIPPED_SCHEMES, KnownSchemes
from xlgen.scheme.model import YEARS, Indicator, Scheme
from xlgen.submissions.entries import owners
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings.identity import IdentityCode
from xlgen.submissions.issued import IssuedSheet, issued_sheets
from xlgen.submissions.rates import Rate, rates
from xlgen.submissions.recalculation import Recalculation
from xlgen.suspicions.trace import Tracing
from xlgen.workbook.arrangement import layout_of
from xlgen.workbook.build import make_workbook
from xlgen.workbook.identity import LAYOUT_VERSION, WITHOUT_CODE, Identity, identity_of, with_reserved_rows
from xlgen.workbook.layout import Layout
from xlgen.workbook.sheets.check_code import parts_of_code
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of
from xlgen.xlsx.refs import CellRef
from xlgen.xlsx.write.finishing import workbook_bytes

MAX_SCHEMES, MAX_TEMPLATES = 16, 16
"""Schemes of a year and templates that a process keeps. A workbook may name any year and any number of rows."""


@dataclass(frozen=True)
class Template:
    """A scheme's blank workbook as it was issued; built when its sheets are first asked for."""

    scheme: Scheme
    version: str = LAYOUT_VERSION

    @cached_property
    def former(self) -> Template:
        """The template of forms that were issued before there was a 核对码; all else is in the same cells."""
        return Template(self.scheme, WITHOUT_CODE)

    @cached_property
    def fingerprint(self) -> str:
        """What a workbook made from it says of its template."""
        return identity_of(self.scheme, version=self.version).template

    @cached_property
    def layout(self) -> Layout:
        """The cell of every element of the scheme."""
        return layout_of(self.scheme, self.version)

    @cached_property
    def issued(self) -> Mapping[str, IssuedSheet]:
        """Its sheets, prepared for comparison with returned ones."""
        book = workbook_of(package_of(Path(f"{self.scheme.id}.xlsx"), self._blank))
        return issued_sheets(book, self.layout)

    @cached_property
    def recalculation(self) -> Recalculation:
        """Computes what the formulas give for a returned form."""
        return Recalculation(self._blank, self.issued, self.parts_of_code)

    @cached_property
    def parts_of_code(self) -> frozenset[CellRef]:
        """The hidden cells from which its 核对码 is made."""
        return frozenset(parts_of_code(self.layout))

    @cached_property
    def _blank(self) -> bytes:
        return workbook_bytes(make_workbook(self.scheme, version=self.version), self.scheme.year)

    @cached_property
    def owners(self) -> Mapping[str, Indicator]:
        """The indicator that an input or a table belongs to, where it belongs to one."""
        return owners(self.layout)

    def owner(self, name: str) -> str:
        """The name of that indicator; nothing where there is none."""
        return self.owners[name].name if name in self.owners else ""

    @cached_property
    def rates(self) -> Sequence[Rate]:
        """The rates made of amounts."""
        return rates(self.scheme)

    @cached_property
    def tracing(self) -> Tracing:
        """Makes traces of its returned forms."""
        return Tracing(self.scheme)


class NoTemplateError(XlgenError):
    """No template matches the one that a workbook says it was made from; carries the finding as `finding`."""

    exit_code = EXIT_UNREADABLE

    def __init__(self, finding: Finding, file: Path | None = None) -> None:
        super().__init__(f"{f'{file}：' if file else ''}{finding.message}。{finding.remedy}")
        self.finding = finding


class Templates:
    """The templates of the schemes that a workbook may be of.

    What is built is shared by all workbooks of this process. It is not pickled: another process builds its own.
    """

    def __init__(self, known: KnownSchemes) -> None:
        self.known = known
        self._for_year = lru_cache(MAX_SCHEMES)(known.scheme)
        self._template = lru_cache(MAX_TEMPLATES)(self._built)

    def __reduce__(self) -> tuple[type[Templates], tuple[KnownSchemes]]:
        return Templates, (self.known,)

    def schemes(self, year: int | None = None) -> Iterator[Scheme]:
        """The schemes that a workbook may belong to, for a year or else each for its own."""
        return self.known.usable(year)

    def template(self, identity: Identity) -> Template:
        """The template that a workbook was made from. Raises NoTemplateError, and SchemeError for its scheme."""
        template = self.closest(identity)
        if template.fingerprint != identity.template:
            made_for = {"scheme": identity.scheme, "version": identity.version}
            known_as = {"known": template.scheme.id, "known_version": template.scheme.version}
            raise NoTemplateError(finding(IdentityCode.OTHER_TEMPLATE, **made_for, **known_as))
        return template

    def closest(self, identity: Identity) -> Template:
        """The template that a workbook was made from; today's where that is unknown. Raises as above."""
        current = self.current(identity)
        known = (current, current.former)
        return next((template for template in known if template.fingerprint == identity.template), current)

    def current(self, identity: Identity) -> Template:
        """Today's template of the scheme and year that a workbook names, whatever it was made from. Raises as above."""
        if not re.fullmatch("[0-9]{4}", identity.year) or int(identity.year) not in YEARS:
            raise NoTemplateError(finding(IdentityCode.BAD_YEAR, year=identity.year))
        if identity.scheme in self.known.ids:
            return self._template(identity.scheme, int(identity.year), identity.rows[:200])
        if self.known.shipped:
            raise NoTemplateError(
                finding(IdentityCode.UNKNOWN_SCHEME, scheme=identity.scheme, version=identity.version)
            )
        due = "、".join(self.known.ids)
        raise NoTemplateError(finding(IdentityCode.WRONG_SCHEME, found=identity.scheme, expected=due))

    def _built(self, name: str, year: int, rows: str) -> Template:
        return Template(with_reserved_rows(self._for_year(name, year), rows))


SHIPPED_TEMPLATES = Templates(SHIPPED_SCHEMES)
"""Those of the shipped schemes, which do not change while a process runs."""


def templates_of(known: KnownSchemes) -> Templates:
    """The templates of some schemes; those of the shipped ones are built once in this process."""
    return Templates(known) if known else SHIPPED_TEMPLATES
