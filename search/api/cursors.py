"""Where a list goes on: an opaque word that a program hands back as it got it.

It names the last thing that was given, so that what is added or removed meanwhile neither repeats
nor hides another. In a search, whose order may change, it also holds how far that was.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final, NamedTuple

from search.api.problems import ProblemError

_MOST_LETTERS: Final = 200
_MARK_LETTERS: Final = 12
MOST_OFFSET: Final = 10_000_000


class Place(NamedTuple):
    """The last thing given (its key), and how many came up to it."""

    key: int
    passed: int = 0


def cursor_of(place: Place, list_name: str) -> str:
    """Return the cursor that goes on after ``place`` in the list of that name."""
    told = json.dumps([_mark(list_name), *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def place_of(cursor: str, list_name: str) -> Place | None:
    """Return the place of a cursor, ``None`` for the beginning.

    Raises:
        ProblemError: it is no cursor, or one of another list or search.
    """
    if not cursor:
        return None
    try:
        padded = cursor[:_MOST_LETTERS] + "=" * (-len(cursor) % 4)
        told = json.loads(base64.b64decode(padded, altchars="-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        told = None
    if not _is_place(told):
        raise _problem("This is no cursor: give back `next` as it was, or leave `cursor` out.")
    mark, key, passed = told
    if mark != _mark(list_name):
        raise _problem(
            "This cursor is of another list or search: leave `cursor` out to begin anew."
        )
    return Place(key, passed)


def _is_place(told: object) -> bool:
    if not isinstance(told, Sequence) or len(told) != 3 or not isinstance(told[0], str):
        return False
    return all(type(each) is int and 0 <= each < 2**63 for each in told[1:]) and (
        told[2] <= MOST_OFFSET
    )


def _mark(list_name: str) -> str:
    return hashlib.sha256(list_name.encode()).hexdigest()[:_MARK_LETTERS]


def _problem(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, "bad-cursor", detail)
