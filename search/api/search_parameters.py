"""What a search over HTTP takes: the parameters of the site's own addresses, read strictly.

A page passes over what makes no sense, since a reader sees what was searched for. A program does
not: it is told.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, create_model

from search.api.problems import ProblemError
from search.fields import FIELDS
from search.index.analyzers import Match
from search.query.facet_parameters import (
    EXCLUDING,
    MAX_VALUE_LETTERS,
    MAX_VALUES,
    clean,
)
from search.query.periods import read_period
from search.query.state import MAX_TEXT_LETTERS, Meaning, SearchState, Sort

MOST_HITS: Final = 100
MOST_FACET_VALUES: Final = 1_000
_MOST_LETTERS: Final = 100
_PERIOD: Final = "^([1-9][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?)?$"
_CURSOR: Final = "^[A-Za-z0-9_-]*$"


class SearchText(Schema):
    """The text of a search, and how it is read."""

    q: str = Field(
        "",
        max_length=MAX_TEXT_LETTERS,
        description="The query, in the language of the site's search box.",
    )
    match: Literal["exact", "inflection", "root"] = Field(
        Match.INFLECTION.value, description="How wide a word matches."
    )
    any: bool = Field(False, description="Any of the words, not all.")
    sort: Literal["relevance", "newest", "oldest"] = Field(
        Sort.RELEVANCE.value, description="Without words the newest come first."
    )
    after: str = Field(
        "", pattern=_PERIOD, description="The first day, month or year: 2014, 2014-05, 2014-05-31."
    )
    before: str = Field("", pattern=_PERIOD, description="The last day, month or year.")
    collapse: bool = Field(False, description="One article of each story.")
    names: Literal["reviewed", "all"] = Field(
        "reviewed", description="Count names that no editor has reviewed, too."
    )
    meaning: Literal["none", "too", "only"] = Field(
        Meaning.UNUSED.value,
        description="Order by words and meaning, with `near` beside it, or find by meaning only.",
    )


_VALUE = Annotated[str, Field(min_length=1, max_length=MAX_VALUE_LETTERS)]


def _facet_parameters() -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    for name in FIELDS.facet_parameters:
        for prefix, told in (("", "Only these"), (EXCLUDING, "None of these")):
            attribute = f"{prefix}{name}".replace("-", "_")
            field: Any = Field(
                default_factory=list,
                alias=f"{prefix}{name}",
                max_length=MAX_VALUES,
                description=f"{told}: values of the facet {name}.",
            )
            parameters[attribute] = (list[_VALUE], field)
    return parameters


SearchFilters: Final = create_model("SearchFilters", __base__=SearchText, **_facet_parameters())
"""The text of a search with its filters: a facet's name, and ``not-`` before it."""


class Page(Schema):
    """How much of a list is given, and from where."""

    limit: int = Field(20, ge=1, le=MOST_HITS)
    cursor: str = Field(
        "", max_length=200, pattern=_CURSOR, description="`next` of the answer before."
    )


def state_of(given: SearchText) -> SearchState:
    """Return the search that is asked for.

    Raises:
        ProblemError: a value is none that its facet can have.
    """
    told = given.model_dump(by_alias=True)
    after, before = read_period(given.after), read_period(given.before)
    chosen, excluded = _values(told, ""), _values(told, EXCLUDING)
    return SearchState(
        text=clean(given.q),
        match=Match(given.match),
        any_word=given.any,
        sort=Sort(given.sort),
        chosen=chosen,
        excluded={
            name: tuple(value for value in values if value not in chosen.get(name, ()))
            for name, values in excluded.items()
        },
        after=after.first if after else None,
        before=before.last if before else None,
        collapse=given.collapse,
        machine_found=given.names == "all",
        meaning=Meaning(given.meaning),
    )


def _values(told: dict[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for name in FIELDS.facet_parameters:
        values = dict.fromkeys(clean(each) for each in told.get(prefix + name, ()))
        for value in values:
            if not value or not FIELDS.facets[name].accepts(value):
                raise ProblemError(
                    HTTPStatus.NOT_FOUND,
                    "no-such-value",
                    f"The facet {name!r} can have no value {value!r}.",
                    parameter=prefix + name,
                )
        if values:
            found[name] = tuple(values)
    return found


def refuse_unknown(request: HttpRequest, takes: type[Schema] | None = None) -> None:
    """Raise ``ProblemError`` where the address states a parameter that the call does not take."""
    fields = takes.model_fields.items() if takes else ()
    known = {field.alias or name for name, field in fields}
    for name in request.GET:
        if name not in known:
            raise ProblemError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "unknown-parameter",
                f"There is no parameter {name[:_MOST_LETTERS]!r} here.",
                parameter=name[:_MOST_LETTERS],
                known=sorted(known),
            )
