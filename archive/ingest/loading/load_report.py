"""What a run of loading counted and told, for its archivist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from archive.ingest.loading.load_batches import LoadBatch
from archive.records.documents import Rejection


@dataclass(slots=True)
class LoadReport:
    """Counts of a run; ``documents`` counts every one that was looked at.

    ``completed`` counts pages that the archive had and that got a part or their record.
    """

    documents: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    completed: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    preview: list[dict[str, Any]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    """What is no document, by its kind: side files of pages, attachments, posts without text."""
    _noted: int = 0

    @property
    def complete(self) -> bool:
        """Whether every document was loaded."""
        return not self.rejected

    def count(self, batch: LoadBatch) -> None:
        """Count a batch's documents, and what of it is not to be loaded."""
        self.documents += batch.documents
        self.unchanged += batch.unchanged
        self.rejected.extend(batch.rejected)

    def forget_contents(self) -> None:
        """Let go of the bytes of what was refused: a run may refuse thousands."""
        for place in range(self._noted, len(self.rejected)):
            if self.rejected[place].content:
                self.rejected[place] = replace(self.rejected[place], content=b"")
        self._noted = len(self.rejected)

    def warn(self, document: str, warnings: Iterable[str]) -> None:
        """Note what was guessed of a document."""
        self.warnings.extend((document, warning) for warning in warnings)

    def in_words(self) -> str:
        """Return the counts in one line."""
        return (
            f"documents: {self.documents}; articles: {self.new} new, {self.updated} updated, "
            f"{self.unchanged} unchanged; rejected: {len(self.rejected)}"
            + (f"; pages completed: {self.completed}" if self.completed else "")
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON's types."""
        return {
            "documents": self.documents,
            "articles": {
                "new": self.new,
                "updated": self.updated,
                "unchanged": self.unchanged,
            },
            **({"pages_completed": self.completed} if self.completed else {}),
            "rejected": [
                {"document": item.document, "reason": item.reason} for item in self.rejected
            ],
            "warnings": [
                {"document": document, "warning": warning} for document, warning in self.warnings
            ],
            **({"passed_over": dict(self.passed_over)} if self.passed_over else {}),
            **({"preview": self.preview} if self.preview else {}),
        }
