"""One article taken away: text, JSON, PDF, the picture beside a link, and what its head tells."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import Article
from tests.factories import make_article, make_entity, make_mention, make_outlet

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def article() -> Article:
    return make_article(
        "حصاد القمح #1 *وفير*",
        "بدأ الحصاد في الحقول.\nقال المزارعون إن الموسم وفير [جدا] $كثيرا$.",
        outlet=make_outlet("صحيفة السنابل", name_en="Ears Daily"),
        byline="درعا: سامي القاسم",
        url="https://ears.example/1",
        keywords=["قمح"],
        section="زراعة",
    )


def taken(client: Client, article: Article, form: str) -> bytes:
    response = client.get(f"/article/{article.public_id}/download.{form}")
    assert response.status_code == 200
    assert f'filename="khizana-{article.public_id}.{form}"' in response["Content-Disposition"]
    return response.content


def test_text_says_what_it_is_and_where_it_comes_from(
    article: Article, client: Client, public_url: str
) -> None:
    text = taken(client, article, "txt").decode()
    assert text.startswith("حصاد القمح #1 *وفير*\nصحيفة السنابل · زراعة\nدرعا: سامي القاسم\n")
    assert article.body in text
    assert text.rstrip().endswith(f"{public_url}/article/{article.public_id}/")
    assert "https://ears.example/1" in text


def test_json_is_the_exchange_format(article: Article, client: Client, public_url: str) -> None:
    make_mention(article, make_entity("الحقول"))
    record = json.loads(taken(client, article, "json"))
    assert record["body"] == article.body
    assert record["address"] == f"{public_url}/article/{article.public_id}/"
    assert record["entities"][0]["name"] == "الحقول"


def test_pdf_holds_the_text_as_text_and_no_markup_of_it(article: Article, client: Client) -> None:
    pdf = PdfReader(io.BytesIO(taken(client, article, "pdf")))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "حصاد القمح #1 *وفير*"
    assert pdf.metadata.author == "سامي القاسم"
    assert pdf.trailer["/Root"]["/Lang"] == "ar"  # type: ignore[index]
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert any("NotoNaskhArabic" in font for font in fonts)


def test_a_text_that_is_too_long_for_pdf_is_offered_as_text(
    article: Article, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.exports.article_files.MOST_LETTERS_OF_PDF", 10)
    response = client.get(f"/article/{article.public_id}/download.pdf")
    assert response.status_code == 413
    assert "download.txt" in response.content.decode()


def test_the_card_is_a_picture_of_the_size_that_is_told(article: Article, client: Client) -> None:
    response = client.get(f"/article/{article.public_id}/card.png")
    assert response["Content-Type"] == "image/png"
    content = response.content
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) == 1200
    assert int.from_bytes(content[20:24]) == 630


@pytest.mark.parametrize("place", ["download.txt", "download.json", "download.pdf", "card.png"])
def test_nothing_of_a_hidden_article_is_taken(article: Article, client: Client, place: str) -> None:
    hide_articles([article], Reasons("سبب"))
    response = client.get(f"/article/{article.public_id}/{place}")
    assert response.status_code in (404, 410)
    assert "الحصاد" not in response.content.decode()


def test_no_such_form(article: Article, client: Client) -> None:
    assert client.get(f"/article/{article.public_id}/download.doc").status_code == 404


def tags(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]+)"\s+content="([^"]*)"', html):
        found.setdefault(name, []).append(unescape(content))
    return found


def described(html: str) -> dict[str, Any]:
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    read: dict[str, Any] = json.loads(written)
    return read


def test_the_head_tells_programs_what_the_article_is(
    article: Article, client: Client, public_url: str
) -> None:
    html = client.get(article.get_absolute_url()).content.decode()
    address = f"{public_url}/article/{article.public_id}/"
    found = tags(html)
    assert found["citation_title"] == found["DC.title"] == found["og:title"] == [article.title]
    assert found["citation_author"] == found["DC.creator"] == ["سامي القاسم"]
    assert found["citation_publication_date"] == ["2024/10/26"]
    assert found["DC.date"] == ["2024-10-26"]
    assert found["DC.identifier"] == found["og:url"] == [address]
    assert found["og:image"] == [f"{address}card.png"]
    news = described(html)
    assert news["@type"] == "NewsArticle"
    assert news["datePublished"] == "2024-10-26"
    assert news["publisher"]["name"] == "صحيفة السنابل"
    assert news["author"] == [{"@type": "Person", "name": "سامي القاسم"}]


def test_an_unsure_date_is_told_as_wide_as_it_is(client: Client) -> None:
    from datetime import date

    article = make_article(
        published_earliest=date(2024, 2, 1), published_latest=date(2024, 2, 29), edtf="2024-02"
    )
    html = client.get(article.get_absolute_url()).content.decode()
    assert tags(html)["DC.date"] == ["2024-02"]
    assert "citation_publication_date" not in tags(html)
    assert "datePublished" not in described(html)


def test_no_text_ends_the_description(client: Client) -> None:
    article = make_article('خبر </script><script>alert("1")</script> <!--')
    html = client.get(article.get_absolute_url()).content.decode()
    assert described(html)["headline"] == article.title
    assert "<script>alert" not in html


def test_browsers_are_told_how_to_search(client: Client) -> None:
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="http://testserver/search/?q={searchTerms}"' in response.content.decode()
    assert 'href="/opensearch.xml"' in client.get("/").content.decode()


def test_each_style_can_be_copied(article: Article, client: Client) -> None:
    html = client.get(article.get_absolute_url()).content.decode()
    assert html.count('class="citation"') == 6
    assert len(re.findall(r'<button type="button" class="button quiet copy[^>]*hidden', html)) == 6
    client.cookies["django_language"] = "en"
    english = client.get(article.get_absolute_url()).content.decode()
    first, arabic = 'class="citation" lang="en"', 'lang="ar" dir="rtl">سامي'
    assert english.index(first) < english.index(arabic)
