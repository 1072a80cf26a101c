"""Background work on loads: an upload loaded, a load undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.errors import ArchiveError
from archive.jobs import JobKind, register, tell_progress
from archive.loads.load_undoing import finish_undo, undo_step
from archive.loads.uploads import LOADING, discard, upload_path
from archive.models import Job, Load, LoadRemark, LoadState, LoadWay, Upload, UploadState
from archive.records.documents import HTML, RawCapture, Rejection

if TYPE_CHECKING:
    from archive.ingest.loading import LoadReport

UNDOING = "undo_load"
"""The kind of job that undoes a load: ``load``, and ``with_touched``."""


def register_load_jobs() -> None:
    """Make both kinds known; call it once, when the program starts."""
    register(
        JobKind(LOADING, gettext_lazy("loading an upload"), _load_step, atomic=False, page=_page)
    )
    register(JobKind(UNDOING, gettext_lazy("undoing a load"), _undo_step, atomic=False, page=_page))


def _load_step(job: Job) -> bool:
    """Load a whole upload. Done again after a kill, it goes on with the record that was begun."""
    # Imported here: the web server asks for this work, and needs none of the readers of pages.
    from archive.ingest.loading import LoadOrigin
    from archive.ingest.run import load_paths

    upload = Upload.objects.select_related("person", "load").get(pk=job.parameters["upload"])
    if upload.state == UploadState.LOADED:
        return True

    def told(report: LoadReport) -> None:
        tell_progress(job, report.documents)
        if Job.objects.filter(pk=job.pk, stop_asked=True).exists():
            raise ArchiveError(_("It was stopped; what was loaded until then can be undone."))

    def begun(load: Load) -> None:
        Upload.objects.filter(pk=upload.pk).update(load=load)
        job.report = {"load": load.pk}
        Job.objects.filter(pk=job.pk).update(report=job.report)

    origin = LoadOrigin(
        LoadWay(upload.way), upload.person, (upload.name,), upload.load, begun=begun, told=told
    )
    load_paths([upload.name], origin=origin, captures=_captures(upload))
    upload.refresh_from_db()
    upload.state = UploadState.LOADED
    upload.save(update_fields=["state", "touched_at"])
    if upload.mends_id and upload.load is not None and not upload.load.refused:
        LoadRemark.objects.filter(pk=upload.mends_id).update(
            settled_at=timezone.now(), settled_by=upload.load
        )
    discard(upload)
    return True


def _captures(upload: Upload) -> Iterable[RawCapture | Rejection]:
    """Return what an upload holds. A page that a browser handed over says so for ever."""
    from archive.ingest.containers import read_file_as

    if upload.way != LoadWay.HANDED_OVER:
        return read_file_as(upload_path(upload), upload.name)
    handed_over = RawCapture(
        uri=upload.source_url,
        document=upload.source_url,
        content=upload_path(upload).read_bytes(),
        media_type=HTML,
        charset="utf-8",
        captured=upload.begun_at,
        url=upload.source_url,
        container=f"handed over by the browser of {upload.person.get_username()}, after scripts",
    )
    return [handed_over]


def _undo_step(job: Job) -> bool:
    """Undo the next documents of a load."""
    load = Load.objects.get(pk=job.parameters["load"])
    job.report = {"load": load.pk}
    if load.state == LoadState.UNDONE:
        return True
    at = int(job.position.get("capture", 0))
    reached = undo_step(load, at, with_touched=bool(job.parameters.get("with_touched")))
    if reached is None:
        finish_undo(load)
        job.done = job.total or job.done
        return True
    job.position = {"capture": reached}
    left = load.captures.filter(pk__gt=reached).count()
    job.done = max((job.total or 0) - left, 0)
    return False


def _page(job: Job) -> str:
    load = job.report.get("load")
    return reverse("admin:archive_load_change", args=[load]) if load else ""
