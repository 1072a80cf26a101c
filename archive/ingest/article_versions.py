"""Reads kept captures again: their text, and an article in each capture of its document."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

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


class ChangeKind(StrEnum):
    """What happened to a paragraph."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph as it was ``before`` and is ``after``; "" where there is none."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """An article as one capture has it, and what changed since the version before.

    ``problem`` says why a capture cannot be shown (withdrawn, closed, damaged); then it has no
    text.
    """

    capture: Capture
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    changes: tuple[ParagraphChange, ...] = ()
    problem: str = ""


def captured_text(capture: Capture) -> SourceText:
    """Return the text that the spans of a capture's articles point into, in any format.

    Raises:
        DamagedCaptureError: the bytes are missing, or no longer what was loaded.
        UnreadableDocumentError: the bytes are not what their media type says.
    """
    return source_text(stored_capture(capture))


def versions(article: Article) -> list[ArticleVersion]:
    """Return the versions of an article, oldest first; captures that lack it are left out."""
    outlets = outlets_of_archive()
    found: list[ArticleVersion] = []
    before: tuple[str, ...] | None = None
    captures = _captures(article.capture.uri)
    closed = closed_among(captures)
    for capture in captures:
        version = (
            ArticleVersion(capture, problem="closed")
            if capture.pk in closed and capture.status != CaptureStatus.WITHDRAWN
            else _version(capture, article, outlets)
        )
        if version is None:
            continue
        if not version.problem:
            text = (version.title, *version.paragraphs)
            changes = () if before is None else tuple(paragraph_changes(before, text))
            version = ArticleVersion(capture, version.title, version.paragraphs, changes)
            before = text
        found.append(version)
    return found


def paragraph_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[ParagraphChange]:
    """Yield what changed from one list of paragraphs to another, in reading order."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for _tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if _tag == "equal":
            continue
        old, new = before[old_start:old_end], after[new_start:new_end]
        paired = min(len(old), len(new))
        for one, other in zip(old, new, strict=False):
            yield ParagraphChange(ChangeKind.CHANGED, one, other)
        for paragraph in old[paired:]:
            yield ParagraphChange(ChangeKind.REMOVED, paragraph, "")
        for paragraph in new[paired:]:
            yield ParagraphChange(ChangeKind.ADDED, "", paragraph)


def _captures(uri: str) -> list[Capture]:
    """Return the captures of a document in the order in which they were made."""
    captures = list(Capture.objects.filter(uri=uri).order_by("pk"))
    if all(capture.captured_at for capture in captures):
        captures.sort(key=lambda capture: (capture.captured_at, capture.pk))
    return captures


def _version(capture: Capture, article: Article, outlets: OutletRegistry) -> ArticleVersion | None:
    if capture.status == CaptureStatus.WITHDRAWN:
        return ArticleVersion(capture, problem="withdrawn")
    try:
        parsed = parse_capture(stored_capture(capture), outlets).articles
    except ArchiveError as error:
        return ArticleVersion(capture, problem=str(error))
    own = _own(parsed, article)
    return ArticleVersion(capture, own.title, own.paragraphs) if own else None


def _own(parsed: Sequence[ParsedArticle], article: Article) -> ParsedArticle | None:
    found = find_again(parsed, [article])
    return next((each for each, same in zip(parsed, found, strict=True) if same is article), None)
