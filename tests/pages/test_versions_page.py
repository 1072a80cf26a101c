"""The versions of an article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import LazySettings
from django.test import Client

from archive.models import Article

PAGE = "{title}\n\n26 أكتوبر 2024\n\n{body}\n"
FIRST = "افتتح المتحف أبوابه أمس أمام الزوار بعد ترميم دام خمسة أعوام كاملة."
SECOND = "وقال مديره إن القاعات تضم ألف قطعة جمعت من أنحاء البلاد كلها."


def test_second_capture_shows_what_changed(
    load: Callable[..., object], tmp_path: Path, client: Client, settings: LazySettings
) -> None:
    document = tmp_path / "museum.txt"
    for words in ("خمسة", "ستة"):
        body = FIRST.replace("خمسة", words) + "\n\n" + SECOND
        document.write_text(PAGE.format(title="المتحف يفتح أبوابه", body=body), "utf-8")
        load(document)
    article = Article.objects.get()
    address = f"{article.get_absolute_url()}versions/"
    assert address in client.get(article.get_absolute_url()).content.decode()
    html = client.get(address).content.decode()
    assert "<mark>خمسة </mark>" in html.split("<del")[1].split("</del>")[0]
    assert "<mark>ستة </mark>" in html.split("<ins")[1].split("</ins>")[0]
    settings.ARCHIVE_ACCESS = "captures-private"
    assert client.get(address).status_code == 302
