"""Captures in a bucket: kept once, checked when read, gone when withdrawn; a busy bucket is waited for."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.captures import bucket_store
from archive.captures.bucket_store import BucketStore, CapturesAwayError
from archive.captures.store import DamagedCaptureError, digest
from archive.errors import ArchiveError
from tests.bucket_server import BUCKET, BucketServer, bucket_server, busy_at_first, program
from tests.processes import manage, new_archive

pytestmark = pytest.mark.cluster

_CONTENT = "صفحة محفوظة".encode() * 100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    """The bucket's server."""
    if program() is None:
        pytest.skip("s3s-fs is not installed")
    with bucket_server(tmp_path_factory.mktemp("buckets") / "data") as running:
        yield running


@pytest.fixture
def store(server: BucketServer) -> BucketStore:
    """A store over its bucket."""
    return BucketStore(server.address())


def test_a_capture_is_kept_found_and_removed(store: BucketStore, server: BucketServer) -> None:
    sha256 = store.put(_CONTENT)
    assert sha256 == digest(_CONTENT)
    assert (server.folder / BUCKET / sha256[:2] / f"{sha256}.gz").is_file()
    assert store.has(sha256)
    assert store.get(sha256) == _CONTENT
    assert sha256 in set(store.hashes())
    store.remove(sha256)
    assert not store.has(sha256)
    with pytest.raises(DamagedCaptureError, match="the capture's bytes are missing"):
        store.get(sha256)
    store.remove(sha256)


def test_what_is_there_is_not_written_again(store: BucketStore, server: BucketServer) -> None:
    sha256 = store.put(_CONTENT)
    path = server.folder / BUCKET / sha256[:2] / f"{sha256}.gz"
    before = path.stat().st_mtime_ns
    store.put(_CONTENT)
    store._put((sha256, _CONTENT))
    assert path.stat().st_mtime_ns == before


def test_other_bytes_are_never_given(store: BucketStore, server: BucketServer) -> None:
    sha256 = store.put("صفحة أخرى".encode())
    path = server.folder / BUCKET / sha256[:2] / f"{sha256}.gz"
    path.write_bytes(gzip.compress(b"forged"))
    with pytest.raises(DamagedCaptureError, match="is not what was loaded"):
        store.get(sha256)


def test_a_busy_bucket_is_waited_for(server: BucketServer) -> None:
    with busy_at_first(server, 3) as port:
        store = BucketStore(server.address(port))
        assert store.get(store.put("نص كتب بعد انتظار".encode())) == "نص كتب بعد انتظار".encode()


def test_a_bucket_that_is_away_is_told(
    server: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket_store, "READER_SECONDS", 0.6)
    with pytest.raises(CapturesAwayError, match="ARCHIVE_CAPTURES: http://127.0.0.1:9/captures"):
        BucketStore(server.address(9)).has("0" * 64)


def test_a_wrong_secret_is_told_without_it(server: BucketServer) -> None:
    with pytest.raises(ArchiveError, match="ARCHIVE_CAPTURES: .*the bucket refuses") as told:
        BucketStore(server.address(secret="nimmermehr")).check()
    assert "nimmermehr" not in str(told.value)


def test_a_whole_load_goes_into_the_bucket(server: BucketServer, tmp_path: Path) -> None:
    address = server.address()
    named = f"s3+http://{address.key}:{address.secret}@127.0.0.1:{server.port}/{BUCKET}"
    environment = {**new_archive(tmp_path / "archive"), "ARCHIVE_CAPTURES": named}
    document = tmp_path / "خبر.txt"
    document.write_text("افتتاح سوق الحرفيين\nالسبت 4 أيار 2024\nزار السوق مئات الناس.\n")
    loaded = manage(environment, "load_articles", str(document))
    assert loaded.returncode == 0, loaded.stderr
    sha256 = digest(document.read_bytes())
    kept = server.folder / BUCKET / sha256[:2] / f"{sha256}.gz"
    assert kept.is_file()
    assert not (tmp_path / "archive" / "captures").exists()
    assert manage(environment, "check_archive").returncode == 0
    withdrawn = manage(
        environment, "withdraw_capture", "1", "--reason", "طلب صاحبه", "--all-articles"
    )
    assert withdrawn.returncode == 0, withdrawn.stderr
    assert not kept.exists()
    refused = manage(
        {**environment, "ARCHIVE_CAPTURES": named.replace(address.secret, "x")}, "status"
    )
    assert "the bucket refuses" in refused.stderr
    assert address.secret not in refused.stderr + loaded.stderr
