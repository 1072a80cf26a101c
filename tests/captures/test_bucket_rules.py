"""A bucket keeps each capture once, gives no other bytes, lets all versions go, and may be busy."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from archive.bucket_address import bucket_address
from archive.captures import bucket_store
from archive.captures.bucket_store import BucketStore, CapturesAwayError
from archive.captures.store import DamagedCaptureError, digest
from archive.errors import ArchiveError
from tests.made_bucket import MadeBucket, made_bucket

CONTENT = "صفحة محفوظة".encode() * 100


@pytest.fixture
def bucket() -> Iterator[MadeBucket]:
    """An empty bucket."""
    with made_bucket() as made:
        yield made


def test_a_capture_is_kept_once_under_its_hash(bucket: MadeBucket) -> None:
    store = BucketStore(bucket.address)
    sha256 = store.put(CONTENT)
    assert list(bucket.objects) == [f"news/{sha256[:2]}/{sha256}.gz"]
    assert store.has(sha256)
    assert store.get(sha256) == CONTENT
    store.put(CONTENT)
    # Another machine that did not see it yet overwrites nothing.
    store._put((sha256, CONTENT))
    assert bucket.written == 1
    assert list(store.hashes()) == [sha256]


def test_two_that_write_at_once_write_once(
    bucket: MadeBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BucketStore(bucket.address)
    sha256 = store.put(CONTENT)
    monkeypatch.setattr(BucketStore, "_has", lambda *_: False)
    store.put(CONTENT)
    assert bucket.written == 1
    assert store.get(sha256) == CONTENT


def test_other_bytes_are_never_given(bucket: MadeBucket) -> None:
    store = BucketStore(bucket.address)
    sha256 = store.put(CONTENT)
    (key,) = bucket.objects
    bucket.objects[key] = [gzip.compress(b"forged")]
    with pytest.raises(DamagedCaptureError, match="is not what was loaded"):
        store.get(sha256)
    bucket.objects[key] = [b"no gzip"]
    with pytest.raises(DamagedCaptureError, match="is damaged"):
        store.get(sha256)
    del bucket.objects[key]
    with pytest.raises(DamagedCaptureError, match="bytes are missing"):
        store.get(sha256)


@pytest.mark.parametrize("versioned", [False, True])
def test_what_is_removed_goes_with_every_version(bucket: MadeBucket, versioned: bool) -> None:
    bucket.versioned = versioned
    store = BucketStore(bucket.address)
    sha256 = store.put(CONTENT)
    other = store.put(b"other")
    (key,) = (each for each in bucket.objects if sha256 in each)
    if versioned:
        bucket.objects[key] += [b"older", b"newer"]
    store.remove(sha256)
    assert not bucket.objects.get(key)
    assert store.get(other) == b"other"
    store.remove(sha256)


def test_a_busy_bucket_is_asked_again(bucket: MadeBucket) -> None:
    store = BucketStore(bucket.address)
    bucket.refusals = 3
    sha256 = store.put(CONTENT)
    bucket.refusals = 1
    assert store.get(sha256) == CONTENT
    assert bucket.refusals == 0


def test_a_bucket_that_is_away_is_told(bucket: MadeBucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_store, "READER_SECONDS", 0.5)
    store = BucketStore(bucket.address)
    bucket.refusals = 1000
    with pytest.raises(
        CapturesAwayError, match=r"ARCHIVE_CAPTURES: .* does not answer \(SlowDown\)"
    ):
        store.get(digest(CONTENT))


def test_a_start_says_what_is_wrong_with_a_bucket(bucket: MadeBucket) -> None:
    store = BucketStore(bucket.address)
    store.check()
    bucket.versioned = True
    store.check()
    bucket.locks = True
    with pytest.raises(ArchiveError, match="could not be removed; take the rule away"):
        store.check()
    bucket.forbids = True
    with pytest.raises(ArchiveError, match=r"the bucket refuses \(AccessDenied\)") as told:
        store.check()
    assert "very-secret" not in str(told.value)


@pytest.mark.parametrize(
    ("value", "endpoint", "prefix"),
    [
        ("s3+https://key:s%2Fcret@s3.example.org/captures", "https://s3.example.org", ""),
        ("s3+http://key:s%2Fcret@127.0.0.1:9000/captures/news", "http://127.0.0.1:9000", "news/"),
    ],
)
def test_an_address_is_read(
    monkeypatch: pytest.MonkeyPatch, value: str, endpoint: str, prefix: str
) -> None:
    monkeypatch.setenv("ARCHIVE_CAPTURES", value)
    found = bucket_address()
    assert found is not None
    assert (found.endpoint, found.bucket, found.prefix) == (endpoint, "captures", prefix)
    assert found.secret == "s/cret"
    assert "cret" not in repr(found)


@pytest.mark.parametrize(
    "value",
    [
        "captures",
        "s3://bucket",
        "s3+https://key:x@host/",
        "s3+https://host/bucket",
        "s3+https://key:x@host/B/../c",
    ],
)
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ARCHIVE_CAPTURES", value)
    with pytest.raises(ArchiveError, match="ARCHIVE_CAPTURES: write s3"):
        bucket_address()
