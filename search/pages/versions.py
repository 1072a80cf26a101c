"""The versions of an article, and what changed from one to the next."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Article
from search.pages.access import capture_readers_only
from search.results.records import Fragment

if TYPE_CHECKING:
    from archive.provenance.versions import ArticleVersion, ParagraphChange

_WORDS: Final = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A paragraph before and after; the words that differ are marked. Empty: none."""

    before: tuple[Fragment, ...]
    after: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version, and what changed since the one before it."""

    version: ArticleVersion
    changes: tuple[ShownChange, ...]


@require_safe
@capture_readers_only
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an article in every capture of its document, the newest first."""
    # Imported here: telling versions apart needs the readers of pages, which are heavy.
    from archive.provenance.versions import versions as versions_of

    shown = get_object_or_404(Article.objects.for_display(), public_id=public_id)
    found = [
        ShownVersion(each, tuple(shown_change(change) for change in each.changes))
        for each in reversed(versions_of(shown))
    ]
    return render(request, "article_versions.html", {"article": shown, "versions": found})


def shown_change(change: ParagraphChange) -> ShownChange:
    """Return a change with the words marked that only one side has."""
    old, new = _WORDS.findall(change.before), _WORDS.findall(change.after)
    if not old or not new:
        return ShownChange(tuple(_unmarked(change.before)), tuple(_unmarked(change.after)))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    return ShownChange(
        tuple(_side(old, [(tag, start, end) for tag, start, end, _from, _to in steps])),
        tuple(_side(new, [(tag, start, end) for tag, _from, _to, start, end in steps])),
    )


def _unmarked(text: str) -> Iterator[Fragment]:
    if text:
        yield Fragment(text)


def _side(words: Sequence[str], steps: Sequence[tuple[str, int, int]]) -> Iterator[Fragment]:
    for tag, start, end in steps:
        if start < end:
            yield Fragment("".join(words[start:end]), marked=tag != "equal")
