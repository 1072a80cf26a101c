"""Corrections in the admin: what was put right at the desk, each with a way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.entities.desk import undo
from archive.errors import ArchiveError
from archive.models import AliasScan, Correction


class _LookedAtOnly(admin.ModelAdmin):
    """Rows that the archive writes itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Correction)
class CorrectionAdmin(_LookedAtOnly):
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


@admin.register(AliasScan)
class AliasScanAdmin(_LookedAtOnly):
    list_display = ["alias", "progress", "found", "finished_at"]

    @admin.display(description=_("progress"))
    def progress(self, scan: AliasScan) -> str:
        return f"{scan.scanned} / {scan.total}"
