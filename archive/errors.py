"""The one base of every error that Khizana raises on purpose."""

from __future__ import annotations


class ArchiveError(Exception):
    """An error that its user can mend; the message names what is wrong, and the way out."""


class UnreadableDocumentError(ArchiveError):
    """A document that cannot be loaded; the rest of its run goes on."""

    def __init__(self, document: str, reason: str) -> None:
        # Both, so that it can travel between processes: it is made anew from its arguments.
        super().__init__(document, reason)
        self.document = document
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.document}: {self.reason}"
