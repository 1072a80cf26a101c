"""The versions of an address for programs: see ``article_calls``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.urls import reverse

from archive.captures.address_forms import AddressMatch, BadAddressError, read_address
from archive.captures.address_lookup import find_captures, own_address
from archive.models import Capture, CaptureStatus
from search.api.article_calls import AddressOf
from search.api.cursors import Place, cursor_of, place_of
from search.api.problems import ProblemError


def list_captures(url: str, limit: int, cursor: str, address_of: AddressOf) -> dict[str, Any]:
    """Return the captures of an address in the order of time; see ``AddressCaptures.here``.

    Raises:
        ProblemError: ``url`` is no address, or the cursor is of no place in this list.
    """
    try:
        query = read_address(url)
    except BadAddressError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "bad-address", str(error)) from None
    if query.match is not AddressMatch.EXACT:
        detail = "Ask for one address, without a star; `/cdx` lists those of a site."
        raise ProblemError(HTTPStatus.NOT_FOUND, "bad-address", detail)
    list_name = f"captures {query.address}"
    place = place_of(cursor, list_name)
    found = find_captures(query.address).here
    begins = 0
    if place is not None:
        known = (number for number, each in enumerate(found, 1) if each.pk == place.key)
        # One that is gone meanwhile leaves its number.
        begins = next(known, place.passed - 1)
    shown = found[begins : begins + limit]
    more = begins + limit < len(found)
    return {
        "items": [_listed(each, address_of) for each in shown],
        "next": cursor_of(Place(shown[-1].pk, begins + len(shown)), list_name) if more else None,
    }


def _listed(capture: Capture, address_of: AddressOf) -> dict[str, Any]:
    kept = capture.status != CaptureStatus.WITHDRAWN
    return {
        "id": capture.pk,
        "address": address_of(reverse("capture", args=[capture.pk])),
        "url": own_address(capture),
        "sha256": capture.sha256,
        "size": capture.size if kept else None,
        "media_type": capture.media_type if kept else None,
        "captured": capture.captured.isoformat() if capture.captured else None,
        "captured_at": capture.captured_at.isoformat() if capture.captured_at else None,
        "status": capture.status,
    }
