"""Many searches in one call, each counted by outlet and year: a few at once, many in the background."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from search.api.article_calls import AddressOf
from search.api.cursors import Place, cursor_of, place_of
from search.api.problems import ProblemError, index_is_built, unknown
from search.contract import IndexUnavailableError
from search.pages.long_answers import TooManyLongAnswersError, place_of_long_answer
from search.query.batch_lines import MOST_LINES
from search.query.facet_parameters import clean
from search.service.batch_search import (
    LINES_AT_ONCE,
    LineCounts,
    ask_for_batch,
    batches_of,
    count_lines,
    lines_of,
)

_TRY_AGAIN_SECONDS: Final = 30


def count_at_once(queries: Sequence[str], match: str) -> dict[str, Any]:
    """Return what each of a few queries finds, by outlet and year."""
    try:
        with place_of_long_answer():
            return {"lines": [_line(each) for each in count_lines(queries, match)]}
    except IndexUnavailableError:
        raise index_is_built() from None
    except TooManyLongAnswersError:
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "busy",
            "Other long answers are being given: try again later.",
            headers={"Retry-After": str(_TRY_AGAIN_SECONDS)},
        ) from None


def checked_queries(queries: Sequence[str], person: AbstractBaseUser | None) -> tuple[str, ...]:
    """Return the queries, cleaned. Raises ``ProblemError`` where ``person`` may not ask so many."""
    most = MOST_LINES if person is not None else LINES_AT_ONCE
    if len(queries) > most:
        more = "" if person is not None else f" With a key it takes {MOST_LINES}."
        raise ProblemError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "batch-too-long",
            f"There are {len(queries)} queries; a batch takes {most}.{more}",
            most=most,
        )
    return tuple(clean(each) for each in queries)


def ask(queries: Sequence[str], match: str, person: AbstractBaseUser) -> dict[str, Any]:
    """Let a batch be counted in the background; return where its counts will be."""
    job = ask_for_batch(queries, match, person)
    return {"id": job.pk, "address": reverse("api:batch_counts", args=[job.pk])}


def read_batch(
    key: int, person: AbstractBaseUser, limit: int, cursor: str, address_of: AddressOf
) -> dict[str, Any]:
    """Return how far a batch of ``person`` is, and a part of the lines that are done."""
    list_name = f"batch {key}"
    place = place_of(cursor, list_name)
    job = batches_of(person).filter(pk=key).first()
    if job is None:
        raise unknown("batch", str(key))
    first = place.passed if place else 0
    lines = lines_of(job, first, limit)
    end = first + len(lines)
    return {
        "id": job.pk,
        "address": address_of(reverse("batch_result", args=[job.pk])),
        "state": job.state,
        "done": job.done,
        "of": job.total,
        "lines": [_line(each) for each in lines],
        "next": cursor_of(Place(key, end), list_name) if lines and end < job.done else None,
    }


def _line(line: LineCounts) -> dict[str, Any]:
    return {
        "number": line.number,
        "query": line.text,
        "total": line.total,
        "counts": [
            {"outlet": outlet, "year": year or None, "articles": articles}
            for outlet, year, articles in line.counts
        ],
        "notice": line.notice,
    }
