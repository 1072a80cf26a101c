"""The real and the demonstration documents are parsed into the articles that people read in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.parsing import Role
from archive.ingest.parsing.assembly import tidy
from archive.records.documents import ParsedArticle
from tests.ingest.parsed_pages import explain_text, parse_text

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
DEMONSTRATION = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))["documents"]

SEEDS = [
    "000_048329ea6e73b3c8.txt",
    "001_d438872805faa861.txt",
    "002_37c9bb5fdf71ec70.txt",
    "003_85a45c802362d255.txt",
    "004_032df531970bae2f.txt",
]


def check(article: ParsedArticle, expected: dict[str, Any]) -> None:
    """Compare one article with what a person read in it."""
    body = "\n".join(article.paragraphs)
    assert article.title == expected["title"]
    assert (article.outlet.name or None) == expected["outlet"]
    assert body.startswith(expected["body_starts"])
    ends = expected.get("body_ends_any") or [expected["body_ends"]]
    assert body.endswith(tuple(ends))
    for chrome in expected.get("not_in_body", ()):
        assert not any(paragraph == chrome for paragraph in article.paragraphs)
        assert len(chrome) < 8 or chrome not in body
    for subhead in expected.get("subheads", ()):
        assert subhead in article.paragraphs
    assert set(expected.get("keywords", ())) <= set(article.keywords)
    if "captions" in expected:
        assert list(article.captions) == expected["captions"]
    for field in ("byline", "dateline", "section"):
        if field in expected:
            assert getattr(article, field) == expected[field]
    if "captured" in expected:
        assert article.captured is not None
        assert article.captured.isoformat() == expected["captured"]


def check_nothing_lost(text: str, articles: list[ParsedArticle]) -> None:
    """Every line is an article's or the page's, and an article's lines lie in its spans."""
    held = "\n".join("\n".join(article.paragraphs) for article in articles)
    for line in explain_text(text):
        assert line.article is not None or line.role.is_chrome
        if line.role is Role.BODY:
            end = tidy(line.text)[-40:]
            assert end in held or end in held.replace("\n", "")
        if line.article is not None:
            article = next(each for each in articles if each.position == line.article)
            assert any(s.start <= line.start and line.end <= s.end for s in article.spans)


@pytest.mark.seeds
@pytest.mark.parametrize("name", SEEDS)
def test_real_document(name: str, seeds: Path, expected_seeds: dict[str, Any]) -> None:
    text = (seeds / name).read_text(encoding="utf-8")
    articles = parse_text(text)
    assert len(articles) == len(expected_seeds[name])
    for article, expected in zip(articles, expected_seeds[name], strict=True):
        check(article, expected)
    check_nothing_lost(text, articles)


@pytest.mark.seeds
def test_real_documents_credit_outlets_by_what_the_page_shows(seeds: Path) -> None:
    bases = [
        [article.outlet.basis.value for article in parse_text((seeds / name).read_text("utf-8"))]
        for name in SEEDS
    ]
    assert bases == [
        ["layout", "layout"],
        ["stated"],
        ["source_line", "unknown"],
        ["stated"],
        ["layout"],
    ]


@pytest.mark.parametrize("name", sorted(DEMONSTRATION))
def test_demonstration_document(name: str) -> None:
    text = (FIXTURES / "documents" / name).read_text(encoding="utf-8")
    articles = parse_text(text)
    expected = DEMONSTRATION[name]["articles"]
    assert [article.title for article in articles] == [each["title"] for each in expected]
    for article, wanted in zip(articles, expected, strict=True):
        check(article, wanted)
    check_nothing_lost(text, articles)
