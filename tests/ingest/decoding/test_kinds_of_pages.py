"""Pages as the programs write them that news is published with: the article, whole, and no more."""

from __future__ import annotations

import pytest

from archive.ingest.decoding import source_text
from archive.records.documents import HTML, ParsedArticle, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, SECOND_PARAGRAPHS, SECOND_TITLE, TITLE
from tests.ingest.parsed_pages import parse_capture

LINKS = "".join(f'<li><a href="/{n}">{SECOND_TITLE} {n}</a></li>' for n in range(4))
MENU = f'<div id="menu"><ul>{"".join(f"<li><a>باب {n}</a></li>" for n in range(6))}</ul></div>'
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
FIRST, *OTHERS = (f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
REST = "".join(OTHERS)
TEASERS = "".join(
    f'<div><h3><a href="/{n}">{SECOND_TITLE}</a></h3><p>{SECOND_PARAGRAPHS[0]}</p></div>'
    for n in range(2)
)

COLUMN = "".join(
    f'<div><a href="/{n}">{SECOND_TITLE}</a><p>{SECOND_PARAGRAPHS[n % 2][: 80 + n]}</p></div>'
    for n in range(3)
)


def read(body: str, title: str = TITLE, head: str = "") -> ParsedArticle:
    content = (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{body}</body></html>"
    )
    (found,) = parse_capture(RawCapture("p.html", "p.html", content.encode(), HTML)).articles
    return found


KINDS = {
    "WordPress": f'{MENU}<article class="post"><header class="entry-header"><h1>{TITLE}</h1>'
    f'<div class="entry-meta"><span class="posted-on"><time>6 مايو 2020</time></span>'
    f'<span class="byline"><a rel="author">هدى الزعبي</a></span></div></header>'
    f'<div class="entry-content">{BODY}<div class="sharedaddy"><h3>شارك هذا الموضوع:</h3></div>'
    f'<div class="jp-relatedposts"><h3>مقالات ذات صلة</h3><ul>{LINKS}</ul></div></div></article>',
    "a magazine's theme": f'{MENU}<article id="the-post"><h1>{TITLE}</h1><div class="post-meta">'
    f'<span class="meta-author"><a>هدى الزعبي</a></span><span class="date">6 مايو 2020</span>'
    f'<span>0</span><span>321</span></div><div class="entry">{FIRST}<div id="inline-related-post">'
    f"<div>مقالات ذات صلة</div><ul>{LINKS}</ul></div>{REST}</div></article>"
    f'<div class="about-author"><h4>هدى الزعبي</h4><p>{SECOND_PARAGRAPHS[1]}</p></div>',
    "Blogger": f'<div class="post hentry"><h3 class="post-title">{TITLE}</h3>'
    f'<div class="post-body"><div dir="rtl">{"<br /><br />".join(PARAGRAPHS)}</div></div>'
    f'<div class="post-footer"><span class="post-author">مرسلة بواسطة هدى الزعبي</span> في '
    f'<abbr class="published" title="2020-05-06T10:00:00+03:00">10:00 ص</abbr></div></div>'
    f'<div class="sidebar"><h2>أرشيف المدونة</h2><ul>{LINKS}</ul></div>',
    "ASP.NET in tables": f'<form id="form1"><table><tr><td colspan="2">{MENU}</td></tr><tr><td>'
    f"<table>{LINKS.replace('li>', 'td>')}</table></td><td><table><tr><td><span>{TITLE}</span></td>"
    f"</tr><tr><td>06/05/2020</td></tr><tr><td>هدى الزعبي</td></tr><tr><td><span>"
    f"{'<br>'.join(PARAGRAPHS)}</span></td></tr></table></td></tr></table></form>",
    "AMP": f"<amp-sidebar><ul>{LINKS}</ul></amp-sidebar><article><header><h1>{TITLE}</h1>"
    f'<div class="amp-wp-byline"><span class="amp-wp-author">هدى الزعبي</span></div>'
    f'<div class="amp-wp-posted-on"><time datetime="2020-05-06T10:00:00+03:00">قبل أيام</time></div>'
    f'</header><div class="amp-wp-article-content">{BODY}<amp-ad></amp-ad></div></article>',
    "microdata": f'{MENU}<div itemscope itemtype="http://schema.org/NewsArticle"><h2 '
    f'itemprop="headline">{TITLE}</h2><span itemprop="author">هدى الزعبي</span>'
    f'<meta itemprop="datePublished" content="2020-05-06"><div itemprop="articleBody">{BODY}</div></div>',
    "an old page of rows": f"<table><tr><td>{TITLE}</td></tr><tr><td>الأربعاء 6 أيار 2020</td></tr>"
    f"<tr><td>بقلم: هدى الزعبي</td></tr>{BODY.replace('<p>', '<tr><td>').replace('</p>', '</td></tr>')}"
    f"</table>{MENU}",
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_article_is_read_whole_with_its_author_and_day(kind: str) -> None:
    head = f'<meta property="og:title" content="{TITLE}">'
    found = read(KINDS[kind], head=head)
    assert (found.title, found.byline) == (TITLE, "هدى الزعبي")
    assert (found.paragraphs, found.standfirst) == (PARAGRAPHS, "")
    assert kind == "Blogger" or found.published.edtf == "2020-05-06"


BESIDE = {
    "teasers below": f'<div class="text">{BODY}</div><div><h2>أخبار أخرى</h2>{TEASERS}</div>',
    "a card amid the text": f'{FIRST}<div><a href="/2"><h3>{SECOND_TITLE}</h3>'
    f"<p>{SECOND_PARAGRAPHS[0]}</p></a></div>{REST}",
    "a column of opinions": f'<div class="text">{BODY}</div><div class="col"><h4>رأي</h4>{COLUMN}</div>',
    "read also, with links": f"{FIRST}<div><h4>اقرأ أيضاً</h4><ul>{LINKS}</ul></div>{REST}",
    "pages of a list": f'{BODY}<div class="page-links">الصفحات: <a>1</a> <a>2</a></div>',
    "the author's life": f'{BODY}<div class="author-box"><h4>هدى الزعبي</h4><p>{SECOND_PARAGRAPHS[1]}</p></div>',
    "readers' comments": f'{BODY}<div class="comments-area"><p>{SECOND_PARAGRAPHS[0]}</p></div>',
    "buttons": f"<div>شارك</div><div>طباعة</div><div>حجم الخط A+ A-</div>{BODY}",
    "the web archive's bar": f'<div id="wm-ipp-base"><a>About this capture</a></div>{BODY}',
    "the next and the previous": f"{BODY}<nav><a>السابق: {SECOND_TITLE}</a></nav>",
}


@pytest.mark.parametrize("kind", BESIDE)
def test_what_stands_beside_an_article_is_left_out(kind: str) -> None:
    page = f"{MENU}<article><h1>{TITLE}</h1>{BESIDE[kind]}</article>"
    assert read(page).paragraphs == PARAGRAPHS


LINES = ("زراعة ثلاثمئة شجرة", "تركيب مقاعد جديدة", "إنارة الممرات كلها")
INSIDE = {
    "a list": (f"<ul>{''.join(f'<li>{line}</li>' for line in LINES)}</ul>", LINES),
    "a quotation": (
        "<blockquote><p>هذه القاعة ذاكرة المدينة كلها، ولن نتركها للخراب.</p></blockquote>",
        ("هذه القاعة ذاكرة المدينة كلها، ولن نتركها للخراب.",),
    ),
    "a tweet": (
        '<blockquote class="twitter-tweet"><p>شكراً لكل من زار القاعة اليوم.</p>&mdash; المتحف '
        '(@museum) <a href="https://twitter.com/m/status/1">May 6, 2020</a></blockquote>',
        ("شكراً لكل من زار القاعة اليوم.", "— المتحف (@museum) May 6, 2020"),
    ),
    "a sub-head": ("<h2>مخطوطات نادرة</h2>", ("مخطوطات نادرة",)),
    "a folded part": (
        f"<details><summary>تفاصيل</summary><p>{SECOND_PARAGRAPHS[0]}</p></details>",
        ("تفاصيل", SECOND_PARAGRAPHS[0]),
    ),
    "a table of data": (
        "<table><tr><th>السنة</th><th>الزوار</th></tr><tr><td>2018</td><td>12000</td></tr></table>",
        ("السنة | الزوار", "2018 | 12000"),
    ),
    "an update of a live blog": (
        f"<div class='live'><h3>وصول الوفد</h3><p>{SECOND_PARAGRAPHS[1]}</p></div>",
        ("وصول الوفد", SECOND_PARAGRAPHS[1]),
    ),
}


@pytest.mark.parametrize("kind", INSIDE)
def test_what_an_article_holds_amid_its_text_stays(kind: str) -> None:
    markup, lines = INSIDE[kind]
    found = read(f"{MENU}<article><h1>{TITLE}</h1>{FIRST}{markup}{REST}</article>")
    shown = [line.strip() for paragraph in found.paragraphs for line in paragraph.split("\n")]
    expected = [PARAGRAPHS[0], *lines, *PARAGRAPHS[1:]]
    assert " ".join(shown) == " ".join(expected)


@pytest.mark.parametrize("element", ["noscript", "template", "textarea"])
def test_a_text_that_scripts_were_to_show_is_read(element: str) -> None:
    page = f"<h1>{TITLE}</h1><div id='app'></div><{element}><div>{BODY}</div></{element}>"
    shown = " ".join(read(page).paragraphs)
    assert all(paragraph in shown for paragraph in PARAGRAPHS)


def test_a_column_of_linked_headlines_is_no_line_of_the_page_s_text() -> None:
    column = f'<div class="col"><h4>رأي</h4>{COLUMN}</div>'
    page = f'<div class="text"><h1>{TITLE}</h1>{BODY}</div>{column}'
    content = f"<html><title>{TITLE}</title><body>{page}</body></html>"
    text = source_text(RawCapture("p.html", "p.html", content.encode(), HTML)).text
    assert SECOND_TITLE not in text
    assert SECOND_PARAGRAPHS[0][:60] not in text
