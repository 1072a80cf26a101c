"""A page of results as JSON's types, in a shape that programs may rely on."""

from __future__ import annotations

from typing import Any

from search.facets.facet_counts import Facet
from search.hits.article_hits import Hit
from search.service.search import ResultPage


def results_as_json(page: ResultPage, query: str) -> dict[str, Any]:
    """Return the results with stable keys; facets are named as in URLs."""
    return {
        "query": query,
        "total": page.total,
        "hits": [hit_as_json(hit) for hit in page.hits],
        "also": [{**hit_as_json(hit), "missing": list(hit.missing)} for hit in page.also],
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
        {"value": value.value, "label": value.label, "count": value.count} for value in facet.values
    ]
