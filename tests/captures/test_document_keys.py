"""Which addresses are one document's, and which are not."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.captures.document_keys import document_key, is_same_site

PAGE = "https://example.org/culture/2021/متحف-الموصل"

SAME = [
    "http://example.org/culture/2021/متحف-الموصل",
    "https://www.example.org/culture/2021/متحف-الموصل",
    "HTTPS://WWW.Example.ORG/culture/2021/متحف-الموصل",
    "https://example.org:443/culture/2021/متحف-الموصل",
    "https://example.org/culture/2021/متحف-الموصل/",
    "https://example.org/culture/2021/" + quote("متحف-الموصل"),
    "https://example.org/culture/2021/" + quote("متحف-الموصل").lower(),
    "https://example.org/%63ulture/2021/متحف-الموصل",
    f"{PAGE}?utm_source=facebook&utm_medium=social",
    f"{PAGE}?fbclid=IwAR0&gclid=1",
    f"{PAGE}?UTM_Campaign=x",
    f"{PAGE}#comments",
    f"{PAGE}#",
    f"{PAGE}?",
    f"{PAGE}/amp",
    f"{PAGE}/amp/",
    f"{PAGE}?amp=1",
    f"{PAGE}?amp",
    "https://amp.example.org/culture/2021/متحف-الموصل",
    f" {PAGE}\n",
]

APART = [
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/?p=1", "https://example.org/?p=2"),
    ("https://example.org/?p=1", "https://example.org/"),
    ("https://example.org/#!/a", "https://example.org/#!/b"),
    ("https://example.org/#/a", "https://example.org/#/b"),
    ("https://example.org/amplifier", "https://example.org/lifier"),
    ("https://example.org/a?x=1%262", "https://example.org/a?x=1&2"),
    ("https://example.org/a%3Fb", "https://example.org/a?b"),
    ("https://example.org/a%23b", "https://example.org/a#b"),
    ("https://news.example.org/a", "https://example.org/a"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org/a?q=1%2B1", "https://example.org/a?q=1+1"),
]


@pytest.mark.parametrize("address", SAME)
def test_one_page_has_one_key(address: str) -> None:
    assert document_key(address) == document_key(PAGE)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_pages_have_other_keys(one: str, other: str) -> None:
    assert document_key(one) != document_key(other)


@pytest.mark.parametrize(
    "name", ["folder/page.html", "records.jsonl#7", "http://[broken", "", "%2F"]
)
def test_what_is_no_web_address_is_its_own_key(name: str) -> None:
    assert document_key(name) == name


def test_damaged_escapes_are_kept() -> None:
    assert document_key("https://example.org/%E3%C7") == "example.org/%E3%C7"
    assert document_key("https://example.org/100%") == "example.org/100%"


@given(st.text(max_size=60))
def test_every_text_has_a_key(text: str) -> None:
    address = f"https://example.org/{text}"
    assert document_key(address) == document_key(address)


@given(st.text(alphabet="ابجد/-? =&#%2Fe", max_size=30))
def test_a_key_stands_for_its_own_page(text: str) -> None:
    key = document_key(f"https://example.org/{text}")
    assert document_key(f"https://{key}") == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://example.org/a", "http://www.example.org/b", True),
        ("https://amp.example.org/a", "https://example.org/b", True),
        ("https://news.example.org/a", "https://example.org/b", True),
        ("https://example.org/a", "https://example.net/a", False),
        ("https://badexample.org/a", "https://example.org/a", False),
        ("page.html", "https://example.org/a", False),
    ],
)
def test_sites_are_told_apart(one: str, other: str, same: bool) -> None:
    assert is_same_site(one, other) is same
