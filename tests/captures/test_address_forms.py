"""Addresses in every form in which people and programs write them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.captures.address_forms import (
    AddressFault,
    AddressMatch,
    BadAddressError,
    looks_like_address,
    read_address,
    spellings,
)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("example.org/a", "http://example.org/a"),
        ("//example.org/a", "http://example.org/a"),
        ("www.example.org", "http://www.example.org"),
        ("https:/example.org/a", "https://example.org/a"),
        ("HTTPS://Example.org/A", "https://Example.org/A"),
        ("https%3A%2F%2Fexample.org%2Fa%3Fb%3D1", "https://example.org/a?b=1"),
        (" <https://example.org/a>\n", "https://example.org/a"),
        ("«https://example.org/a»،", "https://example.org/a"),
        ("\u200fhttps://exam\nple.org/a\u200e", "https://example.org/a"),
        ("example.org:8080/a", "http://example.org:8080/a"),
        ("صحيفة.مثال/خبر", "http://صحيفة.مثال/خبر"),
        ("https://example.org/a b", "https://example.org/a b"),
        ("http://192.0.2.1/a", "http://192.0.2.1/a"),
    ],
)
def test_any_form_is_read(typed: str, address: str) -> None:
    query = read_address(typed)
    assert (query.address, query.match) == (address, AddressMatch.EXACT)


@pytest.mark.parametrize(
    ("typed", "address", "match"),
    [
        ("example.org/*", "http://example.org/", AddressMatch.HOST),
        ("https://example.org*", "https://example.org", AddressMatch.HOST),
        ("example.org/news/*", "http://example.org/news/", AddressMatch.PREFIX),
        ("example.org/news*", "http://example.org/news", AddressMatch.PREFIX),
        ("example.org/?p=*", "http://example.org/?p=", AddressMatch.PREFIX),
        ("*.example.org", "http://example.org", AddressMatch.DOMAIN),
        ("https://*.example.org/*", "http://example.org/", AddressMatch.DOMAIN),
    ],
)
def test_a_star_asks_for_more_than_one(typed: str, address: str, match: AddressMatch) -> None:
    query = read_address(typed)
    assert (query.address, query.match) == (address, match)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", AddressFault.NONE),
        ("دمشق", AddressFault.NONE),
        ("ftp://example.org/a", AddressFault.NONE),
        ("javascript:alert(1)", AddressFault.NONE),
        ("http://[broken", AddressFault.NONE),
        ("https://", AddressFault.NONE),
        ("*", AddressFault.NONE),
        ("http://example.org:99999/", AddressFault.NONE),
        ("someone@example.org", AddressFault.NONE),
        ("*.org", AddressFault.NONE),
        ("*.example.org/news", AddressFault.STAR),
        ("https://example.org/" + "a" * 2000, AddressFault.LONG),
    ],
)
def test_what_is_no_address_is_told(typed: str, fault: AddressFault) -> None:
    with pytest.raises(BadAddressError) as told:
        read_address(typed)
    assert told.value.fault is fault


@given(st.text(max_size=80))
def test_whatever_is_typed_is_an_address_or_told_to_be_none(text: str) -> None:
    for typed in (text, f"http://{text}", f"*.{text}", f"{text}*"):
        try:
            query = read_address(typed)
        except BadAddressError:
            continue
        assert spellings(query.address)


def test_a_host_has_its_letters_and_its_ascii_form() -> None:
    ascii_form = "مثال".encode("idna").decode()
    assert f"http://{ascii_form}.example/a" in spellings("http://مثال.example/a")
    assert "http://مثال.example/a" in spellings(f"http://{ascii_form}.example/a")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a",
        "www.example.org",
        "example.org/news/" + quote("خبر"),
        "*.example.org",
        "https://صحيفة.مثال/خبر",
    ],
)
def test_a_query_that_is_an_address_is_known(text: str) -> None:
    assert looks_like_address(text)


@pytest.mark.parametrize(
    "text", ["دمشق", "نص.آخر", "3.14", "كاتب:سامر", "see example.org", "https", "a@b.example", ""]
)
def test_other_queries_are_no_addresses(text: str) -> None:
    assert not looks_like_address(text)
