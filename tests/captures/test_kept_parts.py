"""What came with a capture: asked for by its capture, and nowhere where it may not be."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.captures.kept_parts import kept_record, parts_of, read_part, record_of_part
from archive.captures.removal import hide_articles
from archive.captures.store import DamagedCaptureError, capture_store
from archive.captures.tombstones import Reasons
from archive.models import CaptureStatus, PartOfCapture
from tests.factories import make_article, make_capture, make_part, make_record

PICTURE = "https://news.example/صورة.png"
FIELDS = (("WARC-Type", "response"), ("WARC-Record-ID", "<urn:uuid:1>"))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"

pytestmark = pytest.mark.django_db


def test_parts_and_records_come_back_as_they_were_kept(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    capture = make_capture()
    make_record(b"packed", FIELDS, http_head=HEAD, capture=capture)
    make_part(capture, PICTURE, b"a picture", headers=FIELDS, http_head=HEAD)
    make_part(capture, "cid:2", b"body {}", "text/css", charset="utf-8")
    with django_assert_num_queries(1):
        picture, style = parts_of(capture)
    assert (picture.address, picture.media_type, picture.size) == (PICTURE, "image/png", 9)
    assert (style.address, style.charset) == ("cid:2", "utf-8")
    assert read_part(picture) == b"a picture"
    record = record_of_part(picture)
    assert record is not None
    assert (record.headers, record.http_head) == (FIELDS, HEAD)
    assert record_of_part(style) is None
    own = kept_record(capture)
    assert own is not None
    assert capture_store().get(own.body_sha256) == b"packed"
    assert kept_record(make_capture("غيره")) is None


def test_of_a_withdrawn_capture_there_is_nothing() -> None:
    capture = make_capture()
    make_record(b"packed", FIELDS, capture=capture)
    make_part(capture, PICTURE, b"a picture")
    capture.status = CaptureStatus.WITHDRAWN
    capture.save()
    assert parts_of(capture) == ()
    assert kept_record(capture) is None


def test_a_part_stays_though_another_page_with_it_is_withdrawn() -> None:
    first, second = make_capture("صفحة"), make_capture("أخرى")
    part = make_part(first, PICTURE, b"a picture")
    PartOfCapture.objects.create(capture=second, part=part)
    first.status = CaptureStatus.WITHDRAWN
    first.save()
    assert [each.address for each in parts_of(second)] == [PICTURE]


def test_a_frame_that_is_a_hidden_page_elsewhere_is_left_out() -> None:
    capture = make_capture()
    frame = make_capture("صفحة مؤطرة")
    article = make_article(capture=frame)
    make_part(capture, "https://news.example/frame", "صفحة مؤطرة".encode(), "text/html")
    assert len(parts_of(capture)) == 1
    hide_articles([article], Reasons("سبب"))
    assert parts_of(capture) == ()


def test_a_part_whose_bytes_are_gone_says_so() -> None:
    capture = make_capture()
    make_part(capture, PICTURE, b"a picture")
    (part,) = parts_of(capture)
    capture_store().remove(part.sha256)
    with pytest.raises(DamagedCaptureError):
        read_part(part)
