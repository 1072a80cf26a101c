"""RSS, Atom and WordPress exports: each item is a capture of its own."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

import pytest

from archive.ingest.containers import read_captures
from archive.records.documents import DateBasis
from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TITLE,
    captures_of,
    read_file,
    read_pipe,
    reasons_of,
)
from tests.ingest.parsed_pages import parse_capture

URL = "https://www.example.com/mosul"
HTML_TEXT = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/">'
    "<channel><title>جريدة المثال</title><language>ar</language>{}</channel></rss>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>جريدة المثال</title>{}</feed>'


def item(title: str = TITLE, url: str = URL, text: str = HTML_TEXT, extra: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>{url}</link>"
        "<pubDate>Sun, 12 Sep 2021 07:00:00 +0000</pubDate><dc:creator>سلمى الحداد</dc:creator>"
        f"<description>{escape(text[:40])}</description>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded>{extra}</item>"
    )


def post(kind: str = "post", status: str = "publish", text: str = HTML_TEXT) -> str:
    extra = (
        f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>"
        "<wp:post_date>2021-09-13 01:30:00</wp:post_date>"
        "<wp:post_date_gmt>2021-09-12 22:30:00</wp:post_date_gmt>"
        '<category domain="category">ثقافة</category><category domain="post_tag">الموصل</category>'
    )
    return item(text=text, extra=extra)


def test_an_item_of_rss_is_an_article_with_all_that_it_says(tmp_path: Path) -> None:
    content = RSS.format(item(extra="<category>ثقافة</category>")).encode()
    (capture,) = captures_of(read_file(tmp_path, "feed.xml", content))
    (article,) = parse_capture(capture).articles
    assert capture.uri == capture.url == URL
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert (article.byline, article.section) == ("سلمى الحداد", "ثقافة")
    assert article.outlet.name == "جريدة المثال"
    assert (article.published.edtf, article.published.basis) == ("2021-09-12", DateBasis.METADATA)


@pytest.mark.parametrize(
    "text",
    [
        f'<content type="html">{escape(HTML_TEXT)}</content>',
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML_TEXT}</div></content>',
        f'<summary type="text">{chr(10).join(PARAGRAPHS)}</summary>',
    ],
)
def test_an_entry_of_atom_is_an_article_whatever_its_text_is_in(tmp_path: Path, text: str) -> None:
    entry = (
        f'<entry><title>{TITLE}</title><link rel="self" href="https://www.example.com/self"/>'
        f'<link href="{URL}"/><published>2021-09-12T10:00:00+03:00</published>'
        f"<updated>2022-01-01T10:00:00+03:00</updated>{text}</entry>"
    )
    (capture,) = captures_of(read_file(tmp_path, "atom.xml", ATOM.format(entry).encode()))
    (article,) = parse_capture(capture).articles
    assert capture.url == URL
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert article.published.edtf == "2021-09-12"


def test_a_date_of_change_is_no_date_of_publication(tmp_path: Path) -> None:
    entry = (
        f"<entry><title>{TITLE}</title><updated>2022-01-01T10:00:00Z</updated>"
        f"<content>{PARAGRAPHS[0]}</content></entry>"
    )
    (capture,) = captures_of(read_file(tmp_path, "atom.xml", ATOM.format(entry).encode()))
    assert parse_capture(capture).articles[0].published.basis is not DateBasis.METADATA


def test_of_a_wordpress_export_only_what_it_publishes_is_read(tmp_path: Path) -> None:
    content = RSS.format(post() + post("attachment") + post("nav_menu_item") + post(status="draft"))
    (tmp_path / "export.xml").write_text(content)
    passed_over = Counter[str]()
    found = captures_of(list(read_captures([tmp_path / "export.xml"], {}, passed_over)))
    assert len(found) == 1
    assert sum(passed_over.values()) == 3
    (article,) = parse_capture(found[0]).articles
    assert (article.section, article.keywords) == ("ثقافة", ("الموصل",))


def test_a_post_is_dated_by_the_clock_of_its_site(tmp_path: Path) -> None:
    (capture,) = captures_of(read_file(tmp_path, "export.xml", RSS.format(post()).encode()))
    assert parse_capture(capture).articles[0].published.edtf == "2021-09-13"


def test_lines_of_a_post_without_markup_are_its_paragraphs(tmp_path: Path) -> None:
    text = "[caption id=1]صورة[/caption]\n" + "\n\n".join(PARAGRAPHS)
    (capture,) = captures_of(read_file(tmp_path, "e.xml", RSS.format(post(text=text)).encode()))
    (article,) = parse_capture(capture).articles
    assert article.paragraphs[-len(PARAGRAPHS) :] == PARAGRAPHS


def test_a_feed_with_blank_lines_and_bare_ampersands_is_read() -> None:
    content = "\n\n" + RSS.format(item("أخبار & آراء") + item(SECOND_TITLE, URL + "2"))
    assert len(captures_of(read_pipe(content.encode()))) == 2


def test_a_feed_that_breaks_off_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    whole = RSS.format(item() + item(SECOND_TITLE, URL + "2", SECOND_PARAGRAPHS[0]))
    found = read_file(tmp_path, "feed.xml", whole.encode()[:-200])
    assert len(captures_of(found)) == 1
    assert "breaks off after item 1" in reasons_of(found)[0]


def test_entities_are_not_expanded_and_files_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("كلمة السر")
    doctype = (
        f'<!DOCTYPE rss [<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">'
        '<!ENTITY a "سسسسسسسسسس"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    )
    content = RSS.format(item(text="&f;") + item(extra="<guid>&f;&b;</guid>"))
    content = content.replace("<rss ", doctype + "<rss ", 1)
    for capture in captures_of(read_file(tmp_path, "feed.xml", content.encode())):
        assert "كلمة السر" not in parse_capture(capture).text
        assert len(capture.content) < 10_000


def test_a_feed_without_items_and_one_without_texts_say_so(tmp_path: Path) -> None:
    assert reasons_of(read_file(tmp_path, "a.xml", RSS.format("").encode())) == [
        "a feed without items"
    ]
    empty = RSS.format(f"<item><title>{TITLE}</title><link>{URL}</link></item>")
    assert read_file(tmp_path, "b.xml", empty.encode()) == []


def test_a_feed_in_another_encoding_than_it_says_is_read_with_a_warning(tmp_path: Path) -> None:
    content = RSS.format(item(text=PARAGRAPHS[0])).encode("windows-1256", "replace")
    (capture,) = captures_of(read_file(tmp_path, "feed.xml", content))
    assert parse_capture(capture).articles[0].title == TITLE
    assert "windows-1256" in capture.warnings[0]
