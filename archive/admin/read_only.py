"""Rows that the archive writes itself, in the admin: looked at, never edited.

Captures; corrections made at the desk, each with a way back; scans for new spellings.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.captures.removal import lift
from archive.entities.desk import undo
from archive.entities.storage.following_authors import follow_at_once
from archive.errors import ArchiveError
from archive.loads.reasons_in_arabic import reason_in
from archive.models import AliasScan, Capture, Correction, LoginFailure, Tombstone

_CAPTURE_FIELDS: Final = [
    "source",
    *(
        "told" if field.name == "warnings" else field.name
        for field in Capture._meta.fields
        if field.name != "id"
    ),
]

_LATEST: Final = 5_000
"""Rows of which each is read for what a filter offers: some milliseconds."""


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows to whoever may see them; nobody adds, changes or deletes any."""

    def has_add_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Nobody adds a row."""
        return False

    def has_change_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Nobody changes a row."""
        return False

    def has_delete_permission(self, *_args: Any, **_kwargs: Any) -> bool:
        """Nobody deletes a row."""
        return False


class LatestValuesFilter(admin.AllValuesFieldListFilter):
    """Offers the values that a column has in the latest rows, and the one that is chosen.

    To find all values, every row of a million would be read.
    """

    def __init__(self, field: Any, *given: Any, **named: Any) -> None:
        super().__init__(field, *given, **named)
        rows = field.model._default_manager.order_by("-pk").values_list(field.name, flat=True)
        values = sorted({*rows[:_LATEST], *(self.lookup_val or ())})
        # Its stubs know the queryset alone that Django puts there.
        self.lookup_choices = values  # type: ignore[assignment]


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    """What was loaded, with a link to its bytes."""

    list_display = ["document", "uri", "media_type", "charset", "size", "loaded_at", "status"]
    list_filter = [
        "status",
        *((each, LatestValuesFilter) for each in ("media_type", "charset", "layout")),
        "loaded_at",
    ]
    search_fields = ["document", "uri", "sha256", "url"]
    fields = tuple(_CAPTURE_FIELDS)
    readonly_fields = _CAPTURE_FIELDS

    @admin.display(description=_("source"))
    def source(self, capture: Capture) -> str:
        """Link to the page that shows the capture's source."""
        return format_html(
            '<a href="{}">{}</a>', reverse("capture", args=[capture.pk]), _("Show the source")
        )

    @admin.display(description=_("warnings"))
    def told(self, capture: Capture) -> str:
        """Show what was told of it when it was loaded, in the reader's language."""
        reasons = [(reason_in(each, get_language() or ""),) for each in capture.warnings]
        return format_html_join("\n", "<p>{}</p>", reasons)


@admin.register(Tombstone)
class TombstoneAdmin(ReadOnlyAdmin):
    """What went for good, with both reasons; a tombstone can be lifted."""

    list_display = ["public_id", "kind", "uri", "public_reason", "made_at", "made_by"]
    list_filter = ["kind", "made_at"]
    list_select_related = ["made_by"]
    search_fields = ["public_id", "uri"]
    actions = ["lift_selected"]

    @admin.action(
        description=_("Lift the selected tombstones: the next reading makes the articles again"),
        permissions=["view"],
    )
    def lift_selected(self, request: HttpRequest, queryset: QuerySet[Tombstone]) -> None:
        """Lift tombstones, where the user may delete articles."""
        if not request.user.has_perm("archive.delete_article"):
            self.message_user(request, _("You may not delete articles."), messages.ERROR)
            return
        stones = list(queryset)
        for stone in stones:
            self.log_change(request, stone, "lifted")
        lift(stones, request.user)
        self.message_user(
            request, _("Lifted. “Parse again” brings back what is kept."), messages.SUCCESS
        )


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What was put right at the desk; each correction can be undone."""

    list_display = [
        "kind",
        "entity",
        "target",
        "articles",
        "mentions",
        "made_at",
        "made_by",
        "undone_at",
    ]
    list_filter = ["kind", "made_at"]
    list_select_related = ["entity", "target", "made_by"]
    actions = ["undo_selected"]

    @admin.action(description=_("Undo the selected corrections"), permissions=["view"])
    def undo_selected(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        """Undo the latest first; what cannot be undone is named with the reason."""
        if not request.user.has_perm("archive.change_entity"):
            self.message_user(request, _("You may not change entities."), messages.ERROR)
            return
        for correction in queryset.order_by("-id"):
            try:
                undo(correction, request.user)  # type: ignore[arg-type]
            except ArchiveError as error:
                self.message_user(request, f"{correction}: {error}", messages.ERROR)
            else:
                undone = _("Undone: %(correction)s") % {"correction": correction}
                self.message_user(request, undone, messages.SUCCESS)
        follow_at_once()


@admin.register(LoginFailure)
class LoginFailureAdmin(ReadOnlyAdmin):
    """Who tried to log in under which name, from where: kept for a month."""

    list_display = ["name", "address", "at"]
    list_filter = ["at"]
    search_fields = ["name", "address"]


@admin.register(AliasScan)
class AliasScanAdmin(ReadOnlyAdmin):
    """How far the archive has been searched for new spellings."""

    list_display = ["alias", "progress", "found", "finished_at"]

    @admin.display(description=_("progress"))
    def progress(self, scan: AliasScan) -> str:
        """Say how many of the articles have been scanned."""
        return f"{scan.scanned} / {scan.total}"
