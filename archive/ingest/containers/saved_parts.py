"""The parts of a page that was saved into a folder: what its markup names beside it.

Browsers keep them in a folder of the page's name (``page_files``), wget and ArchiveBox where they
stood on their sites. A part's address is what the page's own markup means at the page's address, so
that the page finds it again; of a page without an address it is a path in the loaded folder.
"""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
from collections import deque
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from archive.ingest.containers.files_beside import Beside
from archive.ingest.containers.part_limits import PartLimits
from archive.ingest.containers.source_files import Source
from archive.ingest.decoding.page_references import (
    Reference,
    page_references,
    style_references,
)
from archive.records.documents import RawCapture
from archive.records.page_parts import FoundPart, PageParts, found_part

_STYLE: Final = "text/css"
_PAGE: Final = "text/html"
_DEEPEST: Final = 4
_TYPES: Final = mimetypes.MimeTypes()


def saved_parts(source: Source, page: RawCapture) -> PageParts | None:
    """Return what stands beside a saved page and is named by it; None where nothing does."""
    beside = source.beside
    if beside is None or not beside.files.has_parts(beside.place):
        return None
    limits, parts = PartLimits(), list[FoundPart]()
    named = page_references(page.content, beside.place, page.charset)
    waiting = deque((each, 1) for each in named)
    seen = {beside.place}
    while waiting:
        reference, depth = waiting.popleft()
        if reference.address in seen:
            continue
        seen.add(reference.address)
        content = _content(beside, reference.address)
        if content is None or not limits.has_room() or not limits.takes(len(content)):
            continue
        media_type = _TYPES.guess_type(urlsplit(reference.address).path)[0] or ""
        address = _address(reference.address, beside.place, page.url)
        parts.append(found_part(address, content, media_type, captured=page.captured))
        if depth < _DEEPEST:
            names = _names(content, reference.address, media_type)
            waiting.extend((each, depth + 1) for each in names)
    if not parts and not limits.left_out:
        return None
    return PageParts(
        replace(page, content=b""),
        hashlib.sha256(page.content).hexdigest(),
        None,
        tuple(parts),
        limits.left_out,
        limits.left_out_bytes,
    )


def _content(beside: Beside, address: str) -> bytes | None:
    found = (beside.files.read(path) for path in beside.candidates(address))
    return next((content for content in found if content is not None), None)


def _names(content: bytes, place: str, media_type: str) -> tuple[Reference, ...]:
    if media_type == _STYLE:
        return style_references(content, place)
    return page_references(content, place) if media_type == _PAGE else ()


def _address(found: str, place: str, url: str | None) -> str:
    """Return the address of what stands at a path, as the page at ``place`` names it from ``url``."""
    if urlsplit(found).scheme or not url:
        return found
    return urljoin(url, posixpath.relpath(found, posixpath.dirname(place) or "."))
