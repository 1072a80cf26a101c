"""What a load refused is kept, found, mended and loaded again; bounded, and gone when it must be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from archive.captures import refused_originals
from archive.captures.refused_originals import original_bytes, sweep_originals
from archive.captures.withdrawal import withdraw
from archive.jobs import run_waiting
from archive.loads.uploads import keep_whole
from archive.models import Article, Capture, Load, LoadRemark, RefusedOriginal
from tests.loads.conftest import TITLES, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

BROKEN = '{"id": "9", "title": "مكتبة الميناء", "text": "نص مقطوع'


@pytest.fixture
def desk(admin_client: Client) -> Client:
    admin_client.cookies["django_language"] = "en"
    return admin_client


@pytest.fixture
def refused(admin_user: object) -> LoadRemark:
    """A record that cannot be read, in a file that was uploaded with one that can."""
    lines = f"{record(0, TITLES[0])}\n{BROKEN}\n"
    keep_whole(admin_user, "ملف.jsonl", lines.encode())
    run_waiting()
    return LoadRemark.objects.waiting().get()


def mend(remark: LoadRemark) -> str:
    return f"/desk/refused/{remark.pk}/mend/"


def files(home: Path) -> list[Path]:
    return list((home / "refused").glob("??/*.gz"))


def test_a_refused_record_is_shown_as_it_came_mended_and_loaded(
    desk: Client, refused: LoadRemark
) -> None:
    assert refused.document == "ملف.jsonl#2"
    assert mend(refused) in desk.get("/desk/refused/").content.decode()
    assert "نص مقطوع" in desk.get(mend(refused)).content.decode()
    mended = record(9, TITLES[1])
    answer = desk.post(mend(refused), {"text": mended})
    assert answer["Location"].startswith("/admin/archive/job/")
    run_waiting()
    assert set(Article.objects.values_list("title", flat=True)) == {TITLES[0], TITLES[1]}
    assert not LoadRemark.objects.waiting().exists()


def test_its_bytes_are_handed_out_as_a_file_alone(desk: Client, refused: LoadRemark) -> None:
    answer = desk.get(f"/desk/refused/{refused.pk}/original")
    assert answer.content.decode() == BROKEN
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_of_what_holds_no_text_the_whole_file_is_kept(desk: Client, admin_user: object) -> None:
    content = b"\x89PNG\r\n\x1a\n" + bytes(500)
    keep_whole(admin_user, "صورة.txt", content)
    run_waiting()
    remark = LoadRemark.objects.get()
    assert original_bytes(remark.original) == content
    page = desk.get(mend(remark)).content.decode()
    assert "Store the whole file as it was sent" in page
    assert "<textarea" not in page


def test_of_a_command_the_path_is_told(
    desk: Client, run: Callable[..., Load], documents: Path
) -> None:
    (documents / "قسم").mkdir()
    (documents / "قسم" / "فارغ.txt").write_bytes(b"")
    run(documents)
    remark = LoadRemark.objects.get()
    assert str(documents / "قسم" / "فارغ.txt") in desk.get(mend(remark)).content.decode()


def test_it_is_found_by_a_part_of_its_name(desk: Client, refused: LoadRemark) -> None:
    assert refused.document in desk.get("/desk/refused/?q=ملف").content.decode()
    assert refused.document not in desk.get("/desk/refused/?q=زورق").content.decode()


@pytest.mark.usefixtures("archive_home", "refused")
def test_it_goes_when_it_is_old(archive_home: Path) -> None:
    assert len(files(archive_home)) == 1
    sweep_originals()
    assert len(files(archive_home)) == 1
    RefusedOriginal.objects.update(kept_at=timezone.now() - timedelta(days=31))
    sweep_originals()
    assert files(archive_home) == []
    assert not RefusedOriginal.objects.exists()


def test_a_settled_one_goes_with_the_next_load(
    desk: Client, refused: LoadRemark, archive_home: Path
) -> None:
    desk.post(f"/desk/refused/{refused.pk}/")
    sweep_originals()
    assert files(archive_home) == []


@pytest.mark.usefixtures("archive_home", "refused")
def test_the_oldest_go_where_there_is_too_much(
    admin_user: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refused_originals, "ALL_BYTES", len(BROKEN.encode()) + 10)
    keep_whole(admin_user, "آخر.jsonl", BROKEN.replace("الميناء", "المرفأ").encode())
    run_waiting()
    kept = RefusedOriginal.objects.get()
    assert kept.remark.document == "آخر.jsonl#1"


@pytest.mark.usefixtures("archive_home", "refused")
def test_a_withdrawal_takes_what_may_hold_the_text(admin_user: object, archive_home: Path) -> None:
    keep_whole(admin_user, "صورة.txt", b"\x89PNG\r\n\x1a\n" + bytes(500))
    run_waiting()
    assert len(files(archive_home)) == 2
    withdraw(Capture.objects.get(), "حكم محكمة")
    assert not RefusedOriginal.objects.filter(whole=True).exists()
    assert len(files(archive_home)) == 1


def test_what_is_gone_is_told_and_no_error(
    desk: Client, refused: LoadRemark, archive_home: Path
) -> None:
    for path in files(archive_home):
        path.unlink()
    assert "is not kept" in desk.get(mend(refused)).content.decode()
    assert desk.get(f"/desk/refused/{refused.pk}/original").status_code == 302
    assert desk.post(mend(refused), {"text": "x"}).status_code == 200
