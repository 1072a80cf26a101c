"""The article page, its citations for reference managers, and the article's versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.lasting_addresses import lasting_address
from archive.models import Article, Capture
from archive.models.kept_statements import KeptStatement
from archive.records.mentions import ArticleField
from search.exports.article_files import ARTICLE_FORMATS
from search.hits.snippets import Fragment
from search.pages.article_names import (
    ArticleMentions,
    authors_of,
    mentions_with_entities,
)
from search.pages.capture_pages import capture_readers_only, captures_open_to
from search.pages.former_addresses import answers_for_former_articles
from search.presentation.citation import FORMATS, Citation, citation_of
from search.presentation.citation_styles import citations_in_order
from search.presentation.excerpts import ChangedText, changed_text
from search.presentation.head_tags import head_tags, news_article
from search.presentation.hijri_words import hijri_in_words
from search.presentation.links import web_address
from search.presentation.names_by_kind import names_by_kind
from search.presentation.paragraphs import (
    Paragraph,
    PlacedName,
    line_spans,
    paragraphs_of,
    text_lines,
)
from search.presentation.text_parts import (
    MOST_LETTERS,
    MOST_MARKS,
    MOST_VALUES,
    TextPart,
    first_marks,
    text_part,
)
from search.query.state import SearchState
from search.service.neighbours import ResultPlace, place_number, result_place
from search.service.prepared_search import TimeBudget
from search.service.search import PAGE_SIZE, mark_article
from search.service.similar_articles import similar_articles

if TYPE_CHECKING:
    from archive.ingest.article_versions import ArticleVersion

_NEIGHBOURS: Final = 10
"""Articles of the same capture that are listed, before the one shown and after it."""
_CHANGES: Final = 200
"""Changes of a version that are shown."""
_LISTED: Final = 50
"""Captures, and articles of a republication, that an article page lists."""
_PARAGRAPHS_LINKED: Final = 30
"""Paragraphs with a match that are linked one by one."""
_KEY: Final = re.compile("[0-9]{1,18}")
"""A primary key in an address: an integer of 64 bits."""


@require_safe
@answers_for_former_articles
def article(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an article; ``?q=`` marks what a search found in it, ``?marks=off`` hides names."""
    shown = next(_ARTICLE.read(public_id), None)
    if shown is None or shown.hidden:
        raise Http404
    budget = TimeBudget()
    text = _text_context(request, shown, budget)
    citation = citation_for(request, shown)
    card = "" if citation.is_local else lasting_address(reverse("article_card", args=[public_id]))
    context = {
        "article": shown,
        **text,
        "original_url": web_address(shown.url or shown.capture.url),
        "captures_open": captures_open_to(request),
        "same_page": _same_page(shown) if shown.has_neighbours else [],
        "versions": _versions(shown) if shown.has_versions else [],
        "republications": _republications(shown),
        "similar": similar_articles(shown, budget=budget),
        "citation": citation,
        "has_hijri": citation.day is not None and bool(hijri_in_words(citation.day)),
        "head_tags": head_tags(shown, citation, card),
        "news_article": news_article(shown, citation, card),
        "citations": citations_in_order(shown, citation),
        "formats": FORMATS,
        "article_formats": ARTICLE_FORMATS,
    }
    return render(request, "article.html", context)


