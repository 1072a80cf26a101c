"""Author, day and headline of a page where only the names of its elements tell."""

from __future__ import annotations

import pytest

from archive.ingest.decoding import source_text
from archive.ingest.decoding.credit_boxes import is_tools, parts_of
from archive.records.documents import HTML, DateBasis, ParsedArticle, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, SECOND_TITLE, TITLE
from tests.ingest.parsed_pages import parse_capture

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def capture(body: str, title: str = TITLE, head: str = "") -> RawCapture:
    content = (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{body}</body></html>"
    )
    return RawCapture("p.html", "p.html", content.encode(), HTML)


def article(body: str, title: str = TITLE, head: str = "") -> ParsedArticle:
    (found,) = parse_capture(capture(body, title, head)).articles
    return found


@pytest.mark.parametrize(
    "meta",
    [
        '<div class="post-meta"><span class="author-name"><a href="/a">هدى الزعبي</a></span>'
        '<span class="date">6 مايو، 2020</span><span>321</span><span>دقيقة واحدة</span></div>',
        '<div class="entry-meta"><span>نُشر في</span> <time>6 مايو 2020</time> <span>بقلم</span> '
        '<a rel="author">هدى الزعبي</a></div>',
        '<p class="article-info">نشر في: 6 مايو 2020 | بقلم: هدى الزعبي | 1520</p>',
        '<div class="meta"><span class="day">6</span> <span>مايو</span> <span>2020</span> '
        '<span class="writer">هدى الزعبي</span></div>',
    ],
)
def test_a_line_of_author_day_and_counters_is_read_part_by_part(meta: str) -> None:
    found = article(f"<article><h1>{TITLE}</h1>{meta}{BODY}</article>")
    assert (found.byline, found.published.edtf) == ("هدى الزعبي", "2020-05-06")
    assert found.published.basis == DateBasis.STATED
    assert (found.standfirst, found.paragraphs) == ("", PARAGRAPHS)


def test_a_paragraph_with_a_span_of_a_day_stays_whole() -> None:
    whole = f'{PARAGRAPHS[0]} في <span class="date">6 مايو</span> الماضي | ثم عاد إليها الزوار.'
    found = article(f"<article><h1>{TITLE}</h1><p>{whole}</p>{BODY}</article>")
    assert found.paragraphs[0].endswith("6 مايو الماضي | ثم عاد إليها الزوار.")


def test_the_author_below_the_text_is_found_by_its_element() -> None:
    foot = '<div class="post-footer"><span class="post-author">مرسلة بواسطة <b>هدى الزعبي</b></span></div>'
    assert (
        article(f'<h1>{TITLE}</h1><div class="post-body">{BODY}</div>{foot}').byline == "هدى الزعبي"
    )


def test_several_authors_beside_an_article_are_none_of_its_own() -> None:
    column = "".join(
        f'<div><a href="/{n}">{SECOND_TITLE}</a><div class="author">{name}</div></div>'
        for n, name in enumerate(("سامي الكيلاني", "ليلى مراد"))
    )
    assert article(f"<h1>{TITLE}</h1><div>{BODY}</div><div>{column}</div>").byline == ""


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ('<time datetime="2020-05-06T10:00:00+03:00">قبل ثلاثة أيام</time>', "2020-05-06"),
        ('<time class="updated" datetime="2020-05-06T10:00:00+03:00">قبل أيام</time>', ""),
        ('آخر تحديث <time datetime="2020-05-06T10:00:00+03:00">قبل أيام</time>', ""),
    ],
)
def test_a_moment_for_machines_dates_the_article_unless_it_is_of_a_change(
    time: str, day: str
) -> None:
    found = article(f'<article><h1>{TITLE}</h1><div class="when">{time}</div>{BODY}</article>')
    assert found.published.edtf == day


def test_a_moment_amid_the_text_is_an_update_and_no_date() -> None:
    update = f'<time datetime="2020-05-06T10:00:00+03:00">10:00</time>{BODY}'
    assert article(f"<article><h1>{TITLE}</h1>{BODY}{update}</article>").published.edtf == ""


@pytest.mark.parametrize(
    ("title", "head"),
    [
        (f"{TITLE}: مدونة المثال", ""),
        (f"{TITLE} | مدونة المثال", ""),
        ("مدونة المثال", f'<meta property="og:title" content="{TITLE}">'),
    ],
)
def test_a_headline_outside_the_article_is_its_title(title: str, head: str) -> None:
    page = f'<div class="name"><h3>{TITLE}</h3></div><div class="post-body">{BODY}</div>'
    found = article(page, title, head)
    assert (found.title, found.warnings) == (TITLE, ())
    assert found.paragraphs == PARAGRAPHS


