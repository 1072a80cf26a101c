"""Outlets, entities and captures for programs: see ``article_calls``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.urls import reverse

from archive.captures.closed_captures import is_closed
from archive.entities.storage.entity_search import keys_named
from archive.models import Capture, CaptureStatus, Entity, Outlet
from archive.models.entity_labels import description_of, label_of_entity
from search.api.article_calls import AddressOf
from search.api.cursors import Place, cursor_of, place_of
from search.api.problems import ProblemError, index_is_built, too_costly, unknown
from search.contract import IndexUnavailableError
from search.query.state import SearchState
from search.service.entity_articles import articles_of_entity
from search.service.prepared_search import TimeBudget
from search.service.search import search

_SPELLINGS: Final = 200
_NAMED_ENTITIES: Final = 1_000
"""Entities that a part of a name finds."""
_LISTED_OF_CAPTURE: Final = 1_000
_MOST_LETTERS: Final = 200


def list_outlets(limit: int, cursor: str, address_of: AddressOf) -> dict[str, Any]:
    """Return outlets in the order in which the archive came to know them."""
    place = place_of(cursor, "outlets")
    rows = Outlet.objects.filter(pk__gt=place.key if place else 0).order_by("pk")
    found = list(rows[: limit + 1])
    counts = _articles_of_outlets()
    return {
        "items": [_outlet(each, counts, address_of) for each in found[:limit]],
        "next": cursor_of(Place(found[limit - 1].pk), "outlets") if len(found) > limit else None,
    }


def read_outlet(slug: str, address_of: AddressOf) -> dict[str, Any]:
    """Return one outlet."""
    outlet = Outlet.objects.filter(slug=slug).first()
    if outlet is None:
        raise unknown("outlet", slug[:_MOST_LETTERS])
    return _outlet(outlet, _articles_of_outlets(), address_of)


def _articles_of_outlets() -> dict[str, int]:
    """Return slug → number of articles, as the index counts them."""
    try:
        page = search(SearchState(), limit=0, facet_values=0, whole_facets=["outlet"])
    except IndexUnavailableError:
        raise index_is_built() from None
    counted = [facet for facet in page.facets if facet.name == "outlet"]
    if page.given_up or not counted:
        raise too_costly()
    return {value.value: value.count for value in counted[0].values}


def _outlet(outlet: Outlet, counts: dict[str, int], address_of: AddressOf) -> dict[str, Any]:
    return {
        "slug": outlet.slug,
        "address": address_of(reverse("outlet", args=[outlet.slug])),
        "name": outlet.name_ar,
        "name_en": outlet.name_en,
        "country": outlet.country,
        "kind": outlet.kind,
        "forms": outlet.forms,
        "domains": outlet.domains,
        "articles": counts.get(outlet.slug, 0),
    }


def list_entities(
    kind: str, needle: str, limit: int, cursor: str, address_of: AddressOf
) -> dict[str, Any]:
    """Return reviewed entities, of one ``kind`` where one is given, that ``needle`` names."""
    list_name = f"entities {kind} {needle}"
    place = place_of(cursor, list_name)
    rows = Entity.objects.shown().filter(pk__gt=place.key if place else 0)
    if kind:
        rows = rows.filter(kind=kind)
    if needle:
        rows = rows.filter(key__in=sorted(keys_named(needle))[:_NAMED_ENTITIES])
    marked = rows.marking_namesakes().select_related("parent").order_by("pk")
    found = list(marked[: limit + 1])
    more = len(found) > limit
    return {
        "items": [_entity(each, address_of) for each in found[:limit]],
        "next": cursor_of(Place(found[limit - 1].pk), list_name) if more else None,
    }


def read_entity(key: str, address_of: AddressOf) -> dict[str, Any]:
    """Return one entity; of a merged one what it is now."""
    row = Entity.objects.filter(key=key).first()
    canonical = Entity.objects.canonical_of([row])[row.pk] if row else None
    marked = Entity.objects.with_page().marking_namesakes().select_related("parent")
    entity = marked.filter(pk=canonical.pk).first() if canonical else None
    if entity is None:
        raise unknown("entity", key[:_MOST_LETTERS])
    state = SearchState().with_facet("entity", entity.key)
    state = state.with_machine_found(entity.is_machine_found)
    counted = articles_of_entity(state, entity.key, TimeBudget(), offset=0, limit=0, names=1)
    if counted.given_up:
        raise index_is_built()
    spellings = entity.aliases.order_by("text").values_list("text", flat=True)[:_SPELLINGS]
    return {
        **_entity(entity, address_of),
        "spellings": list(spellings),
        "articles": counted.total,
    }


def _entity(entity: Entity, address_of: AddressOf) -> dict[str, Any]:
    return {
        "key": entity.key,
        "address": address_of(entity.get_absolute_url()),
        "label": label_of_entity(entity),
        "name": entity.name_ar,
        "name_en": entity.name_en,
        "kind": entity.kind,
        "description": description_of(entity),
        "wikidata": entity.wikidata,
        "reviewed": not entity.is_machine_found,
    }


def read_capture(pk: int, address_of: AddressOf) -> dict[str, Any]:
    """Return what is known of a saved page, without its bytes."""
    capture = Capture.objects.filter(pk=pk).first()
    if capture is None:
        raise unknown("capture", str(pk))
    if capture.status == CaptureStatus.WITHDRAWN:
        raise ProblemError(
            HTTPStatus.GONE,
            "withdrawn",
            "This saved page was withdrawn.",
            reason=capture.withdrawal_reason,
        )
    if is_closed(capture):
        raise ProblemError(HTTPStatus.FORBIDDEN, "closed", "This saved page is closed to readers.")
    articles = capture.articles.shown().order_by("position").values_list("public_id", flat=True)
    return {
        "id": capture.pk,
        "address": address_of(reverse("capture", args=[capture.pk])),
        "document": capture.document,
        "url": capture.url,
        "sha256": capture.sha256,
        "size": capture.size,
        "media_type": capture.media_type,
        "captured": capture.captured.isoformat() if capture.captured else None,
        "status": capture.status,
        "articles": list(articles[:_LISTED_OF_CAPTURE]),
    }
