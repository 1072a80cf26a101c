"""Documents that loads refused: found again, mended, loaded again or left out."""

from __future__ import annotations

import os
from typing import Final
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive.admin.desk_access import LOAD, desk_page, show_desk_page
from archive.admin.jobs import job_address
from archive.captures.refused_originals import KEPT, original_bytes
from archive.errors import ArchiveError
from archive.loads.reasons_in_arabic import reason_in
from archive.loads.uploads import SLICE_BYTES, keep_whole
from archive.models import LoadRemark, LoadWay, RefusedOriginal

_REFUSALS: Final = 50
"""Refused documents of a page."""
_MENDED_HERE: Final = 200_000
"""Bytes of a text that is mended in a page: what its form may send."""
_ASKED_LETTERS: Final = 200
_PATHS: Final = 5


@require_GET
@desk_page(LOAD)
def refused_page(request: HttpRequest) -> HttpResponse:
    """List the documents that loads refused, with a form to send each mended."""
    waiting = LoadRemark.objects.waiting().select_related("load", "load__person", "original")
    asked = request.GET.get("q", "").strip()[:_ASKED_LETTERS]
    found = waiting.filter(document__icontains=asked) if asked else waiting
    page = Paginator(found.order_by("-pk"), _REFUSALS).get_page(request.GET.get("page"))
    for remark in page:
        # What the template shows beside the columns, of this page's rows alone.
        remark.told = reason_in(remark.reason, get_language() or "")  # type: ignore[attr-defined]
        remark.kept = getattr(remark, "original", None)  # type: ignore[attr-defined]
    context = {"refusals": page, "left": page.paginator.count, "asked": asked}
    title = _("Refused documents")
    return show_desk_page(
        request,
        "admin/archive/load/refused.html",
        title,
        {**context, "slice_bytes": SLICE_BYTES, "days": KEPT.days},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(LOAD)
def mend_page(request: HttpRequest, key: int) -> HttpResponse:
    """Show a refused document as it came; a text is mended in the page and loaded again."""
    remarks = LoadRemark.objects.waiting().select_related("load", "original")
    remark = get_object_or_404(remarks, pk=key)
    original = getattr(remark, "original", None)
    content = _content(original)
    text = _text(content) if content is not None else None
    if request.method == "POST" and text is not None and original is not None:
        return _load_again(request, remark, content or b"", whole=original.whole)
    context = {
        "remark": remark,
        "told": reason_in(remark.reason, get_language() or ""),
        "original": original if content is not None else None,
        "text": text,
        "paths": _paths(remark),
    }
    title = _("Mend a refused document")
    return show_desk_page(request, "admin/archive/load/mend.html", title, context)


@require_GET
@desk_page(LOAD)
def original_file(request: HttpRequest, key: int) -> HttpResponse:
    """Return the kept bytes as a file to be stored, whatever they hold."""
    original = get_object_or_404(RefusedOriginal.objects.select_related("remark"), remark=key)
    content = _content(original)
    if content is None:
        messages.error(request, _("What was sent is not kept any more."))
        return redirect("desk_mend", key)
    response = HttpResponse(content, content_type="application/octet-stream")
    last = original.remark.document.rpartition("/")[2].partition("#")[0].strip(". ")
    name = get_valid_filename(last or "document")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@desk_page(LOAD)
def leave_out(request: HttpRequest, key: int) -> HttpResponse:
    """Settle a refusal: the document is left out."""
    LoadRemark.objects.waiting().filter(pk=key).update(settled_at=timezone.now())
    return redirect("desk_refused")


def _content(original: RefusedOriginal | None) -> bytes | None:
    """Return the bytes of what was kept, ``None`` where they are gone."""
    try:
        return original_bytes(original) if original is not None else None
    except ArchiveError:
        return None


def _text(content: bytes) -> str | None:
    """Return the text of a small document in UTF-8; ``None`` of others."""
    if len(content) > _MENDED_HERE or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _paths(remark: LoadRemark) -> list[str]:
    """Return where a document of the archive's machine is; where it is not, what was given."""
    if remark.load.way not in (LoadWay.COMMAND, LoadWay.WATCHED):
        return []
    given = [str(path) for path in remark.load.given]
    name = remark.document.partition("#")[0]
    found = [path for each in given for path in (each, os.path.join(each, name))]
    there = [path for path in found if path.endswith(f"/{name}") and os.path.lexists(path)]
    return (there or given)[:_PATHS]


def _load_again(
    request: HttpRequest, remark: LoadRemark, before: bytes, *, whole: bool
) -> HttpResponse:
    """Load what was mended, with the line ends that the document had."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    name = str(remark.load.given[0]) if whole and remark.load.given else remark.document
    try:
        upload = keep_whole(request.user, name, text.encode(), mends=remark)
    except ArchiveError as error:
        messages.error(request, str(error))
        return redirect("desk_mend", remark.pk)
    return redirect(job_address(upload.job) if upload.job else "desk_refused")
