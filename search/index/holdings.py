"""What the index has to know of the archive that it is made of, asked where it is opened."""

from __future__ import annotations

from typing import Protocol

from archive.models import ArchiveIdentity, Article, OutboxEntry


class Holdings(Protocol):
    """What an index is made of."""

    def identity(self) -> str:
        """Return the archive's key; empty where it is not known."""

    def need_an_index(self) -> bool:
        """Return whether there is something to find that does not wait to be indexed."""


class NoHoldings:
    """What nobody knows anything of: an index by itself."""

    def identity(self) -> str:
        """Return that nothing is known."""
        return ""

    def need_an_index(self) -> bool:
        """Return that nothing is missed."""
        return False


class ArchiveHoldings:
    """The archive in the database."""

    def __init__(self) -> None:
        self._identity = ""

    def identity(self) -> str:
        """Return the key of the archive, which is asked for once."""
        if not self._identity:
            self._identity = ArchiveIdentity.current()
        return self._identity

    def need_an_index(self) -> bool:
        """Return whether there are articles that do not wait in the outbox.

        In a new archive all of them wait; in one that was restored without its index none does.
        """
        waiting = OutboxEntry.objects.values("article_id")
        return Article.objects.shown().exclude(pk__in=waiting).exists()
