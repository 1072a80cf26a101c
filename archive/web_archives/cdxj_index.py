"""The index of a web archive: CDXJ lines in the order of their keys, in packed blocks (ZipNum).

CDXJ: https://specs.webrecorder.net/cdxj/0.1.0/. Keys are SURTs, as replaying programs look them
up (http://crawler.archive.org/articles/user_manual/glossary.html#surt). ``index.idx`` names the
first key of each block of ``index.cdx.gz``, so that a reader fetches one block and not all.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from archive.web_archives.written_records import WarcRecord

BLOCKS: Final = "index.cdx.gz"
_LINES: Final = 1024
"""Lines of a block, as ArchiveWeb.page and py-wacz write them."""
_PORTS: Final = {"http": 80, "https": 443}
_DIGITS: Final = re.compile(r"\D")
_INDEXED: Final = frozenset({"response", "resource", "conversion", "revisit"})
_STATUS: Final = re.compile(rb"HTTP/[\d.]+ (\d{3})")
_HTTP_TYPE: Final = re.compile(rb"^content-type:[ \t]*([^;\s]+)", re.IGNORECASE | re.MULTILINE)


def surt(address: str) -> str:
    """Return the key under which an address is looked up: its host turned round, then its path.

    >>> surt("https://www.Example.org:443/A?b=2&a=1#top")
    'org,example)/a?a=1&b=2'
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return address
    if parts.scheme not in _PORTS or not host:
        return address
    turned = ",".join(reversed(host.removeprefix("www.").split(".")))
    at = f":{port}" if port not in (None, _PORTS[parts.scheme]) else ""
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = parts.path if parts.path == "/" else parts.path.rstrip("/")
    return f"{turned}{at}){path or '/'}{'?' if query else ''}{query}".lower()


class CdxjIndex:
    """The lines of an index, sorted by SQLite in a temporary file; memory does not grow."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        self._rows.execute("CREATE TABLE line (line TEXT)")

    def add(self, record: WarcRecord, file: str, offset: int, length: int) -> None:
        """Note where in ``file`` a record stands, packed; those that are no captures are passed over."""
        address = record.value("WARC-Target-URI").strip("<>")
        if record.kind not in _INDEXED or not address:
            return
        moment = _DIGITS.sub("", record.value("WARC-Date"))[:14]
        digest = record.value("WARC-Payload-Digest")
        status, media_type = _of_http(record)
        told = {
            "url": address,
            "mime": media_type,
            **({"status": status} if status else {}),
            "digest": digest or f"sha256:{sha256(record.payload).hexdigest()}",
            "length": str(length),
            "offset": str(offset),
            "filename": file,
        }
        line = f"{surt(address)} {moment} {json.dumps(told)}\n"
        self._rows.execute("INSERT INTO line VALUES (?)", (line,))

    def blocks(self) -> Iterator[Block]:
        """Yield the packed blocks of the index, in order."""
        offset, rows = 0, self._rows.execute("SELECT line FROM line ORDER BY line")
        while lines := [line for (line,) in rows.fetchmany(_LINES)]:
            packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
            content = packer.compress("".join(lines).encode()) + packer.flush()
            yield Block(lines[0].partition(" {")[0], offset, content)
            offset += len(content)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._rows.close()


@dataclass(frozen=True, slots=True)
class Block:
    """A packed block of an index: its first key with the moment, where it begins, its bytes."""

    first: str
    offset: int
    content: bytes

    @property
    def line(self) -> str:
        """Return the block's line in ``index.idx``."""
        told = {
            "offset": self.offset,
            "length": len(self.content),
            "digest": f"sha256:{sha256(self.content).hexdigest()}",
        }
        return f"{self.first} {json.dumps(told)}\n"


def index_head() -> str:
    """Return the first line of ``index.idx``, which names the file of the blocks."""
    return f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': BLOCKS})}\n"


def _of_http(record: WarcRecord) -> tuple[str, str]:
    """Return the status and media type of what a record holds; "" where they are not told."""
    if not record.head:
        return "", record.value("Content-Type").partition(";")[0].strip()
    head = record.block[: record.head]
    status, media_type = _STATUS.match(head), _HTTP_TYPE.search(head)
    return (
        status[1].decode() if status else "",
        media_type[1].decode("latin-1").lower() if media_type else "",
    )