def test_a_long_headline_with_the_site_behind_it_is_not_put_above_itself() -> None:
    long = f"{TITLE} وتتيح نسخاً مصورة منها لطلاب الجامعات العراقية والعربية"
    head = f'<meta property="og:title" content="{long} - المرفأ اليوم">'
    page = f"<article><h1>{long}</h1>{BODY}</article>"
    assert source_text(capture(page, long, head)).text.count(TITLE) == 1
    assert article(page, long, head).title == long


def test_the_name_of_the_site_is_no_headline() -> None:
    site = '<meta property="og:site_name" content="مدونة المثال للأخبار">'
    found = article(f"<div>{BODY}</div>", "مدونة المثال للأخبار", site)
    assert found.title != "مدونة المثال للأخبار"


def test_the_heading_on_the_page_goes_before_the_title_in_its_metadata() -> None:
    head = f'<meta property="og:title" content="{SECOND_TITLE}">'
    assert article(f"<article><h1>{TITLE}</h1>{BODY}</article>", TITLE, head).title == TITLE


@pytest.mark.parametrize(
    "tools",
    ["شارك", "شارك طباعة حجم الخط A+ A-", "مشاركة عبر البريد الإلكتروني", "Facebook Twitter"],
)
def test_words_of_buttons_are_no_text(tools: str) -> None:
    assert is_tools(tools)
    text = source_text(capture(f"<h1>{TITLE}</h1><div>{tools}</div><div>{BODY}</div>")).text
    assert tools not in text.splitlines()


@pytest.mark.parametrize("text", ["شارك في المؤتمر", "طباعة الكتب", "على هذا", "واتساب تعتذر"])
def test_words_that_say_more_are_no_buttons(text: str) -> None:
    assert not is_tools(text)


def test_a_clock_stays_with_its_day() -> None:
    assert parts_of("منوعات | 2020-05-06 | 12:42 | 1,520") == ["منوعات", "2020-05-06 12:42"]


@pytest.mark.parametrize(
    "author", ["المدينة نيوز", "Harbor Media Group", "وكالة المرفأ", "example", "Sputnik"]
)
def test_a_site_that_names_itself_as_author_is_none(author: str) -> None:
    head = (
        f'<meta name="author" content="{author}">'
        '<meta property="og:site_name" content="https://example.org/">'
    )
    assert article(f"<article><h1>{TITLE}</h1>{BODY}</article>", TITLE, head).byline == ""


def test_the_end_of_a_page_s_title_that_names_a_site_is_its_outlet() -> None:
    page = f"<article><h1>{TITLE}</h1>{BODY}</article>"
    assert article(page, f"{TITLE} - صحيفة المرفأ").outlet.name == "صحيفة المرفأ"
    assert article(page, f"{TITLE} - محليات").outlet.name == ""


def test_the_name_of_a_site_stands_without_its_slogan_and_is_no_address() -> None:
    head = "".join(
        f'<meta property="og:site_name" content="{name}">'
        for name in ("https://example.org/", "المرفأ | أخبار المدينة والعالم")
    )
    found = article(f"<article><h1>{TITLE}</h1>{BODY}</article>", TITLE, head)
    assert found.outlet.name == "المرفأ"


def test_keywords_in_one_piece_are_parted_and_a_machine_s_section_is_none() -> None:
    head = (
        '<meta property="article:tag" content="متاحف,ترميم الكتب">'
        '<meta property="article:section" content="featured">'
        f'<meta property="og:title" content="{TITLE}">'
    )
    found = article(f"<article><h1>{TITLE}</h1>{BODY}</article>", TITLE, head)
    assert (found.keywords, found.section) == (("متاحف", "ترميم الكتب"), "")


@pytest.mark.parametrize("stamp", ["۲۹ بهمن ۱۳۹۸ - ۰۶:۵۵", "2 تير 1399 - 12:09:08 ب.ظ"])
def test_a_stamp_that_is_not_read_is_no_standfirst_and_no_text(stamp: str) -> None:
    found = article(f"<article><h1>{TITLE}</h1><div>{stamp}</div>{BODY}</article>")
    assert (found.standfirst, found.paragraphs) == ("", PARAGRAPHS)


def test_a_stamp_that_is_read_dates_the_article() -> None:
    found = article(f"<article><h1>{TITLE}</h1><div>06-05-2020 | 10:30</div>{BODY}</article>")
    assert (found.published.edtf, found.published.basis) == ("2020-05-06", DateBasis.STATED)
