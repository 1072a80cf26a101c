"""Whatever page was captured: what is written holds no script and no address from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.replay.allowed_markup import HTML_ELEMENTS, SVG_ELEMENTS
from search.replay.captured_tree import UnreplayablePageError, captured_tree
from search.replay.kept_addresses import KeptAddresses
from search.replay.page_writing import PageWriter
from tests.browser.hostile_captures import HOSTILE
from tests.replay.kept_samples import kept, picture, style

PICTURE = "http://paper.example/news/a.png"
SHEET = "http://paper.example/news/s.css"
PARTS = kept(PICTURE, SHEET)
HELD = "http://paper.example/held"
_LOADING_NAMES = (
    "src href srcset action formaction data poster background xlink:href ping cite longdesc "
    "lowsrc manifest codebase archive code profile usemap imagesrcset"
)
_LOADING = frozenset(_LOADING_NAMES.split())


def written(html: str, parts: KeptAddresses = PARTS) -> str:
    writer = PageWriter(parts, lambda address: "/article/a/" if address == HELD else "")
    return writer.page(html.encode("utf-8", "replace"), "utf-8")


class Seen(HTMLParser):
    """What a reader of HTML that is none of ours finds in a written page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        if tag not in HTML_ELEMENTS | SVG_ELEMENTS | {"meta", "iframe"}:
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or not self._is_own(name, value or ""):
                self.wrong.append(f"{tag} {name}={value}")
            if name == "srcdoc":
                self.wrong += Seen(value or "").wrong

    @staticmethod
    def _is_own(name: str, value: str) -> bool:
        if name not in _LOADING:
            return name not in ("http-equiv", "ping", "is") and (
                name != "style" or re.search(r"""url\(["' ]*http""", value) is None
            )
        own = ("#", "/article/a/", "data:image/", "i-", "c-", "d-")
        return all(each.strip().startswith(own) for each in value.split(", "))


def test_a_page_is_written_with_its_text_and_looks() -> None:
    html = written(
        "<!DOCTYPE html><html lang=ar dir=rtl><head><title>الخبر</title>"
        "<link rel=stylesheet href=s.css><style>p{color:red}</style></head>"
        '<body class="x"><p style="margin:0">نص &lt;الخبر&gt;</p><img src=a.png alt=صورة></body></html>'
    )
    assert html.startswith('<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>الخبر</title>')
    assert f'<link rel="stylesheet" href="{style(SHEET)}">' in html
    assert '<p style="margin:0">نص &lt;الخبر&gt;</p>' in html
    assert f'<img alt="صورة" src="{picture(PICTURE)}">' in html


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_pages_are_written_harmlessly(what: str) -> None:
    html = HOSTILE[what].replace("OUTSIDE", "http://out.example").replace("OUTHOST", "out.example")
    seen = Seen(written(html.replace("SITE", "http://site.example")))
    assert seen.wrong == []
    assert not {"script", "object", "embed", "base", "template"} & set(seen.elements)


def test_links_lead_to_what_is_held_and_others_tell_their_address() -> None:
    html = written("<a href='/held#x'>a</a><a href='/lost'>b</a><a href='javascript:1'>c</a>")
    assert '<a href="/article/a/" target="_top">a</a>' in html
    assert '<a title="http://paper.example/lost">b</a>' in html
    assert "<a>c</a>" in html


def test_a_picture_that_a_script_would_load_is_taken_from_where_it_waits() -> None:
    waiting = "<img src='data:image/gif;base64,R0lG' data-src='a.png'>"
    assert f'src="{picture(PICTURE)}"' in written(waiting)
    assert f'srcset="{picture(PICTURE)} 2x"' in written("<img srcset='a.png 2x, lost.png 3x'>")


def test_what_only_browsers_without_scripts_show_is_shown() -> None:
    assert "<p>بلا برمجة</p>" in written("<body><noscript><p>بلا برمجة</p></noscript>")


def test_controls_are_seen_and_dead() -> None:
    html = written(
        "<form action=/x><input name=q value=بحث><button formaction=/y>ابحث</button></form>"
    )
    assert '<form><input value="بحث" type="text" disabled="">' in html
    assert '<button disabled="">ابحث</button>' in html


def test_frames_are_of_captured_pages_alone() -> None:
    frame = "http://paper.example/news/f.html"
    html = written("<iframe src=f.html></iframe><iframe src=/lost></iframe>", kept(frame))
    assert html.count("<iframe") == 1
    assert 'sandbox="allow-top-navigation-by-user-activation"' in html
    deep = "<p>عميق</p>"
    for _ in range(6):
        deep = f"<iframe srcdoc='{deep.replace('&', '&amp;').replace(chr(39), '&#39;')}'></iframe>"
    assert Seen(written(deep)).wrong == []


