"""What goes out is what was kept: records, checksums, an index, a signature; and nothing hidden."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive.captures.removal import hide_articles
from archive.captures.store import capture_store
from archive.captures.surt_keys import surt_key
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.errors import ArchiveError
from archive.ingest.run import load_paths
from archive.models import Article, Capture, Load
from archive.web_archives import CaptureExport, write_export
from tests.factories import make_article, make_capture, make_part, make_record
from tests.ingest.document_samples import PARAGRAPHS, TITLE, URL, WarcFile, page
from tests.web_archives.capture_samples import write_documents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nX-Own: 1\r\n\r\n"


def exported(*captures: Capture, ending: str = "warc.gz") -> bytes:
    export = CaptureExport([each.pk for each in captures], "تجربة", NOON)
    write = export.warc if ending == "warc.gz" else export.wacz
    return b"".join(write(f"out.{ending}"))


def records(content: bytes) -> list[dict[str, Any]]:
    """The records of a WARC file: kind, address, id, fields, block."""
    found = []
    for record in ArchiveIterator(io.BytesIO(content), no_record_parse=True):
        headers = record.rec_headers
        found.append(
            {
                "kind": record.rec_type,
                "address": headers.get_header("WARC-Target-URI"),
                "id": headers.get_header("WARC-Record-ID"),
                "fields": headers.headers,
                "type": headers.get_header("Content-Type"),
                "block": record.raw_stream.read(),
            }
        )
    return found


def loaded_archive(folder: Path, unit: int = 1) -> None:
    report = load_paths([str(path) for path in write_documents(folder / "in", unit)])
    assert report.rejected == []


def test_warcio_finds_every_record_whole_and_every_digest_right(tmp_path: Path) -> None:
    loaded_archive(tmp_path)
    path = tmp_path / "all.warc.gz"
    path.write_bytes(exported(*Capture.objects.all()))
    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=False)).process_all() == 0
    found = records(path.read_bytes())
    assert found[0]["kind"] == "warcinfo"
    assert b"software: Khizana" in found[0]["block"]
    names = [each["id"] for each in found]
    assert len(set(names)) == len(names)
    kinds = {each["kind"] for each in found}
    assert kinds == {"warcinfo", "metadata", "response", "resource", "conversion"}


def test_a_record_of_a_warc_goes_out_as_it_stood_with_its_parts() -> None:
    content = page(TITLE, PARAGRAPHS).encode()
    capture = make_capture(content.decode(), url=URL, uri=URL, media_type="text/html")
    body = gzip.compress(content, mtime=0)
    fields = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", "<urn:uuid:0a1b>"),
        ("WARC-Target-URI", URL),
        ("WARC-Date", "2021-09-13T08:00:00Z"),
        ("WARC-IP-Address", "192.0.2.7"),
        ("Content-Type", "application/http; msgtype=response"),
        ("Content-Length", str(len(HTTP) + len(body))),
    ]
    make_record(body, fields, http_head=HTTP, capture=capture)
    make_part(capture, f"{URL}/a.png", b"\x89PNG", captured_at=NOON)
    metadata, main, picture = records(exported(capture))[1:]
    assert main["block"] == HTTP + body
    assert [pair for pair in main["fields"] if pair[0] != "Content-Length"] == fields[:-1]
    assert json.loads(metadata["block"])["sha256"] == capture.sha256
    assert (picture["kind"], picture["address"]) == ("resource", f"{URL}/a.png")
    assert (picture["type"], picture["block"]) == ("image/png", b"\x89PNG")


def test_a_record_that_lied_about_its_length_goes_out_as_what_it_is() -> None:
    capture = make_capture(
        page(), url=URL, uri=URL, media_type="text/html", record_id="<urn:uuid:1>"
    )
    fields = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", "<urn:uuid:1>"),
        ("Content-Length", "7"),
    ]
    make_record(page().encode(), fields, http_head=HTTP, capture=capture)
    _metadata, main = records(exported(capture))[1:]
    assert main["kind"] == "conversion"
    assert ("WARC-Refers-To", "<urn:uuid:1>") in main["fields"]
    assert main["block"] == page().encode()


def test_where_only_the_record_is_damaged_the_page_goes_out() -> None:
    capture = make_capture(page(), url=URL, uri=URL, media_type="text/html")
    fields = [("WARC-Type", "response"), ("WARC-Record-ID", "<urn:uuid:9>")]
    record = make_record(b"coded", fields, http_head=HTTP, capture=capture)
    capture_store().remove(record.body_sha256)
    _metadata, main = records(exported(capture))[1:]
    assert main["block"] == page().encode()


def test_a_saved_file_is_a_resource_and_a_page_without_its_record_a_conversion() -> None:
    saved = make_capture("عنوان\n\nنص", uri="مجلد/خبر.txt")
    crawled = make_capture(
        page(), uri=URL, url=URL, media_type="text/html", record_id="<urn:uuid:2>"
    )
    found = {each["kind"]: each for each in records(exported(saved, crawled))}
    assert found["resource"]["address"] == (
        "file:///%D9%85%D8%AC%D9%84%D8%AF/%D8%AE%D8%A8%D8%B1.txt"
    )
    assert found["resource"]["type"] == "text/plain; charset=utf-8"
    assert found["conversion"]["address"] == URL


def test_an_address_writes_no_field_of_its_own() -> None:
    capture = make_capture("نص", uri=f"{URL}\r\nWARC-Type: warcinfo", url="")
    _metadata, main = records(exported(capture))[1:]
    assert main["kind"] == "resource"
    assert "\r" not in main["address"]


def test_of_a_damaged_capture_its_text_goes_out_and_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load = Load.objects.create(way="command", state="finished", given=["d"])
    whole = make_capture("عنوان أول\n\nنص", load=load)
    damaged = make_capture("عنوان ثان\n\nنص", load=load)
    make_article("عنوان ثان", "نص الخبر المقروء", capture=damaged)
    lost = make_capture("بلا خبر", load=load)
    for each in (damaged, lost):
        capture_store().remove(each.sha256)
    path = tmp_path / "out.warc.gz"
    with pytest.raises(CommandError, match="2 captures are missing or damaged"):
        call_command("export_captures", path, load=load.pk, verbosity=0)
    found = records(path.read_bytes())[1:]
    assert [each["kind"] for each in found] == ["metadata", "resource", "conversion"]
    assert found[2]["block"].decode() == "عنوان ثان\n\nنص الخبر المقروء"
    assert damaged.document in capsys.readouterr().err
    assert whole.document.encode() in found[0]["block"]


def test_what_is_hidden_closed_or_withdrawn_never_leaves(tmp_path: Path) -> None:
    load = Load.objects.create(way="command", state="finished", given=["d"])
    kept = [make_capture(f"خبر {n}\n\nنص زعفران {n}", load=load, uri=f"a/{n}") for n in range(4)]
    for capture in kept:
        make_article(f"خبر {capture.uri}", "نص زعفران", capture=capture)
    make_capture("نسخة أقدم زعفران", load=load, uri="a/0")  # of a document with a hidden article
    hide_articles([Article.objects.get(capture=kept[0])], Reasons("سبب"))
    withdraw(kept[1], "حكم")
    for number, ending in enumerate(("warc.gz", "wacz")):
        path = tmp_path / f"{number}.{ending}"
        call_command("export_captures", path, load=load.pk, verbosity=0)
        content = path.read_bytes()
        if ending == "wacz":
            with zipfile.ZipFile(path) as archive:
                content = archive.read(f"archive/{number}.warc.gz")
        addresses = [each["address"] for each in records(content) if each["kind"] == "resource"]
        assert addresses == ["file:///a/2", "file:///a/3"]


def test_a_wacz_is_as_its_specification_says(tmp_path: Path) -> None:
    loaded_archive(tmp_path)
    captures = Capture.objects.all()
    content = exported(*captures, ending="wacz")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        package = json.loads(archive.read("datapackage.json"))
        digest = json.loads(archive.read("datapackage-digest.json"))
        members = {name: archive.read(name) for name in archive.namelist()}
        assert {each.compress_type for each in archive.infolist()} == {zipfile.ZIP_STORED}
    described = hashlib.sha256(members["datapackage.json"]).hexdigest()
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{described}"}
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    told = {each["path"]: each for each in package["resources"]}
    assert set(told) == set(members) - {"datapackage.json", "datapackage-digest.json"}
    for path, each in told.items():
        assert each["hash"] == f"sha256:{hashlib.sha256(members[path]).hexdigest()}"
        assert each["bytes"] == len(members[path])
    warc = members["archive/out.warc.gz"]
    lines = gzip.decompress(members["indexes/index.cdx.gz"]).decode().splitlines()
    assert lines == sorted(lines)
    kinds = ("response", "resource", "conversion", "revisit")
    assert len(lines) == sum(each["kind"] in kinds for each in records(warc))
    for line in lines:
        key, moment, entry = line.split(" ", 2)
        found = json.loads(entry)
        assert found["filename"] == "out.warc.gz"
        begin = int(found["offset"])
        (record,) = records(warc[begin : begin + int(found["length"])])
        assert record["address"] == found["url"]
        assert surt_key(found["url"]) == key
        fields = dict(record["fields"])
        assert moment == re.sub("[^0-9]", "", fields["WARC-Date"])[:14]
        assert found["digest"] == fields["WARC-Payload-Digest"]
        assert found["mime"]
    first, *blocks = members["indexes/index.idx"].decode().splitlines()
    assert json.loads(first.split(" ", 2)[2])["filename"] == "index.cdx.gz"
    block = json.loads(blocks[0].split(" ", 2)[2])
    packed = members["indexes/index.cdx.gz"][block["offset"] : block["offset"] + block["length"]]
    assert gzip.decompress(packed).decode().startswith(blocks[0].split(" {")[0])
    pages = [json.loads(line) for line in members["pages/pages.jsonl"].decode().splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert {"id", "title"} <= pages[0].keys()
    moments = {(json.loads(line.split(" ", 2)[2])["url"], line.split(" ")[1]) for line in lines}
    for each in pages[1:]:
        assert datetime.fromisoformat(each["ts"]).tzinfo is not None
        assert (each["url"], re.sub("[^0-9]", "", each["ts"])[:14]) in moments
    addresses = {each["url"] for each in pages[1:]}
    assert addresses == set(captures.exclude(url="").values_list("url", flat=True))


@pytest.mark.skipif(
    not (os.environ.get("KHIZANA_WACZ") or shutil.which("wacz")),
    reason="the program wacz is not installed (see docs/dependencies.md)",
)
def test_the_program_wacz_finds_a_wacz_valid(tmp_path: Path) -> None:
    loaded_archive(tmp_path)
    path = tmp_path / "out.wacz"
    path.write_bytes(exported(*Capture.objects.all(), ending="wacz"))
    program = os.environ.get("KHIZANA_WACZ") or "wacz"
    done = subprocess.run(
        [program, "validate", "-f", str(path)], capture_output=True, text=True, check=False
    )
    assert "Validation succeeded" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_the_checksum_beside_a_file_is_checked_and_its_signature_too(tmp_path: Path) -> None:
    load = Load.objects.create(way="command", state="finished", given=["d"])
    make_capture("عنوان\n\nنص", load=load)
    key, out = tmp_path / "key", tmp_path / "out.wacz"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    call_command("export_captures", out, load=load.pk, sign_with=key, verbosity=0)
    manifest, signature = tmp_path / "out.wacz.sha256", tmp_path / "out.wacz.sha256.sig"
    subprocess.run(["sha256sum", "--check", "--quiet", manifest.name], cwd=tmp_path, check=True)
    allowed = tmp_path / "signers"
    allowed.write_text(f"archive {(tmp_path / 'key.pub').read_text()}")

    def verified() -> bool:
        command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "archive", "-n", "file"]
        done = subprocess.run(
            [*command, "-s", str(signature)],
            input=manifest.read_bytes(),
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    assert verified()
    manifest.write_text(manifest.read_text().replace("out.wacz", "other.wacz"))
    assert not verified()


def test_the_command_says_what_is_wrong_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    load = Load.objects.create(way="command", state="finished", given=["d"])
    make_capture("عنوان\n\nنص", load=load)
    there = tmp_path / "there.wacz"
    there.write_bytes(b"x")
    out = tmp_path / "out.wacz"
    for to, options, told in (
        (tmp_path / "out.zip", {"load": load.pk}, "ends in .warc.gz or .wacz"),
        (there, {"load": load.pk}, "there already"),
        (out, {"load": 99}, "no such load"),
        (out, {"list": 99}, "no such list"),
        (out, {"outlet": "none"}, "no outlet has this slug"),
        (out, {"load": load.pk, "sign_with": tmp_path / "none"}, "no such key"),
        (out, {"load": load.pk, "sign_with": there}, "no signature could be made"),
        (tmp_path / "none" / "out.wacz", {"load": load.pk}, "cannot be written"),
    ):
        with pytest.raises(CommandError, match=told):
            call_command("export_captures", to, verbosity=0, **options)

    def broken() -> Iterator[bytes]:
        yield b"begun"
        raise OSError(28, "No space left on device")

    with pytest.raises(ArchiveError, match="No space left"):
        write_export(broken(), out)
    assert {path.name for path in tmp_path.iterdir()} == {"there.wacz", "archive"}
    assert there.read_bytes() == b"x"


def test_memory_does_not_grow_with_the_captures() -> None:
    rows = [make_capture(f"عنوان {n}\n\n{'نص ' * 20_000}") for n in range(120)]
    peaks = []
    for some in (rows[:20], rows):
        tracemalloc.start()
        size = 0
        export = CaptureExport([each.pk for each in some], "تجربة", NOON)
        for piece in export.wacz("out.wacz"):
            size += len(piece)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2_000_000


def test_two_documents_of_one_record_both_go_out() -> None:
    came = {"url": URL, "media_type": "text/html", "record_id": "<urn:uuid:5>"}
    first = make_capture(page(), uri=URL, **came)
    second = make_capture(page(), uri=f"{URL}?utm_x=1", **came)
    fields = [("WARC-Type", "response"), ("WARC-Record-ID", "<urn:uuid:5>")]
    for capture in (first, second):
        make_record(page().encode(), fields, http_head=b"HTTP/1.1 200 OK\r\n\r\n", capture=capture)
    found = records(exported(first, second))[1:]
    assert [each["kind"] for each in found] == ["metadata", "response", "metadata", "conversion"]
    assert len({each["id"] for each in found}) == 4


def test_our_export_is_read_without_the_ids_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "c.warc").write_bytes(WarcFile(packed=False).page(URL, page().encode()).content())
    (tmp_path / "a.txt").write_text("\n\n".join((TITLE, *PARAGRAPHS)), encoding="utf-8")
    load_paths([str(tmp_path / "c.warc"), str(tmp_path / "a.txt")])
    out = tmp_path / "out.warc.gz"
    out.write_bytes(exported(*Capture.objects.all()))
    Capture.objects.all().delete()
    report = load_paths([str(out)])
    assert [each.uri for each in Capture.objects.all()] == [URL]
    assert report.rejected == []
    assert sum(report.passed_over.values()) == 1
    assert any("--keep-ids" in kind for kind in report.passed_over)
