"""The source of an article beside its form: its lines, and which field each became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.captures.store import stored_capture
from archive.errors import ArchiveError
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.models import Article

if TYPE_CHECKING:
    from archive.ingest.explain import LineExplanation

_BYTES: Final = 300_000
"""Bytes of a capture that is read again for a form: half a second's work."""
_LINES: Final = 400
_LETTERS: Final = 600
_FIELDS: Final[Mapping[str, Any]] = {
    "title": gettext_lazy("title"),
    "standfirst": gettext_lazy("standfirst"),
    "caption": gettext_lazy("captions"),
    "date": gettext_lazy("publication date"),
    "byline": gettext_lazy("byline"),
    "dateline": gettext_lazy("dateline"),
    "section": gettext_lazy("section"),
    "source_line": gettext_lazy("outlet"),
    "keywords": gettext_lazy("keywords"),
    "body": gettext_lazy("text"),
    "subhead": gettext_lazy("text"),
    "post": gettext_lazy("text"),
}
"""Role of a line → the field that it became; lines of other roles became none."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source: its text, the field that it became, and why.

    ``own`` says that it is a line of the article; ``evidence`` that a date or an outlet was read
    from it.
    """

    text: str
    field: str
    why: str
    own: bool
    evidence: bool


def source_view(model_admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Show the lines of an article's source; a form asks for them when it is open."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.select_related("capture"), pk=key)
    try:
        context: dict[str, Any] = {"lines": source_lines(article)}
    except ArchiveError as error:
        context = {"problem": str(error)}
    return render(request, "admin/archive/article/source.html", context | {"article": article})


def source_lines(article: Article) -> list[SourceLine]:
    """Return the lines of the article's capture, from the article's first on.

    Raises ``ArchiveError`` where the capture cannot be read, or is too large to be read here.
    """
    # Imported here: the readers of pages are heavy, and most requests want none of them.
    from archive.ingest.explain import explain_capture

    if article.capture.size > _BYTES:
        raise ArchiveError(_("The capture is too large to be shown here."))
    try:
        raw = stored_capture(article.capture)
    except (ArchiveError, OSError) as error:
        # What it says names a path on this machine.
        raise ArchiveError(_("The capture's bytes are missing or damaged.")) from error
    lines = list(explain_capture(raw, outlets_of_archive()))
    own = [place for place, line in enumerate(lines) if line.article == article.position]
    start = min(own, default=0)
    # What stands above the first article is its head as often as the page's.
    start = 0 if article.position == 0 else start
    return [_shown(line, article) for line in lines[start : start + _LINES]]


def _shown(line: LineExplanation, article: Article) -> SourceLine:
    role = str(line.role.value)
    quoted: Sequence[str] = (article.date_evidence, article.outlet_evidence)
    return SourceLine(
        line.text[:_LETTERS],
        str(_FIELDS.get(role, "")),
        line.why,
        line.article == article.position,
        any(words and words in line.text for words in quoted),
    )
