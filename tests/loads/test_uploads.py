"""Files that a browser sends: in slices, bounded, through the same loader, nothing half."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from archive.errors import ArchiveError
from archive.jobs import run_waiting
from archive.loads import uploads
from archive.loads.uploads import (
    begin_upload,
    finish_upload,
    sweep_uploads,
    take_slice,
    upload_path,
)
from archive.models import (
    Article,
    Job,
    JobState,
    Load,
    LoadRemark,
    LoadState,
    LoadWay,
    Upload,
    UploadState,
)
from tests.loads.conftest import TITLES, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

CONTENT = "\n".join(record(number, title) for number, title in enumerate(TITLES)).encode()


@pytest.fixture
def archivist() -> User:
    person = User.objects.create_user("salma", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="add_load"))
    person.user_permissions.add(Permission.objects.get(codename="view_load"))
    return person


@pytest.fixture
def desk(client: Client, archivist: User) -> Client:
    client.force_login(archivist)
    return client


def send(desk: Client, name: str, content: bytes, slice_bytes: int, **more: str) -> dict[str, Any]:
    """Send a file as the script does, and return the last answer."""
    asked = json.dumps({"name": name, "size": len(content), **more})
    answer = desk.post("/desk/upload/begin/", asked, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()
    state: dict[str, Any] = answer.json()
    while state["received"] < len(content):
        at = state["received"]
        part = content[at : at + slice_bytes]
        sent = desk.post(
            f"{state['slices']}?offset={at}", part, content_type="application/octet-stream"
        )
        assert sent.status_code == 200, sent.content.decode()
        state = sent.json()
    return state


def test_a_file_in_slices_goes_through_the_loader(desk: Client, archive_home: Path) -> None:
    state = send(desk, "ثلاثة أخبار.jsonl", CONTENT, 500)
    assert run_waiting() >= 1
    load = Load.objects.get()
    assert (load.way, load.who, load.given) == (LoadWay.UPLOADED, "salma", ["ثلاثة أخبار.jsonl"])
    assert (load.new, load.refused, load.state) == (3, 0, LoadState.FINISHED)
    assert not list((archive_home / "uploads").iterdir())
    page = desk.get(state["page"]).content.decode()
    assert f"/admin/archive/load/{load.pk}/change/" in page


def test_without_scripts_a_small_file_comes_with_its_form(desk: Client) -> None:
    file = SimpleUploadedFile("أخبار.jsonl", CONTENT)
    answer = desk.post("/desk/upload/", {"file": file})
    assert answer["Location"].startswith("/admin/archive/job/")
    run_waiting()
    assert Article.objects.count() == 3


def test_an_upload_is_refused_what_a_load_is_refused(desk: Client) -> None:
    send(desk, "image.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), 4_000_000)
    run_waiting()
    remark = LoadRemark.objects.get()
    assert (remark.document, remark.reason[:8]) == ("image.txt", "an image")


def test_a_mended_document_takes_the_place_of_the_refused_one(
    desk: Client, run: Callable[..., Load], documents: Path
) -> None:
    (documents / "قسم").mkdir()
    (documents / "قسم" / "فارغ.txt").write_bytes(b"")
    run(documents)
    remark = LoadRemark.objects.waiting().get()
    assert "قسم/فارغ.txt" in desk.get("/desk/refused/").content.decode()
    text = f"{TITLES[0]}\n\n{TITLES[1]} وتفاصيل أخرى عنه في نص طويل بعض الشيء."
    send(desk, "نسختي المصححة.txt", text.encode(), 4_000_000, mends=str(remark.pk))
    run_waiting()
    remark.refresh_from_db()
    assert remark.settled_by == Load.objects.latest("pk")
    assert not LoadRemark.objects.waiting().exists()
    assert Article.objects.filter(capture__uri="قسم/فارغ.txt").exists()


def test_a_mended_document_that_is_refused_again_waits_on(desk: Client) -> None:
    send(desk, "a.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), 4_000_000)
    run_waiting()
    remark = LoadRemark.objects.get()
    send(desk, "b.txt", b"\x89PNG\r\n\x1a\n" + bytes(600), 4_000_000, mends=str(remark.pk))
    run_waiting()
    assert [each.document for each in LoadRemark.objects.waiting()] == ["a.txt"]


def test_a_document_may_be_left_out(desk: Client) -> None:
    send(desk, "a.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), 4_000_000)
    run_waiting()
    desk.post(f"/desk/refused/{LoadRemark.objects.get().pk}/")
    assert not LoadRemark.objects.waiting().exists()


def test_a_slice_that_does_not_follow_is_told_where_to_go_on(desk: Client) -> None:
    asked = json.dumps({"name": "a.txt", "size": 10})
    state = desk.post("/desk/upload/begin/", asked, content_type="application/json").json()

    def slice_at(offset: str, content: bytes) -> Any:
        return desk.post(
            f"{state['slices']}?offset={offset}", content, content_type="application/octet-stream"
        )

    assert slice_at("0", b"12345").json()["received"] == 5
    again = slice_at("0", b"12345")
    assert (again.status_code, again.json()["received"]) == (409, 5)
    assert slice_at("5", b"1234567").status_code == 422
    assert slice_at("-5", b"1").status_code == 400
    assert slice_at("5", b"").status_code == 400


def test_what_was_written_and_not_counted_is_written_again(archivist: User) -> None:
    upload = begin_upload(archivist, "a.txt", 10)
    upload = take_slice(upload, 0, io.BytesIO(b"12345"), 5)
    with upload_path(upload).open("ab") as file:
        file.write(b"half a slice of a server that was killed")
    upload = take_slice(upload, 5, io.BytesIO(b"67890"), 5)
    assert upload_path(upload).read_bytes() == b"1234567890"


def test_a_slice_that_breaks_off_counts_for_nothing(archivist: User) -> None:
    upload = begin_upload(archivist, "a.txt", 10)
    with pytest.raises(ArchiveError):
        take_slice(upload, 0, io.BytesIO(b"123"), 5)
    upload.refresh_from_db()
    assert upload.received == 0


def test_bounds_are_asked_before_anything_comes(
    archivist: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_QUOTA_BYTES = 1_000_000, 1_500_000
    with pytest.raises(ArchiveError, match="1"):
        begin_upload(archivist, "a.txt", 1_000_001)
    with pytest.raises(ArchiveError):
        begin_upload(archivist, "a.txt", 0)
    begin_upload(archivist, "a.txt", 1_000_000)
    with pytest.raises(ArchiveError):
        begin_upload(archivist, "b.txt", 1_000_000)
    begin_upload(User.objects.create_user("other"), "b.txt", 1_000_000)
    monkeypatch.setattr(uploads, "_FREE_BYTES", 10**18)
    with pytest.raises(ArchiveError):
        begin_upload(archivist, "c.txt", 10)


def test_an_unfinished_upload_is_swept_after_a_day(archivist: User) -> None:
    old, new = (begin_upload(archivist, name, 10) for name in ("old.txt", "new.txt"))
    take_slice(old, 0, io.BytesIO(b"12345"), 5)
    Upload.objects.filter(pk=old.pk).update(touched_at=timezone.now() - timedelta(hours=25))
    assert sweep_uploads() == 1
    assert list(Upload.objects.all()) == [new]
    assert not upload_path(old).exists()


def test_names_lead_nowhere(archivist: User, archive_home: Path) -> None:
    upload = begin_upload(archivist, "../../../etc/\u202epasswd\n", 5)
    assert upload.name == "etc/passwd"
    take_slice(upload, 0, io.BytesIO(b"12345"), 5)
    assert [path.name for path in (archive_home / "uploads").iterdir()] == [upload.token]


def test_nobody_without_the_permission_sends_anything(desk: Client) -> None:
    state = desk.post(
        "/desk/upload/begin/", json.dumps({"name": "a", "size": 5}), content_type="text/plain"
    ).json()
    stranger = Client()
    assert stranger.post("/desk/upload/begin/", "{}", content_type="text/plain").status_code == 401
    reader = User.objects.create_user("reader", is_staff=True)
    stranger.force_login(reader)
    sent = stranger.post(f"{state['slices']}?offset=0", b"12345", content_type="text/plain")
    assert sent.status_code == 403
    assert stranger.get("/desk/upload/").status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="add_load"))
    sent = stranger.post(f"{state['slices']}?offset=0", b"12345", content_type="text/plain")
    assert sent.status_code == 404, "another person's upload"


def test_only_these_addresses_take_more_than_forms(desk: Client) -> None:
    content = b"x" * 3_000_000
    assert desk.post("/", content, content_type="text/plain").status_code == 413
    asked = json.dumps({"name": "a.txt", "size": len(content)})
    state = desk.post("/desk/upload/begin/", asked, content_type="text/plain").json()
    sent = desk.post(f"{state['slices']}?offset=0", content, content_type="text/plain")
    assert sent.status_code == 200
    stranger = Client()
    sent = stranger.post(f"{state['slices']}?offset=0", content, content_type="text/plain")
    assert sent.status_code == 413
    large = desk.post("/desk/upload/x/", b"x" * 4_300_000, content_type="text/plain")
    assert large.status_code == 413


def test_a_load_that_was_killed_goes_on_as_the_same_load(
    archivist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin_upload(archivist, "a.jsonl", len(CONTENT))
    finish_upload(take_slice(upload, 0, io.BytesIO(CONTENT), len(CONTENT)))

    class Killed(BaseException):
        pass

    def killed(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("archive.ingest.run.settle", killed)
        patched.setattr("archive.ingest.loading.LoadRecord.stop", lambda *_args: None)
        with pytest.raises(Killed):
            run_waiting()
    assert Load.objects.get().state == LoadState.RUNNING
    assert run_waiting() >= 1
    load = Load.objects.get()
    assert (load.state, load.new, load.unchanged) == (LoadState.FINISHED, 3, 0)
    assert Upload.objects.get().state == UploadState.LOADED
    assert not Job.objects.exclude(state=JobState.DONE).exists()
