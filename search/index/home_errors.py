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


class MissingClusterIndexError(IndexUnavailableError):
    """The cluster holds no index of this archive, and there are articles to find."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"ARCHIVE_INDEX: {address} holds no whole search index of this archive; build it with "
            "rebuild_index, or mend the address"
        )


class NewerClusterIndexError(IndexUnavailableError):
    """Another version of the program made the cluster's index: this one leaves it alone."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"ARCHIVE_INDEX: another version of the program built the search index {address}; run "
            "that version, name another index, or build it anew for this one with rebuild_index"
        )


class OtherClusterArchiveError(IndexUnavailableError):
    """The cluster's index was made of another archive than the database holds."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"ARCHIVE_INDEX: the search index {address} belongs to another archive than the "
            "database; look at ARCHIVE_INDEX and ARCHIVE_DATABASE, or name another index"
        )


class ForeignIndexError(IndexUnavailableError):
    """Under the archive's name lies something in the cluster that this program did not make."""

    def __init__(self, address: str, found: str) -> None:
        super().__init__(
            f"ARCHIVE_INDEX: what lies at {address} ({found}) is no search index of this program; "
            "name another index, or remove what lies there"
        )
