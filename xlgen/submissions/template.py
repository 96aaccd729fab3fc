"""The blank workbook that a returned one was made from: the measure for what was changed in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from xlgen.errors import EXIT_UNREADABLE, XlgenError
from xlgen.files.resources import scheme_files
from xlgen.scheme.load import load_same, load_scheme
from xlgen.scheme.model import YEARS, Indicator, Scheme
from xlgen.submissions.entries import owners
from xlgen.submissions.finding import Finding, finding
from xlgen.submissions.findings import Code
from xlgen.submissions.foreign_form import forget_schemes
from xlgen.submissions.issued import IssuedSheet, issued_sheets
from xlgen.submissions.rates import Rate, rates
from xlgen.workbook.build import build
from xlgen.workbook.identity import Identity, identity_of, with_reserved_rows
from xlgen.workbook.layout import Layout, layout_of
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.workbook import workbook_of


@dataclass(frozen=True)
class Template:
    """A scheme's blank workbook as it was issued; built when its sheets are first asked for."""

    scheme: Scheme

    @cached_property
    def fingerprint(self) -> str:
        """What a workbook made from it says of its template."""
        return identity_of(self.scheme).template

    @cached_property
    def layout(self) -> Layout:
        """Where everything stands."""
        return layout_of(self.scheme)

    @cached_property
    def issued(self) -> Mapping[str, IssuedSheet]:
        """Its sheets, ready for holding returned ones against them."""
        book = workbook_of(package_of(Path(f"{self.scheme.id}.xlsx"), build(self.scheme)))
        return issued_sheets(book, self.layout)

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


class NoTemplateError(XlgenError):
    """There is no template like the one a workbook says it was made from; carries the finding, and says it."""

    exit_code = EXIT_UNREADABLE

    def __init__(self, found: Finding) -> None:
        super().__init__(f"{found.message}。{found.remedy}")
        self.finding = found


def template_for(identity: Identity, scheme: str = "") -> Template:
    """The template a workbook was made from; of the scheme named (id or path), else of a shipped one.

    Raises NoTemplate, and BrokenScheme or UnknownScheme where the scheme named cannot be used.
    """
    if not re.fullmatch("[0-9]{4}", identity.year) or int(identity.year) not in YEARS:
        raise NoTemplateError(finding(Code.BAD_YEAR, year=identity.year))
    if not scheme and identity.scheme not in scheme_files():  # a workbook must not name a file to open
        raise NoTemplateError(finding(Code.UNKNOWN_SCHEME, scheme=identity.scheme, version=identity.version))
    template = _template(scheme or identity.scheme, int(identity.year), identity.rows[:200])
    if template.fingerprint != identity.template:
        made_for = {"scheme": identity.scheme, "version": identity.version}
        known_as = {"known": template.scheme.id, "known_version": template.scheme.version}
        raise NoTemplateError(finding(Code.OTHER_TEMPLATE, **made_for, **known_as))
    return template


_SAID: dict[str, str] = {}


def renew(scheme: str, said: str) -> None:
    """Forget what was built of a scheme's file if it said something else then: a cluster's workers outlive a command.

    said: see `load_same`. Raises UsageError, and what load_scheme raises.
    """
    if said and _SAID.get(scheme) != said:
        load_same(scheme, None, said)
        _template.cache_clear()
        forget_schemes()
        _SAID[scheme] = said


@lru_cache(maxsize=16)
def _template(name: str, year: int, rows: str) -> Template:
    """The one that the checks of all the workbooks made from it share."""
    return Template(with_reserved_rows(load_scheme(name, year), rows))
