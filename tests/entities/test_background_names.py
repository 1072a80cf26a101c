"""Names that no list has, found in the background: asked for, done in steps, stopped, gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from archive.entities.storage import background_names
from archive.entities.storage.background_names import KIND, request_names
from archive.entities.storage.reanchoring import reread
from archive.entities.storage.recognition_pass import BatchReader
from archive.ingest.run import load_paths
from archive.jobs import ask_to_stop, run_waiting, try_again
from archive.models import Article, Entity, Job, JobState, Mention
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.query.state import SearchState
from search.service.search import search
from tests.entities.test_recognition_pass import KEY, NAME, Names, article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read an article at a time, by a recogniser that is quick."""
    monkeypatch.setattr("archive.entities.storage.recognition_pass.BATCH", 1)
    names = Names()
    monkeypatch.setattr(
        background_names, "BatchReader", lambda **_options: BatchReader(lambda _corrections: names)
    )


def read() -> int:
    """The number of articles in which the name was found."""
    return Mention.objects.filter(entity__key=KEY).count()


def test_what_was_loaded_is_read_for_names_afterwards(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"خبر من السوق\n\nقال {NAME} ذلك أمس في السوق الكبير.\n")
    load_paths([str(tmp_path)])
    assert Job.objects.get().kind == KIND
    assert read() == 0
    run_waiting()
    assert read() == 1
    assert Entity.objects.get(key=KEY).is_machine_found


def test_it_waits_once_however_often_it_is_asked_for() -> None:
    request_names()
    request_names()
    assert Job.objects.count() == 1


def test_one_that_is_under_way_is_not_relied_on() -> None:
    request_names()
    Job.objects.update(state=JobState.RUNNING)
    request_names()
    assert Job.objects.count() == 2


def test_it_tells_how_far_it_is_and_goes_on_where_it_was_stopped() -> None:
    for _ in range(3):
        article()
    request_names()
    job = Job.objects.get()
    steps = iter([True, True, False])
    run_waiting(lambda: next(steps))
    job.refresh_from_db()
    assert (job.done, job.total, read()) == (2, 3, 2)
    ask_to_stop(job)
    run_waiting()
    job.refresh_from_db()
    assert (job.state, read()) == (JobState.STOPPED, 2)
    try_again(job)
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.done, read()) == (JobState.DONE, 3, 3)
    assert job.report == {"changed": 3}


def test_an_edited_text_is_read_again() -> None:
    written = article("لا اسم هنا.")
    request_names()
    run_waiting()
    before = {"body": written.body}
    written.body = f"قال {NAME} ذلك."
    written.save()
    reread(Article.objects.get(pk=written.pk), before)
    run_waiting()
    assert read() == 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_is_committed_between_two_parts_of_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.entities.storage.recognition_pass.BATCH", 4)
    monkeypatch.setattr("archive.entities.storage.recognition_pass.PART", 2)
    articles = [article() for _ in range(4)]
    drain_all(index_home())
    found_after: list[tuple[int, int, int]] = []

    def edit(seconds: float) -> None:
        assert seconds > 0
        assert not connection.in_atomic_block
        last = articles[-1]
        if not found_after:
            before = {"title": last.title}
            last.title = "عنوان الغزالة الجديد"
            last.save()
            reread(last, before)
            drain_all(index_home())
        hits = search(SearchState().with_text("الغزالة")).total
        found_after.append((read(), hits, Job.objects.earliest("pk").done))

    monkeypatch.setattr("archive.entities.storage.recognition_pass.time.sleep", edit)
    reader = BatchReader(lambda _corrections: Names(), pause=1.0)
    monkeypatch.setattr(background_names, "BatchReader", lambda **_options: reader)
    request_names()
    run_waiting()
    # Two articles were written, then the edit was made and found, and the others came after it.
    assert found_after[0] == (2, 1, 0)
    assert read() == 4
    assert articles[-1].title == Article.objects.get(pk=articles[-1].pk).title