@require_safe
@answers_for_former_articles
def cite(request: HttpRequest, public_id: str, ending: str) -> HttpResponse:
    """Return an article's citation as a file for reference managers."""
    if ending not in FORMATS:
        raise Http404
    form = FORMATS[ending]
    citation = citation_for(request, shown_article(public_id))
    response = HttpResponse(form.write(citation), content_type=f"{form.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{citation.key}.{ending}"'
    return response


@require_safe
@capture_readers_only
@answers_for_former_articles
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an article in every capture of its document, the newest first, or from ``?from=`` on."""
    # Imported here: comparing versions needs the readers of pages, which are heavy.
    from archive.ingest.article_versions import versions as versions_of

    shown = shown_article(public_id)
    latest = request.GET.get("from", "")
    found = versions_of(shown, int(latest) if _KEY.fullmatch(latest) else None)
    context = {
        "article": shown,
        "versions": [_with_changes(version) for version in reversed(found.versions)],
        "earlier": found.earlier,
    }
    return render(request, "article_versions.html", context)


def _with_changes(version: ArticleVersion) -> tuple[ArticleVersion, list[ChangedText], int]:
    """Return a version with the changes that are shown, and how many others there are."""
    shown = version.changes[:_CHANGES]
    changes = [changed_text(change.before, change.after) for change in shown]
    return version, changes, len(version.changes) - len(shown)


def shown_article(public_id: str) -> Article:
    """Return an article that readers may see. Raises ``Http404``."""
    return get_object_or_404(Article.objects.for_display(), public_id=public_id)


def _text_context(request: HttpRequest, shown: Article, budget: TimeBudget) -> dict[str, Any]:
    """Return the title and paragraphs with hits marked and, unless switched off, names."""
    state = SearchState.from_querydict(request.GET)
    place = _result_place(request, shown, state, budget)
    carried = [("hit", str(place.number))] if place else []
    part = _show_part(shown, request.GET.get("part", ""))
    marked = mark_article(shown, state, budget=budget) if state.text else None
    marks_off = request.GET.get("marks") == "off"
    found = mentions_with_entities(shown, part.start, part.end)
    placed = ArticleMentions.of([] if marks_off else found.mentions)
    in_body = _within(part, placed.in_field(ArticleField.BODY))
    paragraphs = paragraphs_of(shown, first_marks(marked.paragraphs) if marked else None, in_body)
    return {
        "state": state,
        **_place_context(place),
        "title": line_spans(
            marked.title if marked else [Fragment(shown.title)],
            placed.in_field(ArticleField.TITLE),
        ),
        "standfirst": line_spans(
            [Fragment(shown.standfirst)], placed.in_field(ArticleField.STANDFIRST)
        ),
        "paragraphs": paragraphs,
        "part": part,
        "part_url": f"?{urlencode([*state.to_pairs(), *carried, ('part', '')])}",
        **_hits_context(paragraphs if marked else ()),
        "dateline": line_spans([Fragment(shown.dateline)], placed.in_field(ArticleField.DATELINE)),
        "captions": text_lines(shown.captions, placed.in_field(ArticleField.CAPTIONS)),
        "names": names_by_kind(found.listed),
        "names_are_all": found.are_all,
        "authors": authors_of(shown),
        "marks_off": marks_off,
        "marks_url": _marks_url(state, carried, not marks_off),
    }


def _show_part(shown: Article, number: str) -> TextPart:
    """Let ``shown``, which nobody saves, hold one part of its text, and no line that is a text."""
    part = text_part(shown.body, int(number) if _KEY.fullmatch(number) else 1)
    shown.body = shown.body[part.start : part.end]
    for name in ("title", "standfirst", "byline", "dateline", "section", "agency"):
        setattr(shown, name, getattr(shown, name)[:MOST_LETTERS])
    shown.keywords = [each[:MOST_LETTERS] for each in shown.keywords[:MOST_VALUES]]
    shown.captions = [each[:MOST_LETTERS] for each in shown.captions[:MOST_VALUES]]
    return part


def _result_place(
    request: HttpRequest, shown: Article, state: SearchState, budget: TimeBudget
) -> ResultPlace | None:
    """Return the place of the article among the results that a reader came from (``?hit=``)."""
    number = place_number(request.GET.get("hit", ""))
    return result_place(shown, state, number, budget) if number else None


def _place_context(place: ResultPlace | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "place": place,
        "place_on_page": (place.number - 1) % PAGE_SIZE + 1,
        "place_before": place.number - 1,
        "place_after": place.number + 1,
    }


def _marks_url(state: SearchState, carried: Sequence[tuple[str, str]], off: bool) -> str:
    """Return this page's query with the marks of names switched ``off``, or on again."""
    pairs = [*state.to_pairs(), *carried, *([("marks", "off")] if off else [])]
    return f"?{urlencode(pairs)}"


def _hits_context(paragraphs: Sequence[Paragraph]) -> dict[str, Any]:
    """Return how many hits stand in the paragraphs, and in which."""
    counted = [(number, each, each.hits) for number, each in enumerate(paragraphs, 1)]
    holding = [(number, each) for number, each, hits in counted if hits]
    return {
        "hit_count": sum(hits for _number, _each, hits in counted),
        "paragraphs_with_hits": [number for number, _each in holding][:_PARAGRAPHS_LINKED],
        "first_hit": holding[0][1] if holding else None,
    }


def _within(part: TextPart, mentions: Iterable[PlacedName]) -> list[PlacedName]:
    """Return the first mentions in a part of the body; their offsets count from its beginning."""
    found = [each for each in mentions if part.start <= each.start and each.end <= part.end]
    found.sort(key=attrgetter("start"))
    if not part.start:
        return found[:MOST_MARKS]
    return [
        each._replace(start=each.start - part.start, end=each.end - part.start)
        for each in found[:MOST_MARKS]
    ]


def _with_what_is_beside(public_id: str) -> QuerySet[Article, Any]:
    """Return the article with what its page shows, though it be hidden; it is not read yet.

    Of it is told whether its capture and document hold more. Most hold no more: two queries are
    saved.
    """
    of_capture = Article.objects.filter(capture=OuterRef("capture")).exclude(pk=OuterRef("pk"))
    of_document = Capture.objects.filter(uri=OuterRef("capture__uri"))
    read = Article.objects.select_related("outlet", "republisher", "capture").defer("spans")
    return (
        read.filter(public_id=public_id)
        .order_by()
        .annotate(
            has_neighbours=Exists(of_capture.order_by()),
            has_versions=Exists(of_document.exclude(pk=OuterRef("capture")).order_by()),
        )
    )


def _versions(shown: Article) -> list[Capture]:
    """Return the captures of the article's document, the latest first."""
    return list(Capture.objects.filter(uri=shown.capture.uri).order_by("-pk")[:_LISTED])


def _same_page(shown: Article) -> list[Article]:
    """Return the articles before and after ``shown`` in its capture, which may hold thousands."""
    before = _BEFORE.read(shown.capture_id, shown.position)
    after = _AFTER.read(shown.capture_id, shown.position)
    return [*reversed(list(before)), *after]


def _before(capture: int, position: int) -> QuerySet[Article]:
    others = Article.objects.for_titles().shown().filter(capture=capture)
    return others.filter(position__lt=position).order_by("-position")[:_NEIGHBOURS]


def _after(capture: int, position: int) -> QuerySet[Article]:
    others = Article.objects.for_titles().shown().filter(capture=capture)
    return others.filter(position__gt=position).order_by("position")[:_NEIGHBOURS]


_ARTICLE: Final = KeptStatement[Any](_with_what_is_beside, "?")
_BEFORE: Final = KeptStatement[Article](_before, 1001, 1002)
_AFTER: Final = KeptStatement[Article](_after, 1001, 1002)


def _republications(shown: Article) -> list[Article]:
    """Return the other articles of the same republication, the earliest first."""
    if shown.republication_id is None:
        return []
    cluster = Article.objects.for_titles().filter(republication=shown.republication_id)
    others = cluster.exclude(pk=shown.pk).earliest_first()[:_LISTED]
    return [each for each in others if not each.hidden]


def citation_for(request: HttpRequest, shown: Article) -> Citation:
    """Return the citation of an article, as of today; ``?dates=hijri`` wishes for Hijri days, too."""
    return citation_of(
        shown,
        lasting_address(shown.get_absolute_url()),
        web_address(shown.url or shown.capture.url),
        timezone.localdate(),
        hijri=request.GET.get("dates") == "hijri",
    )
