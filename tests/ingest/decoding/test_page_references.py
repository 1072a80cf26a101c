"""What a page's markup and a style sheet name, in the words of a browser."""

from __future__ import annotations

import time

import pytest

from archive.ingest.decoding.page_references import page_references, style_references
from archive.ingest.decoding.resource_addresses import resolved, resource_key

BASE = "https://akhbar.example/a/page.html"
SITE = "https://akhbar.example"


def named(markup: str, base: str = BASE) -> list[str]:
    return [each.address for each in page_references(markup.encode(), base)]


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<img src='x.png'>", f"{SITE}/a/x.png"),
        ("<img src=' /صورة.png#top '>", f"{SITE}/صورة.png"),
        ("<img srcset='x.png 2x'>", f"{SITE}/a/x.png"),
        ("<img data-src='late.png'>", f"{SITE}/a/late.png"),
        ("<picture><source srcset='x.webp'></picture>", f"{SITE}/a/x.webp"),
        ("<video poster='x.jpg'></video>", f"{SITE}/a/x.jpg"),
        ("<link rel='StyleSheet' href='//cdn.example/x'>", "https://cdn.example/x"),
        ("<link rel='shortcut icon' href='/i.ico'>", f"{SITE}/i.ico"),
        ("<style>@import 'x.css';</style>", f"{SITE}/a/x.css"),
        ("<p style='background: URL(\"x.png\")'>", f"{SITE}/a/x.png"),
        ("<script src='x.js'></script>", f"{SITE}/a/x.js"),
        ("<iframe src='f.html'></iframe>", f"{SITE}/a/f.html"),
        ("<iframe srcdoc='<img src=x.png>'></iframe>", f"{SITE}/a/x.png"),
        ("<svg><image xlink:href='x.svg'/></svg>", f"{SITE}/a/x.svg"),
        ("<object data='x.svg'></object>", f"{SITE}/a/x.svg"),
        ("<base href='/b/'><img src='x.png'>", f"{SITE}/b/x.png"),
        ("<td background='x.gif'>", f"{SITE}/a/x.gif"),
    ],
)
def test_what_shows_a_page_is_named(markup: str, address: str) -> None:
    assert named(markup) == [address]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='x.html'>",
        "<link rel=canonical href='x.html'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='javascript:alert(1)'>",
        "<img src='#x'><img src=''><img>",
        "<img src='file:///etc/passwd'>",
        "<style>/* url(x.png) */</style>",
        "<script>var x = 'url(x.png)'</script>",
    ],
)
def test_links_scripts_and_what_is_inside_are_not(markup: str) -> None:
    assert named(markup) == []


def test_style_sheets_come_first_and_frames_are_told() -> None:
    found = page_references(
        b"<img src=a.png><iframe src=f.html></iframe><link rel=stylesheet href=s.css>", BASE
    )
    assert [each.address.rsplit("/", 1)[1] for each in found] == ["s.css", "a.png", "f.html"]
    assert [each.in_frame for each in found] == [False, False, True]


def test_a_style_sheet_names_relative_to_itself() -> None:
    style = b"@import url(a.css); @import 'b.css' screen; i { src: url( 'c\\20 d.woff' ) } /* url(e"
    found = [each.address for each in style_references(style, f"{SITE}/css/main.css")]
    assert found == [f"{SITE}/css/{name}" for name in ("a.css", "b.css", "c d.woff")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f"{SITE}/صورة.png", f"{SITE}/%D8%B5%D9%88%D8%B1%D8%A9.png", True),
        (f"{SITE}/a%2fb", f"{SITE}/a%2Fb", True),
        (f"{SITE}/a%2Fb", f"{SITE}/a/b", False),
        (f"{SITE}/%7Ea", f"{SITE}/~a#x", True),
        (f"{SITE}:443", f"{SITE}/", True),
        (f"{SITE}/a?x=1", f"{SITE}/a", False),
        (f"{SITE}/a", "http://akhbar.example/a", False),
        ("https://مثال.example/a", "https://xn--mgbh0fb.example/a", True),
        ("cid:<x@y>", "CID:x@y", True),
    ],
)
def test_an_address_has_one_spelling(one: str, other: str, same: bool) -> None:
    assert (resource_key(one) == resource_key(other)) is same


def test_what_is_no_address_has_no_spelling() -> None:
    for each in ("", "mailto:a@b", "http://[", "a/b.png"):
        assert resource_key(each) == ""
    assert resolved("x" * 3000, BASE) == ""
    assert resolved("http://[", BASE) == ""


@pytest.mark.parametrize(
    "style", ["/*" * 200_000, "url(" * 200_000, "@import '" * 100_000, "url( " * 100_000 + "x"]
)
def test_hostile_style_sheets_take_no_long_time(style: str) -> None:
    begun = time.process_time()
    style_references(style.encode(), BASE)
    assert time.process_time() - begun < 2
