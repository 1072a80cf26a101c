"""Links to the other pages of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

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
