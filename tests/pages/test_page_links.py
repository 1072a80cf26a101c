"""Links to the pages of a list."""

from __future__ import annotations

from search.presentation.links import PageLinks, page_links


def test_first_last_and_neighbours_are_linked() -> None:
    found = page_links(10, 40, str)
    assert [link.number for link in found.links] == [1, 8, 9, 10, 11, 12, 40]
    assert [link.number for link in found.links if link.gap] == [8, 40]
    assert (found.previous, found.next) == ("9", "11")


def test_one_page_needs_no_links() -> None:
    assert page_links(1, 1, str) == PageLinks()


def test_page_beyond_the_end_leads_to_the_last() -> None:
    found = page_links(9999, 2, str)
    assert [link.number for link in found.links] == [1, 2]
    assert (found.previous, found.next) == ("", "")
