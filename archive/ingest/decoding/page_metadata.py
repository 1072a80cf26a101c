"""What a page's ``<meta>`` elements and its JSON-LD say of it, as candidates.

JSON-LD describes articles in the terms of schema.org (https://schema.org/NewsArticle).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, Final

from archive.arabic.normalize import fold
from archive.ingest.decoding.origins import host_of
from archive.ingest.decoding.page_credits import is_author, names_organisation
from archive.ingest.decoding.page_headlines import heading_in_title
from archive.ingest.decoding.section_words import section_name
from archive.records.documents import PageMetadata, PublishedCandidate

_DATE_NAMES: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "publish-date",
    "publishdate",
    "pubdate",
    "publication_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
)
_FIELD_NAMES: Final = {
    "title": ("og:title", "twitter:title", "dc.title", "title"),
    "site": ("og:site_name", "application-name", "dc.publisher"),
    "author": ("author", "article:author", "dc.creator", "parsely-author"),
    "section": ("article:section", "parsely-section", "section"),
    "keywords": ("news_keywords", "keywords", "article:tag", "parsely-tags"),
    "description": ("og:description", "description", "twitter:description"),
}
_SITE_SUFFIX: Final = re.compile(r"(?<!\s)\s+[|\-–—»:]\s+[^|–—»]{2,40}$")
_COMMAS: Final = re.compile("[,،;؛]")
_TITLE_PARTS: Final = re.compile(r"(?<!\s)\s+[|\-–—»:]\s+|(?:(?<!\s)\s+)?\|\s*")
_SLOGAN: Final = 4
"""Words of a site's slogan; a name has fewer, and tells of the outlet."""

_ARTICLE_TYPES: Final = frozenset(
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
_LINE_ENDS: Final = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6])\b[^<>]{0,500}>|\r\n?", re.I)
_ELEMENT: Final = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_LONGEST_SCRIPT: Final = 2_000_000
"""Letters of JSON-LD that are parsed; an article's takes thousands."""

_DEEPEST_NODE: Final = 6
"""Nodes within nodes that are looked into for articles."""


def read_metadata(root: Any, url: str, main_text: str) -> list[PageMetadata]:
    """Return the page's metadata first, then that of further articles in its JSON-LD."""
    metas = _metas(root)
    described = _json_ld_articles(root)
    first = described[0] if described else PageMetadata()
    page = PageMetadata(
        title=_title(root, _first(metas, "title") or first.title),
        site_name=_site_name((*_all(metas, "site"), first.site_name, _named_in_title(root))),
        domain=host_of(url),
        author=_author(first, metas, root),
        published=(*first.published, *_dates(metas, root)),
        section=section_name(
            first.section or _first(metas, "section"), beside=_first(metas, "title")
        ),
        keywords=first.keywords or _keywords_metadata(metas, root),
        language=(root.get("lang") or first.language).split("-")[0].lower(),
        description=_first(metas, "description") or first.description,
        main_text=main_text,
    )
    return [page, *described[1:]]


def metadata_for(title: str, candidates: list[PageMetadata]) -> PageMetadata:
    """Return the metadata whose headline is ``title``, or none at all."""
    key = fold(title)
    return next(
        (each for each in candidates if each.title and fold(each.title) == key), PageMetadata()
    )


