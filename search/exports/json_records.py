"""Articles and pages of results as JSON's types, in shapes that programs may rely on.

An article as a line of JSON is the archive's exchange format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Prefetch

from archive.models import Article, Mention
from archive.models.dates_in_words import clock_of
from search.facets.facets import Facet
from search.hits.article_hits import Hit
from search.service.search import ResultPage

_CHUNK: Final = 500


def exported_articles(*, machine_found: bool = False) -> Iterator[dict[str, Any]]:
    """Yield every article that readers see in the order of loading, in constant memory.

    With ``machine_found`` names that no editor has reviewed are among its entities; each entity
    then says whether it was ``reviewed``.
    """
    mentions = Mention.objects.of_entities_with_page() if machine_found else Mention.objects.shown()
    articles = (
        Article.objects.shown()
        .select_related("capture", "outlet", "republisher")
        .prefetch_related(Prefetch("mentions", mentions.select_related("entity").order_by("id")))
        .order_by("capture_id", "position")
    )
    for article in articles.iterator(chunk_size=_CHUNK):
        yield article_record(article, machine_found=machine_found)


def article_record(article: Article, *, machine_found: bool = False) -> dict[str, Any]:
    """Return one article as JSON's types; see ``exported_articles``.

    Its relations should be prefetched, of its mentions those alone that readers see.
    """
    return {**article_fields(article), "entities": _entities(article, machine_found)}


def article_fields(article: Article) -> dict[str, Any]:
    """Return one article as JSON's types without what it names."""
    return {
        "id": article.public_id,
        "document": article.capture.document,
        "position": article.position,
        "title": article.title,
        "outlet": article.outlet.name_ar if article.outlet else None,
        "outlet_basis": article.outlet_basis,
        "republisher": article.republisher.name_ar if article.republisher else None,
        "published": article.edtf or None,
        "published_at": published_at(article),
        "date_basis": article.date_basis,
        "date_evidence": article.date_evidence,
        "captured": article.captured.isoformat() if article.captured else None,
        "byline": article.byline,
        "dateline": article.dateline,
        "agency": article.agency,
        "section": article.section,
        "keywords": article.keywords,
        "captions": article.captions,
        "standfirst": article.standfirst,
        "body": article.body,
        "url": article.url,
        "language": article.language,
    }


def published_at(article: Article) -> str | None:
    """Return the time of publication in ISO 8601, in the zone that the document stated."""
    clock = clock_of(article)
    return None if clock is None else clock.isoformat(timespec="minutes")


def _entities(article: Article, machine_found: bool) -> list[dict[str, Any]]:
    by_entity: dict[int, list[Mention]] = defaultdict(list)
    for mention in article.mentions.all():
        by_entity[mention.entity_id].append(mention)
    return [
        {
            "name": mentions[0].entity.name_ar,
            "kind": mentions[0].entity.kind,
            "surfaces": sorted({mention.surface for mention in mentions if mention.surface}),
            "count": len(mentions),
            **({"reviewed": mentions[0].entity.is_shown} if machine_found else {}),
        }
        for mentions in by_entity.values()
    ]


def results_as_json(page: ResultPage, query: str) -> dict[str, Any]:
    """Return the results with stable keys; facets are named as in URLs."""
    return {
        "query": query,
        "total": page.total,
        "machine_found_names": page.state.machine_found,
        "hits": [hit_as_json(hit) for hit in page.hits],
        "also": [
            {**hit_as_json(hit), "missing": list(hit.missing)} for hit in page.partial_matches
        ],
        **({"near": [hit_as_json(hit) for hit in page.near.hits]} if page.near else {}),
        "facets": {facet.name: _facet(facet) for facet in page.facets},
        "repairs": list(page.repairs),
        "notices": list(page.notices),
        "did_you_mean": [spelling.label for spelling in page.did_you_mean],
        "ways_out": [
            {"kind": each.kind, "label": each.label, "count": each.count}
            for each in page.alternatives
        ],
    }


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """Return one hit; ``matched`` tells which of the article's words matched, and how."""
    article = hit.article
    return {
        "id": article.public_id,
        "title": article.title,
        "outlet": article.outlet.name_ar if article.outlet else None,
        "published": article.edtf or None,
        "score": round(hit.score, 6),
        "snippet": "".join(fragment.text for fragment in hit.snippet),
        "marked": [fragment.text for fragment in (*hit.title, *hit.snippet) if fragment.marked],
        "matched": [
            {"word": note.word, "surface": note.surface, "how": note.relation} for note in hit.notes
        ],
    }


def _facet(facet: Facet) -> list[dict[str, Any]]:
    return [
        {
            "value": value.value,
            "label": value.label,
            "count": value.count,
            **({"machine_found": True} if value.machine_found else {}),
        }
        for value in facet.values
    ]
