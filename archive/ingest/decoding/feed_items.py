"""One item of a feed as columns: RSS, RDF Site Summary, Atom, and WordPress exports (WXR).

Tags are compared by their local names: feeds in the wild bind every prefix to every address.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any, Final

from lxml import etree

from archive.ingest.decoding.html_fragments import fragment_text, plain_line
from archive.ingest.decoding.local_moments import with_offset
from archive.ingest.decoding.origins import is_web_address
from archive.ingest.decoding.record_columns import MalformedRecordError

_ITEMS: Final = frozenset({"item", "entry"})
_FEEDS: Final = frozenset({"channel", "feed"})
_FULL_TEXTS: Final = ("encoded", "content", "body")
_SHORT_TEXTS: Final = ("description", "summary")
_DATES: Final = ("pubDate", "published", "issued", "date", "created")
_AUTHORS: Final = ("creator", "author")
_SECTION_DOMAIN: Final = "category"
_EXCERPT: Final = "excerpt/"
_LONGEST: Final = 20_000


def feed_item_columns(content: bytes) -> dict[str, str]:
    """Return what the one item of a feed says, under the archive's names of columns.

    Raises:
        MalformedRecordError: it is no item of a feed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MalformedRecordError(f"not an item of a feed ({error})") from error
    elements = root.iter(etree.Element) if root is not None else iter(())
    item = next((each for each in elements if local_name(each) in _ITEMS), None)
    if item is None:
        raise MalformedRecordError("not an item of a feed")
    own = {name: value for name, value in _of_item(item).items() if value}
    shared = {name: value for name, value in _of_feed(item).items() if value}
    return {**shared, **own}


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; "" of a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def item_kind(item: Any) -> tuple[str, str]:
    """Return the kind and the status of a WordPress item («post», «publish»), or "" twice."""
    return _first(item, ("post_type",)), _first(item, ("status",))


def is_protected(item: Any) -> bool:
    """Tell whether WordPress shows an item only to those who know its password."""
    return bool(_first(item, ("post_password",)))


def _of_feed(item: Any) -> dict[str, str]:
    """Return what the feed says of all its items: whose it is, and in which language."""
    for element in item.getroottree().getroot().iter(etree.Element):
        if local_name(element) in _FEEDS:
            return {
                "outlet": plain_line(_first(element, ("title",))),
                "language": _first(element, ("language",)) or _xml_language(element),
            }
    return {}


def _of_item(item: Any) -> dict[str, str]:
    full = _longest(item, _FULL_TEXTS)
    excerpt = next(
        (_words(each) for each in item if _EXCERPT in str(each.tag) and _words(each)), ""
    )
    short = _longest(item, _SHORT_TEXTS)
    sections, keywords = _categories(item)
    return {
        "id": _first(item, ("guid", "id")),
        "url": _address(item),
        "title": plain_line(_first(item, ("title",))),
        "text": fragment_text(full or short),
        "description": fragment_text(excerpt) if full else "",
        "published": _published(item),
        "author": plain_line(_author(item)),
        "outlet": plain_line(_source_name(item)),
        "section": "، ".join(sections),
        "keywords": "، ".join(keywords),
        "language": _xml_language(item),
    }


def _children(item: Any, names: tuple[str, ...]) -> Iterator[Any]:
    for name in names:
        yield from (each for each in item if local_name(each) == name)


def _first(item: Any, names: tuple[str, ...]) -> str:
    """Return the words of the first child of these names that has any."""
    return next(filter(None, map(_words, _children(item, names))), "")


def _longest(item: Any, names: tuple[str, ...]) -> str:
    texts = (_words(each) for each in _children(item, names) if _EXCERPT not in str(each.tag))
    return max(texts, key=len, default="")


def _words(element: Any) -> str:
    """Return an element's words; of XHTML in it, its markup."""
    if any(isinstance(child.tag, str) for child in element):
        parts = [element.text or ""]
        parts += [etree.tostring(child, encoding="unicode") for child in element]
        return "".join(parts).strip()
    return "".join(element.itertext()).strip()


def _address(item: Any) -> str:
    """Return the address of the page that an item is of."""
    links = list(_children(item, ("origLink", "link")))
    for link in links:
        if link.get("rel", "alternate") == "alternate":
            url = (link.get("href") or _words(link)).strip()
            if is_web_address(url):
                return url
    for guid in _children(item, ("guid", "id")):
        if guid.get("isPermaLink", "true") != "false" and is_web_address(_words(guid)):
            return _words(guid)
    return ""


def _published(item: Any) -> str:
    """Return the moment of publication in ISO 8601 where it can be told, else as it stands."""
    local, universal = _first(item, ("post_date",)), _first(item, ("post_date_gmt",))
    if moment := with_offset(local, universal):
        return moment
    stated = _first(item, _DATES)
    try:
        return parsedate_to_datetime(stated).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated


def _author(item: Any) -> str:
    for author in _children(item, _AUTHORS):
        name = _first(author, ("name",)) or _words(author)
        address, _, rest = name.partition("(")
        # RSS: «desk@example.org (Name)».
        name = rest.rstrip(") ") if "@" in address and rest else name
        if name and "@" not in name:
            return name
    return ""


def _source_name(item: Any) -> str:
    """Return the feed that an item was taken from, where it is not this one."""
    for source in _children(item, ("source",)):
        return _first(source, ("title",)) or _words(source)
    return ""


def _categories(item: Any) -> tuple[list[str], list[str]]:
    """Return sections and keywords; a lone category without a kind is a section."""
    sections, others = [], []
    for element in _children(item, ("category", "subject")):
        kind = element.get("domain", "")
        name = plain_line(element.get("label") or _words(element) or element.get("term", ""))
        if name and kind == _SECTION_DOMAIN:
            sections.append(name[:_LONGEST])
        elif name and kind in ("", "post_tag") or name and "://" in kind:
            others.append(name[:_LONGEST])
    if not sections and len(others) == 1:
        return others, []
    return list(dict.fromkeys(sections)), list(dict.fromkeys(others))


def _xml_language(element: Any) -> str:
    value = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return str(value or "")
