"""What holds most of a page's words is read, whatever its tag, class or state."""

from __future__ import annotations

import json

import pytest

from archive.ingest.parsing import ParsedCapture
from archive.records.documents import HTML, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, SECOND_PARAGRAPHS, TITLE
from tests.ingest.parsed_pages import parse_capture

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
COOKIES = "نستخدم في هذا الموقع ملفات صغيرة تُحفظ في متصفحك لنعرف عدد من يزوره في كل يوم من الأيام."


def paragraphs_of(body: str, head: str = "") -> tuple[str, ...]:
    (article,) = parsed(body, head).articles
    assert article.title == TITLE
    return article.paragraphs


def parsed(body: str, head: str = "") -> ParsedCapture:
    content = (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{TITLE}</title>{head}'
        f"</head>{body if body.startswith('<body') else f'<body>{body}</body>'}</html>"
    )
    return parse_capture(RawCapture("p.html", "p.html", content.encode(), HTML))


@pytest.mark.parametrize(
    "element",
    [
        'form method="post" action="./" id="aspnetForm"',
        'div id="app" aria-hidden="true"',
        "div hidden",
        'div style="visibility:hidden"',
        'div style="display: none"',
        "aside",
        "footer",
        "noscript",
        'div role="dialog"',
        'div class="entry-content no-share"',
        'div class="post comments-open"',
        'div class="has-sidebar menu-closed"',
        'div class="share"',
        'div class="modal"',
        'section id="comments"',
    ],
)
def test_an_element_that_holds_most_of_the_words_is_read(element: str) -> None:
    tag = element.split()[0]
    assert paragraphs_of(f"<h1>{TITLE}</h1><{element}>{BODY}</{tag}>") == PARAGRAPHS


@pytest.mark.parametrize("state", ['style="visibility:hidden"', 'aria-hidden="true"', "hidden"])
def test_a_body_that_is_hidden_until_it_is_loaded_is_read(state: str) -> None:
    assert paragraphs_of(f"<body {state}><h1>{TITLE}</h1>{BODY}</body>") == PARAGRAPHS


def test_what_is_silent_inside_an_opened_form_stays_so() -> None:
    menu = "<nav><p>قائمة طويلة من أقسام الموقع وأبوابه التي لا صلة لها بهذا المقال كله</p></nav>"
    share = '<div class="share-bar">شارك هذا المقال مع من تحب من الأصدقاء والأقارب</div>'
    page = f'<form id="f">{menu}<h1>{TITLE}</h1>{BODY}{share}<input value="بحث"></form>'
    assert paragraphs_of(page) == PARAGRAPHS


def test_a_form_within_a_hidden_wrapper_is_read_too() -> None:
    page = f'<div aria-hidden="true"><form><h1>{TITLE}</h1>{BODY}</form></div>'
    assert paragraphs_of(f'{page}<div role="dialog"><p>{COOKIES}</p></div>') == PARAGRAPHS


def test_long_comments_below_an_article_stay_silent() -> None:
    comments = "".join(f"<p>{text} ورأيي في ذلك كله رأي آخر.</p>" for text in SECOND_PARAGRAPHS * 3)
    page = f'<h1>{TITLE}</h1><div class="text">{BODY}</div><div id="comments">{comments}</div>'
    assert paragraphs_of(page) == PARAGRAPHS


def test_a_column_of_teasers_beside_a_short_article_stays_silent() -> None:
    teasers = "".join(
        f'<div><h3><a href="/{n}">عنوان خبر آخر رقمه {n} في هذه الصفحة</a></h3><p>{text}</p></div>'
        for n, text in enumerate(SECOND_PARAGRAPHS * 3)
    )
    page = f"<div><h1>{TITLE}</h1>{BODY}</div><aside>{teasers}</aside>"
    assert paragraphs_of(page) == PARAGRAPHS


def test_a_hidden_article_above_a_long_foot_is_read() -> None:
    about = f"<p>{COOKIES}</p>" * 3
    text = "".join(f"<p>{text} {n}</p>" for n in range(6) for text in PARAGRAPHS)
    page = f'<div aria-hidden="true"><h1>{TITLE}</h1>{text}</div><div class="about">{about}</div>'
    assert PARAGRAPHS[0] + " 0" in paragraphs_of(page)


def test_a_hidden_copy_of_the_article_is_not_read_twice() -> None:
    page = f'<h1>{TITLE}</h1><div>{BODY}</div><div style="display:none">{BODY}{BODY}</div>'
    assert paragraphs_of(page) == PARAGRAPHS


def test_a_request_for_scripts_is_no_article() -> None:
    page = f"<h1>{TITLE}</h1><p>جار التحميل</p><noscript>{COOKIES}</noscript>"
    assert all(COOKIES not in text for text in paragraphs_of(page))


def test_an_article_without_text_has_a_warning() -> None:
    found = parsed(f"<h1>{TITLE}</h1>")
    assert not any(article.paragraphs for article in found.articles)
    assert "no text was found under the title" in found.warnings


def json_ld(body: str, title: str = TITLE) -> str:
    node = {"@type": "NewsArticle", "headline": title, "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_a_page_whose_text_stands_in_json_ld_alone_is_read_with_a_warning() -> None:
    body = BODY
    found = parsed(f'<h1>{TITLE}</h1><div id="root">جار التحميل</div>', json_ld(body))
    assert found.articles[0].paragraphs == PARAGRAPHS
    assert any("JSON-LD" in warning for warning in found.warnings)


def test_character_references_in_json_ld_are_decoded() -> None:
    body = " ".join(PARAGRAPHS).replace("،", "&#1548;") + " &quot;تم&quot;"
    found = parsed(f"<h1>{TITLE}</h1>", json_ld(body))
    assert found.articles[0].paragraphs == (" ".join(PARAGRAPHS) + ' "تم"',)


def test_json_ld_of_other_stories_or_a_shorter_one_replaces_nothing() -> None:
    others = json_ld(SECOND_PARAGRAPHS[0], "خبر ثان") + json_ld(SECOND_PARAGRAPHS[1], "خبر ثالث")
    page = f"<h1>{TITLE}</h1><div>{BODY}</div>"
    assert paragraphs_of(page, others) == PARAGRAPHS
    assert paragraphs_of(page, json_ld(SECOND_PARAGRAPHS[0])) == PARAGRAPHS
