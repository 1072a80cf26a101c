"""What came with a page may stand in another WARC file of the same load, and where its address led."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from archive.captures.kept_parts import address_of_part, parts_of, read_part
from archive.ingest.run import load_paths
from archive.models import Article, Capture, CapturePart
from archive.web_archives import CaptureExport
from tests.ingest.document_samples import wacz
from tests.ingest.page_part_samples import FRAME, NAMED, PAGE, PICTURE, SITE, STYLE, PartsWarc
from tests.ingest.page_part_samples import page_with_parts as page

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
SHEET, BACK, FRAMED = f"{SITE}/css/main.css", f"{SITE}/pics/back.png", f"{SITE}/frame.html"


def named(uri: str = PAGE) -> dict[str, bytes]:
    return {each.address: read_part(each) for each in parts_of(Capture.objects.get(uri=uri))}


@pytest.mark.parametrize("order", ["123", "321", "231"])
def test_parts_in_neighbouring_files_belong_to_the_page(tmp_path: Path, order: str) -> None:
    files = (
        PartsWarc().add(PAGE, page()).content(),
        PartsWarc(packed=False).add(SHEET, STYLE, "text/css").add(FRAMED, FRAME).content(),
        PartsWarc().add(BACK, NAMED[BACK], "image/png").content(),
    )
    for number, content in zip(order, files, strict=True):
        (tmp_path / f"{number}.warc").write_bytes(content)
    load_paths([str(tmp_path)])
    assert {SHEET: STYLE, BACK: NAMED[BACK]}.items() <= named().items()


def test_a_wacz_of_several_files_is_one_load(tmp_path: Path) -> None:
    files = {
        "archive/1.warc.gz": PartsWarc().add(PAGE, page()).content(),
        "archive/2.warc.gz": PartsWarc().add(SHEET, STYLE, "text/css").content(),
        "archive/3.warc.gz": PartsWarc().add(BACK, NAMED[BACK], "image/png").content(),
    }
    # Tools write WARC files into it as they are, as the format asks.
    with zipfile.ZipFile(BytesIO(wacz(files))) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(tmp_path / "crawl.wacz", "w") as stored:
        for name, content in members.items():
            stored.writestr(name, content)
    load_paths([str(tmp_path / "crawl.wacz")])
    assert named() == {SHEET: STYLE, BACK: NAMED[BACK]}


def test_what_is_packed_twice_is_sought_in_its_own_file_alone(tmp_path: Path) -> None:
    own = PartsWarc().add(PAGE, page()).add(SHEET, STYLE, "text/css").content()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.warc.gz", own)
        archive.writestr("2.warc.gz", PartsWarc().add(BACK, PICTURE, "image/png").content())
    (tmp_path / "crawl.zip").write_bytes(packed.getvalue())
    load_paths([str(tmp_path / "crawl.zip")])
    assert named() == {SHEET: STYLE}


def test_where_an_address_led_is_what_the_page_shows(tmp_path: Path) -> None:
    def led(file: PartsWarc, address: str, to: str, status: str) -> None:
        file.add(address, b"", "text/html", status=status, Location=to)

    file = PartsWarc().add(PAGE, page(extra="<img src=/loop.png><img src=/old.png>"))
    led(file, SHEET, "/v2/css/main.css", "301 Moved Permanently")
    led(file, f"{SITE}/old.png", "https://cdn.example/a.png", "302 Found")
    led(file, f"{SITE}/loop.png", "/loop.png", "302 Found")
    later = PartsWarc()
    led(later, "https://cdn.example/a.png", "/b.png", "307 Temporary Redirect")
    later.add("https://cdn.example/b.png", PICTURE, "image/png")
    later.add(f"{SITE}/v2/css/main.css", STYLE, "text/css")
    later.add(f"{SITE}/v2/pics/back.png", NAMED[BACK], "image/png")
    (tmp_path / "1.warc.gz").write_bytes(file.content())
    (tmp_path / "2.warc.gz").write_bytes(later.content())
    load_paths([str(tmp_path)])
    expected = {
        SHEET: STYLE,
        f"{SITE}/old.png": PICTURE,
        f"{SITE}/v2/pics/back.png": NAMED[BACK],
    }
    assert named() == expected
    (sheet,) = (each for each in parts_of(Capture.objects.get(uri=PAGE)) if each.address == SHEET)
    assert address_of_part(sheet) == f"{SITE}/v2/css/main.css"

    export = CaptureExport(list(Capture.objects.values_list("pk", flat=True)), "", NOON)
    content = b"".join(export.warc("out.warc.gz"))
    Article.objects.all().delete()
    Capture.objects.all().delete()
    CapturePart.objects.all().delete()
    (tmp_path / "out.warc.gz").write_bytes(content)
    load_paths([str(tmp_path / "out.warc.gz")])
    assert named()[SHEET] == STYLE
    assert named()[f"{SITE}/old.png"] == PICTURE
