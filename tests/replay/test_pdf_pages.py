"""A PDF as pictures of its pages, drawn within limits by a process of its own."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from archive.captures.store import capture_store
from archive.models import Capture
from search.replay import pdf_drawing, pdf_pages
from search.replay.pdf_pages import PAGES, DrawingBusyError, PageDrawing, UndrawablePdfError
from tests.replay.conftest import PutPage, framed_address
from tests.replay.pdf_samples import numbered_pdf


@pytest.fixture
def put_pdf(put_page: PutPage) -> Callable[[bytes], Capture]:
    """Put a PDF into the archive."""

    def put(content: bytes) -> Capture:
        sha256 = capture_store().put(content)
        capture = put_page("", media_type="application/pdf", uri="documents/a.pdf", url="")
        Capture.objects.filter(pk=capture.pk).update(sha256=sha256, size=len(content))
        capture.refresh_from_db()
        return capture

    return put


def pictures(response: Any) -> list[bytes]:
    html = b"".join(response).decode()
    return [base64.b64decode(each) for each in re.findall(r"base64,([^\"]+)", html)]


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_pages_are_pictures_and_the_next_ones_a_link_away(
    client: Client, put_pdf: Callable[[bytes], Capture]
) -> None:
    capture = put_pdf(numbered_pdf(12))
    address = framed_address(client, capture)
    first = client.get(address)
    assert "sandbox" in first["Content-Security-Policy"]
    drawn = pictures(first)
    assert len(drawn) == PAGES
    assert len(set(drawn)) == PAGES
    assert size_of(drawn[0])[0] == pdf_drawing.WIDTH
    assert len(pictures(client.get(f"{address}?from=11"))) == 2
    html = b"".join(client.get(f"{address}?from=11")).decode()
    assert 'href="?from=1"' in html
    assert "الصفحات من 11 إلى 12، ومجموعها 12" in html


def test_its_words_are_in_the_readers_language(
    english: Client, put_pdf: Callable[[bytes], Capture]
) -> None:
    answer = english.get(framed_address(english, put_pdf(numbered_pdf(2))))
    assert "Pages 1 to 2 of 2" in b"".join(answer).decode()


def test_the_file_is_a_download(client: Client, put_pdf: Callable[[bytes], Capture]) -> None:
    capture = put_pdf(numbered_pdf(1))
    answer = client.get(f"/capture/{capture.pk}/raw")
    assert answer["Content-Disposition"] == f'attachment; filename="capture-{capture.pk}.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert (
        f"/capture/{capture.pk}/raw" in client.get(f"/capture/{capture.pk}/page/").content.decode()
    )


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\nnothing", b"x" * 1000, numbered_pdf(0)])
def test_a_damaged_one_is_told_in_a_sentence(
    client: Client, put_pdf: Callable[[bytes], Capture], content: bytes
) -> None:
    answer = client.get(framed_address(client, put_pdf(content)))
    assert "لا صفحة يمكن عرضها" in answer.content.decode()


@pytest.mark.parametrize("box", ["0 0 100000 100000", "0 0 1 1", "0 0 10 90000", "0 0 0 0"])
def test_a_picture_has_a_bounded_size(box: str) -> None:
    drawing = PageDrawing(numbered_pdf(1, box), 1)
    try:
        for picture in drawing.pictures():
            width, height = size_of(picture)
            assert width * height <= 1.05 * pdf_drawing.MOST_PIXELS
    finally:
        drawing.close()


def test_one_is_drawn_at_a_time_and_the_process_ends_with_its_reader() -> None:
    drawing = PageDrawing(numbered_pdf(12), 1)
    process = drawing._process
    assert process is not None
    with pytest.raises(DrawingBusyError):
        PageDrawing(numbered_pdf(1), 1)
    next(drawing.pictures())
    drawing.close()
    assert process.poll() is not None
    PageDrawing(numbered_pdf(1), 1).close()


def test_too_much_work_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "_SECONDS", 0.01)
    drawing = None
    try:
        drawing = PageDrawing(numbered_pdf(500), 1)
        assert len(list(drawing.pictures())) < PAGES
    except UndrawablePdfError:
        pass
    finally:
        if drawing is not None:
            drawing.close()


def test_a_place_beyond_the_last_page_shows_the_last(
    client: Client, put_pdf: Callable[[bytes], Capture]
) -> None:
    address = framed_address(client, put_pdf(numbered_pdf(2)))
    for asked, drawn in (("9", 1), ("0", 2), ("-1", 2), ("x", 2), ("99999999", 2)):
        assert len(pictures(client.get(f"{address}?from={asked}"))) == drawn
