"""Addresses and headers by which programs walk through the versions of a page (RFC 7089, Memento).

The *original* is the address on the web, its *mementos* are captures of it, the *TimeGate* leads to
the memento nearest to a moment, the *TimeMap* lists all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date

from archive.captures.address_lookup import captured_moment, is_memento, own_address
from archive.captures.document_keys import address_key
from archive.models import Capture

LINK_FORMAT: Final = "application/link-format"
"""The media type of a TimeMap (RFC 6690)."""
_PLACE_OF_ADDRESS: Final = "x"

AddressOf = Callable[[str], str]
"""Path of a page → its whole address."""


def uri_of(original: str) -> str:
    """Return an address as a URI: in ASCII, without a sign that could end it in a header."""
    return str(iri_to_uri(original.strip()))


def timegate_path(original: str) -> str:
    """Return the path of the TimeGate of an address."""
    return _with_address("timegate", original)


def timemap_path(original: str, page: int = 1) -> str:
    """Return the path of the TimeMap of an address, or of one of its further pages."""
    if page == 1:
        return _with_address("timemap", original)
    return _with_address("timemap_page", original, page)


def memento_path(capture: Capture) -> str:
    """Return the path of a capture as a memento: the page as it was, or its text where it is none."""
    return reverse("captured_page", args=[capture.pk])


def _with_address(page: str, original: str, *values: int) -> str:
    """Return a path that ends with an address as it is: ``reverse`` would escape it once more."""
    path = reverse(page, args=[*values, _PLACE_OF_ADDRESS])
    return path.removesuffix(_PLACE_OF_ADDRESS) + uri_of(original).replace("#", "%23")


def link(address: str, relation: str, **attributes: str) -> str:
    """Return one link of a header or a TimeMap (RFC 8288)."""
    told = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{address}>; rel="{relation}"{told}'


def moment_text(moment: datetime) -> str:
    """Return a moment as HTTP and Memento write it."""
    return http_date(moment.timestamp())


def memento_link(capture: Capture, address_of: AddressOf, *relations: str) -> str:
    """Return the link to a memento, which has a known moment."""
    moment = captured_moment(capture)
    assert moment is not None
    relation = " ".join([*relations, "memento"])
    return link(address_of(memento_path(capture)), relation, datetime=moment_text(moment))


def timemap_link(
    original: str,
    mementos: Sequence[Capture],
    address_of: AddressOf,
    *,
    relation: str = "timemap",
    page: int = 1,
) -> str:
    """Return the link to a TimeMap with the time that its ``mementos`` cover, in order."""
    moments = [each for each in map(captured_moment, mementos) if each is not None]
    covered = (
        {"from": moment_text(moments[0]), "until": moment_text(moments[-1])} if moments else {}
    )
    address = address_of(timemap_path(original, page))
    return link(address, relation, type=LINK_FORMAT, **covered)


def links_beside(
    chosen: Capture, mementos: Sequence[Capture], address_of: AddressOf
) -> Iterable[str]:
    """Yield links to a memento and to the first, last, previous and next of all ``mementos``."""
    place = mementos.index(chosen)
    relations = {
        "first": 0,
        "prev": place - 1,
        "next": place + 1,
        "last": len(mementos) - 1,
    }
    for number in sorted({0, max(place - 1, 0), place, place + 1, len(mementos) - 1}):
        if number < len(mementos):
            named = [name for name, at in relations.items() if at == number]
            yield memento_link(mementos[number], address_of, *named)


def memento_headers(capture: Capture, address_of: AddressOf) -> dict[str, str]:
    """Return the headers of a capture's page: of what it is a memento, and of when; none if unknown.

    Only a capture of a web address whose day is known is one.
    """
    original = own_address(capture)
    moment = captured_moment(capture)
    if moment is None or not is_memento(capture) or not address_key(original):
        return {}
    links = (
        link(uri_of(original), "original"),
        link(address_of(timegate_path(original)), "timegate"),
        link(address_of(timemap_path(original)), "timemap", type=LINK_FORMAT),
        memento_link(capture, address_of),
    )
    return {"Memento-Datetime": moment_text(moment), "Link": ", ".join(links)}
