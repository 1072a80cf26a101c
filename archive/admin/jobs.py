"""Background work in the admin: how far it is, how it ended, and how it is stopped."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.admin.read_only import ReadOnlyAdmin
from archive.jobs import ask_to_stop, try_again
from archive.jobs.kinds import kind_named
from archive.models import Job, JobState

_REFRESH_SECONDS: Final = 2
"""Between two looks of a browser at a job that goes on."""
_MOST_DIGITS: Final = 18
"""Of a row's number: more do not fit into the database's integers."""


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What goes on in the background, and what went on there."""

    list_display = ["label", "state", "progress", "made_at", "made_by", "ended_at"]
    list_filter = ["state", "made_at"]
    list_select_related = ["made_by"]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a job to those who may see jobs and to the person who asked for it."""
        if not _is_number(object_id):
            raise Http404
        job = get_object_or_404(Job.objects.select_related("made_by"), pk=object_id)
        own = job.made_by_id is not None and job.made_by_id == request.user.pk
        if not (own or self.has_view_permission(request, job)):
            raise PermissionDenied
        may_act = own or request.user.has_perm("archive.change_job")
        if request.method == "POST":
            if not may_act:
                raise PermissionDenied
            (ask_to_stop if job.is_open else try_again)(job)
            return redirect("admin:archive_job_change", job.pk)
        kind = kind_named(job.kind)
        context = {
            **admin.site.each_context(request),
            **(extra_context or {}),
            "title": self.label(job),
            "job": job,
            "outcome": kind.page(job) if kind else "",
            "may_act": may_act,
            "may_try_again": job.state in (JobState.FAILED, JobState.STOPPED),
            "opts": Job._meta,
        }
        response = render(request, "admin/archive/job/progress.html", context)
        if job.is_open:
            response["Refresh"] = str(_REFRESH_SECONDS)
        return response

    @admin.display(description=_("kind of work"), ordering="kind")
    def label(self, job: Job) -> str:
        """Name the work."""
        kind = kind_named(job.kind)
        return str(kind.label) if kind else job.kind

    @admin.display(description=_("progress"))
    def progress(self, job: Job) -> str:
        """Say how much is done."""
        return f"{job.done} / {job.total}" if job.total is not None else str(job.done)


def job_address(job: Job) -> str:
    """Return the address of the page that shows how far a job is."""
    return reverse("admin:archive_job_change", args=[job.pk])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
