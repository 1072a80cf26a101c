"""ArchiveBox's folders: one page each, kept in many renderings, of which one is read.

A snapshot's ``index.json`` tells its address and when it was taken. https://archivebox.io
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from archive.ingest.decoding.origins import PageOrigin, host_of, is_web_address

_INDEX: Final = "index.json"
_LARGEST_INDEX: Final = 2_000_000
_LARGEST_PAGE: Final = 10_000_000
_MOST_PAGES: Final = 200
_RENDERINGS: Final = (
    "wget",
    "output.html",
    "dom/output.html",
    "singlefile.html",
    "singlefile/singlefile.html",
    "readability/content.html",
    "mercury/content.html",
)
"""Pages as they were sent come first: their markup says more than what was made of them."""

_UNSEEN: Final = re.compile(
    # What is not closed takes all that follows: else each of many would look for its end in vain.
    rb"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^>]*(?:>|\Z)|\s+",
    re.DOTALL | re.I,
)
_FULL: Final = 0.6
"""From this share of the fullest rendering's letters on, one is taken for whole."""

_COLLECTION_SIGNS: Final = frozenset({"ArchiveBox.conf", "index.sqlite3"})
SNAPSHOTS: Final = "archive"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One page that ArchiveBox kept: the files to read, and what its index says of it."""

    origin: PageOrigin
    files: tuple[Path, ...]


def is_collection(names: list[str], subfolders: list[str]) -> bool:
    """Tell whether a folder is ArchiveBox's own, with all snapshots below one of its folders."""
    return SNAPSHOTS in subfolders and not _COLLECTION_SIGNS.isdisjoint(names)


def read_snapshot(folder: Path, names: list[str]) -> Snapshot | None:
    """Return the snapshot that a folder is, or None."""
    if _INDEX not in names or not (folder / _INDEX).is_file():
        return None
    try:
        with (folder / _INDEX).open("rb") as file:
            index = json.loads(file.read(_LARGEST_INDEX))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(index, dict) or not is_web_address(str(index.get("url", ""))):
        return None
    taken = _taken(index)
    if taken is None:
        return None
    origin = PageOrigin(str(index["url"]), taken)
    return Snapshot(origin, tuple(_best_files(folder, host_of(origin.url))))


def _taken(index: dict[str, Any]) -> datetime | None:
    """Return when the first rendering was made, else when the address was added."""
    history = index.get("history")
    runs = [
        run.get("start_ts")
        for each in (history.values() if isinstance(history, dict) else ())
        if isinstance(each, list)
        for run in each
        if isinstance(run, dict) and run.get("status") == "succeeded"
    ]
    moments = [moment for run in runs if (moment := _moment(str(run))) is not None]
    return min(moments, default=None) or _moment(str(index.get("timestamp", "")))


def _moment(value: str) -> datetime | None:
    """Read seconds of Unix, or ISO 8601."""
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _best_files(folder: Path, host: str) -> Iterator[Path]:
    """Yield the page to read; where there is none, the WARC files or the printed page."""
    pages = [(path, _letters(path)) for path in _pages(folder, host)]
    fullest = max((letters for _path, letters in pages), default=0)
    for path, letters in pages:
        if letters and letters >= _FULL * fullest:
            yield path
            return
    for pattern in ("warc/*.warc.gz", "warc/*.warc", "output.pdf", "pdf/output.pdf"):
        found = sorted(folder.glob(pattern))
        if found:
            yield from found
            return


def _pages(folder: Path, host: str) -> Iterator[Path]:
    """Yield the renderings that there are, the best first."""
    for name in _RENDERINGS:
        if name == "wget":
            mirrors = [folder / host, folder / "wget" / host]
            found = [
                path
                for mirror in mirrors
                if host and mirror.is_dir()
                for path, _number in zip(mirror.rglob("*"), range(_MOST_PAGES), strict=False)
                if path.is_file() and path.suffix.lower() in (".html", ".htm")
            ]
            yield from sorted(found, key=_letters, reverse=True)[:1]
        elif (folder / name).is_file():
            yield folder / name


def _letters(path: Path) -> int:
    """Return about how many bytes of a page a reader sees."""
    try:
        with path.open("rb") as file:
            return len(_UNSEEN.sub(b"", file.read(_LARGEST_PAGE)))
    except OSError:
        return 0
