"""Metadata out of the list of articles as a table, and in again after a dry run."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.bulk_views import confirmed, found_keys, samples_in_words
from archive.changes.bulk_change import MOST_ARTICLES
from archive.changes.changesets import draft
from archive.changes.metadata_import import dry_run
from archive.changes.metadata_table import CSV, XLSX, csv_lines, rows, workbook
from archive.errors import ArchiveError
from archive.models import Act, Article

_XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_view(model_admin: Any, request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the metadata of what the list finds, as ``csv`` or ``xlsx``."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if form not in (CSV, XLSX):
        raise Http404
    keys = found_keys(model_admin, request)
    if len(keys) > MOST_ARTICLES:
        told = _("These are more than %(most)d articles. Narrow the list first.")
        messages.error(request, told % {"most": MOST_ARTICLES})
        return redirect("admin:archive_article_changelist")
    if form == XLSX:
        file = workbook(rows(keys))
        return FileResponse(
            file, as_attachment=True, filename="articles.xlsx", content_type=_XLSX_TYPE
        )
    response = StreamingHttpResponse(csv_lines(rows(keys)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="articles.csv"'
    return response


class TableForm(forms.Form):
    """The file of a table."""

    file = forms.FileField(
        label=gettext_lazy("table"),
        help_text=gettext_lazy("CSV or XLSX, with the columns of the export; “id” is needed."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


def import_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Take a table, show what each of its rows would change, and do it when confirmed."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    if request.method == "POST" and "confirmed" in request.POST:
        return confirmed(request)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Read metadata in"),
        "form": form,
        "media": model_admin.media,
        "opts": Article._meta,
    }
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            result = dry_run(file.read(), file.name)
        except ArchiveError as error:
            form.add_error("file", str(error))
        else:
            context |= {"result": result, "samples": samples_in_words(result.samples)}
            if result.work:
                asked = {"file": file.name[:200]}
                context["changeset"] = draft(Act.IMPORT, request.user, asked, result.work)
    return render(request, "admin/archive/article/import.html", context)
