"""A load is undone as a whole, and nothing tells that it ever was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.errors import ArchiveError
from archive.loads.load_undoing import begin_undo, finish_undo, plan_undo, undo, undo_step
from archive.models import (
    Article,
    Capture,
    CaptureStatus,
    DocumentAddress,
    Entity,
    FormerArticle,
    Load,
    LoadState,
    Mention,
    Outlet,
    Republication,
    Tombstone,
)
from archive.models.editing import mark_edited
from tests.loads.conftest import TITLES, record

Run = Callable[..., Load]

_LEFT_OUT = {"id", "created_at", "updated_at", "capture_id", "republication_id"}


def contents() -> dict[str, Any]:
    """What the archive holds that a reader or an export can see."""
    articles = {
        article["public_id"]: {k: v for k, v in article.items() if k not in _LEFT_OUT}
        for article in Article.objects.values()
    }
    mentions = Mention.objects.values_list("article__public_id", "entity__key", "start", "surface")
    return {
        "articles": articles,
        "captures": set(Capture.objects.values_list("uri", "sha256")),
        "mentions": set(mentions),
        "addresses": set(DocumentAddress.objects.values_list("key", "uri")),
        "outlets": set(Outlet.objects.values_list("slug", flat=True)),
        "candidates": set(Entity.objects.filter(status="candidate").values_list("key", flat=True)),
        "clusters": Republication.objects.count(),
        "former": FormerArticle.objects.count(),
        "tombstones": Tombstone.objects.count(),
    }


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_nothing_is_left_of_what_the_load_alone_brought(
    run: Run,
    documents: Path,
    archive_home: Path,
    client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    run(write(documents / "before.jsonl", record(9, "خبر سابق عن الميناء", outlet="صحيفة أقدم")))
    before = contents()
    (documents / "before.jsonl").unlink()
    load = run(documents)
    (first, *_others) = Article.objects.filter(capture__load=load)
    with django_capture_on_commit_callbacks(execute=True):
        undo(load)
    call_command("index_worker", once=True, verbosity=0)
    assert contents() == before
    assert load.state == LoadState.UNDONE
    assert len(list((archive_home / "captures").rglob("*.gz"))) == 1
    assert client.get(first.get_absolute_url()).status_code == 404
    assert first.title not in client.get("/search/", {"q": "الزيتون"}).content.decode()


def test_loading_again_gives_the_same_ids(run: Run, documents: Path) -> None:
    load = run(documents)
    ids = set(Article.objects.values_list("public_id", flat=True))
    undo(load)
    assert not Article.objects.exists()
    run(documents)
    assert set(Article.objects.values_list("public_id", flat=True)) == ids


def test_a_superseded_version_is_current_again(run: Run, tmp_path: Path) -> None:
    run(write(tmp_path / "a.jsonl", *(record(n, title) for n, title in enumerate(TITLES))))
    before = contents()
    load = run(
        write(
            tmp_path / "b.jsonl",
            record(
                0, "عنوان مغاير تماماً", "نص آخر لا يشبه ما قبله عن سوق المدينة.", section="محليات"
            ),
            record(1, TITLES[1], published="2022-01-01"),
        )
    )
    assert load.updated == 2
    plan = plan_undo(load)
    assert (plan.documents, plan.going, plan.returning) == (2, 0, 2)
    undo(load)
    assert contents() == before


def test_the_version_that_is_current_again_is_the_newest_that_stays(
    run: Run, tmp_path: Path
) -> None:
    for year in ("2019", "2020"):
        line = record(1, f"{TITLES[0]} {year}", captured=f"{year}-01-01T00:00:00Z")
        run(write(tmp_path / f"{year}.jsonl", line))
    line = record(1, f"{TITLES[0]} 2021", captured="2021-01-01T00:00:00Z")
    load = run(write(tmp_path / "2021.jsonl", line))
    assert Article.objects.get().title.endswith("2021")
    undo(load)
    assert Article.objects.get().title.endswith("2020")


def test_an_older_load_is_undone_under_a_newer_one(run: Run, tmp_path: Path) -> None:
    first = run(write(tmp_path / "a.jsonl", record(1, TITLES[0])))
    run(write(tmp_path / "b.jsonl", record(1, TITLES[0], section="ثقافة")))
    shown = Article.objects.values().get()
    undo(first)
    assert Article.objects.values().get() == shown
    assert Capture.objects.count() == 1


def test_what_editors_have_touched_stays_unless_it_is_asked(run: Run, documents: Path) -> None:
    load = run(documents)
    edited, hidden, free = Article.objects.order_by("pk")
    mark_edited(edited, ["title"])
    edited.title = "عنوان صححته محررة"
    edited.save()
    hide_articles([hidden], Reasons("طلب صاحبه"))
    plan = plan_undo(load)
    assert (plan.touched_count, set(plan.touched)) == (2, {edited, hidden})
    assert undo(load) == 2
    assert set(Article.objects.values_list("pk", flat=True)) == {edited.pk, hidden.pk}
    assert load.kept == 2
    load.state = LoadState.FINISHED
    load.save()
    assert undo(load, with_touched=True) == 0
    assert not Article.objects.exists()


def test_an_editors_values_stay_when_the_older_version_returns(run: Run, tmp_path: Path) -> None:
    run(write(tmp_path / "a.jsonl", record(1, TITLES[0])))
    load = run(write(tmp_path / "b.jsonl", record(1, TITLES[0], section="ثقافة")))
    article = Article.objects.get()
    mark_edited(article, ["title"])
    article.title = "عنوان صححته محررة"
    article.save()
    undo(load, with_touched=True)
    article.refresh_from_db()
    assert (article.title, article.section) == ("عنوان صححته محررة", "")


def test_what_was_withdrawn_stays_withdrawn(run: Run, documents: Path) -> None:
    load = run(documents)
    capture = Capture.objects.earliest("pk")
    withdraw(capture, "حكم محكمة")
    undo(load)
    assert [each.status for each in Capture.objects.all()] == [CaptureStatus.WITHDRAWN]
    again = run(documents)
    assert (again.new, again.refused) == (2, 1)


def test_an_undoing_that_was_killed_goes_on_where_it_was(
    run: Run, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.loads.load_undoing._BATCH", 1)
    load = run(documents)
    begin_undo(load)
    undo_step(load, 0, with_touched=False)
    assert Article.objects.count() == 2
    load.refresh_from_db()
    assert load.may_be_undone
    undo(load)
    assert not Article.objects.exists()


def test_what_was_undone_is_not_undone_again(run: Run, documents: Path) -> None:
    load = run(documents)
    undo(load)
    with pytest.raises(ArchiveError, match="cannot be undone"):
        undo(load)


def test_a_document_whose_other_version_is_damaged_stays(
    run: Run, tmp_path: Path, archive_home: Path
) -> None:
    run(write(tmp_path / "a.jsonl", record(1, TITLES[0])))
    for path in (archive_home / "captures").rglob("*.gz"):
        path.write_bytes(b"x")
    load = run(write(tmp_path / "b.jsonl", record(1, TITLES[0], section="ثقافة")))
    assert undo(load) == 1
    assert Article.objects.get().section == "ثقافة"


def test_who_undid_it_is_named(run: Run, documents: Path, admin_user: User) -> None:
    load = run(documents)
    begin_undo(load, admin_user)
    assert load.undone_by == admin_user
    finish_undo(load)
    assert load.kept == 3
