"""A capture that is withdrawn leaves a tombstone and nothing else."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from archive.captures.closed_captures import is_closed
from archive.captures.store import stored_capture
from archive.captures.verification import verify_captures
from archive.captures.withdrawal import withdraw
from archive.entities.desk import do, undo
from archive.entities.desk.plans import suppress_in
from archive.errors import ArchiveError
from archive.ingest.run import load_paths
from archive.models import (
    Article,
    Capture,
    CaptureStatus,
    Mention,
    OutboxEntry,
    Republication,
)
from search.index.index_home import index_home
from search.index.rebuild import rebuild
from search.index.worker import drain_all
from tests.captures.bridge_sample import FIRST, SECOND, THIRD, TITLE
from tests.factories import make_article, make_capture

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


def test_public_and_internal_reason_are_two(write: Write) -> None:
    article = write(FIRST, SECOND)
    withdraw(article.capture, "حكم محكمة", internal_reason="ملف ١٢")
    capture = Capture.objects.get()
    assert (capture.withdrawal_reason, capture.withdrawal_internal_reason) == (
        "حكم محكمة",
        "ملف ١٢",
    )


def test_the_admins_log_forgets_the_title(write: Write) -> None:
    article = write(FIRST, SECOND)
    editor = get_user_model().objects.create_superuser("editor")
    LogEntry.objects.log_actions(editor.pk, [article], CHANGE, change_message=TITLE)
    withdraw(article.capture, "خصوصية")
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == (article.public_id, "")


def test_a_correction_forgets_the_words_and_can_be_undone(write: Write) -> None:
    article = write(FIRST, SECOND)
    mention = article.mentions.filter(entity__name_ar__contains="الفرات").first()
    assert mention is not None
    correction = do(suppress_in(mention.entity, article), None)
    assert correction.before["removed"]
    withdraw(article.capture, "خصوصية")
    correction.refresh_from_db()
    assert correction.before["removed"] == []
    undo(correction, None)
    assert correction.undone_at is not None


def test_the_words_leave_the_files_of_the_index(write: Write, archive_home: Path) -> None:
    word = "كرشطبوغ"
    article = write(f"{FIRST} {word}", SECOND)
    make_article("خبر يبقى", "نص يبقى.")
    drain_all(index_home())

    def held() -> bool:
        files = (path for path in (archive_home / "index").rglob("*.seg"))
        return any(word.encode() in path.read_bytes() for path in files)

    assert held()
    withdraw(article.capture, "خصوصية")
    drain_all(index_home())
    assert not held()
    assert not OutboxEntry.objects.exists()


def test_the_words_leave_the_word_counts_of_the_index(write: Write, archive_home: Path) -> None:
    word = "كرشطبوغ"
    article = write(f"{FIRST} {word} ثم {word}", SECOND)
    make_article("خبر يبقى", "نص يبقى.")
    rebuild(index_home())

    def held() -> bool:
        (path,) = (archive_home / "index").rglob("frequencies.gz")
        return word in gzip.decompress(path.read_bytes()).decode()

    assert held()
    withdraw(article.capture, "خصوصية")
    drain_all(index_home())
    assert not held()
    assert not OutboxEntry.objects.exists()
    assert index_home().read()[1].document_count == 1


@pytest.fixture
def shared_capture() -> tuple[Capture, Article, Article]:
    capture = make_capture()
    return (
        capture,
        make_article("خبر مقصود", capture=capture),
        make_article("خبر مجاور", capture=capture, position=1),
    )


def test_other_articles_are_listed_and_nothing_is_done(
    shared_capture: tuple[Capture, Article, Article],
) -> None:
    capture, meant, other = shared_capture
    for named in ([], [meant.public_id]):
        errors = StringIO()
        with pytest.raises(CommandError, match="--all-articles"):
            call_command(
                "withdraw_capture", str(capture.pk), reason="x", article=named, stderr=errors
            )
        assert f"would go too: {other.public_id}" in errors.getvalue()
    assert Article.objects.count() == 2


def test_all_may_go(shared_capture: tuple[Capture, Article, Article]) -> None:
    capture, meant, _other = shared_capture
    call_command(
        "withdraw_capture",
        str(capture.pk),
        reason="x",
        article=[meant.public_id],
        all_articles=True,
        verbosity=0,
    )
    assert not Article.objects.exists()


def test_the_capture_may_be_closed_and_kept(
    shared_capture: tuple[Capture, Article, Article],
) -> None:
    capture, meant, other = shared_capture
    out = StringIO()
    call_command(
        "withdraw_capture",
        str(capture.pk),
        reason="x",
        article=[meant.public_id],
        keep_capture=True,
        stdout=out,
    )
    assert "deleted: 1 articles" in out.getvalue()
    assert Article.objects.get() == other
    assert is_closed(capture)
    assert stored_capture(capture).content
    ways: list[dict[str, Any]] = [{"article": []}, {"article": ["absent"]}]
    for arguments in ways:
        with pytest.raises(CommandError, match=r"--article|no article"):
            call_command(
                "withdraw_capture", str(capture.pk), reason="x", keep_capture=True, **arguments
            )


def test_copies_elsewhere_are_named() -> None:
    cluster = Republication.objects.create()
    meant = make_article("أصل الخبر", republication=cluster)
    copy = make_article("نسخة الخبر", republication=cluster)
    out = StringIO()
    call_command("withdraw_capture", str(meant.capture_id), reason="x", stdout=out)
    assert f"a copy stays: {copy.public_id}" in out.getvalue()
    assert Article.objects.get() == copy
