"""Reads kept captures again: their text, and an article in each capture of its document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.captures.article_identity import find_again
from archive.captures.closed_captures import closed_among
from archive.captures.store import stored_capture
from archive.errors import ArchiveError
from archive.ingest.decoding import SourceText, source_text
from archive.ingest.parsing import parse_capture
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.knowledge.knowledge import OutletRegistry
from archive.models import Article, Capture, CaptureStatus
from archive.records.documents import ParsedArticle
from archive.republications.text_changes import ParagraphChange, paragraph_changes

MAX_READ_BYTES: Final = 600_000
"""Bytes of captures that one answer reads: a dense page of them costs some 1.5 s."""
MAX_CAPTURE_BYTES: Final = MAX_READ_BYTES // 2
"""Bytes of a capture that is compared: so two always are, and every answer gets on."""
MAX_VERSIONS: Final = 20
"""Versions of one answer."""
MAX_PARAGRAPHS: Final = 2_000
"""Paragraphs of a text that is compared: equal ones cost the square of their number."""
TOO_LARGE: Final = "too large"
"""The problem of a version that is too large to be compared."""


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """An article as one capture has it, and what changed since the version before.

    ``problem`` says why a capture cannot be shown (withdrawn, closed, too large, damaged); then
    it has no text.
    """

    capture: Capture
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    changes: tuple[ParagraphChange, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class VersionList:
    """Versions of an article, the oldest first; ``earlier`` is the first capture of those before."""

    versions: tuple[ArticleVersion, ...]
    earlier: int | None = None


def captured_text(capture: Capture) -> SourceText:
    """Return the text that the spans of a capture's articles point into, in any format.

    Raises:
        DamagedCaptureError: the bytes are missing, or no longer what was loaded.
        UnreadableDocumentError: the bytes are not what their media type says.
    """
    return source_text(stored_capture(capture))


def versions(article: Article, latest: int | None = None) -> VersionList:
    """Return the versions of an article, oldest first; captures that lack it are left out.

    They end with the capture ``latest`` (a primary key), the newest where there is no such one.
    What one answer may read is bounded; ``VersionList.earlier`` is where the next begins.
    """
    captures = _captures(article.capture.uri)
    known = [capture.pk for capture in captures]
    if latest in known:
        captures = captures[: known.index(latest) + 1]
    closed = closed_among(captures)
    first = _first_read(captures, closed)
    found = list(_compared(captures[first:], article, closed))
    # The oldest that was read stands there to be compared with, and opens the next answer.
    if first and found and found[0].capture == captures[first]:
        found = found[1:]
    return VersionList(tuple(found), captures[first].pk if first else None)


def _first_read(captures: Sequence[Capture], closed: Collection[int]) -> int:
    """Return the place of the oldest capture for which there is room, those behind it read."""
    room = MAX_READ_BYTES
    first = len(captures)
    while first and len(captures) - first <= MAX_VERSIONS:
        capture = captures[first - 1]
        cost = 0 if _problem(capture, closed) else capture.size
        if cost > room:
            break
        room -= cost
        first -= 1
    return first


def _problem(capture: Capture, closed: Collection[int]) -> str:
    """Return why a capture is not read, empty where it is."""
    if capture.status == CaptureStatus.WITHDRAWN:
        return "withdrawn"
    if capture.pk in closed:
        return "closed"
    return TOO_LARGE if capture.size > MAX_CAPTURE_BYTES else ""


def _compared(
    captures: Sequence[Capture], article: Article, closed: Collection[int]
) -> Iterator[ArticleVersion]:
    outlets = outlets_of_archive()
    before: tuple[str, ...] | None = None
    for capture in captures:
        problem = _problem(capture, closed)
        version = (
            ArticleVersion(capture, problem=problem)
            if problem
            else _version(capture, article, outlets)
        )
        if version is None:
            continue
        if not version.problem:
            text = (version.title, *version.paragraphs)
            changes = () if before is None else tuple(paragraph_changes(before, text))
            version = replace(version, changes=changes)
            before = text
        yield version


def _captures(uri: str) -> list[Capture]:
    """Return the captures of a document in the order in which they were made."""
    captures = list(Capture.objects.filter(uri=uri).order_by("pk"))
    if all(capture.captured_at for capture in captures):
        captures.sort(key=lambda capture: (capture.captured_at, capture.pk))
    return captures


def _version(capture: Capture, article: Article, outlets: OutletRegistry) -> ArticleVersion | None:
    try:
        parsed = parse_capture(stored_capture(capture), outlets).articles
    except ArchiveError as error:
        return ArticleVersion(capture, problem=str(error))
    own = _own(parsed, article)
    if own is not None and len(own.paragraphs) > MAX_PARAGRAPHS:
        return ArticleVersion(capture, problem=TOO_LARGE)
    return ArticleVersion(capture, own.title, own.paragraphs) if own else None


def _own(parsed: Sequence[ParsedArticle], article: Article) -> ParsedArticle | None:
    found = find_again(parsed, [article])
    return next((each for each, same in zip(parsed, found, strict=True) if same is article), None)
