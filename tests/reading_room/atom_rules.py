"""What RFC 4287 demands of a feed: every MUST that a document of Atom can break."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

Element = ElementTree.Element

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_ONE: Final = ("id", "title", "updated")
_FEED_ONCE: Final = ("generator", "icon", "logo", "rights", "subtitle")
_ENTRY_ONCE: Final = ("content", "published", "rights", "source", "summary")
_IN_ANY: Final = ("author", "category", "contributor", "link")
_TEXTS: Final = ("rights", "subtitle", "summary", "title")
_DATES: Final = ("published", "updated")
_PERSONS: Final = ("author", "contributor")
_ATTRIBUTES: Final = {
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "generator": {"uri", "version"},
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    **dict.fromkeys(_TEXTS, {"type"}),
}
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_REFERENCE: Final = re.compile(r"[^\s<>\"{}|\\^`]*")
_REL: Final = re.compile(r"[a-z][a-z0-9.-]*|[A-Za-z][A-Za-z0-9+.-]*:\S+")
_MEDIA_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+(;.*)?")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def faults_of(document: bytes) -> list[str]:
    """Return the rules that a document breaks, by the number of their section."""
    feed = ElementTree.fromstring(document)  # noqa: S314 - our own document
    if feed.tag != f"{_ATOM}feed":
        return ["2: the document is no feed"]
    return [*_feed(feed), *_everywhere(feed)]


def _feed(feed: Element) -> Iterator[str]:
    entries = feed.findall(f"{_ATOM}entry")
    yield from _children(feed, "4.1.1", (*_ONE, *_FEED_ONCE, *_IN_ANY, "entry"), _FEED_ONCE)
    if not _has(feed, "author") and not (entries and all(_has(e, "author") for e in entries)):
        yield "4.1.1: neither the feed nor each entry has an author"
    for entry in entries:
        yield from _children(entry, "4.1.2", (*_ONE, *_ENTRY_ONCE, *_IN_ANY), _ENTRY_ONCE)
        if not _has(entry, "content") and not _links(entry, "alternate"):
            yield "4.1.2: an entry has neither content nor a link to it"
    same = Counter((e.findtext(f"{_ATOM}id"), e.findtext(f"{_ATOM}updated")) for e in entries)
    if any(count > 1 for count in same.values()):
        yield "4.1.1: two entries are one state of one entry"


def _children(
    parent: Element, section: str, allowed: tuple[str, ...], once: tuple[str, ...]
) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(_ATOM) for child in parent)
    for name in _ONE:
        if counts[name] != 1:
            yield f"{section}: {counts[name]} of {name}"
    for name in once:
        if counts[name] > 1:
            yield f"{section}: {counts[name]} of {name}"
    for name in counts:
        if not name.startswith("{") and name not in allowed:
            yield f"{section}: {name} does not belong here"
    kinds = Counter(
        (link.get("type"), link.get("hreflang")) for link in _links(parent, "alternate")
    )
    if any(count > 1 for count in kinds.values()):
        yield f"{section}: two alternates of one type and language"


def _everywhere(feed: Element) -> Iterator[str]:
    for element in feed.iter():
        if not element.tag.startswith(_ATOM):
            continue
        name = element.tag.removeprefix(_ATOM)
        yield from _attributes(element, name)
        if name in _TEXTS:
            yield from _text(element)
        elif name in _DATES and not _MOMENT.fullmatch(element.text or ""):
            yield f"3.3: {name} is no moment"
        elif name in _PERSONS:
            yield from _person(element)
        elif name == "id" and not _ABSOLUTE.fullmatch(element.text or ""):
            yield "4.2.6: an id is no absolute address"
        elif name == "link":
            yield from _link(element)
        elif name == "category" and not element.get("term"):
            yield "4.2.2: a category without its term"


def _attributes(element: Element, name: str) -> Iterator[str]:
    for attribute, value in element.attrib.items():
        if attribute == f"{_XML}lang":
            if value and not _LANGUAGE.fullmatch(value):
                yield f"2: {value} names no language"
        elif not attribute.startswith("{") and attribute not in _ATTRIBUTES.get(name, ()):
            yield f"6.4: {name} has no attribute {attribute}"


def _text(element: Element) -> Iterator[str]:
    kind = element.get("type", "text")
    if kind not in ("text", "html", "xhtml"):
        yield f"3.1.1: {kind} is no type of a text"
    if kind != "xhtml" and len(element):
        yield "3.1.1: a text holds elements"
    if kind == "xhtml" and [child.tag for child in element] != [
        "{http://www.w3.org/1999/xhtml}div"
    ]:
        yield "3.1.1.3: XHTML stands in one div"


def _person(person: Element) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(_ATOM) for child in person)
    if counts["name"] != 1 or not (person.findtext(f"{_ATOM}name") or "").strip():
        yield "3.2.1: a person has one name"
    if counts["uri"] > 1 or counts["email"] > 1:
        yield "3.2: a person has one address at most"
    if _has(person, "email") and "@" not in (person.findtext(f"{_ATOM}email") or ""):
        yield "3.2.3: that is no address of mail"


def _link(link: Element) -> Iterator[str]:
    if link.get("href") is None or not _REFERENCE.fullmatch(link.get("href", "")):
        yield "4.2.7.1: a link leads nowhere"
    if not _REL.fullmatch(link.get("rel", "alternate")):
        yield "4.2.7.2: that is no relation"
    if not _MEDIA_TYPE.fullmatch(link.get("type", "text/html")):
        yield "4.2.7.3: that is no media type"
    if not _LANGUAGE.fullmatch(link.get("hreflang", "ar")):
        yield "4.2.7.4: that is no language"


def _links(parent: Element, rel: str) -> list[Element]:
    return [each for each in parent.findall(f"{_ATOM}link") if each.get("rel", "alternate") == rel]


def _has(parent: Element, name: str) -> bool:
    return parent.find(f"{_ATOM}{name}") is not None
