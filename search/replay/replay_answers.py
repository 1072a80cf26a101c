"""Answers under signed addresses: a captured page, and the parts that came with it."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from archive.captures.closed_captures import is_closed
from archive.captures.kept_parts import KeptPart, address_of_part, parts_of, read_part
from archive.captures.store import DamagedCaptureError, capture_store
from archive.models import Capture, CaptureStatus
from archive.records.documents import HTML, PDF_DOCUMENT
from search.replay.captured_tree import (
    CapturedTree,
    PageReading,
    UnreplayablePageError,
    page_letters,
)
from search.replay.css_rewriting import safe_css
from search.replay.held_links import HeldLinks
from search.replay.kept_addresses import KeptAddresses, PartUse, part_key
from search.replay.media_types import loaded_type
from search.replay.page_writing import PageWriter
from search.replay.pdf_pages import DrawingBusyError, UndrawablePdfError, pdf_page
from search.replay.replay_policy import close_page, close_part, site_origin
from search.replay.replay_tokens import InvalidTokenError, ReplayToken, read_token

_MOST_STYLE_BYTES: Final = 5_000_000
_COMPRESSION: Final = 4
_GZIP: Final = 16
"""Added to the bits of the window, it makes zlib write the head and the end of a gzip file."""
_STATUS: Final = {
    "expired": HTTPStatus.GONE,
    "withdrawn": HTTPStatus.GONE,
    "closed": HTTPStatus.FORBIDDEN,
    "unknown": HTTPStatus.NOT_FOUND,
    "damaged": HTTPStatus.OK,
    "no page": HTTPStatus.OK,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Kind of a notice → the status of its answer."""

_log = logging.getLogger("khizana.pages")


@require_safe
def page(request: HttpRequest, signed: str) -> HttpResponseBase:
    """Answer with a captured page as it looked. Four queries, and five or ten more while it is sent."""
    try:
        token = read_token(signed)
    except InvalidTokenError as error:
        return notice("expired" if error.expired else "unknown", error.language)
    with translation.override(token.language):
        response = _page(request, token)
    close_page(response, request, signed)
    return response


def _page(request: HttpRequest, token: ReplayToken) -> HttpResponseBase:
    shown = Capture.objects.filter(pk=token.capture).first()
    if shown is None:
        return notice("unknown", token.language)
    if shown.status == CaptureStatus.WITHDRAWN:
        return notice("withdrawn", token.language)
    try:
        if shown.media_type in (HTML, PDF_DOCUMENT) and not token.desk and is_closed(shown):
            return notice("closed", token.language)
        if shown.media_type == PDF_DOCUMENT:
            return pdf_page(capture_store().get(shown.sha256), request.GET.get("from", ""))
        if shown.media_type != HTML:
            return notice("no page", token.language)
        reading = PageReading.begin(capture_store().get(shown.sha256), shown.charset)
    except (UnreplayablePageError, UndrawablePdfError):
        return notice("no page", token.language)
    except DrawingBusyError:
        return notice("busy", token.language)
    except DamagedCaptureError as error:
        _log.error("capture %d cannot be replayed: %s", shown.pk, error)
        return notice("damaged", token.language)
    kept = kept_addresses(shown, reading.tree, parts_of(shown))
    links = HeldLinks(reading, kept, token.desk, site_origin())
    return _streamed(request, PageWriter(kept, links), reading)


@require_safe
def part(request: HttpRequest, signed: str, use: str, key: str) -> HttpResponseBase:
    """Answer with a part of a captured page, as what the page uses it for. Five queries."""
    try:
        token = read_token(signed)
    except InvalidTokenError as error:
        return notice("expired" if error.expired else "unknown", error.language)
    shown = Capture.objects.filter(pk=token.capture).first()
    if shown is None or shown.status == CaptureStatus.WITHDRAWN:
        return notice("unknown", token.language)
    if not token.desk and is_closed(shown):
        return notice("closed", token.language)
    parts = parts_of(shown)
    found = next((each for each in parts if part_key(each.address) == key), None)
    if found is None:
        return notice("unknown", token.language)
    try:
        content = read_part(found)
        if use == PartUse.FRAME:
            response = _framed(request, found, parts, content)
            close_page(response, request, signed, framed=True)
            return response
        response = _loaded(found, parts, content, use)
    except (DamagedCaptureError, UnreplayablePageError) as error:
        _log.error("a part of capture %d cannot be shown: %s", shown.pk, error)
        return notice("damaged", token.language)
    close_part(response)
    return response


def kept_addresses(
    shown: Capture, tree: CapturedTree, parts: tuple[KeptPart, ...]
) -> KeptAddresses:
    """Return the parts of a capture's page by the addresses that the page names."""
    return _from_base(KeptAddresses.of(shown.url or shown.uri, parts), tree)


def _from_base(kept: KeptAddresses, tree: CapturedTree) -> KeptAddresses:
    """Return ``kept`` from where a page says that its addresses begin."""
    stated = next((each.get("href") for each in tree.iter("base") if each.get("href")), "")
    return kept.at(stated) if stated else kept


def _framed(
    request: HttpRequest, found: KeptPart, parts: tuple[KeptPart, ...], content: bytes
) -> HttpResponseBase:
    """Return a framed page; its links are dead, since they would stand in for the whole page's."""
    reading = PageReading.begin(content, found.charset)
    kept = _from_base(KeptAddresses.of(address_of_part(found), parts), reading.tree)
    return _streamed(request, PageWriter(kept, _nowhere), reading)


def _loaded(
    found: KeptPart, parts: tuple[KeptPart, ...], content: bytes, use: str
) -> HttpResponseBase:
    """Return a style sheet, a picture or a font; nothing that is none of these."""
    if use == PartUse.STYLE:
        css = page_letters(content[:_MOST_STYLE_BYTES], found.charset)
        css = safe_css(css, KeptAddresses.of(address_of_part(found), parts))
        return HttpResponse(css, content_type="text/css; charset=utf-8")
    media_type = loaded_type(content, found.media_type)
    return HttpResponse(content, content_type=media_type) if media_type else notice("unknown")


def _nowhere(_address: str) -> str:
    return ""


def _streamed(request: HttpRequest, writer: PageWriter, page: PageReading) -> HttpResponseBase:
    """Return a page as it is read and written, packed where the browser unpacks it."""
    chunks: Iterator[bytes] = (chunk.encode("utf-8", "replace") for chunk in writer.chunks(page))
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = StreamingHttpResponse(
        _packed(chunks) if is_packed else chunks, content_type="text/html; charset=utf-8"
    )
    response.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _packed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield ``chunks`` as gzip, each so that it can be read at once: a packer would wait."""
    packer = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, _GZIP + zlib.MAX_WBITS)
    for chunk in chunks:
        yield packer.compress(chunk) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def notice(kind: str, language: str = "") -> HttpResponse:
    """Return the page that says why there is none: a key of ``_STATUS``."""
    with translation.override(language or translation.get_language()):
        html = render_to_string("replay_notice.html", {"kind": kind})
    response = HttpResponse(html, status=_STATUS[kind])
    close_part(response)
    return response
