"""One page is one document, whatever the spelling of its address; other pages stay apart."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import connection

from archive.captures.article_identity import public_id
from archive.ingest.article_versions import versions
from archive.ingest.enrichment import EnrichmentPool
from archive.ingest.loading import LoadReport, load_batches
from archive.ingest.run import load_paths
from archive.models import Article, Capture, DocumentAddress
from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TITLE,
    WarcFile,
    page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

ARABIC = "https://example.org/culture/متحف-الموصل"
VARIANTS = (
    ARABIC,
    "https://example.org/culture/" + quote("متحف-الموصل"),
    f"{ARABIC}?utm_source=facebook&fbclid=abc",
    "http://www.example.org/culture/متحف-الموصل/",
    f"{ARABIC}#comments",
    f"{ARABIC}/amp",
)


def record(url: str, paragraphs: Sequence[str] = PARAGRAPHS, title: str = TITLE) -> str:
    return json.dumps({"url": url, "title": title, "text": "\n".join(paragraphs)}) + "\n"


def load(path: Path, *lines: str) -> LoadReport:
    path.write_text("".join(lines), encoding="utf-8")
    return load_paths([str(path)])


@pytest.mark.parametrize("batch", [1, 4, 200])
@pytest.mark.parametrize("ahead", [0, 1])
def test_spellings_of_an_address_are_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int, ahead: int
) -> None:
    monkeypatch.setattr(load_batches, "BATCH", batch)
    monkeypatch.setattr(EnrichmentPool, "ahead", ahead)
    lines = [record(url) for url in VARIANTS]
    report = load(tmp_path / "records.jsonl", *lines)
    assert (report.documents, report.new) == (6, 1)
    assert not any("another text" in warning for _document, warning in report.warnings)
    article = Article.objects.get()
    assert article.public_id == public_id(ARABIC, 0)
    assert article.url == ARABIC
    assert set(Capture.objects.values_list("uri", flat=True)) == {ARABIC}
    assert set(Capture.objects.values_list("url", flat=True)) == set(VARIANTS)
    again = load(tmp_path / "records.jsonl", *lines)
    assert (again.new, again.updated, again.unchanged) == (0, 0, 1)


def test_an_address_that_only_looks_alike_is_another_document(tmp_path: Path) -> None:
    urls = [
        f"https://example.org/{end}" for end in ("a%2Fb", "a/b", "#!/a", "#!/b", "?p=1", "?p=2")
    ]
    report = load(tmp_path / "records.jsonl", *map(record, urls))
    assert report.new == len(urls)


def test_several_texts_at_one_address_are_versions_and_told(tmp_path: Path) -> None:
    report = load(
        tmp_path / "records.jsonl",
        record(ARABIC, PARAGRAPHS[:2]),
        record(ARABIC, PARAGRAPHS),
        record(ARABIC, PARAGRAPHS[:1]),
    )
    article = Article.objects.get()
    assert [len(version.paragraphs) for version in versions(article).versions] == [2, 3, 1]
    told = [document for document, warning in report.warnings if "another text" in warning]
    assert told == ["records.jsonl#2", "records.jsonl#3"]
    assert any("the same address as records.jsonl#1" in text for _name, text in report.warnings)


def saved(
    url: str, canonical: str = "", title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS
) -> str:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    note = f"<!-- saved from url=(0020){url} -->\n" if url else ""
    return note + page(title, paragraphs, head=head)


def load_pages(folder: Path, *pages: str) -> LoadReport:
    folder.mkdir(exist_ok=True)
    for number, content in enumerate(pages):
        (folder / f"{number}.html").write_text(content, encoding="utf-8")
    return load_paths([str(folder)])


PRINT = "https://example.org/print?id=7"


@pytest.mark.parametrize("order", [1, -1])
def test_a_page_and_its_canonical_address_are_one_document(tmp_path: Path, order: int) -> None:
    both = [saved(PRINT, ARABIC), saved(ARABIC, paragraphs=(*PARAGRAPHS, SECOND_PARAGRAPHS[0]))]
    report = load_pages(tmp_path / "pages", *both[::order])
    assert report.new == 1
    assert Article.objects.count() == 1
    assert len(set(Capture.objects.values_list("uri", flat=True))) == 1
    load_pages(tmp_path / "later", saved(PRINT, ARABIC, paragraphs=PARAGRAPHS[:2]))
    assert Article.objects.count() == 1


def test_one_canonical_address_of_pages_with_other_titles_names_none_of_them(
    tmp_path: Path,
) -> None:
    other = saved("https://example.org/b", ARABIC, SECOND_TITLE, SECOND_PARAGRAPHS)
    load_pages(tmp_path / "pages", saved("https://example.org/a", ARABIC), other)
    assert {each.title for each in Article.objects.all()} == {TITLE, SECOND_TITLE}
    own = saved(
        ARABIC,
        "",
        "خبر ثالث عن معرض للخط العربي",
        ("نص آخر لا صلة له بما قبله كله من الكلام في المعرض.",),
    )
    load_pages(tmp_path / "later", own)
    assert Article.objects.count() == 3


def test_files_that_all_name_one_address_stay_apart(tmp_path: Path) -> None:
    first = saved("", ARABIC)
    second = saved("", ARABIC, SECOND_TITLE, SECOND_PARAGRAPHS)
    load_pages(tmp_path / "pages", first, second)
    assert set(Capture.objects.values_list("uri", flat=True)) == {ARABIC, "1.html"}
    assert Article.objects.get(title=SECOND_TITLE).url == ""
    again = load_pages(tmp_path / "pages", first, second)
    assert (again.new, again.updated, again.unchanged) == (0, 0, 2)


@pytest.mark.parametrize(
    "canonical", ["https://example.org/", "https://other.test/culture/1", "https://example.org"]
)
def test_a_canonical_address_of_a_whole_or_another_site_counts_for_nothing(
    tmp_path: Path, canonical: str
) -> None:
    one = saved("https://example.org/a", canonical)
    load_pages(tmp_path / "pages", one, saved("https://example.org/b", canonical))
    assert Article.objects.count() == 2


def test_pages_of_a_web_archive_follow_their_canonical_address_too(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    file = WarcFile().page(ARABIC, page().encode()).page(PRINT, saved("", ARABIC).encode())
    path.write_bytes(file.content())
    load_paths([str(path)])
    assert set(Capture.objects.values_list("uri", flat=True)) == {ARABIC}


def test_documents_that_were_loaded_twice_stay_and_no_third_comes(tmp_path: Path) -> None:
    """As before addresses were compared: each spelling was a document of its own."""
    load(tmp_path / "one.jsonl", record(ARABIC))
    load(tmp_path / "two.jsonl", record("https://example.org/other"))
    second = f"{ARABIC}?utm_source=x"
    Capture.objects.filter(uri="https://example.org/other").update(uri=second, url=second)
    DocumentAddress.objects.all().delete()
    migration = importlib.import_module("archive.migrations.0006_document_addresses")
    migration.fill(apps, SimpleNamespace(connection=connection))
    ids = set(Article.objects.values_list("public_id", flat=True))
    assert DocumentAddress.objects.get().uri == ARABIC
    report = load(tmp_path / "three.jsonl", record(f"{ARABIC}#top", PARAGRAPHS[:2]))
    load(tmp_path / "four.jsonl", record(second, (*PARAGRAPHS, SECOND_PARAGRAPHS[0])))
    assert report.new == 0
    assert set(Article.objects.values_list("public_id", flat=True)) == ids
    assert Capture.objects.filter(uri=ARABIC).count() == 3


def test_a_dry_run_knows_the_document_under_its_other_address(tmp_path: Path) -> None:
    load(tmp_path / "one.jsonl", record(ARABIC))
    (tmp_path / "two.jsonl").write_text(record(f"{ARABIC}?fbclid=1"), encoding="utf-8")
    report = load_paths([str(tmp_path / "two.jsonl")], dry_run=True)
    assert (report.new, report.updated) == (0, 1)


def test_a_page_that_names_its_own_address_is_known_by_it(tmp_path: Path) -> None:
    load_pages(tmp_path / "pages", saved(ARABIC, ARABIC))
    assert not DocumentAddress.objects.get().canonical
    later = saved(ARABIC, ARABIC, SECOND_TITLE, SECOND_PARAGRAPHS)
    load_pages(tmp_path / "later", later)
    assert Capture.objects.filter(uri=ARABIC).count() == 2
