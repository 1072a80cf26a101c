"""Searches and articles for programs: the same calls over HTTP and for an assistant.

Every call returns JSON's types in the shapes of ``answers``, and raises ``ProblemError`` where it
cannot be answered. Labels are in the language that is active.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

from django.utils import timezone

from archive.models import (
    Article,
    Entity,
    FormerArticle,
    Mention,
    Tombstone,
)
from search.api.cursors import Place, cursor_of, place_of
from search.api.problems import ProblemError, index_is_built, too_costly, unknown
from search.contract import IndexUnavailableError, QueryTooCostlyError
from search.exports.json_records import article_fields, hit_as_json, results_as_json
from search.hits.article_hits import Hit
from search.presentation.citation import citation_of
from search.presentation.citation_styles import LANGUAGES, STYLES, styled_citation
from search.presentation.links import web_address
from search.query.state import SearchState
from search.service.found_places import offset_after
from search.service.prepared_search import TimeBudget
from search.service.search import search

_MOST_LETTERS: Final = 200

AddressOf = Callable[[str], str]
"""Path of a page → its whole address."""


def found_articles(
    state: SearchState, limit: int, cursor: str, facet_values: int, address_of: AddressOf
) -> dict[str, Any]:
    """Return a part of what ``state`` finds; ``facet_values`` of each facet, none for 0."""
    list_name = f"search {state.to_query_string()}"
    place = place_of(cursor, list_name)
    budget = TimeBudget()
    try:
        offset = offset_after(state, place.key, place.passed, budget) if place else 0
        page = search(state, limit=limit, offset=offset, facet_values=facet_values, budget=budget)
    except QueryTooCostlyError:
        raise too_costly() from None
    except IndexUnavailableError:
        raise index_is_built() from None
    if page.given_up:
        raise too_costly()
    end = offset + len(page.hits)
    more = page.hits and end < page.total  # What meaning alone finds has no next part.
    return {
        **results_as_json(page, state.text),
        "hits": [_found(hit, address_of) for hit in page.hits],
        "also": [
            {**_found(hit, address_of), "missing": list(hit.missing)}
            for hit in page.partial_matches
        ],
        "near": [_found(hit, address_of) for hit in page.near.hits] if page.near else [],
        **({} if facet_values else {"facets": {}}),
        "next": cursor_of(Place(page.hits[-1].article.pk, end), list_name) if more else None,
    }


def _found(hit: Hit, address_of: AddressOf) -> dict[str, Any]:
    return {
        **hit_as_json(hit),
        "address": address_of(hit.article.get_absolute_url()),
        "date_basis": hit.article.date_basis,
    }


def read_article(public_id: str, address_of: AddressOf) -> dict[str, Any]:
    """Return one article with its text, its names and how it is cited."""
    article = Article.objects.for_display().filter(public_id=public_id).first()
    if article is None:
        raise _why_there_is_none(public_id)
    mentions = Mention.objects.shown().filter(article=article).select_related("entity")
    address = address_of(article.get_absolute_url())
    citation = citation_of(
        article, address, web_address(article.url or article.capture.url), timezone.localdate()
    )
    return {
        **article_fields(article),
        "address": address,
        "entities": _named(mentions.order_by("id")),
        "citation": {
            language: {
                style: styled_citation(article, citation, style, language).text for style in STYLES
            }
            for language in LANGUAGES
        },
        "capture": article.capture_id,
        "sha256": article.capture.sha256,
    }


def _named(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """Return the entities that mentions name, in the order of their first."""
    listed = list(mentions)
    counts = Counter(each.entity.key for each in listed)
    surfaces: dict[str, set[str]] = {}
    entities: dict[str, Entity] = {}
    for each in listed:
        entities.setdefault(each.entity.key, each.entity)
        surfaces.setdefault(each.entity.key, set()).update(filter(None, [each.surface]))
    return [
        {
            "key": key,
            "name": entity.name_ar,
            "kind": entity.kind,
            "surfaces": sorted(surfaces[key]),
            "count": counts[key],
        }
        for key, entity in entities.items()
    ]


def _why_there_is_none(public_id: str) -> ProblemError:
    """Return the problem that tells what became of an article."""
    former = FormerArticle.objects.select_related("leads_to").filter(public_id=public_id).first()
    if former is not None and former.leads_to is not None and not former.leads_to.hidden:
        leads_to = former.leads_to.public_id
        return ProblemError(
            HTTPStatus.GONE,
            "moved",
            f"The text of this article stands in the article {leads_to!r} now.",
            article=leads_to,
        )
    stone = Tombstone.objects.filter(public_id=public_id).first()
    hidden = Article.objects.filter(public_id=public_id, hidden=True).first()
    if former is None and stone is None and hidden is None:
        return unknown("article", public_id[:_MOST_LETTERS])
    reason = stone.public_reason if stone else hidden.hidden_public_reason if hidden else ""
    return ProblemError(
        HTTPStatus.GONE,
        "removed",
        "This article was taken out of the archive, or is hidden.",
        reason=reason,
    )


def list_articles(limit: int, cursor: str, address_of: AddressOf) -> dict[str, Any]:
    """Return articles in the order in which they were loaded."""
    place = place_of(cursor, "articles")
    rows = Article.objects.for_display().filter(pk__gt=place.key if place else 0).order_by("pk")
    found = list(rows[: limit + 1])
    return {
        "items": [_listed_article(each, address_of) for each in found[:limit]],
        "next": cursor_of(Place(found[limit - 1].pk), "articles") if len(found) > limit else None,
    }


def _listed_article(article: Article, address_of: AddressOf) -> dict[str, Any]:
    return {
        "id": article.public_id,
        "address": address_of(article.get_absolute_url()),
        "title": article.title,
        "outlet": article.outlet.name_ar if article.outlet else None,
        "published": article.edtf or None,
        "date_basis": article.date_basis,
    }
