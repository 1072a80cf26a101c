"""A page of a list of rows, with its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from search.pages.pagination import PageLinks, page_links

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
