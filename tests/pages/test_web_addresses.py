"""Which addresses become links."""

from __future__ import annotations

import pytest

from search.presentation.links import web_address, wikidata_address


@pytest.mark.parametrize("address", ["https://news.example/1", "http://news.example/خبر"])
def test_web_addresses_become_links(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//news.example/1",
        "news/1.txt",
        "https://",
        "http://[broken",
        "",
    ],
)
def test_nothing_else_does(address: str) -> None:
    assert web_address(address) == ""


def test_only_item_numbers_lead_to_wikidata() -> None:
    assert wikidata_address("Q858") == "https://www.wikidata.org/wiki/Q858"
    assert wikidata_address("Q1/../x") == ""
