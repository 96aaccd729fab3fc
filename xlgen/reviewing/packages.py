"""Packages for a third party that reviews: review workbooks with the forms they are about, and what comes back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from xlgen.campaign.counting_files import copies_at_hand
from xlgen.campaign.events import Event, note
from xlgen.campaign.returns import folder_of, shared_folders
from xlgen.errors import UsageError, XlgenError
from xlgen.files.atomic import atomic_file, safe_file_name
from xlgen.files.render import render_template
from xlgen.files.storage import Location
from xlgen.reviewing.identity import review_identities
from xlgen.reviewing.objections import Fault
from xlgen.reviewing.opening import Left
from xlgen.reviewing.review_rows import Decision
from xlgen.reviewing.reviews import Reviews, UnitReview
from xlgen.reviewing.session import Session
from xlgen.reviewing.taking import TakenReview, read_reviews, take_read
from xlgen.scheme.sheet_names import WORKING_PAPER
from xlgen.submissions.sources import ARCHIVE, Source, files_below_path, find_sources
from xlgen.text import one_line
from xlgen.xlsx.read.package import package_of
from xlgen.xlsx.read.unreadable import UnreadableError
from xlgen.xlsx.read.workbook import workbook_of

PAPERS, RETURNS, GUIDE = WORKING_PAPER, "交回材料", "使用说明.txt"
GUIDE_TEMPLATE = "复核包说明.txt.jinja"
FORGED = frozenset({Fault.NOT_A_REVIEW, Fault.OTHER_IDENTITY, Fault.NOT_GIVEN_OUT, Fault.UNREADABLE})
"""With one of these in a package, nothing of it is taken."""


class ReviewPackageError(XlgenError):
    """A package holds what was not handed out; the message says what."""


class HandedOut(NamedTuple):
    """The package that was written: the units in it, and those whose workbook or form was not at hand, with why."""

    file: Path
    units: Sequence[UnitReview]
    left: Sequence[Left]


def hand_out_reviews(
    session: Session,
    units: Sequence[UnitReview],
    papers: Path,
    returns: Sequence[Location],
    output: Path,
    *,
    party: str,
) -> HandedOut:
    """Write a package of review workbooks, the forms that they are about and what lies beside these, for a party.

    papers: the folder of the review workbooks; returns: where the returned files are. Who has which is entered.
    Raises UsageError, NothingToCheckError, RecordError and OSError.
    """
    author, party = session.named("委托"), one_line(party).strip()
    if not party:
        raise UsageError("没有写交给谁复核。请写第三方的名称", "party")
    if output.suffix.lower() != ARCHIVE or output.exists():
        raise UsageError(f"{output}：请写一个还没有的 {ARCHIVE} 文件", "output")
    own = _papers_of(papers)
    returned = _returned(units, returns)
    left = []
    going: list[tuple[UnitReview, Path]] = []
    for review in units:
        paper = own.get(review.opened[-1].id) if review.opened else None
        if paper is None or review.settled is not None:
            why = "已经定稿" if review.settled else "最近发出的底稿不在所给的文件夹里。请先发底稿"
            left.append(Left(review.form, review.unit.who, why))
        else:
            going.append((review, paper))
    if not going:
        raise UsageError("没有可以交出的底稿。请先发底稿", "papers")
    with atomic_file(output) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as out:
        for review, paper in going:
            out.write(paper, f"{PAPERS}/{paper.name}")
            if review.form not in returned.forms:
                left.append(Left(review.form, review.unit.who, "交回的那一份不在手边，只装了底稿"))
            for place, data in _material(review, returned):
                out.writestr(f"{RETURNS}/{place}", data)
        out.writestr(GUIDE, _guide(session.reviews, party, [review for review, _ in going]))
    events = [Event(session.time, author, review.form, Decision.HANDED_OUT, value=party) for review, _ in going]
    note(session.record, events)
    return HandedOut(output, [review for review, _ in going], left)


def _papers_of(folder: Path) -> dict[str, Path]:
    """The review workbooks in a folder by the id that they bear."""
    if not folder.is_dir():
        raise UsageError(f"{folder}：不是文件夹。请写底稿所在的文件夹", "papers")
    found: dict[str, Path] = {}
    for file in sorted(folder.glob("*.xlsx")):
        try:
            identities = review_identities(workbook_of(package_of(file, file.read_bytes())))
        except UnreadableError:
            continue
        if len(set(identities)) == 1:
            found.setdefault(identities[0].id, file)
    return found


class _Returned(NamedTuple):
    """The forms that reviews are about, by key; the files below the same folders, by name; folders of several forms."""

    forms: Mapping[str, Source]
    files: Mapping[str, Source]
    shared: frozenset[str]


def _returned(units: Sequence[UnitReview], returns: Sequence[Location]) -> _Returned:
    wanted = {review.opened[-1].fingerprint: review.form for review in units if review.opened}
    every = find_sources(returns).workbooks
    names = {review.opened[-1].file for review in units if review.opened}
    found = copies_at_hand(wanted, names, every)
    local = [path for path in returns if isinstance(path, Path)]
    files = {source.name: source for path in local for _, source in files_below_path(path)}
    return _Returned(found, files, shared_folders(every))


def _material(review: UnitReview, returned: _Returned) -> Iterator[tuple[str, bytes]]:
    """A unit's form and what came with it, each with its place in a folder of the unit's name.

    What lies in a folder with the forms of several units goes along only where the record says whose it is.
    """
    form = returned.forms.get(review.form)
    if form is None:
        return
    home, folder = safe_file_name(review.file_name("")), folder_of(form.name)
    yield f"{home}/{safe_file_name(PurePosixPath(form.name).name)}", form.read()
    own = {arrival.file for arrival in review.unit.arrivals}
    for name in form.material:
        path = f"{folder}/{name}" if folder else name
        if path in returned.files and (folder not in returned.shared or path in own):
            place = "/".join(safe_file_name(part) for part in PurePosixPath(name).parts)
            yield f"{home}/{place}", returned.files[path].read()


def _guide(reviews: Reviews, party: str, units: Sequence[UnitReview]) -> bytes:
    progress = reviews.progress
    text = render_template(
        GUIDE_TEMPLATE,
        party=party,
        year=progress.campaign.get("年度", ""),
        form=progress.form,
        bureau=progress.about.bureau,
        units=[review.unit.who for review in units],
        papers=PAPERS,
        returns=RETURNS,
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def take_package(session: Session, path: Path, party: str) -> list[TakenReview]:
    """Take back a party's package. Nothing of it is believed: with one file that was not handed to the party, nothing
    is taken; the others are checked as any.

    Raises ReviewPackageError, UsageError, NothingToCheckError, RecordError and OSError.
    """
    session.named("收回")
    party, reviews = one_line(party).strip(), session.reviews.units.values()
    theirs = {review.form for review in reviews if party and review.third_party == party}
    if not theirs:
        known = "、".join(sorted({review.third_party for review in reviews if review.third_party}))
        raise UsageError(f"{party or '没有写第三方'}：没有交给它的底稿。交给过的：{known or '没有'}", "party")

    if path.suffix.lower() != ARCHIVE:
        raise UsageError(f"{path}：包是 {ARCHIVE} 文件")
    papers = [source for source in find_sources([path]).workbooks if _is_paper(source)]
    if not papers:
        raise ReviewPackageError(f"{path}：里面没有《{PAPERS}》文件夹中的底稿。请对方照使用说明装包")
    read = read_reviews(session, papers, party)
    for source, each in zip(papers, read, strict=True):
        forged = [found for found in each.objections if found.fault in FORGED]
        if forged:
            raise ReviewPackageError(f"{path}：{one_line(source.name)}：{forged[0]}。整包没有收下")
        if each.identity is None or each.identity.form not in theirs:
            raise ReviewPackageError(f"{path}：{one_line(source.name)}：不是交给{party}复核的。整包没有收下")
    return take_read(session, papers, read)


def _is_paper(source: Source) -> bool:
    """Whether a file of a package is in the folder of review workbooks: the returned forms may come back too."""
    return PAPERS in PurePosixPath(source.name.replace("\\", "/")).parts[:-1]
