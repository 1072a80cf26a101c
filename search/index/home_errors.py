"""Why the index of an archive does not answer, beside what the engine finds wrong with it."""

from __future__ import annotations

from pathlib import Path

from search.contract import IndexUnavailableError


class IndexBeingBuiltError(IndexUnavailableError):
    """There is no index yet, and another process is building the first."""

    def __init__(self) -> None:
        super().__init__("the search index is being built; try again later")


class NewerIndexError(IndexUnavailableError):
    """A newer program made the index: this one leaves it alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: a newer version of the program built this search index; run that version, "
            "or build the index anew for this one with rebuild_index"
        )


class OtherArchiveError(IndexUnavailableError):
    """The index was made of another archive than the database holds."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: this search index belongs to another archive than the database; look at "
            "ARCHIVE_HOME and ARCHIVE_DATABASE, or replace it with rebuild_index"
        )
