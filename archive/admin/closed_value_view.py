"""An earlier value of an article closed to readers, with the reason that they see; or opened again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.changes.change_words import field_label
from archive.changes.field_values import CLOSABLE_FIELDS
from archive.changes.told_history import REASON_LETTERS, close_value, open_value
from archive.errors import ArchiveError
from archive.models import Article, ClosedValue


class ClosingForm(forms.Form):
    """Why a value is closed."""

    reason = forms.CharField(
        label=gettext_lazy("public reason"),
        max_length=REASON_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Readers see it in the place of the value."),
    )


def closed_value_view(model_admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Ask why the value that ``?field=`` and ``?value=`` name is closed, and close it or open it."""
    article = get_object_or_404(Article.objects.select_related("capture"), pk=key)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    back = reverse("article_history", args=[article.public_id])
    field, digest = request.GET.get("field", ""), request.GET.get("value", "")
    if field not in CLOSABLE_FIELDS or len(digest) != 64:
        return redirect(back)
    if request.method == "POST" and request.POST.get("act") == "open":
        open_value(article, field, digest, request.user)
        messages.success(request, _("Readers see the earlier value again."))
        return redirect(back)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            close_value(article, field, digest, form.cleaned_data["reason"], request.user)
        except ArchiveError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Readers see the reason in the place of the value."))
            return redirect(back)
    context = {
        **admin.site.each_context(request),
        "title": _("Close an earlier value"),
        "article": article,
        "label": field_label(field),
        "closed": ClosedValue.objects.filter(article=article, field=field, digest=digest).first(),
        "form": form,
        "back": back,
        "opts": Article._meta,
    }
    return render(request, "admin/archive/article/closed_value.html", context)
