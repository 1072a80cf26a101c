"""A large captured page begins before it is written to its end."""

from __future__ import annotations

from django.test import Client

from search.replay.captured_tree import PageReading
from search.replay.page_writing import PageWriter
from tests.replay.conftest import PutPage, framed_address
from tests.replay.kept_samples import kept

_BLOCK = (
    '<div class="story" id="x{0}"><h2><a href="/news/{0}" title="عنوان">عنوان الخبر رقم {0}</a></h2>'
    '<p style="color:red">نص الخبر الأول الذي يحكي عن شيء ما في المدينة <b>مهم</b></p></div>\n'
)


def test_the_first_letters_of_a_large_page_are_sent_before_the_others_are_written(
    client: Client, put_page: PutPage
) -> None:
    html = "<!DOCTYPE html><html><head><title>x</title></head><body>"
    html += "".join(map(_BLOCK.format, range(2_000)))
    answer = client.get(framed_address(client, put_page(html)))
    sizes = [len(chunk) for chunk in answer]
    assert sum(sizes) > 400_000
    assert sizes[0] < sum(sizes) / 10


def test_they_are_sent_before_the_others_are_read() -> None:
    html = "<html><body>" + "".join(map(_BLOCK.format, range(2_000)))
    page = PageReading.begin(html.encode(), "utf-8")
    chunks = PageWriter(kept(), lambda _address: "").chunks(page)
    assert "عنوان الخبر رقم 0" in next(chunks)
    assert not page.is_whole
    assert "عنوان الخبر رقم 1999" in "".join(chunks)
