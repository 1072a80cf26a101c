"""A page that the archivist's own browser hands over: shown as text, and stored when confirmed.

The bookmarklet opens this page from the page that is to be kept, and answers its word with the
HTML and the address. This address alone lets its opener stay in reach (Cross-Origin-Opener-Policy);
nothing is stored but by the form.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.admin.desk_access import LOAD, may_enter, show_desk_page
from archive.admin.jobs import job_address
from archive.errors import ArchiveError
from archive.loads.uploads import keep_whole
from archive.models import LoadWay

MOST_BYTES: Final = 1_900_000
"""Of a page's HTML: what a form may hold, with room for the rest of it."""
_LONGEST: Final = 2000
_BOOKMARKLET: Final = (
    "javascript:(()=>{const a='%s',w=open(a+'%s');"
    "const f=e=>{if(e.source!==w||e.origin!==a)return;removeEventListener('message',f);"
    "w.postMessage({html:document.documentElement.outerHTML,url:location.href},a)};"
    "addEventListener('message',f)})()"
)


@require_http_methods(["GET", "HEAD", "POST"])
def save_page(request: HttpRequest) -> HttpResponse:
    """Wait for what the opener hands over, and keep it when the archivist says so."""
    if not may_enter(request, LOAD):
        # Logging in would lead away from this address, and lose the opener.
        status = 403 if request.user.is_authenticated else 401
        return _reachable(_show(request, {"refused": True}, status))
    if request.method == "POST":
        return _keep(request)
    return _reachable(_show(request, {"most_bytes": MOST_BYTES}, 200))


def bookmarklet(request: HttpRequest) -> str:
    """Return the address that a bookmark holds to hand a page over."""
    origin = f"{request.scheme}://{request.get_host()}"
    return _BOOKMARKLET % (origin, reverse("desk_save"))


def _keep(request: HttpRequest) -> HttpResponse:
    url, html = request.POST.get("url", "").strip(), request.POST.get("html", "")
    content = html.encode("utf-8", "replace")
    try:
        if not _is_address(url):
            raise ArchiveError(_("%(url)s is no address of a page.") % {"url": url[:80] or "–"})
        if not html.strip() or len(content) > MOST_BYTES:
            raise ArchiveError(
                _("The page is empty or too large; save it as a file and upload it.")
            )
        upload = keep_whole(request.user, url, content, way=LoadWay.HANDED_OVER, source_url=url)
    except ArchiveError as error:
        messages.error(request, str(error))
        return redirect("desk_upload")
    return redirect(job_address(upload.job) if upload.job else reverse("desk_upload"))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return len(url) <= _LONGEST and parts.scheme in ("http", "https") and bool(parts.hostname)


def _show(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    title = _("Keep this page")
    return show_desk_page(request, "admin/archive/load/save.html", title, context, status)


def _reachable(response: HttpResponse) -> HttpResponse:
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response
