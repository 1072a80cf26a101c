"""What came with a page goes with it, and nothing that another page needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.captures.kept_parts import kept_record, parts_of
from archive.captures.store import CaptureStore, capture_folder, capture_store
from archive.captures.verification import verify_captures
from archive.captures.withdrawal import finish_withdrawals, withdraw
from archive.ingest.run import load_paths
from archive.loads.load_undoing import undo
from archive.models import (
    Capture,
    CapturePart,
    CaptureRecord,
    ErasedBytes,
    Load,
    PartOfCapture,
)
from tests.factories import make_capture, make_part, make_record
from tests.ingest.page_part_samples import NAMED, PAGE, SITE, PartsWarc, crawl, page_with_parts

FIELDS = (("WARC-Type", "response"),)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stands(archive_home: Path) -> Callable[[str], bool]:
    """Return whether bytes stand in the store of an archive of its own."""
    assert archive_home.exists()
    return lambda sha256: capture_store().has(sha256)


def share(capture: Capture, part: CapturePart) -> None:
    PartOfCapture.objects.create(capture=capture, part=part)


def test_a_shared_part_stays_until_the_last_page_is_withdrawn(
    stands: Callable[[str], bool],
) -> None:
    first, second = make_capture("صفحة أولى"), make_capture("صفحة ثانية")
    shared = make_part(first, f"{SITE}/a.css", b"shared", headers=FIELDS)
    share(second, shared)
    own = make_part(first, f"{SITE}/b.png", b"own", headers=FIELDS)
    make_record(b"packed", FIELDS, capture=first)
    body = CaptureRecord.objects.get(capture=first).body_sha256
    withdraw(first, "على طلب صاحبه")
    assert [stands(each) for each in (own.sha256, body, shared.sha256)] == [False, False, True]
    assert [each.address for each in parts_of(second)] == [shared.address]
    assert kept_record(first) is None
    assert set(CaptureRecord.objects.values_list("part__address", flat=True)) == {shared.address}
    withdraw(second, "على طلب صاحبه")
    assert not stands(shared.sha256)
    assert not CapturePart.objects.exists()
    assert not CaptureRecord.objects.exists()
    assert set(ErasedBytes.objects.values_list("sha256", flat=True)) == {
        own.sha256,
        body,
        shared.sha256,
    }
    assert list(verify_captures()) == []


def test_bytes_that_a_capture_needs_stay(stands: Callable[[str], bool]) -> None:
    page, frame = make_capture("صفحة"), make_capture("إطار")
    make_part(page, f"{SITE}/frame", "إطار".encode(), "text/html")
    withdraw(page, "سبب")
    assert stands(frame.sha256)
    assert not CapturePart.objects.exists()


def test_withdrawn_bytes_go_as_a_part_too(stands: Callable[[str], bool]) -> None:
    page, frame = make_capture("صفحة"), make_capture("إطار")
    make_part(page, f"{SITE}/frame", "إطار".encode(), "text/html")
    withdraw(frame, "سبب")
    assert not stands(frame.sha256)
    assert parts_of(page) == ()
    assert not CapturePart.objects.exists()


def test_a_withdrawal_that_was_ended_is_finished(
    stands: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_capture("صفحة")
    part = make_part(page, f"{SITE}/a.png", b"picture")
    with monkeypatch.context() as ended:
        ended.setattr(CaptureStore, "remove", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            withdraw(page, "سبب")
    assert stands(part.sha256)
    assert parts_of(page) == ()
    finish_withdrawals()
    assert not stands(part.sha256)
    assert not stands(page.sha256)


def test_what_was_withdrawn_is_not_brought_again_as_a_part(
    tmp_path: Path, stands: Callable[[str], bool]
) -> None:
    frame = make_capture("إطار فيه اسم")
    withdraw(frame, "سبب")
    file = PartsWarc().add(PAGE, page_with_parts())
    file.add(f"{SITE}/frame.html", "إطار فيه اسم".encode())
    (tmp_path / "crawl").write_bytes(file.content())
    load_paths([str(tmp_path / "crawl")])
    assert not stands(frame.sha256)
    assert parts_of(Capture.objects.get(uri=PAGE)) == ()


def test_undoing_a_load_takes_its_parts(tmp_path: Path, stands: Callable[[str], bool]) -> None:
    (tmp_path / "crawl").write_bytes(crawl())
    load_paths([str(tmp_path / "crawl")])
    hashes = {each.sha256 for each in CapturePart.objects.all()}
    assert all(map(stands, hashes))
    undo(Load.objects.get())
    assert not any(map(stands, hashes))
    assert not CapturePart.objects.exists()
    assert not list(capture_store().hashes())


def test_undoing_a_load_that_completed_a_page_leaves_the_page(tmp_path: Path) -> None:
    (tmp_path / "page.warc").write_bytes(PartsWarc().add(PAGE, page_with_parts()).content())
    load_paths([str(tmp_path / "page.warc")])
    again = PartsWarc().add(PAGE, page_with_parts())
    again.add(f"{SITE}/css/main.css", b"p {}", "text/css")
    (tmp_path / "again.warc").write_bytes(again.content())
    assert load_paths([str(tmp_path / "again.warc")]).completed == 1
    capture = Capture.objects.get()
    assert len(parts_of(capture)) == 1
    undo(Load.objects.latest("pk"))
    assert parts_of(capture) == ()
    assert kept_record(capture) is not None


def test_missing_and_damaged_parts_are_told(stands: Callable[[str], bool]) -> None:
    page = make_capture("صفحة")
    gone = make_part(page, f"{SITE}/gone.png", b"gone")
    damaged = make_part(page, f"{SITE}/damaged.png", b"damaged")
    capture_store().remove(gone.sha256)
    capture_folder().path(damaged.sha256).write_bytes(b"no gzip")
    stray = capture_store().put(b"stray")
    found = list(verify_captures())
    assert [each.serious for each in found] == [True, True, False]
    assert gone.address in found[0].subject
    assert "missing" in found[0].problem
    assert damaged.address in found[1].subject
    assert found[2].subject == stray
    assert stands(stray)


def test_a_load_that_is_killed_leaves_nothing_half(
    tmp_path: Path, stands: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crawl").write_bytes(crawl())
    with monkeypatch.context() as ended:
        ended.setattr(
            "archive.ingest.loading.part_writer.insert_rows",
            lambda *_: (_ for _ in ()).throw(KeyboardInterrupt),
        )
        with pytest.raises(KeyboardInterrupt):
            load_paths([str(tmp_path / "crawl")])
    assert not CapturePart.objects.exists()
    assert not CaptureRecord.objects.exists()
    assert all(not each.serious for each in verify_captures())
    assert load_paths([str(tmp_path / "crawl")]).completed == 1
    assert len(parts_of(Capture.objects.get())) == len(NAMED)
    assert all(map(stands, CapturePart.objects.values_list("sha256", flat=True)))
    assert list(verify_captures()) == []