def test_a_set_of_frames_keeps_its_parts_of_the_window() -> None:
    frames = kept("http://paper.example/news/top.htm", "http://paper.example/news/main.htm")
    html = written(
        "<html><frameset rows='60,*'><frame src=top.htm><frameset cols='2*,30%,x;color:red'>"
        "<frame src=lost.htm><frame src=main.htm></frameset></frameset></html>",
        frames,
    )
    assert "position:fixed;inset:0;grid-template:60px 1fr / 1fr" in html
    assert "height:100%;grid-template:1fr / 2fr 30% 1fr" in html
    assert html.count("<iframe") == 2
    assert "<div></div><iframe" in html


def test_the_mode_of_layout_is_kept() -> None:
    assert written("<p>بلا نوع").startswith("<html>")
    loose = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">'
    assert written(f"{loose}<p>x").startswith(loose.replace("HTML PUBLIC", "html PUBLIC"))
    assert written("<!DOCTYPE html SYSTEM 'about:legacy-compat'><p>x").startswith("<!DOCTYPE html>")


def test_letters_are_those_of_the_capture() -> None:
    content = "<p>خبر من دمشق</p>".encode("windows-1256")
    page = PageWriter(PARTS, str).page(content, "windows-1256")
    assert "<p>خبر من دمشق</p>" in page
    assert "خبر" in PageWriter(PARTS, str).page("<p>خبر</p>".encode("utf-16"), "")


def test_a_page_without_end_is_refused_and_a_deep_one_is_told() -> None:
    with pytest.raises(UnreplayablePageError):
        captured_tree(b"<p>" * 200_000, "utf-8")
    with pytest.raises(UnreplayablePageError):
        captured_tree(b"", "utf-8")
    assert captured_tree(b"<div>" * 5_000 + b"x", "utf-8").cut
    assert not captured_tree(b"<div>" * 100 + b"x", "utf-8").cut


def test_what_stands_behind_the_end_of_a_page_is_shown() -> None:
    html = written(
        "<html><body><p>قبل</p></body></html><p>بعد <a href=/held>رابط</a></p><img src=a.png>"
    )
    assert '</html><p>بعد <a href="/article/a/" target="_top">رابط</a></p>' in html
    assert picture(PICTURE) in html


NAMES = st.sampled_from(
    [
        *("script", "style", "img", "a", "svg", "math", "iframe", "base", "meta", "link", "form"),
        *("noscript", "template", "textarea", "title", "xmp", "table", "select", "object", "p"),
        *(
            "foreignObject",
            "use",
            "plaintext",
            "frameset",
            "x-y",
            "body",
            "html",
            "source",
            "video",
        ),
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        *(" onload=send()", " src=http://out.example/x", " href=javascript:send()", " src=a.png"),
        *(
            " style='background:url(http://out.example)'",
            " srcdoc='<img src=http://out.example/x>'",
        ),
        *(
            ' http-equiv=refresh content="0;url=http://out.example"',
            " srcset='http://out.example 1x'",
        ),
        *(" rel=stylesheet href=//out.example/x", " xlink:href=http://out.example", " is=x", ' "a'),
        *(
            " background=http://out.example/b",
            " action=http://out.example",
            " / x=y",
            " data-src=a.png",
        ),
    ]
)
TAGS = st.builds(
    lambda slash, name, attributes, end: f"<{slash}{name}{''.join(attributes)}{end}",
    st.sampled_from(["", "", "/"]),
    NAMES,
    st.lists(ATTRIBUTES, max_size=3),
    st.sampled_from([">", ">", "/>", ""]),
)
TEXTS = st.sampled_from(
    [
        "<!--",
        "-->",
        "]]>",
        "<![CDATA[",
        "&lt;script&gt;",
        "&#60;",
        '"',
        "'",
        "\0",
        "نص",
        "<?x",
        "</",
    ]
) | st.text(max_size=4)


@pytest.mark.property
@given(st.lists(TAGS | TEXTS, max_size=25).map("".join))
def test_no_script_and_no_outside_address_comes_out(html: str) -> None:
    try:
        page = written(html)
    except UnreplayablePageError:
        return
    seen = Seen(page)
    assert seen.wrong == []
    assert "script" not in seen.elements


PIECES = st.lists(
    TAGS | st.sampled_from(["خبر", "<!--", "-->", "</html>", "&amp;", '"', "<", "\n"])
)


@given(PIECES, st.integers(1, 80))
def test_a_page_that_is_read_in_two_goes_is_written_as_one_read_at_once(
    pieces: list[str], beginning: int
) -> None:
    markup = "".join(pieces).encode()
    with pytest.MonkeyPatch.context() as patched:
        try:
            whole = PageWriter(PARTS, str).page(markup, "utf-8")
        except UnreplayablePageError:
            return
        patched.setattr("search.replay.captured_tree._BEGINNING", beginning)
        assert PageWriter(PARTS, str).page(markup, "utf-8") == whole
