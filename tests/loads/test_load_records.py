"""Each run of loading leaves a record: who, when, what was given, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from archive.errors import ArchiveError
from archive.ingest.loading import LoadOrigin
from archive.ingest.run import load_paths
from archive.loads.load_undoing import undo
from archive.models import (
    Article,
    Change,
    ChangeSet,
    Load,
    LoadRemark,
    LoadState,
    LoadWay,
    RemarkKind,
)
from tests.loads.conftest import TITLES, record

Run = Callable[..., Load]


def test_a_run_is_recorded_with_its_counts_and_its_articles(run: Run, documents: Path) -> None:
    load = run(documents)
    assert (load.way, load.state) == (LoadWay.COMMAND, LoadState.FINISHED)
    assert load.given == [str(documents)]
    assert (load.documents, load.new, load.updated, load.refused) == (3, 3, 0, 0)
    assert load.finished_at is not None
    assert Article.objects.filter(capture__load=load).count() == 3


def test_a_run_that_brings_nothing_new_has_a_record_and_no_articles(
    run: Run, documents: Path
) -> None:
    run(documents)
    again = run(documents)
    assert (again.documents, again.new, again.unchanged) == (3, 0, 3)
    assert not again.captures.exists()


def test_who_uploaded_is_named(run: Run, documents: Path, admin_user: object) -> None:
    load = run(documents, origin=LoadOrigin(LoadWay.UPLOADED, admin_user, ("first.jsonl",)))
    assert (load.who, load.account, load.given) == ("admin", "", ["first.jsonl"])


def test_every_refusal_and_warning_is_kept_with_its_reason(run: Run, documents: Path) -> None:
    (documents / "empty.txt").write_bytes(b"")
    (documents / "old.txt").write_bytes(f"{TITLES[0]}\n\n{TITLES[1]}".encode("windows-1256"))
    load = run(documents)
    told = {(remark.kind, remark.document, remark.reason) for remark in load.remarks.all()}
    assert (RemarkKind.REFUSED, "empty.txt", "empty") in told
    guessed = "no encoding declared; read as windows-1256"
    assert (RemarkKind.WARNING, "old.txt", guessed) in told
    assert (load.refused, load.warned) == (1, len(told) - 1)


def test_a_refused_document_that_is_loaded_later_waits_no_more(run: Run, documents: Path) -> None:
    (documents / "late.txt").write_bytes(b"")
    run(documents)
    assert LoadRemark.objects.waiting().count() == 1
    (documents / "late.txt").write_text(f"{TITLES[0]}\n\n{TITLES[1]}", encoding="utf-8")
    later = run(documents)
    assert LoadRemark.objects.get(kind=RemarkKind.REFUSED).settled_by == later
    assert not LoadRemark.objects.waiting().exists()


def test_a_document_that_is_refused_again_waits_once(run: Run, documents: Path) -> None:
    (documents / "empty.txt").write_bytes(b"")
    run(documents)
    again = run(documents)
    assert [remark.load for remark in LoadRemark.objects.waiting()] == [again]


@pytest.mark.usefixtures("db", "archive_home")
def test_a_run_that_ends_in_the_middle_says_why(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.captures.store.CaptureStore.put_all", full)
    with pytest.raises(ArchiveError, match="loading stopped"):
        load_paths([str(documents)])
    load = Load.objects.get()
    assert load.state == LoadState.STOPPED
    assert "No space left" in load.error


@pytest.mark.usefixtures("db", "archive_home")
def test_a_dry_run_leaves_no_record(documents: Path) -> None:
    load_paths([str(documents)], dry_run=True)
    assert not Load.objects.exists()


def test_columns_that_were_mapped_are_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(record(1, "").replace('"title"', '"الرأس"') + "\n", encoding="utf-8")
    assert run(path, mapping={"الرأس": "title"}).mapping == {"الرأس": "title"}


def test_the_log_of_changes_tells_of_a_load_and_of_its_undoing(
    run: Callable[..., Load], documents: Path, admin_client: Client
) -> None:
    load = run(documents)
    undo(load)
    told = [(row.changeset.act, row.subject) for row in Change.objects.filter(kind="load")]
    assert sorted(told) == [("load", str(load.pk)), ("undo_load", str(load.pk))]
    shown = admin_client.get("/admin/archive/change/?kind__exact=load").content.decode()
    assert f"/admin/archive/load/{load.pk}/change/" in shown
    act = ChangeSet.objects.filter(act="load").get()
    page = admin_client.get(f"/admin/archive/changeset/{act.pk}/change/").content.decode()
    assert f"/admin/archive/load/{load.pk}/change/" in page
    assert 'name="undo"' not in page
