"""Background work: steps, stopping, failing, going on, and the process that does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from archive.error_counts import errors_since
from archive.errors import ArchiveError
from archive.jobs import (
    JobKind,
    Lane,
    ask_to_stop,
    register,
    request,
    run_waiting,
    running,
    try_again,
)
from archive.jobs import kinds as known_kinds
from archive.models import Job, JobState, Outlet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(archive_home: Path) -> Path:
    return archive_home


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Register kinds of work for one test."""
    monkeypatch.setattr(known_kinds, "_KINDS", {})
    monkeypatch.setattr(known_kinds, "_NOT_YET_ASKED", [])

    def add(step: Callable[[Job], bool], name: str = "counting", **options: Any) -> None:
        register(JobKind(name, name, step, **options))

    return add


def count_to_three(job: Job) -> bool:
    job.done += 1
    job.position = {"at": job.done}
    return job.done == 3


def test_a_job_is_done_in_steps(kind: Callable[..., None]) -> None:
    kind(count_to_three)
    job = request("counting", {}, total=3)
    assert run_waiting() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.position) == (JobState.DONE, 3, {"at": 3})
    assert job.started_at is not None
    assert job.ended_at is not None


def test_what_a_person_asked_for_goes_first(kind: Callable[..., None]) -> None:
    order = []

    def note(job: Job) -> bool:
        order.append(job.kind)
        return True

    kind(note, "sweeping", upkeep=True)
    kind(note, "asked")
    request("sweeping", {})
    request("asked", {})
    run_waiting()
    assert order == ["asked", "sweeping"]


def test_work_that_fails_is_counted_for_the_operator(kind: Callable[..., None]) -> None:
    def fail(job: Job) -> bool:
        if job.parameters["how"] == "told":
            raise ArchiveError("the list is empty")
        raise RuntimeError("a mistake of the program")

    kind(fail)
    kind(count_to_three, "sound")
    request("counting", {"how": "told"})
    request("counting", {"how": "untold"})
    stopped = request("sound", {})
    ask_to_stop(stopped)
    request("sound", {})
    run_waiting()
    assert errors_since(timezone.now() - timedelta(hours=1))["job"] == 2


def test_a_step_that_fails_leaves_nothing_half(kind: Callable[..., None]) -> None:
    def half(_job: Job) -> bool:
        Outlet.objects.create(slug="half", name_ar="نصف")
        raise ArchiveError("the list is empty")

    kind(half)
    job = request("counting", {})
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.FAILED, "the list is empty")
    assert not Outlet.objects.filter(slug="half").exists()


def test_an_error_of_the_program_ends_the_job_and_is_no_traceback_to_its_reader(
    kind: Callable[..., None],
) -> None:
    def broken(_job: Job) -> bool:
        raise ZeroDivisionError("secret detail")

    kind(broken)
    job = request("counting", {})
    run_waiting()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "secret" not in job.reason


def test_trouble_passes(kind: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "TROUBLE_SECONDS", 0)
    times = []

    def locked_once(_job: Job) -> bool:
        times.append(1)
        if len(times) == 1:
            raise OperationalError("database is locked")
        return True

    kind(locked_once)
    job = request("counting", {})
    run_waiting()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_trouble_that_stays_ends_the_job(
    kind: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "TROUBLE_SECONDS", 0)

    def full(_job: Job) -> bool:
        raise OSError(28, "No space left on device")

    kind(full)
    job = request("counting", {})
    run_waiting()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "No space left" in job.reason


def test_a_process_that_dies_in_a_step_each_time_is_not_started_for_ever(
    kind: Callable[..., None],
) -> None:
    def killed(_job: Job) -> bool:
        raise SystemExit(9)

    kind(killed)
    job = request("counting", {})
    for _process in range(running.MOST_ATTEMPTS):
        with pytest.raises(SystemExit):
            run_waiting()
    run_waiting()
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_a_stopped_job_ends_after_its_step_and_can_go_on(kind: Callable[..., None]) -> None:
    def stop_at_two(job: Job) -> bool:
        if job.done == 1:
            ask_to_stop(job)
        return count_to_three(job)

    kind(stop_at_two)
    job = request("counting", {})
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.STOPPED, 2)
    try_again(job)
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, 3)


def test_two_processes_do_not_do_one_job(kind: Callable[..., None]) -> None:
    inner = []

    def look(_job: Job) -> bool:
        inner.append(run_waiting())
        return True

    kind(look)
    request("counting", {})
    assert run_waiting() == 1
    assert inner == [0]


def test_what_takes_minutes_does_not_hold_up_what_a_person_waits_for(
    kind: Callable[..., None],
) -> None:
    ended = []

    def load(_job: Job) -> bool:
        request("counting", {})
        ended.append(run_waiting(lanes=[Lane.QUICK]))
        return True

    kind(count_to_three)
    kind(load, "loading", long=True)
    request("loading", {})
    assert run_waiting(lanes=[Lane.LONG]) == 1
    assert ended == [1]


def test_an_unknown_kind_is_refused_and_an_old_one_fails_with_a_sentence() -> None:
    with pytest.raises(LookupError):
        request("unheard of", {})
    job = Job.objects.create(kind="of another version")
    run_waiting()
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_the_page_of_a_job_tells_how_far_it_is(kind: Callable[..., None], client: Client) -> None:
    kind(count_to_three)
    asker = User.objects.create_user("asker", is_staff=True)
    client.force_login(asker)
    job = request("counting", {}, asker, total=3)
    page = client.get(f"/admin/archive/job/{job.pk}/change/")
    assert page["Refresh"] == "2"
    client.post(f"/admin/archive/job/{job.pk}/change/")
    run_waiting()
    page = client.get(f"/admin/archive/job/{job.pk}/change/")
    assert "Refresh" not in page
    job.refresh_from_db()
    assert job.state == JobState.STOPPED
    client.force_login(User.objects.create_user("other", is_staff=True))
    assert client.get(f"/admin/archive/job/{job.pk}/change/").status_code == 403
