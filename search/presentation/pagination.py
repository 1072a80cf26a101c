"""A page of a list of rows, with its links.

Links to the other pages of a list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

_NEIGHBOURS: Final = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page's number and address; ``gap`` says that pages before it are left out."""

    number: int
    url: str
    current: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links under a list, with the ways back and forth (empty at the ends)."""

    links: tuple[PageLink, ...] = ()
    previous: str = ""
    next: str = ""


def page_links(current: int, total: int, url_of: Callable[[int], str]) -> PageLinks:
    """Return links to the first, the last, and the pages about ``current``."""
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


ROWS_A_PAGE: Final = 20
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class RowPage(Generic[_Row]):
    """The rows of one page, how many there are in all, and links to the other pages."""

    rows: Sequence[_Row]
    total: int
    links: PageLinks


def row_page(
    request: HttpRequest, rows: QuerySet[Any, _Row] | Sequence[_Row], size: int = ROWS_A_PAGE
) -> RowPage[_Row]:
    """Return the page that ``?page=`` asks for, the nearest one where there is no such page."""
    paginator = Paginator(rows, size)
    page = paginator.get_page(request.GET.get("page"))

    def url_of(number: int) -> str:
        parameters = [(key, value) for key, value in request.GET.items() if key != "page"]
        return "?" + urlencode([*parameters, ("page", str(number))])

    return RowPage(
        list(page.object_list),
        paginator.count,
        page_links(page.number, paginator.num_pages, url_of),
    )
