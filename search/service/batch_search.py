"""Many searches, each counted by outlet and year: at once, or as work in the background."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from archive.jobs import JobKind, register, request
from archive.models import BatchLine, Job
from search.contract import QueryTooCostlyError, Request
from search.facets.facets import facet_filters
from search.fields import APPROXIMATE, DATE_YEAR
from search.index.analyzers import Match
from search.query.notices import Notice, NoticeKind, explain
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget

BATCH: Final = "batch_search"
"""The kind of job: ``texts``, and ``match``."""
LINES_AT_ONCE: Final = 20
"""Lines that are answered without waiting."""
BATCHES_KEPT: Final = 20
"""Batches of one person whose results are kept, the latest."""
_LINE_SECONDS: Final = 2.0
"""What one line may spend on the index."""
_STEP_SECONDS: Final = 1.0
"""After so long the next step of the job begins."""
_OUTLET: Final = "outlet"

Counts = Sequence[tuple[str, str, int]]
"""(Outlet's slug, year, articles); the year is empty where the date lies within none."""


@dataclass(frozen=True, slots=True)
class LineCounts:
    """What one line finds. ``total`` is ``None`` where the search took too long."""

    number: int
    text: str
    total: int | None
    counts: Counts
    notice: str = ""


def search_of(text: str, match: str) -> SearchState:
    """Return the search that a line is."""
    return SearchState(match=Match(match)).with_text(text)


def count_lines(texts: Sequence[str], match: str, first: int = 1) -> Iterator[LineCounts]:
    """Yield what each line finds, in order. Raises ``IndexUnavailableError``."""
    for number, text in enumerate(texts, first):
        yield _counted(number, text, match)


def _counted(number: int, text: str, match: str) -> LineCounts:
    prepared = PreparedSearch.of(search_of(text, match), TimeBudget(_LINE_SECONDS))
    try:
        found = prepared.snapshot.cross_counts(
            Request(
                prepared.query,
                filters=facet_filters(prepared.state),
                time_limit=prepared.budget.remaining(),
            ),
            _OUTLET,
            DATE_YEAR,
        )
    except QueryTooCostlyError:
        return LineCounts(number, text, None, (), explain(Notice(NoticeKind.TOO_COSTLY)))
    counts = [
        (slug, "" if year == APPROXIMATE else year, count)
        for (slug, year), count in sorted(found.items())
    ]
    asked = (*prepared.parsed.repairs, *prepared.parsed.notices, *prepared.compiled.notices)
    notice = " ".join(dict.fromkeys(explain(each) for each in asked))
    return LineCounts(number, text, sum(found.values()), counts, notice)


def register_batch_job() -> None:
    """Make the kind known."""
    register(
        JobKind(
            BATCH,
            gettext_lazy("searching for many names"),
            _step,
            page=lambda job: reverse("batch_result", args=[job.pk]),
        )
    )


def ask_for_batch(texts: Sequence[str], match: str, person: AbstractBaseUser) -> Job:
    """Ask for a batch in the background; of the person's earlier ones the latest are kept."""
    kept = batches_of(person)[: BATCHES_KEPT - 1].values_list("pk", flat=True)
    BatchLine.objects.filter(job__made_by=person.pk).exclude(job__in=list(kept)).delete()
    parameters = {"texts": list(texts), "match": match}
    return request(BATCH, parameters, made_by=person, total=len(texts))


def batches_of(person: AbstractBaseUser) -> QuerySet[Job]:
    """Return the batches that a person asked for, the latest first."""
    return Job.objects.filter(kind=BATCH, made_by=person.pk).order_by("-pk")


def kept_batches(person: AbstractBaseUser) -> QuerySet[Job]:
    """Return the batches of a person whose results are kept, the latest first."""
    return batches_of(person)[:BATCHES_KEPT]


def lines_of(job: Job, first: int = 0, limit: int | None = None) -> list[LineCounts]:
    """Return the lines of a batch that are done, from the place ``first`` on."""
    rows = BatchLine.objects.filter(job=job).order_by("number")
    chosen = rows[first : None if limit is None else first + limit]
    return [_line_counts(row) for row in chosen]


def every_line(job: Job) -> Iterator[LineCounts]:
    """Yield all lines of a batch that are done, a few at a time."""
    for row in BatchLine.objects.filter(job=job).order_by("number").iterator(chunk_size=50):
        yield _line_counts(row)


def _line_counts(row: BatchLine) -> LineCounts:
    counts = [(slug, year, count) for slug, year, count in row.counts]
    return LineCounts(row.number, row.text, row.total, counts, row.notice)


def _step(job: Job) -> bool:
    """Search for the next lines, a second long; they are written with the place that is reached."""
    texts, match = job.parameters["texts"], job.parameters["match"]
    start = int(job.position.get("line", 0))
    end = time.monotonic() + _STEP_SECONDS
    rows = []
    for found in count_lines(texts[start:], match, start + 1):
        rows.append(
            BatchLine(
                job=job,
                number=found.number,
                text=found.text,
                total=found.total,
                counts=list(found.counts),
                notice=found.notice,
            )
        )
        if time.monotonic() >= end:
            break
    BatchLine.objects.bulk_create(rows)
    job.done = start + len(rows)
    job.position = {"line": job.done}
    return job.done >= len(texts)


def summed(counts: Counts, place: int) -> Mapping[str, int]:
    """Return the counts added up by outlet (``place`` 0) or by year (1)."""
    added: dict[str, int] = {}
    for row in counts:
        added[str(row[place])] = added.get(str(row[place]), 0) + row[2]
    return added


def commonest(lines: Iterable[LineCounts], place: int, most: int) -> list[str]:
    """Return the outlets (``place`` 0) or the years (1) with most articles of all lines."""
    added: dict[str, int] = {}
    for line in lines:
        for value, count in summed(line.counts, place).items():
            added[value] = added.get(value, 0) + count
    return sorted(added, key=lambda value: (-added[value], value))[:most]
