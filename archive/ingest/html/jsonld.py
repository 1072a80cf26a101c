"""schema.org articles in a page's JSON-LD (https://schema.org/NewsArticle)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from archive.ingest.metadata import PageMetadata, PublishedCandidate

_ARTICLES: Final = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "TechArticle",
        "Report",
    ]
)
_LARGEST: Final = 2_000_000
_DEEPEST: Final = 6


def read_json_ld(root: Any) -> list[PageMetadata]:
    """Return the articles that a page's JSON-LD describes; what cannot be read is left out."""
    found = []
    for script in root.iterfind('.//script[@type="application/ld+json"]'):
        source = (script.text or "").strip()
        if not source or len(source) > _LARGEST:
            continue
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        found += [_metadata(node) for node in _nodes(data, _DEEPEST) if _is_article(node)]
    return found


def _nodes(data: Any, deepest: int) -> Iterator[dict[str, Any]]:
    if deepest == 0:
        return
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item, deepest - 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _nodes(data.get(name), deepest - 1)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return bool(_ARTICLES & set(kinds if isinstance(kinds, list) else [str(kinds)]))


def _metadata(node: dict[str, Any]) -> PageMetadata:
    date = _text(node.get("datePublished"))
    return PageMetadata(
        title=_text(node.get("headline")) or _text(node.get("name")),
        site_name=_text(node.get("publisher")),
        author="، ".join(_texts(node.get("author"))),
        published=(PublishedCandidate(date, "JSON-LD datePublished"),) if date else (),
        section=next(iter(_texts(node.get("articleSection"))), ""),
        keywords=_keywords(node.get("keywords")),
        language=_text(node.get("inLanguage")),
        description=_text(node.get("description")),
    )


def _keywords(value: Any) -> tuple[str, ...]:
    texts = _texts(value)
    if len(texts) == 1:
        texts = [part.strip() for part in texts[0].replace("،", ",").split(",")]
    return tuple(dict.fromkeys(filter(None, texts)))


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return list(filter(None, map(_text, values)))


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
