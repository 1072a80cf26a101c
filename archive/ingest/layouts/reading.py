"""One line as it was read."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.layouts.lines import Line
from archive.ingest.layouts.roles import Role


@dataclass(slots=True)
class Reading:
    """``line`` plays ``role`` in the article at position ``article``, or in none.

    ``value`` is what the line names (a byline's name, a date's words); ``kind`` tells a
    role's variants apart: ``updated`` for a date, ``weak`` for a guess. ``byline`` is a
    name that shares the line with something else.
    """

    line: Line
    role: Role
    why: str
    article: int | None = None
    value: str = ""
    kind: str = ""
    byline: str = ""
