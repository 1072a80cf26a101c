"""Saved pages become articles: their text, and what their metadata says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import UnreadableDocumentError
from archive.ingest.containers import read_captures
from archive.ingest.decoding import source_text
from archive.ingest.parsing import ParsedCapture
from archive.records.documents import DateBasis, RawCapture
from tests.ingest.document_samples import (
    JSON_LD,
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TITLE,
    URL,
    page,
)
from tests.ingest.parsed_pages import parse_capture


def captured(tmp_path: Path, content: str | bytes, name: str = "page.html") -> RawCapture:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(data)
    (found,) = read_captures([tmp_path / name])
    assert isinstance(found, RawCapture)
    return found


def understood(tmp_path: Path, content: str | bytes) -> ParsedCapture:
    return parse_capture(captured(tmp_path, content))


def test_the_article_is_read_without_the_page_around_it(tmp_path: Path) -> None:
    (article,) = understood(tmp_path, page()).articles
    assert article.title == TITLE
    assert article.paragraphs == PARAGRAPHS


def test_json_ld_and_meta_give_date_author_section_keywords(tmp_path: Path) -> None:
    (article,) = understood(tmp_path, page(head=JSON_LD % TITLE)).articles
    assert article.published.edtf == "2021-09-12"
    assert article.published.basis == DateBasis.METADATA
    assert (article.byline, article.section) == ("سلمى الحداد", "ثقافة")
    assert article.keywords == ("الموصل", "مخطوطات")
    assert article.outlet.name == "موقع المثال"


def test_a_date_of_change_is_no_date_of_publication(tmp_path: Path) -> None:
    head = '<meta property="article:modified_time" content="2023-01-05T10:00:00Z">'
    (article,) = understood(tmp_path, page(head=head)).articles
    assert article.published.edtf == ""


def test_a_date_on_the_page_goes_before_its_metadata(tmp_path: Path) -> None:
    paragraphs = ("تاريخ النشر: 3 أيلول 2021", *PARAGRAPHS)
    (article,) = understood(tmp_path, page(paragraphs=paragraphs, head=JSON_LD % TITLE)).articles
    assert (article.published.edtf, article.published.basis) == ("2021-09-03", DateBasis.STATED)


def test_a_date_on_the_page_far_from_its_metadata_goes_to_review(tmp_path: Path) -> None:
    paragraphs = ("تاريخ النشر: 3 آذار 2020", *PARAGRAPHS)
    (article,) = understood(tmp_path, page(paragraphs=paragraphs, head=JSON_LD % TITLE)).articles
    assert (article.published.edtf, article.published.basis) == ("", DateBasis.UNKNOWN)
    assert "3 آذار 2020" in article.published.review


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6", "utf-8", "utf-16"])
def test_a_page_is_decoded_by_the_charset_that_it_declares(tmp_path: Path, charset: str) -> None:
    content = page(charset=charset).replace("“", "").encode(charset)
    (article,) = understood(tmp_path, content).articles
    assert article.title == TITLE


def test_a_western_charset_declared_for_arabic_is_not_believed(tmp_path: Path) -> None:
    content = page(charset="iso-8859-1").encode("windows-1256")
    (article,) = understood(tmp_path, content).articles
    assert article.title == TITLE


def test_a_page_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    assert captured(tmp_path, page(), "page.txt").media_type == "text/html"
    assert captured(tmp_path, "خبر بلا وسوم", "page.htm").media_type == "text/plain"


def test_two_articles_of_a_page_stay_apart(tmp_path: Path) -> None:
    second = "".join(f"<p>{paragraph}</p>" for paragraph in SECOND_PARAGRAPHS)
    around = f"<article>{{}}</article><article><h1>{SECOND_TITLE}</h1>{second}</article>"
    found = understood(tmp_path, page(around=around, head=JSON_LD % TITLE))
    first, other = found.articles
    assert (first.title, other.title) == (TITLE, SECOND_TITLE)
    assert (first.paragraphs, other.paragraphs) == (PARAGRAPHS, SECOND_PARAGRAPHS)
    assert (first.published.edtf, other.published.edtf) == ("2021-09-12", "")
    assert [article.position for article in found.articles] == [0, 1]


def test_spans_point_into_the_extracted_text(tmp_path: Path) -> None:
    capture = captured(tmp_path, page())
    text = source_text(capture).text
    (article,) = parse_capture(capture).articles
    shown = "".join(text[span.start : span.end] for span in article.spans)
    assert all(paragraph in shown for paragraph in article.paragraphs)


def test_what_the_reader_of_a_page_does_not_see_is_not_read(tmp_path: Path) -> None:
    hidden = '<p style="display:none">فقرة مخفية عن أعين القراء لا يجوز أن تظهر في المقال</p>'
    text = source_text(captured(tmp_path, page(around="{}" + hidden))).text
    assert "مخفية" not in text
    assert "لا يراه" not in text
    assert "الأكثر قراءة" not in text


@pytest.mark.parametrize("name", ["content no-ads", "with-sidebar", "menu-open"])
def test_a_name_that_only_sounds_like_chrome_hides_no_article(tmp_path: Path, name: str) -> None:
    (article,) = understood(tmp_path, page(around=f'<div class="{name}">{{}}</div>')).articles
    assert article.paragraphs == PARAGRAPHS


def test_comments_share_bars_and_tags_are_no_text(tmp_path: Path) -> None:
    around = (
        '<article>{}<div class="social-share">شارك المقال مع أصدقائك على الشبكات</div>'
        '<div class="tags"><a rel="tag" href="/t">آثار</a></div></article>'
        '<div id="comments"><article class="comment"><p>تعليق طويل من قارئ لا صلة له بما كتبه '
        "المحرر في هذا المقال عن المتحف ومخطوطاته الكثيرة.</p></article></div>"
    )
    (article,) = understood(tmp_path, page(around=around)).articles
    assert article.paragraphs == PARAGRAPHS
    assert article.keywords == ("آثار",)


def test_a_visible_date_stands_before_the_text(tmp_path: Path) -> None:
    paragraphs = ('<time datetime="2021-09-12">12 سبتمبر 2021</time>', *PARAGRAPHS)
    (article,) = understood(tmp_path, page(paragraphs=paragraphs)).articles
    assert (article.published.edtf, article.paragraphs) == ("2021-09-12", PARAGRAPHS)


def test_a_page_goes_by_the_address_that_it_was_saved_from(tmp_path: Path) -> None:
    noted = f"<!-- saved from url=(0058){URL} -->\n" + page()
    canonical = page(head=f'<link rel="canonical" href="{URL}">')
    assert captured(tmp_path, noted).uri == URL
    assert captured(tmp_path, canonical).url == URL


def test_a_canonical_address_of_a_whole_site_names_no_page(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://www.example.com/">'
    assert captured(tmp_path, page(head=head)).uri == "page.html"


def test_single_file_tells_when_a_page_was_saved(tmp_path: Path) -> None:
    note = f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Sun Sep 12 2021 10:00:00 GMT+0300 (AST)\n-->"
    capture = captured(tmp_path, page().replace("<head>", f"<head>{note}"))
    assert capture.uri == URL
    assert capture.captured is not None
    assert capture.captured.isoformat() == "2021-09-12T10:00:00+03:00"


def test_an_entity_bomb_is_harmless(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ها">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    bomb = f"<?xml version='1.0'?><!DOCTYPE html [{entities}]><html><body><p>&a11;</p>"
    content = bomb + page().split("<body>")[1]
    (article,) = understood(tmp_path, content).articles
    assert article.title == TITLE
    assert len(source_text(captured(tmp_path, content)).text) < 5000


def test_a_page_of_endless_depth_is_refused(tmp_path: Path) -> None:
    capture = captured(tmp_path, page(around="<div>" * 5000 + "{}" + "</div>" * 5000))
    with pytest.raises(UnreadableDocumentError):
        source_text(capture)
