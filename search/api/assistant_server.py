"""The archive for an assistant: a read-only server of the Model Context Protocol, on standard input.

It answers the calls of the API to one program of the person who started it, and nothing else: an
assistant searches and cites this archive, changes nothing and reaches no network.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, Literal

from asgiref.sync import sync_to_async
from django.utils import translation
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import ValidationError

from archive.lasting_addresses import lasting_address
from search.api import article_calls, catalogue_calls
from search.api.problems import ProblemError
from search.api.search_parameters import SearchFilters, state_of

_INSTRUCTIONS: Final = """\
An archive of Arabic news. Search in Arabic; a word is found in every inflected form and spelling.
Totals and counts of facets are exact. A date, outlet or name that is not sure is left open: say so,
and do not guess. `date_basis` tells how a date is known. Cite an article by its `citation` and its
`address`, and quote its `body` word for word. What this archive does not hold, it does not know.
"""
_MOST_HITS: Final = 20
_READS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Kind = Literal["", "person", "organisation", "place"]


async def _answer(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what ``call`` answers; a problem is told in its words."""

    def answered() -> dict[str, Any]:
        with translation.override("ar"):
            return call()

    try:
        return await sync_to_async(answered)()
    except ProblemError as problem:
        raise ToolError(problem.detail) from None


async def search(
    query: str = "",
    match: Literal["exact", "inflection", "root"] = "inflection",
    sort: Literal["relevance", "newest", "oldest"] = "relevance",
    after: str = "",
    before: str = "",
    meaning: Literal["none", "too", "only"] = "none",
    outlets: list[str] | None = None,
    entities: list[str] | None = None,
    facet_values: int = 0,
    limit: int = 10,
    cursor: str = "",
) -> dict[str, Any]:
    """Search the archive. `after` and `before` are days, months or years (2014, 2014-05).

    `outlets` are slugs and `entities` keys, as the other tools give them. `facet_values` above 0
    counts the articles by outlet, date, person, organisation and place. `cursor` goes on where the
    answer before ended. `meaning` "too" orders by words and meaning and puts what only meaning
    finds into `near`; "only" finds Arabic articles for a question in any language.
    """
    try:
        given = SearchFilters.model_validate(
            {
                "q": query,
                "match": match,
                "sort": sort,
                "after": after,
                "before": before,
                "meaning": meaning,
                "outlet": outlets or [],
                "entity": entities or [],
            }
        )
    except ValidationError as error:
        raise ToolError(
            "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
        ) from None
    most = min(max(limit, 1), _MOST_HITS)
    counted = min(max(facet_values, 0), 100)
    return await _answer(
        lambda: article_calls.found_articles(
            state_of(given), most, cursor, counted, lasting_address
        )
    )


async def read_article(article_id: str) -> dict[str, Any]:
    """Read one article: its text, where each of its facts comes from, and how it is cited."""
    return await _answer(partial(article_calls.read_article, article_id, lasting_address))


async def list_outlets(cursor: str = "") -> dict[str, Any]:
    """List the outlets of the archive with the number of their articles."""
    return await _answer(partial(catalogue_calls.list_outlets, 100, cursor, lasting_address))


async def find_entities(name: str, kind: Kind = "", cursor: str = "") -> dict[str, Any]:
    """Find people, organisations and places by a part of one of their names, in any spelling."""
    return await _answer(
        partial(catalogue_calls.list_entities, kind, name, _MOST_HITS, cursor, lasting_address)
    )


async def read_entity(key: str) -> dict[str, Any]:
    """Read what the archive knows of a person, an organisation or a place."""
    return await _answer(partial(catalogue_calls.read_entity, key, lasting_address))


def assistant_server() -> MCPServer:
    """Return the server with its tools; ``run`` serves until its input ends."""
    server = MCPServer("khizana", title="Khizana", instructions=_INSTRUCTIONS, log_level="WARNING")
    for tool in (search, read_article, list_outlets, find_entities, read_entity):
        server.tool(annotations=_READS)(tool)
    return server
