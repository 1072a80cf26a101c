"""Memento (RFC 7089): to the version of an address nearest to a moment, and all its versions.

A capture whose day is not known is no memento: nobody can say of when it is. Withdrawn ones are none
either.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_http_date

from archive.captures.address_forms import AddressMatch
from archive.captures.address_lookup import AddressCaptures, find_captures, nearest
from archive.models import Capture
from search.api.problems import ProblemError
from search.api.program_views import address_in_path, capture_call
from search.presentation.links import whole_address
from search.presentation.memento_links import (
    LINK_FORMAT,
    AddressOf,
    link,
    links_beside,
    memento_link,
    memento_path,
    timegate_path,
    timemap_link,
    uri_of,
)

MEMENTOS_A_PAGE: Final = 1_000
_ACCEPT: Final = "Accept-Datetime"


@capture_call
def timegate(request: HttpRequest, url: str) -> HttpResponse:  # noqa: ARG001 - read as it was sent
    """Lead to the memento nearest to ``Accept-Datetime``, to the latest one without."""
    original, mementos = _mementos(request, "/timegate/")
    moment = _asked_moment(request)
    chosen = mementos[-1] if moment is None else nearest(mementos, moment)
    address_of = whole_address(request)
    links = (
        link(uri_of(original), "original"),
        timemap_link(original, mementos, address_of),
        *links_beside(chosen, mementos, address_of),
    )
    response = HttpResponseRedirect(address_of(memento_path(chosen)))
    response.headers["Link"] = ", ".join(links)
    patch_vary_headers(response, [_ACCEPT])
    return response


@capture_call
def timemap(request: HttpRequest, url: str, number: int | None = None) -> HttpResponse:  # noqa: ARG001 - as above
    """List the mementos of an address in the order of time, a thousand a page."""
    marker = "/timemap/link/" if number is None else f"/timemap/link/{number}/"
    page = number or 1
    original, mementos = _mementos(request, marker)
    pages = -(-len(mementos) // MEMENTOS_A_PAGE)
    if page > pages:
        raise ProblemError(
            HTTPStatus.NOT_FOUND, "not-found", f"There is no such page: this TimeMap has {pages}."
        )
    lines = _timemap_lines(original, mementos, page, whole_address(request))
    return HttpResponse(",\n".join(lines) + "\n", content_type=LINK_FORMAT)


def _timemap_lines(
    original: str, mementos: tuple[Capture, ...], page: int, address_of: AddressOf
) -> list[str]:
    """Return the links of one page of a TimeMap: to itself, to its neighbours, to mementos."""

    def of_page(number: int) -> tuple[Capture, ...]:
        return mementos[(number - 1) * MEMENTOS_A_PAGE : number * MEMENTOS_A_PAGE]

    lines = [
        link(uri_of(original), "original"),
        timemap_link(original, of_page(page), address_of, relation="self", page=page),
        link(address_of(timegate_path(original)), "timegate"),
    ]
    for relation, number in (("prev timemap", page - 1), ("next timemap", page + 1)):
        if number > 0 and (there := of_page(number)):
            lines.append(timemap_link(original, there, address_of, relation=relation, page=number))
    for capture in of_page(page):
        ends = {"first": mementos[0], "last": mementos[-1]}
        named = [name for name, each in ends.items() if each is capture]
        lines.append(memento_link(capture, address_of, *named))
    return lines


def _mementos(request: HttpRequest, marker: str) -> tuple[str, tuple[Capture, ...]]:
    """Return the address that a path asks for, and its mementos in order, at least one.

    Raises:
        ProblemError: there is none.
    """
    query = address_in_path(request, marker)
    if query.match is not AddressMatch.EXACT:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "bad-address",
            "Ask for one address, without a star; `/cdx` lists those of a site.",
        )
    found = find_captures(query.address)
    if not found.mementos:
        raise _none(found)
    return query.address, found.mementos


def _none(found: AddressCaptures) -> ProblemError:
    if not found.here:
        return ProblemError(
            HTTPStatus.NOT_FOUND, "not-found", "The archive has no capture of this address."
        )
    dated = [each for each in found.here if each.captured]
    if dated:
        detail = "The captures of this address were withdrawn."
        return ProblemError(HTTPStatus.GONE, "withdrawn", detail)
    return ProblemError(
        HTTPStatus.NOT_FOUND,
        "no-moment",
        "The archive has captures of this address, but does not know when they were made.",
    )


def _asked_moment(request: HttpRequest) -> datetime | None:
    """Return the moment that ``Accept-Datetime`` asks for.

    Raises:
        ProblemError: it is none.
    """
    asked = request.headers.get(_ACCEPT, "").strip()
    if not asked:
        return None
    try:
        return datetime.fromtimestamp(parse_http_date(asked), UTC)
    except (ValueError, OverflowError, OSError):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "bad-datetime",
            f"{_ACCEPT} is no date of HTTP: send one such as `Thu, 31 May 2007 20:35:00 GMT`.",
        ) from None
