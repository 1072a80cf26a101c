"""Keys of addresses as the indexes of web archives hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.captures.surt_keys import surt_key

SESSION = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://www.example.com/Foo/?b=1&a=2", "com,example)/foo?a=2&b=1"),
        ("https://example.org/خبر", "org,example)/%d8%ae%d8%a8%d8%b1"),
        ("https://example.org/%D8%AE%D8%A8%D8%B1", "org,example)/%d8%ae%d8%a8%d8%b1"),
        ("https://example.org/%25D8%25AE", "org,example)/%d8%ae"),
        ("https://example.org/a?UTM_x=1&B=%D9%85+c", "org,example)/a?b=%d9%85+c&utm_x=1"),
        ("http://مثال.إختبار/a", "xn--kgbechtv,xn--mgbh0fb)/a"),
        ("https://example.org:8443/a//b/../c/", "org,example:8443)/a/c"),
        ("https://example.org:443", "org,example)/"),
        ("http://m.example.org/", "org,example,m)/"),
        ("http://www2.example.org/a", "org,example)/a"),
        (f"http://example.org/a?PHPSESSID={SESSION}&z", "org,example)/a?z"),
        (f"http://example.org/a?x&sid={SESSION}", "org,example)/a?&x"),
        ("http://someone:secret@example.org/", "org,example)/"),
        ("http://192.0.2.1/a", "1,2,0,192)/a"),
        ("http://EXAMPLE.org./A#b", "org,example)/a"),
        ("http://example.org/a?=b&/c", "org,example)/a?=b&/c"),
        ("http://example.org/100%", "org,example)/100%25"),
        ("http://example.org/%E3%C7", "org,example)/%e3%c7"),
        ("http://example.org/../a", "org,example)/../a"),
        ("folder/Page 1.html", "folder/page%201.html"),
    ],
)
def test_keys_are_those_of_other_archives(address: str, key: str) -> None:
    assert surt_key(address) == key


@given(st.text(max_size=60))
def test_every_address_has_one_word_for_a_key(text: str) -> None:
    for address in (text, f"http://{text}", f"https://example.org/{text}"):
        key = surt_key(address)
        assert key.isascii()
        assert not any(sign.isspace() for sign in key)
