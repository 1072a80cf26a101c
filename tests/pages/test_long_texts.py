"""However long an article is, its page stays small and is soon there; nothing of it is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.test import Client

from archive.models import Article, Mention
from search.hits.snippets import Fragment
from search.presentation import text_parts
from search.presentation.text_parts import PART_LETTERS, PART_LINES, first_marks, text_part
from tests.factories import make_article, make_entity

MOST_BYTES = 1_500_000
SOON = 20.0
"""Seconds, of a machine that is busy; the square of the length would take minutes."""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "كلمة " * 90_000,
        "سطر\n" * 30_000,
        "ك" * 350_000,
        "\n" * 5_000,
        "كلمة",
        "ب\n" * PART_LINES,
    ],
)
def test_the_parts_of_a_text_are_the_text(text: str) -> None:
    first = text_part(text, 1)
    parts = [text_part(text, number) for number in range(1, first.count + 1)]
    assert "".join(text[part.start : part.end] for part in parts) == text
    for part in parts:
        assert part.end - part.start <= PART_LETTERS
        assert text.count("\n", part.start, part.end) <= PART_LINES
    assert (first.before, parts[-1].after) == (0, 0)
    assert text_part(text, 0) == first
    assert text_part(text, 10**18) == parts[-1]


def test_a_usual_text_is_one_part() -> None:
    assert text_part("كلمة " * 3_000, 1).count == 1


def test_the_first_hits_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_parts, "MOST_MARKS", 2)
    line = (Fragment("أ", True), Fragment(" "), Fragment("ب", True))
    assert [sum(each.marked for each in shown) for shown in first_marks([line, line])] == [2, 0]
    assert [sum(each.marked for each in shown) for shown in first_marks([line[:2], line])] == [1, 1]
    assert "".join(each.text for each in first_marks([line, line])[1]) == "أ ب"


def names_everywhere() -> Article:
    count = 25_000
    article, city = make_article("مدن", "حلب في " * count), make_entity("حلب")
    Mention.objects.bulk_create(
        Mention(article=article, entity=city, start=7 * n, end=7 * n + 3, surface="حلب")
        for n in range(count)
    )
    return article


def a_line_a_word() -> Article:
    return make_article("أسطر", "حلب\n" * 30_000)


def long_lines() -> Article:
    return make_article(
        "عنوان " * 20_000,
        "حلب",
        standfirst="مقدمة " * 50_000,
        keywords=[f"وسم {number}" for number in range(5_000)],
        captions=["صورة"] * 5_000,
    )


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("make", [names_everywhere, a_line_a_word, long_lines])
def test_the_page_of_a_long_article_stays_small(
    client: Client, index: Callable[[], None], make: Callable[[], Article]
) -> None:
    article = make()
    index()
    for query in ("", "?q=حلب", "?q=حلب&part=2", "?part=x", f"?part={10**17}"):
        begun = time.monotonic()
        response = client.get(article.get_absolute_url() + query)
        assert time.monotonic() - begun < SOON
        assert response.status_code == 200
        assert len(response.content) < MOST_BYTES, query
    assert len(client.get("/search/?q=حلب").content) < MOST_BYTES


@pytest.mark.usefixtures("archive")
def test_a_reader_goes_from_part_to_part(english: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_parts, "PART_LETTERS", 40)
    lines = [f"سطر رقم {number} عن دمشق" for number in range(6)]
    article = make_article("أجزاء", "\n".join(lines))
    city = make_entity("دمشق")
    for number in range(6):
        start = article.body.index("دمشق", article.body.index(f"رقم {number}"))
        Mention.objects.create(article=article, entity=city, start=start, end=start + 4)
    address: str | None = article.get_absolute_url()
    read, pages = "", 0
    while address is not None:
        page = english.get(address).content.decode()
        found = re.search('class="reading".*?</div>', page, re.S)
        assert found is not None
        assert found[0].count('class="entity place"') == found[0].count("دمشق</a>") > 0
        read += found[0]
        following = re.search('rel="next" href="([^"]*)"', page)
        address = None if following is None else article.get_absolute_url() + following[1]
        pages += 1
    assert pages > 2
    assert [read.count(f"رقم {number} ") for number in range(6)] == [1] * 6
