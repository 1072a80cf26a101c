"""A bucket of the tests' own, in memory, with versions: what a real one answers, and what a bad day brings.

It looks at no signature. ``tests/bucket_server.py`` is a real server, where one is installed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from archive.bucket_address import BucketAddress

_NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
_DAY = "<LastModified>2026-11-29T00:00:00.000Z</LastModified><ETag>&quot;0&quot;</ETag>"


@dataclass
class MadeBucket:
    """Objects by their keys, each with all its versions, the newest last."""

    objects: dict[str, list[bytes]] = field(default_factory=dict)
    versioned: bool = False
    locks: bool = False
    refusals: int = 0
    """So many requests are answered with 503."""
    forbids: bool = False
    written: int = 0
    port: int = 0

    @property
    def address(self) -> BucketAddress:
        """Where it is."""
        endpoint = f"http://127.0.0.1:{self.port}"
        return BucketAddress(endpoint, "captures", "news/", "us-east-1", "key", "very-secret")


class _Handler(BaseHTTPRequestHandler):
    bucket: MadeBucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *_told: Any) -> None:
        """Say nothing."""

    def _answer(self, status: int, body: str | bytes = b"", kind: str = "application/xml") -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Sun, 29 Nov 2026 00:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _error(self, status: int, code: str) -> None:
        self._answer(status, f"<Error {_NAMESPACE}><Code>{code}</Code><Message/></Error>")

    def _handle(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query, keep_blank_values=True)
        _none, name, key = (
            unquote(parts.path).split("/", 2)
            if parts.path.count("/") > 1
            else ("", unquote(parts.path)[1:], "")
        )
        bucket = self.bucket
        if bucket.refusals:
            bucket.refusals -= 1
            self._error(503, "SlowDown")
        elif bucket.forbids:
            self._error(403, "AccessDenied")
        elif name != "captures":
            self._error(404, "NoSuchBucket")
        elif key:
            getattr(self, f"_{self.command.lower()}")(key, asked, sent)
        else:
            self._of_bucket(asked)

    do_GET = do_HEAD = do_PUT = do_DELETE = _handle

    def _head(self, key: str, asked: dict[str, list[str]], sent: bytes) -> None:
        self._get(key, asked, sent)

    def _get(self, key: str, _asked: dict[str, list[str]], _sent: bytes) -> None:
        if self.bucket.objects.get(key):
            self._answer(200, self.bucket.objects[key][-1], "application/octet-stream")
        else:
            self._error(404, "NoSuchKey")

    def _put(self, key: str, _asked: dict[str, list[str]], sent: bytes) -> None:
        if self.headers.get("If-None-Match") == "*" and self.bucket.objects.get(key):
            self._error(412, "PreconditionFailed")
            return
        self.bucket.written += 1
        self.bucket.objects.setdefault(key, []).append(sent)
        self._answer(200)

    def _delete(self, key: str, asked: dict[str, list[str]], _sent: bytes) -> None:
        kept = self.bucket.objects.get(key, [])
        if "versionId" in asked:
            kept[int(asked["versionId"][0])] = b""
            self.bucket.objects[key] = [each for each in kept if each]
        elif not self.bucket.versioned:
            self.bucket.objects.pop(key, None)
        self._answer(204)

    def _of_bucket(self, asked: dict[str, list[str]]) -> None:
        if "object-lock" in asked:
            rule = "<Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>30</Days></DefaultRetention></Rule>"
            enabled = f"<ObjectLockEnabled>Enabled</ObjectLockEnabled>{rule}"
            if self.bucket.locks:
                self._answer(
                    200,
                    f"<ObjectLockConfiguration {_NAMESPACE}>{enabled}</ObjectLockConfiguration>",
                )
            else:
                self._error(404, "ObjectLockConfigurationNotFoundError")
        elif "versioning" in asked:
            state = "<Status>Enabled</Status>" if self.bucket.versioned else ""
            self._answer(
                200, f"<VersioningConfiguration {_NAMESPACE}>{state}</VersioningConfiguration>"
            )
        elif "versions" in asked and not self.bucket.versioned:
            self._error(501, "NotImplemented")
        else:
            self._list(asked, "versions" in asked)

    def _list(self, asked: dict[str, list[str]], versions: bool) -> None:
        prefix = asked.get("prefix", [""])[0]
        after = asked.get("start-after", [""])[0]
        delimiter = asked.get("delimiter", [""])[0]
        entry = "Version" if versions else "Contents"
        below = {
            key[: key.index(delimiter, len(prefix)) + 1]
            for key in self.bucket.objects
            if delimiter and key.startswith(prefix) and delimiter in key[len(prefix) :]
        }
        rows = "".join(
            f"<{entry}><Key>{escape(key)}</Key><Size>1</Size>{_DAY}"
            + (f"<VersionId>{number}</VersionId><IsLatest>true</IsLatest>" if versions else "")
            + f"</{entry}>"
            for key, kept in sorted(self.bucket.objects.items())
            if key.startswith(prefix) and key > after and not key.startswith(tuple(below))
            for number in (reversed(range(len(kept))) if versions else [0])
        )
        rows += "".join(
            f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>"
            for each in sorted(below)
        )
        root = "ListVersionsResult" if versions else "ListBucketResult"
        self._answer(
            200,
            f"<{root} {_NAMESPACE}><Name>captures</Name><IsTruncated>false</IsTruncated>{rows}</{root}>",
        )


@contextmanager
def made_bucket() -> Iterator[MadeBucket]:
    """Serve an empty bucket."""
    bucket = MadeBucket()
    handler = type("Handler", (_Handler,), {"bucket": bucket})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        bucket.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield bucket
        server.shutdown()
