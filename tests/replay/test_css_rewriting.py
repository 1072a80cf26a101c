"""Style sheets lead to what was captured, or nowhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.replay.css_rewriting import safe_css
from tests.replay.kept_samples import kept, picture, style

A, B = "http://paper.example/news/a.png", "http://paper.example/b.css"
PARTS = kept(A, B)
NOWHERE = 'url("data:,")'


@pytest.mark.parametrize("written", ["a.png", "'a.png'", '"a.png"', " a.png ", "/news/a.png", A])
def test_a_captured_picture_is_found_however_it_is_written(written: str) -> None:
    assert f'url("{picture(A)}"' in safe_css(f"p{{background:url({written}) red}}", PARTS)


@pytest.mark.parametrize(
    "written",
    [
        "url(http://out.example/x)",
        "URL( 'http://out.example/x' )",
        r"u\72l(http://out.example/x)",
        r"\75 rl(http://out.example/x)",
        r"\u\r\l(http://out.example/x)",
        r"\000075\000072\00006c(http://out.example/x)",
        "url(//out.example/x",
        r"url(http\3a //out.example/x)",
        "url('http://out.example/x",
        '/*"*/url(http://out.example/x)',
        r"content:'\';x';background:url(http://out.example/x)",
        "content:'a\nb;background:url(http://out.example/x)",
        "url(bad'quote) url(http://out.example/x)",
        "url(a\\)b) url(http://out.example/x)",
    ],
)
def test_what_was_not_captured_leads_nowhere(written: str) -> None:
    css = safe_css(f"p{{background:{written}}}", PARTS)
    assert "out.example" not in css
    assert NOWHERE[:-1] in css


@pytest.mark.parametrize("name", ["image-set", "-webkit-image-set", "IMAGE-SET", "image", "src"])
def test_functions_that_take_addresses_as_strings_are_no_more(name: str) -> None:
    css = safe_css(f"p{{background:{name}('http://out.example/x' 1x)}}", PARTS)
    assert re.search(r"(?:image-set|image|src)\(", css, re.I) is None


def test_a_captured_sheet_is_imported_and_another_is_not() -> None:
    assert safe_css("@import url(/b.css) screen;", PARTS).startswith(f'@import "{style(B)}"')
    assert safe_css("@IMPORT/**/'../b.css';", PARTS).startswith(f'@import "{style(B)}"')
    for lost in ("@import 'http://out.example/x';", "@\\69mport url(http://out.example/x);"):
        css = safe_css(lost, PARTS)
        assert "@import" not in css
        assert "out.example" not in css


def test_a_sheet_ends_no_element() -> None:
    css = safe_css("p::after{content:'</style><script>'} @media (width < 600px){}", PARTS)
    assert "</" not in css
    assert "<s" not in css
    assert "(width < 600px)" in css


def test_the_rest_stays_as_it_is() -> None:
    css = ".sm\\:flex > a:hover{color:#fff;content:'\\201c';font:1em/2 x}"
    assert safe_css(css, PARTS) == css


def test_what_the_page_itself_holds_stays() -> None:
    assert 'url("#fade")' in safe_css("rect{fill:url(#fade)}", PARTS)
    font = "data:font/woff2;base64,d09GMg=="
    assert f'url("{font}")' in safe_css(f"@font-face{{src:url({font})}}", PARTS)
    assert NOWHERE in safe_css("p{background:url(data:text/html,x)}", PARTS)


_PIECES = (
    "url( ) ' \" \\ / * /* */ @import @ ; { } 75 72 \\75 \\72l( u\\ rl( image-set( http://out.example/x "
    "// a.png < </style > <!-- --> : , ( ) # src( data:text/css, \n \f \r\n"
)
PIECES = st.sampled_from(_PIECES.split(" "))


@pytest.mark.property
@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_no_address_is_loaded_that_was_not_captured(css: str) -> None:
    written = safe_css(css, PARTS)
    assert re.search(r"<[/!?a-zA-Z]", written) is None
    for found in re.finditer(r"(?<![-\w\\])url\(", written, re.I | re.A):
        behind = written[found.end() :]
        in_string = _in_string(written, found.start())
        assert in_string or re.match(
            r'"(?:#|data:,|data:image/|data:font/|[ci]-[0-9a-f]{24}")', behind
        )
    for found in re.finditer(r"@import(?![-\w])", written, re.I | re.A):
        assert _in_string(written, found.start()) or re.match(
            r' "c-[0-9a-f]{24}"', written[found.end() :]
        )


def _in_string(css: str, place: int) -> bool:
    """Whether a place is within a string of CSS, told letter by letter (CSS Syntax 3, §4.3.5)."""
    quote, at = "", 0
    while at < place:
        letter = css[at]
        if letter == "\\":
            at += 2
            continue
        if quote:
            if letter == quote or letter in "\n\r\f":
                quote = ""
        elif letter in "\"'":
            quote = letter
        at += 1
    return bool(quote) or at > place
