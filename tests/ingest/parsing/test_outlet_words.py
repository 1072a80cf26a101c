"""A word that an outlet is called by names it on its own pages, and nobody on other pages."""

from __future__ import annotations

import pytest

from tests.ingest.parsed_pages import parse_text

TITLE = "مكتبة عامة جديدة في البلدة تفتح أبوابها للقراء"
BODY = (
    "افتتح مجلس البلدة صباح الأربعاء مكتبة عامة جديدة تضم عشرين ألف كتاب، وحضر الافتتاح مئات من "
    "سكان البلدة والقرى المجاورة.\n\nوقال مدير المكتبة إن أبوابها مفتوحة للجميع دون مقابل، وإن "
    "العمل فيها استمر عامين كاملين بدعم من الأهالي."
)


@pytest.mark.parametrize("word", ["أبواب", "قنطرة", "الملف", "البداية", "طريق الشعب", "عناوين"])
@pytest.mark.parametrize("url", ["", "https://paper.example/17"])
@pytest.mark.parametrize("above", [True, False])
def test_a_word_alone_makes_no_outlet(word: str, url: str, above: bool) -> None:
    lines = [word, TITLE, BODY] if above else [TITLE, BODY, word]
    article = parse_text("\n\n".join(lines), url=url)[0]
    assert (article.outlet.slug, article.outlet.name) == ("", "")


def test_on_its_own_page_it_is_the_outlet() -> None:
    article = parse_text(f"أبواب\n\n{TITLE}\n\n{BODY}", url="https://abwab.eu/17")[0]
    assert article.outlet.slug == "abwab"


@pytest.mark.parametrize("speaker", ["الشاهد", "المحقق", "المراقب"])
def test_who_speaks_first_is_no_outlet(speaker: str) -> None:
    said = f"{speaker}: أكد مدير المكتبة أن أبوابها مفتوحة للجميع دون مقابل وأنها ستبقى كذلك."
    article = parse_text(f"{TITLE}\n\n{said}\n\n{BODY}")[0]
    assert article.outlet.name == ""
