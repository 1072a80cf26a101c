"""Why an index gives no answer, whichever index it is."""

from __future__ import annotations

from archive.errors import ArchiveError


class IndexUnavailableError(ArchiveError):
    """No search can be answered now: the index is missing, damaged, being built, or away."""


class QueryTooCostlyError(ArchiveError):
    """A query ran past its time limit, or past what the index may spend on it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the query took longer than {seconds:g} s; make it narrower")
        self.seconds = seconds


class QueryTooLargeError(QueryTooCostlyError):
    """A query asks for more at once than the index can answer, whatever the time."""

    def __init__(self) -> None:
        super().__init__(0.0)
        self.args = ("the query asks for more than the index answers at once; make it narrower",)


class UnknownFieldError(ArchiveError):
    """A request names a field that the index does not have, or of the wrong kind."""

    def __init__(self, field: str, needed: str) -> None:
        super().__init__(f"the index has no {needed} {field!r}")
        self.field = field


class UnknownQueryError(ArchiveError):
    """A request holds a query of a kind that the index does not evaluate."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"the index cannot evaluate a query of the kind {kind}")
        self.kind = kind
