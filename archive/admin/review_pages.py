"""Review queues: how much waits in each, one case at a time, settled by one press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from archive.admin.desk_access import (
    NAME_OUTLETS,
    REVIEW,
    desk_page,
    may_enter,
    show_desk_page,
)
from archive.admin.removal_views import HIDE, removal_address
from archive.errors import ArchiveError
from archive.models import Article, Entity, EntityStatus, LoadRemark, Outlet
from archive.review import article_queues
from archive.review.article_queues import (
    DATES,
    DUPLICATES,
    REPORTS,
    TEXTLESS,
    decide,
    doubtful_dates,
    duplicate_count,
    settle_date,
    settle_report,
    suspected_duplicates,
    waiting_reports,
)
from archive.review.unknown_outlets import name_site, nameless, unknown_sites

_NAMES: Final = 500
"""Outlets whose names a form proposes."""
_BEGINNING: Final = 1500
"""Letters of an article that a case shows."""


@dataclass(frozen=True, slots=True)
class CaseQueue:
    """A queue that shows one case at a time.

    ``settle`` does what was pressed to the case of a key; it raises ``ArchiveError`` with what is
    wrong in what was typed.
    """

    title: str | Promise
    rows: Callable[[], QuerySet[Any]]
    settle: Callable[[HttpRequest, Any], None]


def _settle_date(request: HttpRequest, case: Article) -> None:
    typed = request.POST.get("date", "") if request.POST.get("act") == "correct" else None
    settle_date(case.pk, request.user, typed)


def _settle_textless(request: HttpRequest, case: Article) -> None:
    decide(TEXTLESS, case.public_id, request.user)


def _settle_report(request: HttpRequest, case: Model) -> None:
    settle_report(case.pk, request.user)


_CASES: Final[Mapping[str, CaseQueue]] = {
    DATES: CaseQueue(gettext_lazy("Doubtful dates"), doubtful_dates, _settle_date),
    TEXTLESS: CaseQueue(
        gettext_lazy("Articles without text"), article_queues.textless, _settle_textless
    ),
    REPORTS: CaseQueue(gettext_lazy("Errors that readers report"), waiting_reports, _settle_report),
}


@require_safe
@desk_page(REVIEW)
def review_page(request: HttpRequest) -> HttpResponse:
    """List the queues with how much is left in each."""
    candidates = Entity.objects.filter(status=EntityStatus.CANDIDATE)
    queues = [
        (queue.title, reverse("desk_cases", args=[name]), queue.rows().order_by().count())
        for name, queue in _CASES.items()
    ]
    if may_enter(request, NAME_OUTLETS):
        unknown = reverse("desk_outlets")
        queues.append((_("Articles of unknown outlets"), unknown, nameless().count()))
    if request.user.has_perm("archive.view_entity"):
        names = f"{reverse('admin:archive_entity_changelist')}?status__exact=candidate"
        queues.append((_("Candidates for names"), names, candidates.count()))
    queues.append((_("Suspected duplicates"), reverse("desk_duplicates"), duplicate_count()))
    if request.user.has_perm("archive.add_load"):
        refused = LoadRemark.objects.waiting().count()
        queues.append((_("Refused documents"), reverse("desk_refused"), refused))
    return show_desk_page(request, "admin/review/queues.html", _("Review"), {"queues": queues})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(REVIEW)
def cases_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a case of a queue, from the key ``?at=`` on, and settle it."""
    queue = _CASES.get(name)
    if queue is None:
        raise Http404
    rows = queue.rows().order_by("pk")
    case = _case(rows, request.GET.get("at", ""))
    typed = None
    if request.method == "POST" and case is not None:
        if str(case.pk) != request.POST.get("case"):
            messages.warning(request, _("Somebody settled that case already; this is the next."))
            return redirect(_address(name, case.pk))
        try:
            queue.settle(request, case)
        except ArchiveError as error:
            messages.error(request, str(error))
            typed = request.POST.get("date")
        else:
            return redirect(_address(name, case.pk + 1))
    context: dict[str, Any] = {"name": name, "left": rows.order_by().count(), "case": case}
    if case is not None:
        after = rows.filter(pk__gt=case.pk).values_list("pk", flat=True).first()
        before = rows.filter(pk__lt=case.pk).order_by("-pk").values_list("pk", flat=True).first()
        article = case if isinstance(case, Article) else case.article
        context |= {
            "article": article,
            "beginning": article.body[:_BEGINNING],
            "typed": article.edtf if typed is None else typed,
            "next": _address(name, after) if after else "",
            "previous": _address(name, before) if before else "",
            "hide": removal_address(HIDE, [article.pk]),
        }
    return show_desk_page(request, "admin/review/case.html", str(queue.title), context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(NAME_OUTLETS)
def outlets_page(request: HttpRequest) -> HttpResponse:
    """List sites whose outlet nobody knows; naming one gives it all its articles."""
    if request.method == "POST":
        try:
            host = request.POST.get("host", "")
            outlet, job = name_site(host, request.POST.get("name", ""), request.user)
        except ArchiveError as error:
            messages.error(request, str(error))
        else:
            told = _("%(host)s is %(outlet)s; its articles follow (%(count)d).")
            values = {"host": host, "outlet": outlet.name_ar, "count": job.total or 0}
            messages.success(request, told % values)
        return redirect("desk_outlets")
    context = {
        "sites": unknown_sites(),
        "left": nameless().count(),
        "names": Outlet.objects.order_by("name_ar").values_list("name_ar", flat=True)[:_NAMES],
    }
    title = _("Articles of unknown outlets")
    return show_desk_page(request, "admin/review/outlets.html", title, context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(REVIEW)
def duplicates_page(request: HttpRequest) -> HttpResponse:
    """List what one outlet seems to have twice; keep all, or hide what came later."""
    if request.method == "POST":
        decide(DUPLICATES, request.POST.get("subject", "")[:60], request.user)
        return redirect("desk_duplicates")
    groups = [
        (group, removal_address(HIDE, [article.pk for article in group.articles[1:]]))
        for group in suspected_duplicates()
    ]
    context = {"groups": groups}
    title = _("Suspected duplicates")
    return show_desk_page(request, "admin/review/duplicates.html", title, context)


def _case(rows: QuerySet[Any], at: str) -> Any:
    """Return the case at a key, else the next one, else the first."""
    if at.isdecimal() and len(at) < 19:
        following = rows.filter(pk__gte=int(at)).first()
        if following is not None:
            return following
    return rows.first()


def _address(name: str, key: int) -> str:
    return f"{reverse('desk_cases', args=[name])}?at={key}"
