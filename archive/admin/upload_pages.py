"""Sending files with a browser: whole from a form, or in slices by a script."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from archive.admin.desk_access import LOAD, desk_answer, desk_page, refusal, show_desk_page
from archive.admin.handed_over import bookmarklet
from archive.admin.jobs import job_address
from archive.errors import ArchiveError
from archive.loads.uploads import (
    SLICE_BYTES,
    WrongPlaceError,
    begin_upload,
    finish_upload,
    take_slice,
)
from archive.models import LoadRemark, Upload, UploadState

_REFUSALS: Final = 100
"""Refused documents that a page lists."""
_MOST_ASKED: Final = 20_000
"""Bytes of what a script asks."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(LOAD)
def upload_page(request: HttpRequest) -> HttpResponse:
    """Offer a form for a file; one that is small enough comes with the form itself."""
    if request.method == "POST":
        return _take_whole(request)
    recent = Upload.objects.filter(person=cast(Any, request.user)).select_related("job", "load")
    context = {
        "slice_bytes": SLICE_BYTES,
        "recent": recent[:20],
        "bookmarklet": bookmarklet(request),
    }
    return show_desk_page(request, "admin/archive/load/upload.html", _("Upload"), context)


def _take_whole(request: HttpRequest) -> HttpResponse:
    """Take a file that came with its form: at most one slice."""
    back = _after_refusal(request)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file."))
        return redirect(back)
    size = file.size or 0
    if size > SLICE_BYTES:
        most = SLICE_BYTES // 1_000_000
        told = _("Without scripts a file may have %(most)d MB at most.") % {"most": most}
        messages.error(request, told)
        return redirect(back)
    try:
        name, mends = _document(request.POST.get("mends", ""), str(file.name))
        upload = begin_upload(request.user, name, size, mends=mends)
        finished = finish_upload(take_slice(upload, 0, cast(Any, file), size))
    except ArchiveError as error:
        messages.error(request, str(error))
        return redirect(back)
    return redirect(_progress(finished))


@require_POST
@desk_answer(LOAD)
def upload_begin(request: HttpRequest) -> HttpResponse:
    """Begin an upload that a script sends in slices; the answer says where they go."""
    try:
        asked = json.loads(request.read(_MOST_ASKED))
        name, mends = _document(str(asked.get("mends", "")), str(asked["name"]))
        size = int(asked["size"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return refusal(_("The request is incomplete."), HTTPStatus.BAD_REQUEST)
    try:
        upload = begin_upload(request.user, name, size, mends=mends)
    except ArchiveError as error:
        return refusal(str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _state(upload)


@require_POST
@desk_answer(LOAD)
def upload_slice(request: HttpRequest, token: str) -> HttpResponse:
    """Take the next slice; with the last one the file goes to the loader."""
    upload = Upload.objects.filter(token=token, person=cast(Any, request.user)).first()
    if upload is None:
        return refusal(_("This upload is no more; begin again."), HTTPStatus.NOT_FOUND)
    offset, length = request.GET.get("offset", ""), request.META.get("CONTENT_LENGTH") or ""
    if not (offset.isdecimal() and len(offset) < 16 and length.isdecimal()):
        return refusal(_("The request is incomplete."), HTTPStatus.BAD_REQUEST)
    try:
        upload = take_slice(upload, int(offset), cast(Any, request), int(length))
        if upload.received == upload.size:
            upload = finish_upload(upload)
    except WrongPlaceError as error:
        return refusal(str(error), HTTPStatus.CONFLICT, received=error.received)
    except ArchiveError as error:
        return refusal(str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _state(upload)


def _document(mends: str, name: str) -> tuple[str, LoadRemark | None]:
    """Return under which name a file is loaded: its own, else that of what it stands in for."""
    if not (mends.isdecimal() and len(mends) < 19):
        return name, None
    remark = LoadRemark.objects.filter(pk=int(mends)).first()
    return (remark.document, remark) if remark else (name, None)


def _after_refusal(request: HttpRequest) -> str:
    return reverse("desk_refused" if request.POST.get("mends") else "desk_upload")


def _progress(upload: Upload) -> str:
    return job_address(upload.job) if upload.job else reverse("desk_upload")


def _state(upload: Upload) -> JsonResponse:
    done = upload.state != UploadState.COMING
    return JsonResponse(
        {
            "slices": reverse("desk_upload_slice", args=[upload.token]),
            "received": upload.received,
            "slice": SLICE_BYTES,
            "page": _progress(upload) if done else "",
        }
    )
