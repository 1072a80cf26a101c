"""What a search over HTTP takes: the parameters of the site's own addresses, read strictly.

A page passes over what makes no sense, since a reader sees what was searched for. A program does
not: it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, create_model, field_validator

from search.api.problems import ProblemError
from search.fields import FIELDS
from search.index.analyzers import Match
from search.query.facet_parameters import (
    EXCLUDING,
    MAX_VALUE_LETTERS,
    MAX_VALUES,
    MAX_VALUES_LETTERS,
    clean,
)
from search.query.periods import read_period
from search.query.state import MAX_TEXT_LETTERS, Sort, SearchState

MOST_HITS: Final = 100
MOST_FACET_VALUES: Final = 1_000
_MOST_LETTERS: Final = 100


class SearchText(Schema):
    """The text of a search, and how it is read."""

    q: str = Field("", max_length=MAX_TEXT_LETTERS, description="The query, in the language of the site's search box.")
    match: Literal["exact", "inflection", "root"] = Field(
        Match.INFLECTION.value, description="How wide a word matches."
    )
    any: bool = Field(False, description="Any of the words, not all.")
    sort: Literal["relevance", "newest", "oldest"] = Field(
        Sort.RELEVANCE.value, description="Without words the newest come first."
    )
    after: str = Field("", max_length=10, description="The first day, month or year: 2014, 2014-05, 2014-05-31.")
    before: str = Field("", max_length=10, description="The last day, month or year.")
    collapse: bool = Field(False, description="One article of each story.")
    names: Literal["reviewed", "all"] = Field(
        "reviewed", description="Count names that no editor has reviewed, too."
    )

    @field_validator("after", "before")
    @classmethod
    def _is_period(cls, value: str) -> str:
        if value and read_period(value) is None:
            raise ValueError("no date: write 2014, 2014-05 or 2014-05-31")
        return value


_VALUE = Annotated[str, Field(min_length=1, max_length=MAX_VALUE_LETTERS)]


def _facet_parameters() -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    for name in FIELDS.facet_parameters:
        for prefix, told in (("", "Only these"), (EXCLUDING, "None of these")):
            attribute = f"{prefix}{name}".replace("-", "_")
            field = Field(
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
    cursor: str = Field("", max_length=200, description="`next` of the answer before.")


def state_of(given: SearchText) -> SearchState:
    """Return the search that is asked for.

    Raises:
        ProblemError: a value is none that its facet can have, or there are too many.
    """
    told = given.model_dump(by_alias=True)
    parameters: dict[str, Any] = {
        name: "1" if value is True else "" if value is False else value
        for name, value in told.items()
    }
    state = SearchState.from_querydict(parameters)
    if state.values_cut:
        raise ProblemError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "too-many-values",
            f"At most {MAX_VALUES} values of facets with {MAX_VALUES_LETTERS} letters together.",
        )
    for prefix, read in (("", state.chosen), (EXCLUDING, state.excluded)):
        for name in FIELDS.facet_parameters:
            _check_values(prefix + name, parameters.get(prefix + name, ()), read.get(name, ()), state)
    return state


def _check_values(
    name: str, given: Sequence[str], read: Sequence[str], state: SearchState
) -> None:
    """Raise ``ProblemError`` where a value was passed over."""
    for value in given:
        chosen_too = name.startswith(EXCLUDING) and value in state.chosen.get(
            name.removeprefix(EXCLUDING), ()
        )
        if clean(value) not in read and not chosen_too:
            raise ProblemError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "bad-parameter",
                f"The facet {name!r} has no value {value!r}.",
                parameter=name,
            )


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
