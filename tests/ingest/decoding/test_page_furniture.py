"""Captions, slogans, keywords and other stories' headlines on a page are no text and no author."""

from __future__ import annotations

import pytest

from archive.ingest.parsing import ParsedCapture
from archive.records.documents import HTML, ParsedArticle, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, SECOND_PARAGRAPHS, SECOND_TITLE, TITLE, page
from tests.ingest.parsed_pages import parse_capture

OWN = (
    "وكانت القاعة قد أُغلقت بعد أن تسربت مياه الأمطار إلى سقفها في شتاء قاس لم تعرفه المدينة.",
    "ويقول العاملون فيها إن عدد زوارها بلغ في العام الذي سبق إغلاقها عشرة آلاف زائر من كل مكان.",
)
FIRST, *REST = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
BODY = "".join((FIRST, *REST))


def parsed(content: str) -> ParsedCapture:
    return parse_capture(RawCapture("p.html", "p.html", content.encode(), HTML))


def article(inside: str, head: str = "") -> ParsedArticle:
    content = page(paragraphs=(), head=head).replace("</h1>", f"</h1>{inside}")
    (found,) = parsed(content).articles
    assert found.title == TITLE
    return found


@pytest.mark.parametrize(
    "caption",
    [
        '<figure><img src="a.jpg"><figcaption>سامي الكيلاني</figcaption></figure>',
        '<div><img src="a.jpg"><span class="img-cap">سامي الكيلاني</span></div>',
        '<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">سامي الكيلاني</p></div>',
    ],
)
def test_a_person_in_a_caption_is_no_author(caption: str) -> None:
    found = article(f"{caption}{BODY}")
    assert found.byline == ""
    assert found.captions == ("سامي الكيلاني",)
    assert found.paragraphs == PARAGRAPHS


def test_an_author_beside_a_caption_is_still_found() -> None:
    caption = "<figure><img><figcaption>سامي الكيلاني</figcaption></figure>"
    found = article(f'{caption}<div class="author">هدى الزعبي</div>{BODY}')
    assert found.byline == "هدى الزعبي"


def test_what_alone_is_written_where_a_picture_stands_is_its_caption() -> None:
    found = article(f'<div><div><img src="a.jpg"></div>قاعة المخطوطات بعد أن رُممت</div>{BODY}')
    assert (found.standfirst, found.captions) == ("", ("قاعة المخطوطات بعد أن رُممت",))


def test_a_name_beside_its_own_picture_is_an_author() -> None:
    found = article(f'<div class="by"><img src="me.jpg"> هدى الزعبي</div>{BODY}')
    assert found.byline == "هدى الزعبي"


def test_a_title_that_a_caption_repeats_stays_the_title() -> None:
    found = article(f"<figure><img><figcaption>{TITLE}</figcaption></figure>{BODY}")
    assert found.paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "author",
    ["موقع إخباري مستقل يتابع أخبار المدن والقرى والناس", "admin", "me@example.com", "دار المثال"],
)
def test_a_slogan_an_account_and_the_site_itself_are_no_authors(author: str) -> None:
    head = f'<meta name="author" content="{author}"><meta property="og:site_name" content="دار المثال">'
    assert article(BODY, head).byline == ""


def test_a_slogan_in_the_pages_title_is_no_line_of_its_article() -> None:
    slogan = "أخبار المدن والقرى والناس كل يوم"
    content = page(around=f"<div>{slogan}</div>{{}}").replace(
        "موقع المثال</title>", f"{slogan}</title>"
    )
    (found,) = parsed(content).articles
    shown = (found.byline, found.standfirst, found.section, found.dateline, *found.paragraphs)
    assert slogan not in shown


def test_the_publisher_in_microdata_is_no_author() -> None:
    publisher = '<div itemprop="publisher"><div itemprop="name">أخبار وآراء المثال</div></div>'
    assert article(f"{publisher}{BODY}").byline == ""


def test_links_of_keywords_are_keywords_and_no_text() -> None:
    tags = '<div class="post_tags"><span>وسوم:</span> <a rel="tag" href="/t/1">ترميم الكتب</a><a rel="tag" href="/t/2">متاحف</a></div>'
    found = article(f"{BODY}{tags}")
    assert (found.paragraphs, found.keywords) == (PARAGRAPHS, ("ترميم الكتب", "متاحف"))


def test_a_label_above_a_list_of_links_goes_with_it() -> None:
    links = "".join(f'<a href="/t/{n}"><h6>وسم {n}</h6></a>' for n in range(4))
    assert (
        article(f"{BODY}<div><span>الكلمات الدالة :</span>{links}</div>").paragraphs == PARAGRAPHS
    )


def test_another_storys_headline_amid_the_text_is_left_out() -> None:
    link = '<div><a href="/2">معرض جديد للخط العربي في مدينة حلب القديمة</a></div>'
    assert article(f"{FIRST}{link}{''.join(REST)}").paragraphs == PARAGRAPHS


def test_what_an_article_element_recommends_below_its_text_is_left_out() -> None:
    more = "<h3>معرض للخط في حلب</h3><div>خطوط ولوحات</div>"
    content = page(around=f"<article>{{}}<section>{more}</section></article>")
    assert parsed(content).articles[0].paragraphs == PARAGRAPHS


def test_rules_for_comments_are_no_text() -> None:
    rules = "نرحب بتعليقاتكم على ما ننشر، ولا تُنشر التعليقات التي تسيء إلى أحد."
    assert article(f"{BODY}<p>{rules}</p>").paragraphs == PARAGRAPHS


def test_teasers_in_elements_of_their_own_are_no_articles() -> None:
    teasers = "".join(
        f'<article class="post"><h2><a href="/{n}">{SECOND_TITLE}</a></h2>'
        f"<p>{' '.join(SECOND_PARAGRAPHS)}</p></article>"
        for n in range(2)
    )
    found = parsed(page(around=f"<article>{{}}</article><div>{teasers}</div>")).articles
    assert [each.paragraphs for each in found] == [PARAGRAPHS]


def test_an_element_that_is_another_storys_takes_no_articles_place() -> None:
    teaser = f"<article><h2>{SECOND_TITLE}</h2><p>{' '.join(SECOND_PARAGRAPHS)}</p></article>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, *OWN))
    (found,) = parsed(
        page(paragraphs=()).replace("</h1>", f"</h1><div>{text}</div>{teaser}")
    ).articles
    assert found.paragraphs[:5] == (*PARAGRAPHS, *OWN)


def test_paragraphs_whose_words_are_all_links_are_text() -> None:
    text = "".join(
        "<p>"
        + " ".join(f'<a href="/w/{n}">{word}</a>' for n, word in enumerate(each.split()))
        + "</p>"
        for each in (*PARAGRAPHS, *OWN)
    )
    assert set(PARAGRAPHS) <= set(article(f"<div>{text}</div>").paragraphs)
