"""The real documents, through the database and out again as an export."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.ingest.dates.intervals import from_edtf
from archive.ingest.run import load_paths
from archive.models import Article, Capture, Entity, Mention, OutboxEntry, Outlet
from archive.records.mentions import field_text

pytestmark = [
    pytest.mark.seeds,
    pytest.mark.django_db,
    pytest.mark.usefixtures("archive_home"),
]

_EARLIEST_BEFORE = timedelta(days=400)


def exported() -> dict[str, list[dict[str, Any]]]:
    out = StringIO()
    call_command("export_articles", format="jsonl", stdout=out)
    documents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in out.getvalue().splitlines():
        record = json.loads(line)
        documents[record["document"]].append(record)
    return dict(documents)


@pytest.fixture
def records(seeds: Path) -> dict[str, list[dict[str, Any]]]:
    report = load_paths([str(seeds)])
    assert report.complete
    assert (report.documents, report.new) == (5, 7)
    return exported()


def pairs(
    records: dict[str, list[dict[str, Any]]], expected: dict[str, list[dict[str, Any]]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    assert {name: len(found) for name, found in records.items()} == {
        name: len(articles) for name, articles in expected.items()
    }
    return [
        (record, article)
        for name, articles in expected.items()
        for record, article in zip(records[name], articles, strict=True)
    ]


def test_titles_outlets_and_credits_are_those_of_the_documents(
    records: dict[str, Any], expected_seeds: dict[str, Any]
) -> None:
    for record, article in pairs(records, expected_seeds):
        assert record["title"] == article["title"]
        assert record["outlet"] == article["outlet"]
        for name in ("byline", "section", "dateline"):
            assert record[name] == article.get(name, record[name])
        assert set(article.get("keywords", ())) <= set(record["keywords"])
        assert set(article.get("captions", ())) <= set(record["captions"])


def test_bodies_are_whole_and_bare_of_page_chrome(
    records: dict[str, Any], expected_seeds: dict[str, Any]
) -> None:
    for record, article in pairs(records, expected_seeds):
        body = record["body"]
        assert body.startswith(article["body_starts"])
        assert body.endswith(tuple(article.get("body_ends_any", [article.get("body_ends")])))
        lines = body.split("\n")
        for chrome in article["not_in_body"]:
            assert chrome not in (lines if len(chrome) < 4 else body)
        assert set(article.get("subheads", ())) <= set(lines)


def test_dates_are_stated_or_honestly_inferred_and_never_wrong(
    records: dict[str, Any], expected_seeds: dict[str, Any]
) -> None:
    inferred = 0
    for record, article in pairs(records, expected_seeds):
        if article["published"]:
            assert record["published"] == article["published"]
            assert record["date_basis"] == article["date_basis"]
        elif record["published"]:
            inferred += 1
            assert record["date_basis"] == "inferred"
            assert record["date_evidence"]
            _assert_holds(record["published"], article["allowed"])
        if "published_time" in article:
            at = datetime.fromisoformat(record["published_at"])
            assert at.isoformat(timespec="minutes").endswith(article["published_time"])
        if "captured" in article:
            assert record["captured"] == article["captured"]
    assert inferred >= 3


def _assert_holds(edtf: str, allowed: dict[str, str]) -> None:
    earliest, latest, _precision = from_edtf(edtf)
    first, last = (date.fromisoformat(allowed[name]) for name in ("not_before", "not_after"))
    assert earliest is None or first - _EARLIEST_BEFORE <= earliest <= last
    assert latest is None or latest >= first


def test_an_export_has_exactly_its_documented_keys(records: dict[str, Any]) -> None:
    keys = [
        "id",
        "document",
        "position",
        "title",
        "outlet",
        "outlet_basis",
        "republisher",
        "published",
        "published_at",
        "date_basis",
        "date_evidence",
        "captured",
        "byline",
        "dateline",
        "agency",
        "section",
        "keywords",
        "captions",
        "standfirst",
        "body",
        "url",
        "language",
        "entities",
    ]
    for found in records.values():
        for record in found:
            assert list(record) == keys
            assert all(set(e) == {"name", "kind", "surfaces", "count"} for e in record["entities"])


@pytest.mark.usefixtures("records")
def test_spans_of_the_source_hold_the_paragraphs(seeds: Path) -> None:
    for article in Article.objects.select_related("capture"):
        text = (seeds / article.capture.document).read_text(encoding="utf-8")
        source = _letters("".join(text[start:end] for start, end in article.spans))
        assert all(_letters(paragraph) in source for paragraph in article.paragraphs)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@pytest.mark.usefixtures("records")
def test_mentions_point_at_their_words() -> None:
    assert Mention.objects.exists()
    for mention in Mention.objects.select_related("article"):
        text = field_text(mention.article, mention.field)
        assert text[mention.start : mention.end] == mention.surface


def test_loading_again_changes_nothing(records: dict[str, Any], seeds: Path) -> None:
    models = (Article, Capture, Mention, Entity, Outlet, OutboxEntry)
    before = [model.objects.count() for model in models]
    report = load_paths([str(seeds)])
    assert (report.new, report.updated, report.unchanged) == (0, 0, 7)
    assert [model.objects.count() for model in models] == before
    assert exported() == records


@pytest.mark.usefixtures("records")
def test_files_named_one_by_one_are_the_same_documents(seeds: Path) -> None:
    report = load_paths([str(path) for path in sorted(seeds.glob("*.txt"))])
    assert (report.new, report.unchanged) == (0, 7)
