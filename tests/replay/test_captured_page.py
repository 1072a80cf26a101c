"""The page around a captured page: what it is, what it lacks, what was read from it."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from archive.captures.kept_parts import parts_of
from archive.models import Article
from search.replay.captured_tree import captured_tree
from search.replay.lacking_parts import lacking_parts
from search.replay.replay_answers import kept_addresses
from search.replay.sheet_parts import MOST_BYTES
from tests.factories import make_article, make_capture, make_outlet
from tests.replay.conftest import PutPage

PICTURE = "http://paper.example/news/a.png"


def test_the_banner_says_what_the_page_is(client: Client, put_page: PutPage) -> None:
    capture = put_page("<p>نص</p>", captured=date(2024, 3, 5))
    outlet = make_outlet("جريدة الشاطئ")
    Article.objects.update(outlet=outlet)
    html = client.get(f"/capture/{capture.pk}/page/").content.decode()
    for words in ("جريدة الشاطئ", capture.url, "5 آذار", capture.sha256):
        assert words in html
    assert 'sandbox="allow-top-navigation-by-user-activation"' in html
    assert "allow-scripts" not in html
    assert "allow-same-origin" not in html


def test_the_fields_are_marked_in_the_text(client: Client, put_page: PutPage) -> None:
    page = "<html><body><h1>فوز المنتخب</h1><p>كتب: سامر الحلبي</p><p>الثلاثاء 5 آذار 2024</p><p>نص الخبر عن المباراة.</p></body></html>"
    capture = put_page(page)
    Article.objects.update(
        title="فوز المنتخب",
        byline="سامر الحلبي",
        date_evidence="5 آذار 2024",
        spans=[[0, 200]],
    )
    html = client.get(f"/capture/{capture.pk}/page/").content.decode()
    for field, words in (
        ("العنوان", "فوز المنتخب"),
        ("الكاتب", "سامر الحلبي"),
        ("تاريخ النشر", "5 آذار 2024"),
    ):
        assert f'data-field="{field}" title="{field}">{words}</mark>' in html


def test_what_was_not_captured_is_counted(english: Client, put_page: PutPage) -> None:
    page = (
        "<link rel=stylesheet href=s.css><img src=a.png><img src=b.png><img data-src=c.png>"
        "<img src='data:image/gif;base64,R0lG'><iframe src=/f></iframe><p>نص</p>"
    )
    capture = put_page(page, {PICTURE: b"\x89PNG\r\n\x1a\n"})
    html = " ".join(english.get(f"/capture/{capture.pk}/page/").content.decode().split())
    assert "2 pictures were not captured." in html
    assert "1 style sheet was not captured" in html
    assert "1 framed page was not captured." in html


def test_what_style_sheets_name_and_was_not_captured_is_counted(
    english: Client, put_page: PutPage
) -> None:
    sheet, more = "http://paper.example/css/s.css", "http://paper.example/css/more.css"
    parts = {
        PICTURE: b"\x89PNG\r\n\x1a\n",
        "http://paper.example/css/a.woff": b"wOFF",
        sheet: b"@import 'more.css'; @import url(lost.css); p{background:url(../news/a.png)}"
        b"@font-face{font-family:a;src:url(a.woff2) format('woff2'),url(a.woff)}"
        b"@font-face{font-family:b;src:url(b.eot);src:url(b.woff2),url(b.woff)}"
        b"/* i{background:url(none.png)} */ a{background:url(data:image/gif;base64,R0lG)}",
        more: b"@import url(s.css); b{background:url(b.png)} u{background:url(b.png)}",
    }
    page = (
        "<link rel=stylesheet href=/css/s.css><style>h1{background:url(c.png)}</style>"
        "<p style='background:url(d.png)'>نص</p>"
    )
    capture = put_page(page, parts)
    html = " ".join(english.get(f"/capture/{capture.pk}/page/").content.decode().split())
    assert "4 pictures and fonts that the style sheets name were not captured." in html
    assert "1 style sheet was not captured" in html
    assert "pictures were not captured." not in html


def test_huge_sheets_are_read_no_further_than_a_bound(put_page: PutPage) -> None:
    huge = "http://paper.example/huge.css"
    rules = b"a{background:url(x.png)}" * (MOST_BYTES // 24 + 1)
    capture = put_page("<link rel=stylesheet href=/huge.css>", {huge: rules})
    tree = captured_tree(b"<link rel=stylesheet href=/huge.css>", "")
    kept = kept_addresses(capture, tree, parts_of(capture))
    assert not lacking_parts(tree, kept)


@pytest.mark.parametrize("media_type", ["text/plain", "message/rfc822", "application/json"])
def test_what_is_no_page_is_said_to_be_none(
    client: Client, put_page: PutPage, media_type: str
) -> None:
    text = "From: a@b.example\n\nنص الخبر."
    if media_type == "application/json":
        text = '{"title": "عنوان", "text": "نص الخبر."}'
    capture = put_page(text, media_type=media_type)
    html = client.get(f"/capture/{capture.pk}/page/").content.decode()
    assert "<iframe" not in html
    assert "نص الخبر." in html
    assert "ليس صفحة ويب" in html


def test_a_damaged_page_is_told_in_a_sentence(client: Client, put_page: PutPage) -> None:
    capture = put_page("<p>نص</p>", sha256="0" * 64)
    answer = client.get(f"/capture/{capture.pk}/page/")
    assert answer.status_code == 200
    assert "/captures/" not in answer.content.decode()
    assert "<iframe" not in answer.content.decode()


def test_articles_and_versions_lead_there(client: Client, put_page: PutPage) -> None:
    capture = put_page("<p>نص</p>")
    link = f'href="/capture/{capture.pk}/page/"'
    article = capture.articles.get()
    for address in (article.get_absolute_url(), f"/capture/{capture.pk}/"):
        assert link in client.get(address).content.decode()
    assert link in client.get(f"{article.get_absolute_url()}versions/").content.decode()
    plain = make_article(capture=make_capture())
    assert "/page/" not in client.get(plain.get_absolute_url()).content.decode()


def test_who_may_not_read_captures_gets_no_address(
    client: Client, put_page: PutPage, settings: LazySettings
) -> None:
    settings.ARCHIVE_ACCESS = "captures-private"
    capture = put_page("<p>نص</p>")
    answer = client.get(f"/capture/{capture.pk}/page/")
    assert answer["Location"].startswith("/login/?next=/capture/")
