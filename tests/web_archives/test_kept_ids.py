"""Ids of another archive are kept where they are free, of articles that are new; else it is told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.captures.article_identity import public_id
from archive.captures.removal import delete_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.ingest.loading import LoadReport
from archive.ingest.run import load_paths
from archive.models import Article, Capture, DocumentAddress, FormerArticle, Load
from tests.factories import make_article
from tests.ingest.document_samples import PARAGRAPHS, SECOND_PARAGRAPHS, SECOND_TITLE, TITLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

OWN = "aaaabbbbcccc"


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An export of one saved text, whose article has the id ``OWN``; nothing of it is here."""
    path = tmp_path / "news.txt"
    path.write_text("\n\n".join((TITLE, *PARAGRAPHS)), encoding="utf-8")
    load_paths([str(path)])
    Article.objects.update(public_id=OWN)
    out = tmp_path / "out.warc.gz"
    call_command("export_captures", out, load=Load.objects.get().pk, verbosity=0)
    begin_anew()
    return out


def begin_anew() -> None:
    Capture.objects.all().delete()
    DocumentAddress.objects.all().delete()
    FormerArticle.objects.all().delete()


def load(path: Path) -> LoadReport:
    return load_paths([str(path)], keep_ids=True)


def told(report: LoadReport) -> list[str]:
    return [warning for _document, warning in report.warnings if " id" in warning]


def rewritten(path: Path, **values: Any) -> Path:
    """Return the export with other values in its metadata record."""
    lines = gzip.decompress(path.read_bytes())
    begin = lines.index(b"{\n")
    end = lines.index(b"\r\n\r\nWARC/1.1", begin)
    known = json.loads(lines[begin:end])
    block = json.dumps({**known, **values}, ensure_ascii=False).encode()
    old = str(end - begin).encode()
    head = lines[:begin]
    at = head.rindex(b"Content-Length: " + old)
    head = head[:at] + b"Content-Length: " + str(len(block)).encode() + b"\r\n\r\n"
    changed = path.with_name("changed.warc")
    changed.write_bytes(head + block + lines[end:])
    return changed


def test_an_id_is_kept_on_request_alone(exported: Path) -> None:
    report = load(exported)
    assert Article.objects.get().public_id == OWN
    assert told(report) == []
    begin_anew()
    assert load_paths([str(exported)]).documents == 0


def test_an_id_that_is_anothers_is_not_taken_and_that_is_told(exported: Path) -> None:
    make_article("خبر آخر", public_id=OWN)
    report = load(exported)
    assert Article.objects.get(title=TITLE).public_id == public_id("news.txt", 0)
    assert told(report) == [
        f"an id that was given is another's here: not {OWN}, the article has {public_id('news.txt', 0)}"
    ]


def test_an_id_whose_address_leads_elsewhere_is_not_taken(exported: Path) -> None:
    other = make_article("خبر آخر")
    FormerArticle.objects.create(public_id=OWN, leads_to=other)
    assert len(told(load(exported))) == 1
    assert not Article.objects.filter(public_id=OWN).exists()


def test_an_article_that_was_deleted_here_is_not_made_by_its_id(exported: Path) -> None:
    load(exported)
    delete_articles([Article.objects.get()], Reasons("سبب"))
    report = load(exported)
    assert not Article.objects.exists()
    assert report.new == 0


def test_bytes_that_were_withdrawn_here_do_not_come_in(exported: Path) -> None:
    load(exported)
    withdraw(Capture.objects.get(), "حكم")
    report = load(exported)
    assert [each.reason for each in report.rejected] == ["withdrawn from this archive"]


def test_an_article_that_is_here_keeps_its_own_id(exported: Path, tmp_path: Path) -> None:
    load_paths([str(tmp_path / "news.txt")])
    known = Article.objects.get().public_id
    report = load(exported)
    assert Article.objects.get().public_id == known
    (warning,) = told(report)
    assert "in this archive already" in warning
    (tmp_path / "news.txt").write_text("\n\n".join((TITLE, *PARAGRAPHS, "تمت.")), encoding="utf-8")
    begin_anew()
    load_paths([str(tmp_path / "news.txt")])
    report = load(exported)
    assert told(report) == [
        f"an article of it has another id here, and keeps it: {OWN} was given, it is {known}"
    ]


def test_an_id_that_is_kept_hinders_no_later_document(exported: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text("\n\n".join((SECOND_TITLE, *SECOND_PARAGRAPHS)), encoding="utf-8")
    taken = public_id("later.txt", 0)
    given = [{"id": taken, "position": 0, "title": TITLE}]
    load(rewritten(exported, articles=given))
    assert Article.objects.get().public_id == taken
    report = load_paths([str(later)])
    assert report.new == 1
    assert Article.objects.get(title=SECOND_TITLE).public_id not in (taken, "")


@pytest.mark.parametrize(
    "values",
    [
        {"sha256": "0" * 64},
        {"media_type": "application/x-python"},
        {"uri": ""},
        {"uri": 3},
        {"url": "javascript:alert(1)"},
        {"charset": "../utf-8"},
        {"articles": [{"id": "<b>", "position": 0, "title": ""}]},
        {"articles": [{"id": OWN, "position": -1, "title": ""}]},
        {"articles": {}},
        {"fields": [1]},
        {"record_offset": 1 << 70},
        {"captured_at": 5},
    ],
)
def test_metadata_that_no_archive_writes_is_refused_by_name(
    exported: Path, values: dict[str, Any]
) -> None:
    report = load(rewritten(exported, **values))
    (refused,) = report.rejected
    assert "--keep-ids" in refused.reason
    assert refused.document == "file:///news.txt" or "news.txt" in refused.document
    assert not Article.objects.exists()


def test_an_address_under_which_a_capture_was_made_leads_to_its_document(tmp_path: Path) -> None:
    first, again = "https://a.example/news/1", "https://a.example/other/1"
    record = {"title": TITLE, "text": "\n".join(PARAGRAPHS)}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"url": first, **record}) + "\n", encoding="utf-8")
    load_paths([str(path)])
    Capture.objects.update(url=again)
    out = tmp_path / "out.wacz"
    call_command("export_captures", out, load=Load.objects.get().pk, verbosity=0)
    begin_anew()
    load(out)
    record["text"] += "\nتمت."
    path.write_text(json.dumps({"url": again, **record}) + "\n", encoding="utf-8")
    assert load_paths([str(path)]).updated == 1
    assert set(Capture.objects.values_list("uri", flat=True)) == {first}
