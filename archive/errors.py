"""The one base of every error that Khizana raises on purpose."""

from __future__ import annotations


class ArchiveError(Exception):
    """Something that its user can mend; the message names the thing and the way out."""


class UnreadableDocumentError(ArchiveError):
    """A document that cannot be loaded; the rest of its run goes on."""

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document = document
        self.reason = reason
