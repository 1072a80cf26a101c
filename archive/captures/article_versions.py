"""Finds an article again in every capture of its document, and shows what changed.

A page that is captured or parsed anew may have gained, lost or moved articles. Each keeps
its public id: it is found again by its title, else by its paragraphs, else by its place.
"""

from __future__ import annotations

import base64
import difflib
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Final

from archive.arabic.normalize import fold
from archive.captures.store import stored_capture
from archive.errors import ArchiveError
from archive.ingest.parsing import parse_capture
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.knowledge.knowledge import OutletRegistry
from archive.models import Article, Capture, CaptureStatus
from archive.records.documents import ParsedArticle

_ID_LETTERS: Final = 12
_SAME_PARAGRAPHS: Final = 0.5
"""Share of the shorter text's paragraphs from which two texts are versions of one."""


def public_id(uri: str, ordinal: int) -> str:
    """Return the id of the ``ordinal``-th article of a document.

    Twelve letters of base 32 hold 60 bits: among a million articles two meet by chance
    once in two million archives.
    """
    digest = hashlib.sha256(f"{uri}\n{ordinal}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:_ID_LETTERS]


def free_public_id(uri: str, position: int, taken: Collection[str]) -> str:
    """Return the id for a new article at ``position``; one that is ``taken`` is passed over."""
    if (identity := public_id(uri, position)) not in taken:
        return identity
    free = (public_id(uri, ordinal) for ordinal in count(len(taken)))
    return next(identity for identity in free if identity not in taken)


def find_again(
    parsed: Sequence[ParsedArticle], existing: Sequence[Article]
) -> list[Article | None]:
    """Return, for each parsed article, the existing one that it is, or None."""
    left = list(existing)
    found: list[Article | None] = [None] * len(parsed)
    for same in (_same_title, _same_text, _same_place):
        for number, article in enumerate(parsed):
            if found[number] is None:
                known = next((each for each in left if same(article, each)), None)
                if known is not None:
                    found[number] = known
                    left.remove(known)
    return found


def _same_title(parsed: ParsedArticle, article: Article) -> bool:
    return bool(parsed.title) and fold(parsed.title) == fold(article.title)


def _same_text(parsed: ParsedArticle, article: Article) -> bool:
    new, old = set(parsed.paragraphs), set(article.paragraphs)
    fewest = min(len(new), len(old))
    return fewest > 0 and len(new & old) >= _SAME_PARAGRAPHS * fewest


def _same_place(parsed: ParsedArticle, article: Article) -> bool:
    return parsed.position == article.position


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

    ``problem`` says why a capture cannot be shown (withdrawn, damaged); then it has no text.
    """

    capture: Capture
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    changes: tuple[ParagraphChange, ...] = ()
    problem: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the article shows this version now."""
        return self.capture.articles.exists()


def versions(article: Article) -> list[ArticleVersion]:
    """Return the versions of an article, oldest first; captures that lack it are left out."""
    outlets = outlets_of_archive()
    found: list[ArticleVersion] = []
    before: tuple[str, ...] | None = None
    for capture in _captures(article.capture.uri):
        version = _version(capture, article, outlets)
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
