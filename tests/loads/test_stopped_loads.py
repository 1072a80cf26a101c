"""A load in the background stops within a batch, leaves nothing half, and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from archive.ingest.loading import load_record
from archive.jobs import ask_to_stop, run_waiting, try_again
from archive.loads import load_jobs
from archive.loads.uploads import LOADING, finish_upload, keep_whole, upload_path
from archive.models import Article, Capture, Job, JobState, Load, LoadState, Upload
from tests.loads.conftest import TITLES, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def loading() -> Job:
    return Job.objects.get(kind=LOADING)


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch, admin_user: object) -> Upload:
    """An upload whose loading somebody stopped while its second document was read."""
    read = load_jobs._captures

    def stopping(upload: Upload) -> Iterator[Any]:
        for number, capture in enumerate(read(upload)):
            if number == 1:
                ask_to_stop(loading())
            yield capture

    lines = "\n".join(record(number, title) for number, title in enumerate(TITLES))
    upload = keep_whole(admin_user, "أخبار.jsonl", lines.encode())
    with monkeypatch.context() as patched:
        patched.setattr(load_record, "_ASK_SECONDS", 0.0)
        patched.setattr(load_jobs, "_captures", stopping)
        run_waiting()
    return upload


def test_nothing_of_a_batch_that_was_not_written_is_there(stopped: Upload) -> None:
    assert loading().state == JobState.STOPPED
    assert Load.objects.get().state == LoadState.STOPPED
    assert not Article.objects.exists()
    assert not Capture.objects.exists()
    assert upload_path(stopped).exists()


def test_it_goes_on_with_the_record_that_was_begun(stopped: Upload) -> None:
    try_again(loading())
    run_waiting()
    assert loading().state == JobState.DONE
    load = Load.objects.get()
    assert (load.state, load.new) == (LoadState.FINISHED, 3)
    assert Article.objects.count() == 3
    assert not upload_path(stopped).exists()


def test_one_that_was_undone_meanwhile_begins_anew(stopped: Upload) -> None:
    Load.objects.update(state=LoadState.UNDONE)
    try_again(loading())
    run_waiting()
    assert sorted(Load.objects.values_list("state", "new")) == [("finished", 3), ("undone", 0)]
    assert finish_upload(stopped).state == "loaded"


def test_a_process_that_is_to_end_leaves_a_load_to_the_next_one(
    monkeypatch: pytest.MonkeyPatch, admin_user: object
) -> None:
    lines = "\n".join(record(number, title) for number, title in enumerate(TITLES))
    keep_whole(admin_user, "أخبار.jsonl", lines.encode())
    answers = iter([True, False, False])
    with monkeypatch.context() as patched:
        patched.setattr(load_record, "_ASK_SECONDS", 0.0)
        run_waiting(lambda: next(answers))
    assert (loading().state, loading().attempts) == (JobState.RUNNING, 0)
    assert not Article.objects.exists()
    run_waiting()
    assert loading().state == JobState.DONE
    assert Article.objects.count() == 3
    assert Load.objects.get().state == LoadState.FINISHED