def _metas(root: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(metas: dict[str, list[str]], field: str) -> str:
    return next((metas[name][0] for name in _FIELD_NAMES[field] if name in metas), "")


def _all(metas: dict[str, list[str]], field: str) -> list[str]:
    return [value for name in _FIELD_NAMES[field] for value in metas.get(name, ())]


def _site_name(names: Iterable[str]) -> str:
    """Return the first that is no address, without the slogans behind it."""
    plain = (name for name in names if name and not name.startswith(("http:", "https:")))
    return _TITLE_PARTS.split(next(plain, ""))[0]


def _author(first: PageMetadata, metas: dict[str, list[str]], root: Any) -> str:
    """Return the author that is a person's name: no address, account, site or slogan."""
    sites = (*_all(metas, "site"), first.site_name, *_title_parts(root)[1:])
    stated = (first.author, _first(metas, "author"))
    return next((author for author in stated if is_author(author, sites)), "")


def site_slogans(root: Any) -> frozenset[str]:
    """Return, folded, what the page's title adds to the headline in four words and more."""
    metas = _metas(root)
    headings = {fold(" ".join(h1.text_content().split())) for h1 in root.iter("h1")}
    headings |= {fold(title) for title in metas.get("og:title", [])}
    parts = [fold(part) for part in _title_parts(root)]
    if not any(part in headings for part in parts):
        return frozenset()
    return frozenset(part for part in parts if part.count(" ") >= _SLOGAN - 1) - headings


def _title_parts(root: Any) -> list[str]:
    """Return the parts of the page's title: a headline, and behind it what names the site."""
    element = root.find(".//title")
    return _TITLE_PARTS.split(" ".join((element.text or "").split()) if element is not None else "")


def _named_in_title(root: Any) -> str:
    """Return the last part of the page's title where a word of it says that it names a site."""
    last = _title_parts(root)[-1] if len(_title_parts(root)) > 1 else ""
    return last if names_organisation(last) and last.count(" ") < _SLOGAN else ""


def _dates(metas: dict[str, list[str]], root: Any) -> tuple[PublishedCandidate, ...]:
    stated = [PublishedCandidate(metas[name][0], name) for name in _DATE_NAMES if name in metas]
    for element in root.iterfind('.//*[@itemprop="datePublished"]'):
        value = element.get("datetime") or element.get("content") or ""
        stated += [PublishedCandidate(value, "itemprop datePublished")] if value else []
    for element in root.iterfind(".//time[@pubdate]"):
        value = element.get("datetime") or ""
        stated += [PublishedCandidate(value, "time pubdate")] if value else []
    return tuple({each.value: each for each in reversed(stated)}.values())[::-1]


def _keywords_metadata(metas: dict[str, list[str]], root: Any) -> tuple[str, ...]:
    tags = metas.get("article:tag", [])
    if not tags:
        linked = (link.text_content() for link in root.iterfind('.//a[@rel="tag"]'))
        tags = [_first(metas, "keywords"), *linked]
    words = (" ".join(word.split()) for tag in tags for word in _COMMAS.split(tag))
    return tuple(dict.fromkeys(filter(None, words)))


def _title(root: Any, stated: str) -> str:
    """Return the headline that metadata states, without the site's name behind the page's own."""
    return (heading_in_title(root, stated) or stated) if stated else _title_element(root)


def _title_element(root: Any) -> str:
    element = root.find(".//title")
    title = " ".join((element.text or "").split()) if element is not None else ""
    return heading_in_title(root, title) or _SITE_SUFFIX.sub("", title)


def _json_ld_articles(root: Any) -> list[PageMetadata]:
    """Return the articles that a page's JSON-LD describes; what cannot be read is left out."""
    return [_article_metadata(node) for node in _json_ld_nodes(root)]


def _json_ld_nodes(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.iterfind('.//script[@type="application/ld+json"]'):
        source = (script.text or "").strip()
        if not source or len(source) > _LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (node for node in _nodes(data, _DEEPEST_NODE) if _is_article(node))


def json_ld_body(root: Any) -> str:
    """Return the text that JSON-LD gives of the page's article, a line a paragraph, or ""."""
    nodes = [node for node in _json_ld_nodes(root) if isinstance(node.get("articleBody"), str)]
    title = fold(_first(_metas(root), "title") or _title_element(root))
    named = [node for node in nodes if title and fold(_text(node.get("headline"))) == title]
    if not named and len(nodes) != 1:
        return ""
    return _plain((named or nodes)[0]["articleBody"])


def _plain(markup: str) -> str:
    """Return a text without the elements and character references that it may hold."""
    broken = _LINE_ENDS.sub("\n", unescape(markup))
    lines = (" ".join(line.split()) for line in _ELEMENT.sub(" ", broken).splitlines())
    return "\n".join(filter(None, lines))


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
    return not _ARTICLE_TYPES.isdisjoint(map(str, kinds if isinstance(kinds, list) else [kinds]))


def _article_metadata(node: dict[str, Any]) -> PageMetadata:
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
