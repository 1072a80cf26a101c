"""Numbers for Prometheus: how this process answers, and how the archive is.

No name, word, address or query of a reader is among them. The text format is that of Prometheus,
version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.request_counts import BOUNDS, request_counts
from search.service.site_status import Check, readiness
from search.service.work_counts import work_counts

_CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SCHEME: Final = "Bearer "


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever bears the token of ``ARCHIVE_METRICS_TOKEN``; for all others there is no page."""
    token: str = settings.ARCHIVE_METRICS_TOKEN
    told = request.headers.get("Authorization", "")
    if not token or not told.startswith(_SCHEME):
        raise Http404
    if not hmac.compare_digest(told.removeprefix(_SCHEME).encode(), token.encode()):
        raise Http404
    return HttpResponse("\n".join([*_requests(), *_archive()]) + "\n", content_type=_CONTENT_TYPE)


def _requests() -> Iterator[str]:
    by_class, by_time, seconds, in_hand = request_counts().read()
    yield from _head("khizana_requests_total", "counter", "Answers of this process by status.")
    for name, number in by_class.items():
        yield f'khizana_requests_total{{status="{name}"}} {number}'
    yield from _head("khizana_requests_in_hand", "gauge", "Requests being answered now.")
    yield f"khizana_requests_in_hand {in_hand}"
    yield from _head("khizana_request_seconds", "histogram", "Seconds until an answer began.")
    counts = list(accumulate(by_time))
    for bound, number in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
        yield f'khizana_request_seconds_bucket{{le="{bound}"}} {number}'
    yield f"khizana_request_seconds_sum {seconds:.6f}"
    yield f"khizana_request_seconds_count {counts[-1]}"


def _archive() -> Iterator[str]:
    checks = readiness()
    yield from _head("khizana_ready", "gauge", "1 where a part of the archive is as it must be.")
    for check in checks:
        yield f'khizana_ready{{part="{check.name}"}} {int(check.ok)}'
    by_name: Mapping[str, Check] = {check.name: check for check in checks}
    for part, key, name, told in _GAUGES:
        if part in by_name and key in by_name[part].details:
            yield from _head(name, "gauge", told)
            yield f"{name} {by_name[part].details[key]}"
    if checks[0].ok:
        yield from _head("khizana_jobs", "gauge", "Background work by its state.")
        for state, number in work_counts().items():
            yield f'khizana_jobs{{state="{state}"}} {number}'


_GAUGES: Final = (
    ("index", "waiting", "khizana_outbox_entries", "Changes that the index has yet to learn."),
    ("index", "behind_seconds", "khizana_index_behind_seconds", "Age of the oldest of them."),
    ("index", "articles", "khizana_index_articles", "Articles that are found."),
    ("worker", "beat_seconds_ago", "khizana_worker_beat_seconds", "Since a worker's last sign."),
    ("disk", "free_bytes", "khizana_free_bytes", "Bytes free on the disk of the archive."),
)


def _head(name: str, kind: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"
