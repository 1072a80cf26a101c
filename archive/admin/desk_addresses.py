"""The pages beside the list of articles and the form of one, by their addresses."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from archive.admin.add_name import add_name_view
from archive.admin.article_list import EDITING
from archive.admin.article_source import source_view
from archive.admin.bulk_views import bulk_view
from archive.admin.closed_value_view import closed_value_view
from archive.admin.desk_fields import in_words, offered_outlets
from archive.admin.metadata_views import export_view, import_view
from archive.admin.removal_views import removal_view
from archive.admin.saved_views import forget_view, save_view
from archive.changes.typed_dates import TypedDateError, typed_date
from archive.models import SavedView

_VIEWS_SHOWN: Final = 40
_PAGE: Final = "p"


def read_date(_model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Say in words what was read from a date that is being typed."""
    try:
        found = typed_date(request.GET.get("text", ""))
    except TypedDateError as error:
        return JsonResponse({"problem": str(error)})
    return JsonResponse({"words": in_words(found), "edtf": found.edtf})


def article_pages(model_admin: Any) -> list[Any]:
    """Return the addresses of the pages, each for whoever may be at the desk."""

    def page(address: str, view: Any, name: str, *methods: str) -> Any:
        @require_http_methods(list(methods))
        def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
            response: HttpResponse = view(model_admin, request, **arguments)
            return response

        guarded = model_admin.admin_site.admin_view(answer)
        return path(address, guarded, name=f"archive_article_{name}")

    return [
        page("removal/<str:act>/", removal_view, "removal", "GET", "POST"),
        page("bulk/", bulk_view, "bulk", "GET", "POST"),
        page("read-date/", read_date, "read_date", "GET"),
        page("export/<str:form>/", export_view, "export", "GET"),
        page("import/", import_view, "import", "GET", "POST"),
        page("<int:key>/source/", source_view, "source", "GET"),
        page("<int:key>/add-name/", add_name_view, "add_name", "GET", "POST"),
        page("<int:key>/closed-value/", closed_value_view, "closed_value", "GET", "POST"),
        page("views/save/", save_view, "save_view", "POST"),
        page("views/<int:key>/forget/", forget_view, "forget_view", "POST"),
    ]


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the list shows beside its rows."""
    query = request.GET.copy()
    query.pop(_PAGE, None)
    editing = query.pop(EDITING, None) is not None
    return {
        "views": list(SavedView.objects.select_related("made_by")[:_VIEWS_SHOWN]),
        "query": query.urlencode(),
        "edits_in_list": editing,
        "may_change": request.user.has_perm("archive.change_article"),
        "outlets": offered_outlets() if editing else (),
    }
