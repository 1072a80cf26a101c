"""A document that is loaded again, changed, becomes a new version of what it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ingest.article_versions import versions
from archive.ingest.run import load_paths
from archive.models import Article, Capture, OutboxEntry
from archive.republications.text_changes import ChangeKind, ParagraphChange
from tests.captures.bridge_sample import FIRST, SECOND, THIRD, TITLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
Write = Callable[..., Article]


def test_a_changed_document_updates_its_article_and_keeps_its_id(write: Write) -> None:
    before = write(FIRST, SECOND)
    OutboxEntry.objects.all().delete()
    after = write(FIRST, SECOND, THIRD)
    assert (after.pk, after.public_id) == (before.pk, before.public_id)
    assert after.paragraphs == [FIRST, SECOND, THIRD]
    assert Capture.objects.count() == 2
    assert after.capture_id != before.capture_id
    assert OutboxEntry.objects.filter(article_id=after.pk).exists()


def test_versions_tell_what_changed_by_paragraphs(write: Write) -> None:
    write(FIRST, SECOND)
    article = write(FIRST, SECOND.replace("مئتي", "ثلاثمئة"), THIRD)
    old, new = versions(article).versions
    assert old.capture != article.capture
    assert new.capture == article.capture
    assert old.changes == ()
    assert new.changes == (
        ParagraphChange(ChangeKind.CHANGED, SECOND, SECOND.replace("مئتي", "ثلاثمئة")),
        ParagraphChange(ChangeKind.ADDED, "", THIRD),
    )


def test_an_editors_values_stay_when_a_document_changes(write: Write) -> None:
    article = write(FIRST, SECOND)
    article.title, article.edited = "عنوان المحرر", ["title", "edtf"]
    article.edtf, article.date_basis = "2022-05", "editor"
    article.save()
    after = write(FIRST, SECOND, THIRD, title="جسر الرقة الجديد", date="4 أيار 2022")
    assert (after.title, after.edtf, after.date_basis) == ("عنوان المحرر", "2022-05", "editor")
    assert after.paragraphs == [FIRST, SECOND, THIRD]


def test_history_tells_that_a_load_changed_an_article(write: Write) -> None:
    write(FIRST)
    article = write(FIRST, SECOND)
    latest = article.history.latest()
    assert (latest.history_type, latest.history_change_reason) == ("~", "loaded again")


def test_an_older_capture_that_comes_late_is_a_version_and_not_the_current_one(
    tmp_path: Path,
) -> None:
    records = tmp_path / "n.jsonl"
    for day, text in (("2022-05-09", f"{FIRST} {THIRD}"), ("2022-05-03", FIRST)):
        records.write_text(
            f'{{"url": "https://example.com/bridge", "title": "{TITLE}", "text": "{text}", '
            f'"captured": "{day}T00:00:00Z"}}\n',
            encoding="utf-8",
        )
        load_paths([str(records)])
    article = Article.objects.get()
    assert article.body.endswith(THIRD)
    moments = [each.capture.captured_at for each in versions(article).versions]
    assert [moment and moment.day for moment in moments] == [3, 9]
    assert versions(article).versions[-1].capture == article.capture
