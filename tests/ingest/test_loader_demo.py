"""The demonstration documents hold what their description says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from archive.ingest.loading.outlet_directory import load_outlets
from archive.ingest.run import load_paths
from archive.models import Article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
DOCUMENTS: dict[str, Any] = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))[
    "documents"
]


@pytest.fixture
def articles() -> dict[str, list[Article]]:
    load_outlets(FIXTURES / "outlets.toml")
    report = load_paths([str(FIXTURES / "documents")])
    assert report.complete
    assert report.documents == len(DOCUMENTS)
    found: dict[str, list[Article]] = {name: [] for name in DOCUMENTS}
    for article in Article.objects.select_related("capture", "outlet").order_by("position"):
        found[article.capture.document].append(article)
    return found


def test_every_document_holds_its_articles(articles: dict[str, list[Article]]) -> None:
    problems = []
    for name, document in DOCUMENTS.items():
        expected = document["articles"]
        if len(articles[name]) != len(expected):
            problems.append((name, "articles", len(articles[name]), len(expected)))
            continue
        for article, described in zip(articles[name], expected, strict=True):
            problems += [(name, *problem) for problem in differences(article, described)]
    assert problems == []


def differences(article: Article, expected: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return each field that is not as described: its name, what is there, what should be."""
    captured = article.captured.isoformat() if article.captured else None
    pairs = [
        ("title", article.title, expected["title"]),
        ("outlet", article.outlet.name_ar if article.outlet else None, expected["outlet"]),
        ("captured", captured, expected.get("captured")),
        ("start", article.body.startswith(expected["body_starts"]), True),
        ("end", article.body.endswith(expected["body_ends"]), True),
        ("keywords", set(expected.get("keywords", ())) <= set(article.keywords), True),
        ("captions", set(expected.get("captions", ())) <= set(article.captions), True),
        ("subheads", set(expected.get("subheads", ())) <= set(article.paragraphs), True),
        *(
            (name, getattr(article, name), expected[name])
            for name in ("byline",)
            if name in expected
        ),
        ("date", date_is_right(article, expected), True),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def date_is_right(article: Article, expected: dict[str, Any]) -> bool:
    """A stated date is told; an inferred one holds the truth; unknown is always honest."""
    if expected["published"]:
        return bool(article.edtf == expected["published"])
    if not article.edtf:
        return True
    if "allowed" not in expected:
        return False
    first = date.fromisoformat(expected["allowed"]["not_before"])
    last = date.fromisoformat(expected["allowed"]["not_after"])
    earliest, latest = article.published_earliest, article.published_latest
    return (earliest is None or earliest <= last) and (latest is None or latest >= first)
