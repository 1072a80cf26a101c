"""Captures by address as a capture index (CDX), in the words of the Wayback Machine and pywb.

A program that asks one of those asks this archive as well: ``/cdx?url=…&output=json``. What is not
answered here is told, never passed over. Rows hold the usual seven fields; ``fl`` chooses others.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse, QueryDict

from archive.captures.address_forms import AddressMatch, AddressQuery, read_address
from archive.captures.address_lookup import (
    captured_moment,
    captures_by_key,
    find_captures,
    own_address,
    without_closed,
)
from archive.captures.address_ranges import Spot, addresses_from
from archive.captures.surt_keys import surt_key
from archive.models import Capture
from search.api.cdx_sifting import (
    Sifting,
    SiftingTooLongError,
    UnknownFilterError,
    read_sifting,
)
from search.api.problems import ProblemError
from search.api.program_views import capture_call
from search.exports.cdx_rows import FIELDS, UNKNOWN, USUAL_FIELDS, CdxRow, cdx_rows, timestamp_of
from search.presentation.links import whole_address
from search.presentation.memento_links import link, memento_path

MOST_ROWS: Final = 2_000
_ROUNDS: Final = 4
"""How often further captures are read where a time leaves out those that were."""
_OUTPUTS: Final = ("text", "json", "cdxj")
_KNOWN: Final = frozenset(
    {
        "url",
        "matchType",
        "from",
        "to",
        "limit",
        "output",
        "fl",
        "resumeKey",
        "showResumeKey",
        "gzip",
        "filter",
        "collapse",
        "sort",
        "closest",
    }
)
_MOMENT: Final = re.compile("[0-9]{1,14}")
_KEY: Final = re.compile("(-?[0-9]{1,18}) (.{0,2000})", re.DOTALL)
_MOST_LETTERS: Final = 200
_DIGITS: Final = 14
_SORTS: Final = ("reverse", "closest")
_END: Final = "9" * _DIGITS


@dataclass(frozen=True, slots=True)
class CdxRequest:
    """What a program asks: which addresses, in which time (14 digits each), how much and how.

    ``sort`` is ``reverse``, ``closest`` (to ``closest``, 14 digits), or "".
    """

    query: AddressQuery
    earliest: str
    latest: str
    limit: int
    output: str
    fields: tuple[str, ...]
    after: Spot | None
    shows_key: bool
    sifting: Sifting
    sort: str
    closest: str


@capture_call
def cdx(request: HttpRequest) -> HttpResponse:
    """List the captures of ``url`` and how each is found again."""
    asked = _read(request.GET, _sifting(request.GET))
    one = asked.query.match is AddressMatch.EXACT
    captures, follows = _of_address(asked) if one else _of_site(asked)

    whole = whole_address(request)

    def address_of(capture: Capture) -> str:
        # Finding an address by its name costs as much as the rest of a row.
        return whole(memento_path(capture)) if "address" in asked.fields else ""

    rows = list(cdx_rows(captures, address_of))
    key = f"{follows.key} {follows.uri}" if follows else ""
    response = _WRITERS[asked.output](asked, rows, key if asked.shows_key else "")
    if key:
        again = request.GET.copy()
        again["resumeKey"] = key
        address = whole(f"{request.path}?{again.urlencode()}")
        response.headers["Link"] = link(address, "next")
    return response


def _of_address(asked: CdxRequest) -> tuple[Sequence[Capture], Spot | None]:
    found = sorted(find_captures(asked.query.address).here, key=_order)
    found = _sifted([each for each in found if _in_time(each, asked)], asked)
    if asked.sort == "reverse":
        found.reverse()
    elif asked.sort:
        found.sort(key=lambda each: _distance(each, asked.closest))
    begins = 0
    if asked.after is not None:
        places = [place for place, each in enumerate(found) if each.pk == asked.after.key]
        if not places:
            raise _bad_key()
        begins = places[0] + 1
    chosen = found[begins:]
    if len(chosen) <= asked.limit:
        return chosen, None
    last = chosen[asked.limit - 1]
    return chosen[: asked.limit], Spot(own_address(last), last.pk)


def _of_site(asked: CdxRequest) -> tuple[Sequence[Capture], Spot | None]:
    chosen: list[Capture] = []
    after = asked.after
    for _round in range(_ROUNDS):
        part = addresses_from(asked.query, after, asked.limit - len(chosen))
        by_key = {each.pk: each for each in captures_by_key([spot.key for spot in part.rows])}
        ordered = [by_key[spot.key] for spot in part.rows if spot.key in by_key]
        shown = without_closed([each for each in ordered if _in_time(each, asked)])
        chosen += _sifted(shown, asked)
        after = part.next
        if after is None or len(chosen) >= asked.limit:
            break
    return chosen, after


def _sifted(captures: Sequence[Capture], asked: CdxRequest) -> list[Capture]:
    """Return those of ``captures`` that the filters let pass and that are not collapsed."""
    if not asked.sifting:
        return list(captures)
    try:
        rows = asked.sifting.sifted(cdx_rows(captures, lambda _capture: ""))
        kept = {row.key for row in rows}
    except SiftingTooLongError as error:
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "too-costly",
            "The regular expressions take too long here: ask for less, or filter by words.",
        ) from error
    return [each for each in captures if each.pk in kept]


def _distance(capture: Capture, moment: str) -> float:
    """Return how far a capture is from a moment of 14 digits, in seconds; what has no day is last."""
    made = captured_moment(capture)
    if made is None:
        return math.inf
    return abs((made - _exact(moment)).total_seconds())


def _exact(digits: str) -> datetime:
    """Return the moment of 14 digits in UTC. Raises ``ValueError`` where there is none."""
    return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _order(capture: Capture) -> tuple[str, bool, str, int]:
    timestamp = timestamp_of(capture)
    return surt_key(own_address(capture)), timestamp == UNKNOWN, timestamp, capture.pk


def _in_time(capture: Capture, asked: CdxRequest) -> bool:
    if not (asked.earliest or asked.latest):
        return True
    timestamp = timestamp_of(capture)
    return timestamp != UNKNOWN and asked.earliest <= timestamp <= (asked.latest or _END)


def _read(given: Mapping[str, str], sifting: Sifting) -> CdxRequest:
    """Return what the parameters ask. Raises ``ProblemError`` and ``BadAddressError``."""
    for name in given:
        if name not in _KNOWN:
            raise ProblemError(
                HTTPStatus.BAD_REQUEST,
                "unknown-parameter",
                f"There is no parameter {name[:_MOST_LETTERS]!r} here: leave it out.",
                known=sorted(_KNOWN),
            )
    if not given.get("url"):
        raise _bad("url", "say which address: `url=example.org/news/1`, or `url=example.org/*`")
    query = read_address(given["url"])
    match = given.get("matchType", "")
    if match and query.match is AddressMatch.EXACT:
        known = [each.value for each in AddressMatch]
        if match not in known:
            raise _bad("matchType", f"one of {', '.join(known)}")
        query = AddressQuery(query.address, AddressMatch(match))
    sort, closest = _sorting(given, query)
    return CdxRequest(
        query=query,
        earliest=_moment(given, "from", "0"),
        latest=_moment(given, "to", "9"),
        limit=_limit(given.get("limit", "")),
        output=_output(given.get("output", "")),
        fields=_fields(given.get("fl", "")),
        after=_place(given.get("resumeKey", "")),
        shows_key=given.get("showResumeKey", "").lower() == "true",
        sifting=sifting,
        sort=sort,
        closest=closest,
    )


def _sifting(given: QueryDict) -> Sifting:
    collapsed = given.getlist("collapse")
    try:
        filters = read_sifting(given.getlist("filter"), ())
    except UnknownFilterError as error:
        raise _bad("filter", str(error)) from error
    try:
        return replace(filters, collapsed=read_sifting((), collapsed).collapsed)
    except UnknownFilterError as error:
        raise _bad("collapse", str(error)) from error


def _sorting(given: Mapping[str, str], query: AddressQuery) -> tuple[str, str]:
    """Return in which order rows are asked for, and a moment of 14 digits where it is by that."""
    closest = _moment(given, "closest", "0")
    sort = given.get("sort", "") or ("closest" if closest else "")
    if sort and sort not in _SORTS:
        raise _bad("sort", f"one of {', '.join(_SORTS)}")
    if sort and query.match is not AddressMatch.EXACT:
        raise _bad("sort", "of one address only, without a star")
    if sort != "closest":
        return sort, ""
    year, month, day = closest[:4], closest[4:6], closest[6:8]
    whole = f"{year}{month if month > '00' else '01'}{day if day > '00' else '01'}{closest[8:]}"
    try:
        _exact(whole)
    except ValueError as error:
        raise _bad("closest", "1 to 14 digits of a moment, YYYYMMDDhhmmss") from error
    return sort, whole


def _moment(given: Mapping[str, str], name: str, filling: str) -> str:
    digits = given.get(name, "")
    if digits and not (_MOMENT.fullmatch(digits)):
        raise _bad(name, "1 to 14 digits of YYYYMMDDhhmmss, from the year on")
    return digits.ljust(_DIGITS, filling) if digits else ""


def _limit(text: str) -> int:
    if not text:
        return MOST_ROWS
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and 0 < int(text) <= MOST_ROWS):
        raise _bad("limit", f"a number from 1 to {MOST_ROWS}; `resumeKey` goes on behind that")
    return int(text)


def _output(text: str) -> str:
    if text and text not in _OUTPUTS:
        raise _bad("output", f"one of {', '.join(_OUTPUTS)}")
    return text or _OUTPUTS[0]


def _fields(text: str) -> tuple[str, ...]:
    names = tuple(each.strip() for each in text.split(",")) if text else USUAL_FIELDS
    if len(names) > len(FIELDS) or any(name not in FIELDS for name in names):
        raise _bad("fl", f"names of {', '.join(FIELDS)}, with commas between")
    return names


def _place(text: str) -> Spot | None:
    if not text:
        return None
    found = _KEY.fullmatch(unquote(text) if " " not in text else text)
    if found is None or "\0" in found[2]:
        raise _bad_key()
    return Spot(found[2], int(found[1]))


def _bad(name: str, told: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, "bad-parameter", f"{name}: {told}.", parameter=name)


def _bad_key() -> ProblemError:
    return ProblemError(
        HTTPStatus.BAD_REQUEST,
        "bad-cursor",
        "This is no resumeKey of this list: give it back as it was, or leave it out to begin anew.",
    )


def _text(asked: CdxRequest, rows: Sequence[CdxRow], key: str) -> HttpResponse:
    lines = [" ".join(row.values(asked.fields)) for row in rows]
    return _lines([*lines, *(["", quote(key, safe="")] if key else [])])


def _json(asked: CdxRequest, rows: Sequence[CdxRow], key: str) -> HttpResponse:
    """Write rows as the Wayback Machine does: the names first, a key behind an empty row."""
    table: list[Sequence[str]] = [asked.fields, *(row.values(asked.fields) for row in rows)]
    if not rows:
        table = []
    if key:
        table += [[], [quote(key, safe="")]]
    content = "[" + ",\n".join(map(json.dumps, table)) + "]\n"
    return HttpResponse(content, content_type="application/json")


def _cdxj(asked: CdxRequest, rows: Sequence[CdxRow], key: str) -> HttpResponse:
    names = [name for name in asked.fields if name not in ("urlkey", "timestamp")]
    lines = []
    for row in rows:
        told = json.dumps(dict(zip(names, row.values(names), strict=True)))
        lines.append(f"{row.urlkey} {row.timestamp} {told}")
    return _lines([*lines, *(["", quote(key, safe="")] if key else [])])


def _lines(lines: Iterable[str]) -> HttpResponse:
    content = "".join(f"{line}\n" for line in lines)
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


_WRITERS: Final = {"text": _text, "json": _json, "cdxj": _cdxj}
