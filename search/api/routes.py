"""The calls of the API: what each takes, and what it answers with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import translation
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from archive.captures.address_forms import MAX_LETTERS
from archive.lasting_addresses import lasting_address
from archive.models import AccessKey
from search.api import answers, article_calls, batch_calls, capture_calls, catalogue_calls
from search.api.problems import ProblemError, unknown
from search.api.search_parameters import (
    MOST_FACET_VALUES,
    Page,
    SearchFilters,
    refuse_unknown,
    state_of,
)
from search.pages.capture_pages import captures_open_to
from search.query.state import MAX_TEXT_LETTERS
from search.service.batch_search import LINES_AT_ONCE

_MOST_LETTERS: Final = 200
_LARGEST_KEY: Final = 2**63 - 1
_REFUSED: Final = frozenset({400, 401, 403, 404, 405, 410, 422, 429, 500, 503})

_SOMETHING: Final = "[!-~\\u00a1-\\u167f\\ufb50-\\ufdff\\ufe70-\\ufefe]"
"""A letter that is seen, of the scripts that the archive's words are written in."""

Language = Literal["ar", "en"]


# Made from the declared facets, so that no checker of types knows it as a class.
class SearchPage(SearchFilters, Page):  # type: ignore[misc, valid-type]
    """A search, how much of it is given, and in which language labels are."""

    facet_values: int = Field(
        0, ge=0, le=MOST_FACET_VALUES, description="Values of each facet; 0 for none."
    )
    labels: Language = Field("ar", description="The language of labels and notices.")


class EntityPage(Page):
    """Which entities are listed."""

    q: str = Field("", max_length=_MOST_LETTERS, description="A part of one of its names.")
    kind: Literal["", "person", "organisation", "place"] = ""
    labels: Language = Field("ar", description="The language of labels and notices.")


class AddressPage(Page):
    """Of which address the captures are listed."""

    url: str = Field(
        min_length=1, max_length=MAX_LETTERS, description="An address of the web, in any spelling."
    )


class Batch(Schema):
    """The queries of a batch, one for each name or search."""

    model_config = ConfigDict(extra="forbid")

    queries: list[
        Annotated[str, Field(min_length=1, max_length=MAX_TEXT_LETTERS, pattern=_SOMETHING)]
    ] = Field(min_length=1)
    match: Literal["exact", "inflection"] = "inflection"


class Labels(Schema):
    """The language of labels."""

    labels: Language = Field("ar", description="The language of labels and notices.")


router: Final = Router(tags=["archive"])


def _with_problems(shape: Any) -> dict[Any, Any]:
    return {200: shape, _REFUSED: answers.Problem}


@router.get("/search", response=_with_problems(answers.SearchAnswer), url_name="search")
def search(request: HttpRequest, given: Query[SearchPage]) -> Any:
    """Search: exact totals, facets, snippets. ``also`` is given with the first hits alone."""
    refuse_unknown(request, SearchPage)
    with translation.override(given.labels):
        return article_calls.found_articles(
            state_of(given),
            given.limit,
            given.cursor,
            given.facet_values,
            lasting_address,
        )


@router.get("/articles", response=_with_problems(answers.ArticleList), url_name="articles")
def articles(request: HttpRequest, given: Query[Page]) -> Any:
    """List all articles in the order in which they were loaded."""
    refuse_unknown(request, Page)
    return article_calls.list_articles(given.limit, given.cursor, lasting_address)


@router.get(
    "/articles/{public_id}", response=_with_problems(answers.ArticleAnswer), url_name="article"
)
def article(request: HttpRequest, public_id: str) -> Any:
    """Read one article with its text, its names and how it is cited."""
    refuse_unknown(request)
    return article_calls.read_article(public_id, lasting_address)


@router.get("/outlets", response=_with_problems(answers.OutletList), url_name="outlets")
def outlets(request: HttpRequest, given: Query[Page]) -> Any:
    """List the outlets."""
    refuse_unknown(request, Page)
    return catalogue_calls.list_outlets(given.limit, given.cursor, lasting_address)


@router.get("/outlets/{slug}", response=_with_problems(answers.OutletAnswer), url_name="outlet")
def outlet(request: HttpRequest, slug: str) -> Any:
    """Read one outlet."""
    refuse_unknown(request)
    return catalogue_calls.read_outlet(slug, lasting_address)


@router.get("/entities", response=_with_problems(answers.EntityList), url_name="entities")
def entities(request: HttpRequest, given: Query[EntityPage]) -> Any:
    """List the people, organisations and places that are reviewed."""
    refuse_unknown(request, EntityPage)
    with translation.override(given.labels):
        return catalogue_calls.list_entities(
            given.kind, given.q, given.limit, given.cursor, lasting_address
        )


@router.get("/entities/{key}", response=_with_problems(answers.EntityAnswer), url_name="entity")
def entity(request: HttpRequest, key: str, given: Query[Labels]) -> Any:
    """Read one entity; of a merged one what it is now."""
    refuse_unknown(request, Labels)
    with translation.override(given.labels):
        return catalogue_calls.read_entity(key, lasting_address)


@router.get("/captures", response=_with_problems(answers.CaptureList), url_name="captures")
def captures(request: HttpRequest, given: Query[AddressPage]) -> Any:
    """List the versions of an address."""
    refuse_unknown(request, AddressPage)
    _check_captures(request)
    return capture_calls.list_captures(given.url, given.limit, given.cursor, lasting_address)


@router.get(
    "/captures/{number}", response=_with_problems(answers.CaptureAnswer), url_name="capture"
)
def capture(request: HttpRequest, number: int) -> Any:
    """Read what is known of a saved page."""
    refuse_unknown(request)
    _check_captures(request)
    if not 0 < number <= _LARGEST_KEY:
        raise unknown("capture", str(number))
    return catalogue_calls.read_capture(number, lasting_address)


@router.post(
    "/batch",
    response={200: answers.BatchAnswer, 202: answers.BatchAsked, _REFUSED: answers.Problem},
    url_name="batch",
)
def batch(request: HttpRequest, given: Batch) -> Any:
    """Count many queries by outlet and year: twenty at once; with a key a thousand, in the background."""
    refuse_unknown(request)
    person = _person_of_key(request)
    queries = batch_calls.checked_queries(given.queries, person)
    if person is None or len(queries) <= LINES_AT_ONCE:
        return Status(HTTPStatus.OK, batch_calls.count_at_once(queries, given.match))
    return Status(HTTPStatus.ACCEPTED, batch_calls.ask(queries, given.match, person))


@router.get(
    "/batch/{number}", response=_with_problems(answers.BatchCounts), url_name="batch_counts"
)
def batch_counts(request: HttpRequest, number: int, given: Query[Page]) -> Any:
    """Read how far a batch is, and its counts. It is open to who asked for it."""
    refuse_unknown(request, Page)
    person = _person_of_key(request)
    if person is None:
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED, "key-needed", "A batch is read with the key that asked for it."
        )
    if not 0 < number <= _LARGEST_KEY:
        raise unknown("batch", str(number))
    return batch_calls.read_batch(number, person, given.limit, given.cursor, lasting_address)


def _check_captures(request: HttpRequest) -> None:
    """Raise ``ProblemError`` where saved pages are closed to who calls."""
    if not captures_open_to(request):
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED, "key-needed", "Saved pages are open to people with an account."
        )


def _person_of_key(request: HttpRequest) -> AbstractBaseUser | None:
    """Return who calls with a key. A browser's session is none: others could call in its name."""
    key = getattr(request, "auth", None)
    return key.person if isinstance(key, AccessKey) else None
