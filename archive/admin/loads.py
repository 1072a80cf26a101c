"""Loads in the admin: what came in, what was refused, and how a load is undone."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from archive.admin.desk_access import LOAD, UNDO_LOADS, show_desk_page
from archive.admin.jobs import job_address
from archive.admin.read_only import ReadOnlyAdmin
from archive.errors import ArchiveError
from archive.jobs import request as request_job
from archive.loads.load_jobs import UNDOING
from archive.loads.load_undoing import begin_undo, plan_undo
from archive.loads.reasons_in_arabic import reason_in
from archive.models import Article, Job, Load, RemarkKind
from archive.web_archives import FORMATS

_PAGE: Final = 50


@admin.register(Load)
class LoadAdmin(ReadOnlyAdmin):
    """Each run of loading, with its refusals, warnings and articles."""

    list_display = [
        "told",
        "started_at",
        "who",
        "documents",
        "new",
        "updated",
        "refused",
        "state",
    ]
    list_filter = ["way", "state", ("person", admin.RelatedOnlyFieldListFilter), "started_at"]
    list_select_related = ["person"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["given", "account", "person__username"]
    date_hierarchy = "started_at"

    @admin.display(description=gettext_lazy("what was given"))
    def told(self, load: Load) -> str:
        """Name the first thing that was given, and how many others were."""
        return format_html('<bdi dir="ltr">{}</bdi>', given_in_short(load))

    @admin.display(description=gettext_lazy("who"))
    def who(self, load: Load) -> str:
        """Name the person, or the account of the machine, and the way."""
        return format_html("<bdi>{}</bdi> · {}", load.who or "–", load.get_way_display())

    def get_urls(self) -> Any:
        """Add the page on which a load is undone."""
        page = path(
            "<int:key>/undo/", self.admin_site.admin_view(self.undo_view), name="archive_load_undo"
        )
        return [page, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a load: its counts, what it refused and warned of, its articles."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        load = get_object_or_404(Load.objects.select_related("person", "undone_by"), pk=object_id)
        remarks = load.remarks.select_related("settled_by")
        refusals = remarks.filter(kind=RemarkKind.REFUSED).order_by(
            F("settled_at").asc(nulls_first=True), "pk"
        )
        warnings = remarks.filter(kind=RemarkKind.WARNING)
        pages = {
            name: _page(rows, request, name)
            for name, rows in (("refusals", refusals), ("warnings", warnings))
        }
        for remark in (*pages["refusals"], *pages["warnings"]):
            remark.told = reason_in(remark.reason, get_language() or "")
        context = {
            "load": load,
            **pages,
            "articles": _page(_articles(load), request, "articles"),
            "capture_formats": FORMATS,
            "may_load": request.user.has_perm(LOAD),
            "may_undo": request.user.has_perm(UNDO_LOADS) and load.may_be_undone,
            "job": _undoing_job(load),
            "opts": Load._meta,
        }
        title = _("Load %(number)d") % {"number": load.pk}
        return show_desk_page(request, "admin/archive/load/load.html", title, context)

    def undo_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show what undoing a load would do, and have it done."""
        if not request.user.has_perm(UNDO_LOADS):
            raise PermissionDenied
        load = get_object_or_404(Load, pk=key)
        if not load.may_be_undone:
            messages.error(request, _("This load cannot be undone now."))
            return redirect("admin:archive_load_change", load.pk)
        plan = plan_undo(load)
        if request.method == "POST":
            try:
                begin_undo(load, request.user)
            except ArchiveError as error:
                messages.error(request, str(error))
                return redirect("admin:archive_load_change", load.pk)
            asked = {"load": load.pk, "with_touched": "with_touched" in request.POST}
            job = request_job(UNDOING, asked, request.user, plan.documents)
            return redirect(job_address(job))
        title = _("Undo load %(number)d") % {"number": load.pk}
        context = {"load": load, "plan": plan, "opts": Load._meta}
        return show_desk_page(request, "admin/archive/load/undo.html", title, context)


def given_in_short(load: Load) -> str:
    """Return the first thing that was given, and how many others were."""
    if not load.given:
        return f"{load.pk}"
    first = str(load.given[0])
    others = len(load.given) - 1
    return f"{first} +{others}" if others else first


def _articles(load: Load) -> QuerySet[Article]:
    return Article.objects.filter(capture__load=load).select_related("outlet").order_by("pk")


def _page(rows: QuerySet[Any], request: HttpRequest, name: str) -> Any:
    return Paginator(rows, _PAGE).get_page(request.GET.get(name))


def _undoing_job(load: Load) -> Job | None:
    return Job.objects.open().filter(kind=UNDOING, parameters__load=load.pk).first()
