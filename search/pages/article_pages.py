"""The article page, and its citations for reference managers.

The versions of an article, and what changed from one to the next.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.models import Article, Capture, EntityStatus, Mention
from archive.records.mentions import ArticleField
from search.hits.snippets import Fragment
from search.pages.capture_pages import capture_readers_only, captures_open_to
from search.presentation.citation import FORMATS, Citation, citation_in_words, citation_of
from search.presentation.links import web_address
from search.presentation.paragraphs import paragraphs_of, runs_of
from search.query.state import SearchState
from search.service import search as searching
from search.service import similar_articles as likeness

if TYPE_CHECKING:
    from archive.captures.article_versions import ArticleVersion, ParagraphChange


_NEIGHBOURS: Final = 10
"""Articles of the same capture that are listed, before the one shown and after it."""


@require_safe
def article(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an article; ``?q=`` marks what a search found in it, ``?marks=off`` hides names."""
    shown = _article(public_id)
    citation = _citation(request, shown)
    context = {
        "article": shown,
        **_text(request, shown),
        "original_url": web_address(shown.url or shown.capture.url),
        "captures_open": captures_open_to(request),
        "same_page": _same_page(shown),
        "versions": list(Capture.objects.filter(uri=shown.capture.uri).order_by("-pk")),
        "republications": _republications(shown),
        "similar": likeness.similar_articles(shown),
        "citation": citation,
        "citations": [
            (language, citation_in_words(shown, citation, language)) for language in ("ar", "en")
        ],
        "formats": FORMATS,
    }
    return render(request, "article.html", context)


@require_safe
def cite(request: HttpRequest, public_id: str, ending: str) -> HttpResponse:
    """Give an article's citation as a file for reference managers."""
    if ending not in FORMATS:
        raise Http404
    form = FORMATS[ending]
    citation = _citation(request, _article(public_id))
    response = HttpResponse(form.write(citation), content_type=f"{form.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{citation.key}.{ending}"'
    return response


def _article(public_id: str) -> Article:
    return get_object_or_404(Article.objects.for_display(), public_id=public_id)


def _text(request: HttpRequest, shown: Article) -> dict[str, Any]:
    """Return the title and paragraphs with hits marked and, unless switched off, names."""
    state = SearchState.from_querydict(request.GET)
    marked = searching.mark_article(shown, state) if state.text else None
    marks_off = request.GET.get("marks") == "off"
    names = [] if marks_off else _mentions(shown)
    in_body = [mention for mention in names if mention.field == ArticleField.BODY]
    in_title = [mention for mention in names if mention.field == ArticleField.TITLE]
    standfirst = [mention for mention in names if mention.field == ArticleField.STANDFIRST]
    paragraphs = paragraphs_of(shown, marked.paragraphs if marked else None, in_body)
    hits = [paragraph.hits for paragraph in paragraphs]
    return {
        "state": state,
        "title": runs_of(marked.title if marked else [Fragment(shown.title)], in_title),
        "standfirst": runs_of([Fragment(shown.standfirst)], standfirst),
        "paragraphs": paragraphs,
        "hits": sum(hits),
        "first_hit": next((each for each in paragraphs if each.hits), None),
        "marks_off": marks_off,
        "marks_url": _marks_url(request, not marks_off),
    }


def _marks_url(request: HttpRequest, off: bool) -> str:
    parameters = request.GET.copy()
    parameters.pop("marks", None)
    if off:
        parameters["marks"] = "off"
    return f"?{parameters.urlencode()}"


def _mentions(shown: Article) -> list[Mention]:
    return list(
        shown.mentions.filter(
            entity__status=EntityStatus.ACCEPTED, entity__suppressed=False, end__gt=0
        ).select_related("entity")
    )


def _same_page(shown: Article) -> list[Article]:
    """Return the articles before and after ``shown`` in its capture, which may hold thousands."""
    others = Article.objects.for_display().filter(capture=shown.capture_id)
    before = others.filter(position__lt=shown.position).order_by("-position")[:_NEIGHBOURS]
    after = others.filter(position__gt=shown.position).order_by("position")[:_NEIGHBOURS]
    return [*reversed(before), *after]


def _republications(shown: Article) -> list[Article]:
    if shown.republication_id is None:
        return []
    cluster = Article.objects.for_display().filter(republication=shown.republication_id)
    return list(cluster.exclude(pk=shown.pk).earliest_first())


def _citation(request: HttpRequest, shown: Article) -> Citation:
    return citation_of(
        shown,
        request.build_absolute_uri(shown.get_absolute_url()),
        web_address(shown.url or shown.capture.url),
        timezone.localdate(),
    )


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
    from archive.captures.article_versions import versions as versions_of

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
