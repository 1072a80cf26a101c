"""Captures in an S3-compatible bucket: the same bytes under the same names as in the folder.

An object is written once (``If-None-Match: *``) and checked when it is read. A bucket that is busy
or away is asked again: by who loads for ten minutes, by who reads for five seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from itertools import islice
from typing import Final, TypeVar

from archive.bucket_address import SETTING, BucketAddress
from archive.captures.bucket_client import Bucket, RefusedError, bucket_of, code_and_status
from archive.captures.packed_bytes import (
    HASH_LETTERS,
    DamagedCaptureError,
    compressed,
    digest,
    unpacked,
)
from archive.errors import ArchiveError

WRITER_SECONDS: Final = 600.0
READER_SECONDS: Final = 5.0
_PAUSE: Final = 0.25
_LONGEST_PAUSE: Final = 10.0
_THREADS: Final = 8
"""Objects that are asked for or written at once; each waits for the network alone."""
_MOST_BYTES: Final = 1 << 30
"""Of one object that is read."""
_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_THERE: Final = frozenset({"412", "409"})
"""It was written meanwhile, or just now (RFC 9110, 15.5.13; the protocol's conditional writes)."""
_NO_VERSIONS: Final = frozenset(
    {"501", "NotImplemented", "405", "MethodNotAllowed", "ObjectLockConfigurationNotFoundError"}
)
_PASSES: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
"""Beside 500 and above: statuses that pass by themselves."""
_PAGE: Final = 1000
_SIGNED_FOR: Final = timedelta(minutes=10)

Answer = TypeVar("Answer")


class CapturesAwayError(ArchiveError):
    """The bucket does not answer; nothing is known of what is in it."""


@dataclass(frozen=True, slots=True)
class BucketStore:
    """A bucket of content-addressed, compressed objects."""

    address: BucketAddress

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its hash; what is there already is left alone."""
        sha256 = digest(content)
        self.put_all({sha256: content})
        return sha256

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Keep many captures, given by their hashes. Raises ``CapturesAwayError``."""
        if contents:
            with ThreadPoolExecutor(min(_THREADS, len(contents))) as pool:
                list(pool.map(self._put, contents.items()))

    def _put(self, capture: tuple[str, bytes]) -> None:
        sha256, content = capture
        if self._has(sha256, WRITER_SECONDS):
            return
        body = compressed(content)

        def write(bucket: Bucket) -> None:
            # The client has no call for a condition; a signed address takes one.
            url = bucket.client.get_presigned_url(
                "PUT", self.address.bucket, self._key(sha256), expires=_SIGNED_FOR
            )
            answer = bucket.http.request("PUT", url, body=body, headers={"If-None-Match": "*"})
            if answer.status >= HTTPStatus.BAD_REQUEST and str(answer.status) not in _THERE:
                raise RefusedError(answer.status)

        self._ask(write, WRITER_SECONDS)

    def has(self, sha256: str) -> bool:
        """Return whether bytes of this hash are there. Raises ``CapturesAwayError``."""
        return self._has(sha256, READER_SECONDS)

    def _has(self, sha256: str, seconds: float) -> bool:
        name, key = self.address.bucket, self._key(sha256)
        found = self._ask(lambda bucket: bucket.client.stat_object(name, key), seconds, _ABSENT)
        return found is not None

    def packed(self, sha256: str) -> bytes:
        """Return the compressed bytes as they are kept.

        Raises:
            DamagedCaptureError: they are missing.
            CapturesAwayError: the bucket does not answer.
        """

        def read(bucket: Bucket) -> bytes:
            found = bucket.client.get_object(self.address.bucket, self._key(sha256))
            try:
                return found.read(_MOST_BYTES)
            finally:
                found.close()
                found.release_conn()

        content = self._ask(read, READER_SECONDS, _ABSENT)
        if content is None:
            raise DamagedCaptureError(f"{self._place(sha256)}: the capture's bytes are missing.")
        return content

    def get(self, sha256: str) -> bytes:
        """Return the bytes of this hash.

        Raises:
            DamagedCaptureError: they are missing, or no longer what was loaded.
            CapturesAwayError: the bucket does not answer.
        """
        return unpacked(self.packed(sha256), sha256, self._place(sha256))

    def remove(self, sha256: str) -> None:
        """Delete every version of the bytes of this hash for good. Raises ``CapturesAwayError``."""
        name, key = self.address.bucket, self._key(sha256)

        def versions(bucket: Bucket) -> list[str | None]:
            found = bucket.client.list_objects(name, key, recursive=True, include_version=True)
            return [each.version_id for each in found if each.object_name == key]

        for version in self._ask(versions, WRITER_SECONDS, _NO_VERSIONS) or [None]:

            def delete(bucket: Bucket, version: str | None = version) -> None:
                bucket.client.remove_object(name, key, version_id=version)

            self._ask(delete, WRITER_SECONDS, _ABSENT)

    def hashes(self) -> Iterator[str]:
        """Yield every hash in the store. Raises ``CapturesAwayError``.

        Folder by folder: for a list of all at once the client sends an empty delimiter, which some
        servers take for one.
        """
        name, prefix = self.address.bucket, self.address.prefix

        def folders(bucket: Bucket) -> list[str]:
            return [each.object_name or "" for each in bucket.client.list_objects(name, prefix)]

        for folder in self._ask(folders, WRITER_SECONDS) or []:
            if folder.endswith("/"):
                yield from self._hashes_in(folder)

    def _hashes_in(self, folder: str) -> Iterator[str]:
        last: str | None = None
        while True:

            def page(bucket: Bucket, last: str | None = last) -> list[str]:
                found = bucket.client.list_objects(self.address.bucket, folder, start_after=last)
                return [each.object_name or "" for each in islice(found, _PAGE)]

            keys = self._ask(page, WRITER_SECONDS) or []
            for key in keys:
                name = key.rpartition("/")[2].removesuffix(".gz")
                if len(name) == HASH_LETTERS and key == self._key(name):
                    yield name
            if len(keys) < _PAGE:
                return
            last = keys[-1]

    def sweep(self) -> int:
        """Return 0: an object is there whole or not at all."""
        return 0

    def check(self) -> None:
        """Ask at a start whether captures can be kept, and removed for good.

        Raises ``ArchiveError``, which names the setting and never the key's secret.
        """
        name, place = self.address.bucket, self.address.place

        def first(bucket: Bucket, versions: bool = False) -> bool:
            found = bucket.client.list_objects(
                name, self.address.prefix, recursive=True, include_version=versions
            )
            return next(iter(found), None) is not None

        self._ask(first, READER_SECONDS)
        lock = self._ask(
            lambda bucket: bucket.client.get_object_lock_config(name),
            READER_SECONDS,
            _NO_VERSIONS | _ABSENT,
        )
        if lock is not None and lock.mode:
            raise ArchiveError(
                f"{SETTING}: {place}: the bucket locks its objects for a time, and a capture that is "
                "withdrawn could not be removed; take the rule away, or use another bucket."
            )
        state = self._ask(
            lambda bucket: bucket.client.get_bucket_versioning(name), READER_SECONDS, _NO_VERSIONS
        )
        if state is not None and state.status in ("Enabled", "Suspended"):
            # A withdrawal deletes every version: it must be let see them.
            self._ask(lambda bucket: first(bucket, versions=True), READER_SECONDS)

    def _key(self, sha256: str) -> str:
        return f"{self.address.prefix}{sha256[:2]}/{sha256}.gz"

    def _place(self, sha256: str) -> str:
        return f"{self.address.endpoint}/{self.address.bucket}/{self._key(sha256)}"

    def _ask(
        self,
        ask: Callable[[Bucket], Answer],
        seconds: float,
        fine: frozenset[str] = frozenset(),
    ) -> Answer | None:
        """Return what the bucket answers, ``None`` for an error among ``fine``.

        A bucket that is busy or away is asked again, after pauses twice as long each time.
        """
        from minio.error import MinioException
        from urllib3.exceptions import HTTPError

        end, pause = time.monotonic() + seconds, _PAUSE
        while True:
            try:
                return ask(bucket_of(self.address))
            except (MinioException, RefusedError) as error:
                code, status = code_and_status(error)
                if code in fine or str(status) in fine:
                    return None
                if status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _PASSES:
                    raise ArchiveError(
                        f"{SETTING}: {self.address.place}: the bucket refuses ({code}); mend the "
                        "address, the key, or what it may do there."
                    ) from None
                told = code
            except (HTTPError, OSError) as error:
                told = type(error).__name__
            if time.monotonic() + pause > end:
                raise CapturesAwayError(
                    f"{SETTING}: {self.address.place} does not answer ({told}); try again later."
                )
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
