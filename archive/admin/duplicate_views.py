"""The list of entities that are probably one, from which an editor merges them or says no."""

from __future__ import annotations

from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.entities.desk.duplicates import refuse, suggested_duplicates
from archive.entities.desk.queue import Likeness
from archive.models import Entity

REASONS: Final = {
    Likeness.SPELLING: gettext_lazy("the same name but for its spelling"),
    Likeness.ENDS: gettext_lazy("the same first and last word"),
    Likeness.BEGINNING: gettext_lazy("its name begins so"),
}
"""Why two entities are probably one."""


def duplicates_view(request: HttpRequest) -> HttpResponse:
    """Show the pairs; a pair that is sent back as no duplicate is not proposed again."""
    if not request.user.has_perm("archive.change_entity"):
        raise PermissionDenied
    if request.method == "POST":
        one, other = (
            get_object_or_404(Entity, pk=request.POST.get(name)) for name in ("one", "other")
        )
        refuse(one, other, request.user)  # type: ignore[arg-type]
        messages.success(request, _("Noted: they are not one."))
        return redirect("admin:archive_entity_duplicates")
    pairs = [(pair, REASONS[pair.likeness]) for pair in suggested_duplicates()]
    context = {
        **admin.site.each_context(request),
        "title": _("Probably the same"),
        "pairs": pairs,
        "opts": Entity._meta,
    }
    return render(request, "admin/archive/entity/duplicates.html", context)
