"""Links: to a search, to the other pages of a list, and out to the web."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.lasting_addresses import addresses_are_local, lasting_address
from archive.models.page_paths import page_path
from search.query.state import SearchState

ROWS_A_PAGE: Final = 20
_MOST_PAGE_DIGITS: Final = 6
_NEIGHBOURS: Final = 2
"""Pages that are linked on each side of the current one."""
_WEB_SCHEMES: Final = frozenset({"http", "https"})
_WIKIDATA_ID: Final = re.compile(r"Q[0-9]+")

_Row = TypeVar("_Row")


def whole_address(request: HttpRequest) -> Callable[[str], str]:
    """Return what makes a path the whole address that a program opens next, and keeps for itself.

    Where the archive has no public address, it is that by which the program asked.
    """
    return request.build_absolute_uri if addresses_are_local() else lasting_address


def search_address(state: SearchState) -> str:
    """Return the address of a search."""
    query = state.to_query_string()
    return page_path("search") + (f"?{query}" if query else "")


def web_address(address: str) -> str:
    """Return ``address`` if it is a complete http or https address, else nothing.

    Addresses come from documents: only web addresses ever become links.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in _WEB_SCHEMES and parts.hostname else ""


def wikidata_address(identifier: str) -> str:
    """Return the address of a Wikidata item (``Q858``), nothing for anything else."""
    known = _WIKIDATA_ID.fullmatch(identifier)
    return f"https://www.wikidata.org/wiki/{identifier}" if known else ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page's number and address; ``gap`` says that pages before it are left out."""

    number: int
    url: str
    current: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links under a list; ``previous`` and ``next`` are empty at the ends."""

    links: tuple[PageLink, ...] = ()
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class RowPage(Generic[_Row]):
    """The rows of one page, how many there are in all, and links to the other pages."""

    rows: Sequence[_Row]
    total: int
    links: PageLinks


def page_links(current: int, total: int, url_of: Callable[[int], str]) -> PageLinks:
    """Return links to the first page, the last, and those about ``current``."""
    if total < 2:
        return PageLinks()
    near = range(current - _NEIGHBOURS, current + _NEIGHBOURS + 1)
    numbers = sorted({1, total, *(number for number in near if 1 <= number <= total)})
    links = tuple(
        PageLink(number, url_of(number), number == current, gap=number - before > 1)
        for before, number in zip([0, *numbers], numbers, strict=False)
    )
    return PageLinks(
        links,
        previous=url_of(current - 1) if 1 < current <= total else "",
        next=url_of(current + 1) if current < total else "",
    )


def page_number(request: HttpRequest) -> int:
    """Return the page that ``?page=`` asks for, the first one where it makes no sense."""
    asked = request.GET.get("page", "")
    readable = asked.isdecimal() and len(asked) <= _MOST_PAGE_DIGITS
    return max(int(asked), 1) if readable else 1


def listed_page(
    rows: Sequence[_Row], number: int, total: int, narrowed: Mapping[str, str]
) -> RowPage[_Row]:
    """Return the page of rows that were found as page ``number`` of ``total`` rows."""

    def url_of(other: int) -> str:
        return "?" + urlencode({**narrowed, "page": str(other)})

    return RowPage(rows, total, page_links(number, -(-total // ROWS_A_PAGE), url_of))


def row_page(
    request: HttpRequest,
    rows: QuerySet[Any, _Row] | Sequence[_Row],
    size: int = ROWS_A_PAGE,
    *,
    narrowed: Mapping[str, str] | None = None,
) -> RowPage[_Row]:
    """Return the page that ``?page=`` asks for, the nearest one where there is no such page.

    ``narrowed`` holds the parameters by which the list was narrowed; links keep no others.
    """
    paginator = Paginator(rows, size)
    page = paginator.get_page(request.GET.get("page"))

    def url_of(number: int) -> str:
        return "?" + urlencode({**(narrowed or {}), "page": str(number)})

    return RowPage(
        list(page.object_list),
        paginator.count,
        page_links(page.number, paginator.num_pages, url_of),
    )
