"""Views of the list of articles: kept under a name, and forgotten."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import SavedView

_MOST: Final = 200
"""Views of all editors together."""


class ViewForm(forms.ModelForm):
    """The name of a view, and what of the list's address makes it."""

    class Meta:
        model = SavedView
        fields = ("name", "query")


def save_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Keep the search and filters that the list shows, under a name."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A view needs a name, and a search or a filter to keep."))
    elif SavedView.objects.count() >= _MOST:
        messages.error(request, _("There are too many saved views. Forget one first."))
    else:
        form.instance.made_by_id = request.user.pk or 0
        form.save()
        messages.success(request, _("Saved: %(name)s") % {"name": form.cleaned_data["name"]})
    return redirect(_list_address(request.POST.get("query", "")))


def forget_view(model_admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Forget a view: its own maker may, and whoever may change the views of others."""
    views = SavedView.objects.filter(pk=key)
    if not request.user.has_perm("archive.delete_savedview"):
        views = views.filter(made_by=request.user.pk)
    if not views.delete()[0]:
        raise PermissionDenied
    return redirect(_list_address(request.POST.get("query", "")))


def _list_address(query: str) -> str:
    """Return the address of the list with a query, whatever was sent as one."""
    address = reverse("admin:archive_article_changelist")
    kept = QueryDict(query[:2000]).urlencode()
    return f"{address}?{kept}" if kept else address
