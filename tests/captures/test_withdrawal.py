"""A capture that is withdrawn leaves a tombstone and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from archive.captures.verification import verify_captures
from archive.captures.withdrawal import withdraw
from archive.errors import ArchiveError
from archive.ingest.run import load_paths
from archive.models import Article, Capture, CaptureStatus, Mention, OutboxEntry
from tests.captures.bridge_sample import FIRST, SECOND, THIRD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]
Write = Callable[..., Article]


def test_bytes_articles_and_history_go_and_the_tombstone_stays(
    write: Write, archive_home: Path
) -> None:
    article = write(FIRST, SECOND)
    article.save()
    user = get_user_model().objects.create_user("judge")
    OutboxEntry.objects.all().delete()
    done = withdraw(article.capture, "أمر محكمة", user)
    assert (done.captures, done.articles) == (1, 1)
    assert not Article.objects.exists()
    assert not Mention.objects.exists()
    assert not Article.history.exists()
    assert not list((archive_home / "captures").rglob("*.gz"))
    tombstone = Capture.objects.get()
    assert tombstone.status == CaptureStatus.WITHDRAWN
    assert tombstone.sha256
    assert (tombstone.withdrawal_reason, tombstone.withdrawn_by) == ("أمر محكمة", user)
    assert OutboxEntry.objects.filter(article_id=article.pk).exists()
    assert list(verify_captures()) == []


def test_loading_it_again_is_refused(write: Write, tmp_path: Path) -> None:
    withdraw(write(FIRST, SECOND).capture, "خصوصية")
    report = load_paths([str(tmp_path / "documents")])
    assert [item.reason for item in report.rejected] == ["withdrawn from this archive"]
    (tmp_path / "documents" / "bridge.txt").rename(tmp_path / "documents" / "other.txt")
    assert load_paths([str(tmp_path / "documents")]).rejected
    assert not Article.objects.exists()


def test_the_same_bytes_under_another_address_go_too(write: Write, tmp_path: Path) -> None:
    article = write(FIRST, SECOND)
    folder = tmp_path / "documents"
    (folder / "copy.txt").write_bytes((folder / "bridge.txt").read_bytes())
    load_paths([str(folder)])
    assert withdraw(article.capture, "خصوصية").captures == 2
    assert not Article.objects.exists()


def test_other_versions_are_named(write: Write) -> None:
    first = write(FIRST, SECOND).capture
    second = write(FIRST, SECOND, THIRD).capture
    assert withdraw(second, "خصوصية").remaining == (first,)


def test_text_that_an_article_once_took_from_it_leaves_the_history(write: Write) -> None:
    first = write(FIRST, SECOND)
    first.save()
    write(FIRST, THIRD)
    withdraw(first.capture, "خصوصية")
    assert Article.objects.get().paragraphs == [FIRST, THIRD]
    assert not [each for each in Article.history.all() if SECOND in each.body]


def test_a_withdrawal_needs_a_reason(write: Write) -> None:
    with pytest.raises(ArchiveError, match="reason"):
        withdraw(write(FIRST).capture, "  ")


def test_the_command_tells_what_went_and_what_remains(write: Write) -> None:
    first = write(FIRST, SECOND).capture
    second = write(FIRST, SECOND, THIRD).capture
    out = StringIO()
    call_command("withdraw_capture", str(second.pk), reason="أمر محكمة", stdout=out)
    assert "withdrawn: 1 captures, 1 articles" in out.getvalue()
    assert f"remains: capture {first.pk}" in out.getvalue()


def test_an_unknown_capture_or_account_is_refused(write: Write) -> None:
    with pytest.raises(CommandError, match="no capture 999"):
        call_command("withdraw_capture", "999", reason="x")
    capture = write(FIRST).capture
    with pytest.raises(CommandError, match="no account"):
        call_command("withdraw_capture", str(capture.pk), reason="x", user="nobody")
